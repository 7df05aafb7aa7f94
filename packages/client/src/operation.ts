/** One operation of the API, with the types of what goes in and what comes out. */
export interface Operation<Data, Variables extends VariableValues> {
  readonly kind: OperationKind;
  readonly name: string;
  readonly text: string;
  /** Never set: it carries the types. */
  readonly typed?: (variables: Variables) => Data;
}

export type OperationKind = 'query' | 'mutation' | 'subscription';

export type VariableValues = Readonly<Record<string, unknown>>;
