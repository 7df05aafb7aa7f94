/**
 * How large each function may be, and how long loading it may take. A number here rises only together with a word that
 * says what was worth it.
 */
import type { FunctionName } from '../functions.ts';

export interface Budget {
  /** Loaded by every start, and by some requests later. */
  readonly startBytesMax: number;
  readonly laterBytesMax: number;
  /** Of processors, on the machine that runs the tests: two slow, shared cores. Lambda's are faster. */
  readonly coldCpuMsMax: number;
}

/** None may be larger: 1 MiB. */
export const FUNCTION_BYTES_MAX = 1_048_576;

export const BUDGETS: Partial<Readonly<Record<FunctionName, Budget>>> = {
  // The schema, its validation, graphql-js, the engine, DynamoDB's client. Yoga comes later, when it is needed.
  graphql: { startBytesMax: 1_040_000, laterBytesMax: 100_000, coldCpuMsMax: 900 },
};
