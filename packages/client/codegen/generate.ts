/**
 * Operations, typed: reads `schema/schema.graphql` and `src/operations/*.graphql`, and returns the text of
 * `src/generated/operations.ts`. The types come from GraphQL Code Generator; each operation becomes one plain
 * object that holds its text with the fragments it needs.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import {
  buildSchema,
  concatAST,
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  separateOperations,
  stripIgnoredCharacters,
  validate,
} from 'graphql';

const PACKAGE = join(import.meta.dirname, '..');
const OPERATIONS = join(PACKAGE, 'src/operations');
const SCHEMA = join(PACKAGE, '../../schema/schema.graphql');

export const GENERATED_PATH = join(PACKAGE, 'src/generated/operations.ts');

const HEADER = `/** Written by \`npm run client\` from schema/schema.graphql and src/operations. Not to be edited by hand. */
import type { Operation } from '../operation.ts';

`;

const CONFIG = {
  enumsAsTypes: true,
  immutableTypes: true,
  strictScalars: true,
  avoidOptionals: { field: true, inputValue: false, object: false },
  scalars: { ID: 'string', DateTime: 'string', Duration: 'string', JSON: 'unknown' },
};

/** Throws when an operation does not fit the schema, with every reason. */
export async function generateOperations(): Promise<string> {
  const text = await readFile(SCHEMA, 'utf8');
  const schemaAst = buildSchema(text);
  const documents = await readOperations();
  const whole = concatAST(documents.map(({ document }) => document));
  const problems = validate(schemaAst, whole);
  if (problems.length > 0) throw new AggregateError(problems, problems.map(String).join('\n\n'));
  const types = await codegen({
    filename: GENERATED_PATH,
    schema: parse(text),
    schemaAst,
    documents: [...documents],
    config: CONFIG,
    plugins: [{ typescriptOperations: {} }],
    pluginMap: { typescriptOperations },
  });
  return `${HEADER}${types.trim()}\n\n${operationObjects(whole)}\n`;
}

async function readOperations() {
  const names = (await readdir(OPERATIONS)).filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(
    names.map(async (name) => ({
      location: name,
      document: parse(await readFile(join(OPERATIONS, name), 'utf8')),
    })),
  );
}

function operationObjects(whole: DocumentNode): string {
  const byName = separateOperations(whole);
  return whole.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map((definition) => operationObject(definition, byName))
    .join('\n\n');
}

function operationObject(
  definition: OperationDefinitionNode,
  byName: Readonly<Record<string, DocumentNode>>,
): string {
  const name = definition.name?.value ?? '';
  const document = byName[name];
  if (document === undefined) throw new Error('Every operation needs a name of its own.');
  const suffix = definition.operation.replace(/^./, (letter) => letter.toUpperCase());
  const type = `Operation<${name}${suffix}, ${name}${suffix}Variables>`;
  const text = stripIgnoredCharacters(print(document));
  return `export const ${name}Document: ${type} = {
  kind: '${definition.operation}',
  name: '${name}',
  text: ${JSON.stringify(text)},
};`;
}
