import { readFileSync } from 'node:fs';
import { ERROR_CODES } from '@muster/core/error-table';
import { schema } from '@muster/schema/schema';
import {
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { describe, expect, it } from 'vitest';

const TYPES = Object.values(schema.getTypeMap()).filter(
  (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
);

describe('the schema', () => {
  it('is the one in schema.graphql', () => {
    const printed = readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8');

    expect(printed).toBe(`${printSchema(lexicographicSortSchema(schema))}\n`);
  });

  it('describes every type, field, argument and value', () => {
    const silent = TYPES.flatMap(describables).filter(([, description]) => !description?.trim());

    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it('says of every nullable field when it is null', () => {
    const fields = TYPES.filter(isOutput).flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })),
    );
    const unexplained = fields.filter(
      ({ field }) => !isNonNullType(field.type) && !/\bnull\b/i.test(field.description ?? ''),
    );

    expect(unexplained.map(({ name }) => name)).toEqual([]);
  });

  it('spells enum values in UPPER_SNAKE', () => {
    const values = TYPES.filter(isEnumType).flatMap((type) => type.getValues().map(({ name }) => name));

    expect(values.filter((name) => !/^[A-Z]+(_[A-Z]+)*$/.test(name))).toEqual([]);
    expect(values.length).toBeGreaterThan(100);
  });

  it('knows every error code of core', () => {
    const codes = schema.getType('ErrorCode') as GraphQLEnumType;

    expect(
      codes
        .getValues()
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...ERROR_CODES].sort());
  });
});

describe('every mutation', () => {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

  it.each(mutations)('$name takes one input of its own', (mutation) => {
    const [argument, ...others] = mutation.args;

    expect(others).toEqual([]);
    expect(`${argument?.name}: ${argument?.type}`).toBe(`input: ${capital(mutation.name)}Input!`);
  });

  it.each(mutations)('$name answers a union of its success and failures', (mutation) => {
    const payload = getNamedType(mutation.type);

    expect(String(mutation.type)).toBe(`${capital(mutation.name)}Payload!`);
    if (!isUnionType(payload)) throw new Error(`${payload.name} is no union`);
    const [successes, failures] = split(payload.getTypes(), isFailure);
    expect(successes.map(({ name }) => name)).toEqual([`${capital(mutation.name)}Success`]);
    expect(failures.map(({ name }) => name)).toContain('InvalidArgumentError');
  });
});

function isFailure(type: GraphQLObjectType): boolean {
  return type.getInterfaces().some(({ name }) => name === 'Error');
}

function split<T>(items: readonly T[], isSecond: (item: T) => boolean): [T[], T[]] {
  return [items.filter((item) => !isSecond(item)), items.filter(isSecond)];
}

function isOutput(type: GraphQLNamedType): type is GraphQLObjectType {
  return isObjectType(type) || isInterfaceType(type);
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

type Described = readonly [name: string, description: string | null | undefined];

function describables(type: GraphQLNamedType): readonly Described[] {
  const own: Described = [type.name, type.description];
  if (isEnumType(type)) {
    return [
      own,
      ...type.getValues().map((value): Described => [`${type.name}.${value.name}`, value.description]),
    ];
  }
  if (isInputObjectType(type)) return [own, ...inputFields(type)];
  if (!isOutput(type)) return [own];
  const fields = Object.values(type.getFields()).flatMap((field): readonly Described[] => [
    [`${type.name}.${field.name}`, field.description],
    ...field.args.map((arg): Described => [`${type.name}.${field.name}(${arg.name})`, arg.description]),
  ]);
  return [own, ...fields];
}

function inputFields(type: GraphQLInputObjectType): readonly Described[] {
  return Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field.description]);
}
