import { createRequire } from 'node:module';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { APART } from './apart.ts';
import { SlowestFirst } from './slowest-first.ts';

const ALL = ['**/*.test.ts'];

export default defineConfig({
  // Vite would take the ES module build of graphql for our files while our dependencies get the one that Node takes;
  // graphql-js refuses types of another copy of itself.
  resolve: { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }] },
  test: {
    root: import.meta.dirname,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // A busy machine takes its time; what is waited for ends the waiting.
    expect: { poll: { timeout: 15_000 } },
    // Servers, agents and command lines are processes that load the same TypeScript, dozens of times.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, '../node_modules/.cache/compiled') },
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: SlowestFirst },
    projects: [
      { extends: true, test: { name: 'apart', include: [...APART] } },
      { extends: true, test: { name: 'together', include: ALL, exclude: [...APART], isolate: false } },
    ],
  },
});
