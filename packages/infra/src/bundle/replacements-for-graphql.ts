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
  // Lists that are frozen as they are made would be kept though nobody uses them: those of rules for schemas, for one.
  {
    file: /graphql\/validation\/specifiedRules\.mjs$/,
    by: (source) => source.replaceAll('= Object.freeze(', '= /* @__PURE__ */ Object.freeze('),
  },
  // yoga's page for those who are lost.
  { file: /graphql-yoga\/esm\/landing-page-html\.js$/, by: contents("export default '';") },
  // The parser of schemas: a request that defines something is refused where it begins to.
  { file: /graphql\/language\/parser\.mjs$/, by: withoutDefinitions },
  // What yoga is told not to do: the page for trying out, other origins, files, keeping what was parsed.
  {
    file: /graphql-yoga\/esm\/plugins\/use-graphiql\.js$/,
    by: absent('useGraphiQL', 'renderGraphiQL', 'shouldRenderGraphiQL'),
  },
  {
    file: /@whatwg-node\/server\/esm\/plugins\/useCors\.js$/,
    by: absent('useCORS', 'getCORSHeadersByRequestAndOptions'),
  },
  {
    file: /graphql-yoga\/esm\/plugins\/request-parser\/post-multipart\.js$/,
    by: absent('isPOSTMultipartRequest', 'parsePOSTMultipartRequest'),
  },
  {
    file: /graphql-yoga\/esm\/plugins\/use-parser-and-validation-cache\.js$/,
    by: absent('useParserAndValidationCache'),
  },
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

/** What introspection is made of: it is described itself, and leads to all descriptions. */
export const INTROSPECTION = /graphql\/type\/introspection\.mjs$/;

export function describing(source: string): string {
  const standIn = JSON.stringify(join(import.meta.dirname, 'described.ts'));
  const imports = `import { described } from ${standIn}; import descriptions from '${DESCRIPTIONS}';`;
  const entrances = source
    .replace('{ schema }) => schema,', '{ schema }) => described(schema, descriptions),')
    .replace('=> schema.getType(name),', '=> described(schema, descriptions).getType(name),');
  if (entrances.split('described(schema').length !== 3) throw new Error('Introspection has moved.');
  return `${imports}\n${entrances}`;
}

function withoutDefinitions(source: string): string {
  const start = source.indexOf('  parseSchemaDefinition() {');
  const end = source.lastIndexOf('  /**', source.indexOf('  node(startToken, node) {'));
  if (start < 0 || end < start) throw new Error('The parser has another order.');
  const isDefined =
    /case '(?:schema|scalar|type|interface|union|enum|input|directive|extend)':\s+return this\.parse\w+\(\);/g;
  return `${source.slice(0, start)}${source.slice(end)}`.replaceAll(isDefined, '');
}
