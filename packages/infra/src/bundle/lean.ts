/**
 * Leaves out of bundles what a function never runs: a few packages are replaced as a whole, and files of others one by
 * one, see `replacements.ts` and the files beside it. The descriptions of the schema lie beside.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin, PluginBuild } from 'esbuild';
import { ROOT } from '../plan/platform.ts';
import { DESCRIPTIONS, packed, readDescriptions, withoutDescriptions } from './descriptions.ts';
import { REPLACEMENTS } from './replacements.ts';
import { describing, INTROSPECTION } from './replacements-for-graphql.ts';

const PACKAGES: Readonly<Record<string, string>> = {
  // The search for credentials in files, on instances and at single sign-on: Lambda puts them into the environment.
  '@aws-sdk/credential-provider-node': join(import.meta.dirname, 'environment-credentials.ts'),
  // Another executor beside that of graphql-js.
  '@graphql-tools/executor': join(import.meta.dirname, 'plain-executor.ts'),
  // Another fetch beside that of Node.
  '@whatwg-node/fetch': join(ROOT, 'node_modules/@whatwg-node/fetch/dist/global-ponyfill.js'),
  // All of X-Ray's SDK but the sending of segments.
  'aws-xray-sdk-core': join(import.meta.dirname, 'plain-x-ray.ts'),
  // Two copies of it would refuse each other's types.
  graphql: join(ROOT, 'node_modules/graphql/index.mjs'),
};

/** Names of all that is replaced. */
export const REPLACED: readonly string[] = [
  ...Object.keys(PACKAGES),
  ...REPLACEMENTS.map(({ file }) => file.source),
];

const RESOLVING = Symbol('being resolved');

/** Tells `onReplaced` what it replaces, by its name in {@link REPLACED}. */
export function leanBundle(onReplaced: (name: string) => void = () => {}): Plugin {
  return {
    name: 'lean-bundle',
    setup: (build) => {
      const { onLoad, onResolve, resolve } = build;
      setDescriptionsApart(build);
      for (const [name, path] of Object.entries(PACKAGES)) {
        onResolve({ filter: new RegExp(`^${name}$`) }, () => {
          onReplaced(name);
          return { path };
        });
      }
      // Files of ours that are imported by a package's name do nothing by themselves: what is not used is left out.
      onResolve({ filter: /^@muster\// }, async ({ path, resolveDir, kind, pluginData }) => {
        if (pluginData === RESOLVING) return undefined;
        const found = await resolve(path, { resolveDir, kind, pluginData: RESOLVING });
        return { ...found, sideEffects: false };
      });
      for (const { file, by } of REPLACEMENTS) {
        onLoad({ filter: file }, async ({ path }) => {
          onReplaced(file.source);
          return { contents: by(await readFile(path, 'utf8'), path), loader: 'js' };
        });
      }
    },
  };
}

function setDescriptionsApart({ onLoad, onResolve }: PluginBuild): void {
  const reading = readDescriptions();
  onLoad({ filter: /\/schema\/src\/[\w-]+\.ts$/ }, async ({ path }) => ({
    contents: await withoutDescriptions(await readFile(path, 'utf8'), path, await reading),
    loader: 'js',
  }));
  onLoad({ filter: INTROSPECTION }, async ({ path }) => ({
    contents: await withoutDescriptions(describing(await readFile(path, 'utf8')), path, await reading),
    loader: 'js',
  }));
  onResolve({ filter: new RegExp(`^${DESCRIPTIONS}$`) }, ({ path }) => ({ path, namespace: DESCRIPTIONS }));
  onLoad({ filter: /./, namespace: DESCRIPTIONS }, async () => ({
    contents: await packed(await reading),
    loader: 'file',
  }));
}
