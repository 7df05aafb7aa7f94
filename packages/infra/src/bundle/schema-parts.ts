/**
 * All that has a description in a schema, in an order that does not depend on how the schema was made. Knows the library
 * by its types only, since it becomes a part of it in bundles, see `described.ts`.
 */
import type { GraphQLField, GraphQLInputField, GraphQLNamedType, GraphQLSchema } from 'graphql';

export interface Described {
  readonly name: string;
  description?: string | null | undefined;
}

/** Some of them are in a schema or not, by how it was made. */
const SCALARS = /^(?:String|Int|Float|Boolean|ID)$/;

export function* describedParts(schema: GraphQLSchema): Generator<Described> {
  for (const directive of sorted(schema.getDirectives())) {
    yield directive;
    yield* sorted(directive.args);
  }
  for (const type of sorted(Object.values(schema.getTypeMap()))) {
    if (SCALARS.test(type.name)) continue;
    yield type;
    yield* partsOf(type);
  }
}

function* partsOf(type: GraphQLNamedType): Generator<Described> {
  if ('getValues' in type) yield* sorted(type.getValues());
  if (!('getFields' in type)) return;
  const fields: readonly (GraphQLField<unknown, unknown> | GraphQLInputField)[] = Object.values(
    type.getFields(),
  );
  for (const field of sorted(fields)) {
    yield field;
    if ('args' in field) yield* sorted(field.args);
  }
}

function sorted<Part extends { readonly name: string }>(parts: readonly Part[]): readonly Part[] {
  return [...parts].sort((a, b) => (a.name < b.name ? -1 : 1));
}
