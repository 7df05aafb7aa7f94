/**
 * Which tests need a process of their own. All others share one with their neighbours: importing the engine, the schema
 * and graphql anew for each file took a fifth of the whole time.
 *
 * A file belongs here when it changes what the next one would find (the environment, a module that it mocks, limits), when
 * it measures its process, or when the code that it runs keeps something for the life of a process, as functions do.
 * `tests/tidy` notices the first two.
 */
export const APART = [
  'aws-local/**/*.test.ts',
  'embedded/**/*.test.ts',
  'examples/**/*.test.ts',
  'functions/**/*.test.ts',
  'infra/**/*.test.ts',
  'oracle/**/*.test.ts',
  'sim/**/*.test.ts',
  'core/decide/*-in-pieces.test.ts',
  'dynamodb/engine-suites*.test.ts',
  'dynamodb/wide-graphs.test.ts',
  'engine/notify/sender.test.ts',
  'server/warm-up.test.ts',
] as const;
