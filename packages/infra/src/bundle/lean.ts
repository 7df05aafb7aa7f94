/**
 * Leaves out of bundles what a function never runs: replaces modules by smaller ones that do the same here.
 *
 * - zod's texts in forty languages: ours are our own.
 * - The search for credentials in files, on instances and at single sign-on: Lambda puts them into the environment.
 * - Another fetch beside that of Node, another executor beside that of graphql-js, yoga's page for those who are lost,
 *   and telling browsers apart.
 * - The search for endpoints of DynamoDB, which is off, and checking and sorting a schema: the tests have checked it.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { ROOT } from '../plan/platform.ts';

const REPLACED: Readonly<Record<string, string>> = {
  '@aws-sdk/credential-provider-node': join(import.meta.dirname, 'environment-credentials.ts'),
  '@graphql-tools/executor': join(import.meta.dirname, 'plain-executor.ts'),
  '@whatwg-node/fetch': join(ROOT, 'node_modules/@whatwg-node/fetch/dist/global-ponyfill.js'),
  // Two copies of it would refuse each other's types.
  graphql: join(ROOT, 'node_modules/graphql/index.mjs'),
};

const EMPTIED: readonly { readonly filter: RegExp; readonly contents: string }[] = [
  { filter: /zod\/v4\/locales\/index\.js$/, contents: "export { default as en } from './en.js';" },
  { filter: /node_modules\/bowser\//, contents: 'export default {};' },
  {
    filter: /@aws-sdk\/endpoint-cache\/dist-es\/EndpointCache\.js$/,
    contents: 'export class EndpointCache {}',
  },
  {
    filter: /node_modules\/graphql\/utilities\/lexicographicSortSchema\.mjs$/,
    contents: 'export const lexicographicSortSchema = (schema) => schema;',
  },
  {
    filter: /node_modules\/graphql\/type\/validate\.mjs$/,
    contents: 'export const validateSchema = () => []; export function assertValidSchema() {}',
  },
  { filter: /graphql-yoga\/esm\/landing-page-html\.js$/, contents: "export default '';" },
];

/** Writing JSON schemas of what zod checks. */
const HOLLOW = /zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/;

const RESOLVING = Symbol('being resolved');

export const leanBundle: Plugin = {
  name: 'lean-bundle',
  setup: ({ onLoad, onResolve, resolve }) => {
    for (const [name, path] of Object.entries(REPLACED)) {
      onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path }));
    }
    // Files of ours that are imported by a package's name do nothing by themselves: what is not used is left out.
    onResolve({ filter: /^@muster\// }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === RESOLVING) return undefined;
      const found = await resolve(path, { resolveDir, kind, pluginData: RESOLVING });
      return { ...found, sideEffects: false };
    });
    onLoad({ filter: HOLLOW }, async ({ path }) => ({ contents: hollow(await readFile(path, 'utf8')) }));
    for (const { filter, contents } of EMPTIED) onLoad({ filter }, () => ({ contents, loader: 'js' }));
  },
};

/** The same functions by name. Making one does nothing; whoever calls what it made is told. */
function hollow(source: string): string {
  const names = source.matchAll(/^export (?:const|function) (\w+)/gm);
  const stubs = [...names].map(([, name]) => `export const ${name} = () => leftOut;`);
  return `function leftOut() { throw new Error('This is left out of bundles.'); }\n${stubs.join('\n')}`;
}
