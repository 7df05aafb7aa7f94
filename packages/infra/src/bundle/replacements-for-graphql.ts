/** What answering GraphQL is done without. */
import { join } from 'node:path';
import { DESCRIPTIONS } from './descriptions.ts';
import type { Replacement } from './replacements.ts';
import { absent, contents } from './replacing.ts';

export const FOR_GRAPHQL: readonly Replacement[] = [
  // Sorting and checking a schema: the tests have done it.
  {
    file: /graphql\/utilities\/lexicographicSortSchema\.mjs$/,
    by: contents('export const lexicographicSortSchema = (schema) => schema;'),
  },
  {
    file: /graphql\/type\/validate\.mjs$/,
    by: contents('export const validateSchema = () => []; export function assertValidSchema() {}'),
  },
  // The descriptions of the schema, until somebody asks.
  { file: /graphql\/type\/introspection\.mjs$/, by: describing },
  // Lists that are frozen as they are made would be kept though nobody uses them: those of rules for schemas, for one.
  {
    file: /graphql\/validation\/specifiedRules\.mjs$/,
    by: (source) => source.replaceAll('= Object.freeze(', '= /* @__PURE__ */ Object.freeze('),
  },
  // yoga's page for those who are lost, and for browsers.
  { file: /graphql-yoga\/esm\/landing-page-html\.js$/, by: contents("export default '';") },
  { file: /graphql-yoga\/esm\/graphiql-html\.js$/, by: contents("export default '';") },
  // yoga's cache, which is off, and a library for it.
  {
    file: /graphql-yoga\/esm\/utils\/create-lru-cache\.js$/,
    by: absent('createLRUCache', '_createLRUCache'),
  },
  // A server that is not that of Node.
  {
    file: /@whatwg-node\/server\/esm\/uwebsockets\.js$/,
    by: contents(
      "import { fakePromise } from '@whatwg-node/promise-helpers'; export { fakePromise }; export const isUWSResponse = () => false;" +
        'export function getRequestFromUWSRequest() {} export function sendResponseToUwsOpts() {}',
    ),
  },
];

function describing(source: string): string {
  const standIn = JSON.stringify(join(import.meta.dirname, 'described.ts'));
  const imports = `import { described } from ${standIn}; import descriptions from '${DESCRIPTIONS}';`;
  const entrances = source
    .replace('{ schema }) => schema,', '{ schema }) => described(schema, descriptions),')
    .replace('=> schema.getType(name),', '=> described(schema, descriptions).getType(name),');
  if (entrances.split('described(schema').length !== 3) throw new Error('Introspection has moved.');
  return `${imports}\n${entrances}`;
}
