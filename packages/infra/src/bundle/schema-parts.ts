/** All that has a description in a schema, in an order that does not depend on how the schema was made. */
import {
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
} from 'graphql';

export interface Described {
  readonly name: string;
  description?: string | null | undefined;
}

export function* describedParts(schema: GraphQLSchema): Generator<Described> {
  for (const directive of sorted(schema.getDirectives())) {
    if (!isSpecifiedDirective(directive)) yield* withArguments(directive);
  }
  for (const type of sorted(Object.values(schema.getTypeMap()))) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    yield type;
    yield* partsOf(type);
  }
}

function* partsOf(type: GraphQLNamedType): Generator<Described> {
  if (isEnumType(type)) yield* sorted(type.getValues());
  if (isInputObjectType(type)) yield* sorted(Object.values(type.getFields()));
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of sorted(Object.values(type.getFields()))) yield* withArguments(field);
  }
}

function* withArguments(
  part: Described & { readonly args: readonly GraphQLArgument[] },
): Generator<Described> {
  yield part;
  yield* sorted(part.args);
}

function sorted<Part extends { readonly name: string }>(parts: readonly Part[]): readonly Part[] {
  return [...parts].sort((a, b) => (a.name < b.name ? -1 : 1));
}
