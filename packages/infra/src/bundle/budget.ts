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

/** None may be larger. It was 1 MiB until schedules came, with croner: each start of a mission by time needs it. */
export const FUNCTION_BYTES_MAX = 1_180_000;

export const BUDGETS: Readonly<Record<FunctionName, Budget>> = {
  // The schema, its validation, graphql-js, the engine, clients. Yoga comes later, when a request is not plain.
  graphql: { startBytesMax: 1_140_000, laterBytesMax: 100_000, coldCpuMsMax: 500 },
  // The same, and the protocol of sockets.
  socket: { startBytesMax: FUNCTION_BYTES_MAX, laterBytesMax: 20_000, coldCpuMsMax: 500 },
  // Executes the documents of subscriptions: the schema again.
  publish: { startBytesMax: 1_150_000, laterBytesMax: 20_000, coldCpuMsMax: 500 },
  // The engine without the schema. Launches are made here, so that documents are parsed, with zod.
  advance: { startBytesMax: 670_000, laterBytesMax: 20_000, coldCpuMsMax: 300 },
  deadLetters: { startBytesMax: 690_000, laterBytesMax: 20_000, coldCpuMsMax: 300 },
  timers: { startBytesMax: 690_000, laterBytesMax: 20_000, coldCpuMsMax: 250 },
  sweep: { startBytesMax: 300_000, laterBytesMax: 20_000, coldCpuMsMax: 200 },
  relay: { startBytesMax: 300_000, laterBytesMax: 20_000, coldCpuMsMax: 200 },
};
