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

/** 1 MiB: none may be larger. */
export const FUNCTION_BYTES_MAX = 1_048_576;

export const BUDGETS: Readonly<Record<FunctionName, Budget>> = {
  // The schema, its validation, graphql-js, the engine, clients. Yoga comes later, when a request is not plain, and the
  // queues' client when a commit asks for something.
  graphql: { startBytesMax: 1_010_000, laterBytesMax: 140_000, coldCpuMsMax: 500 },
  // The same, and the protocol of sockets.
  socket: { startBytesMax: FUNCTION_BYTES_MAX, laterBytesMax: 60_000, coldCpuMsMax: 500 },
  // Executes the documents of subscriptions: the schema again.
  publish: { startBytesMax: FUNCTION_BYTES_MAX, laterBytesMax: 60_000, coldCpuMsMax: 500 },
  // The engine without the schema. Launches are made here, so that documents are parsed, with zod.
  advance: { startBytesMax: 580_000, laterBytesMax: 30_000, coldCpuMsMax: 300 },
  deadLetters: { startBytesMax: 600_000, laterBytesMax: 60_000, coldCpuMsMax: 300 },
  timers: { startBytesMax: 600_000, laterBytesMax: 30_000, coldCpuMsMax: 250 },
  sweep: { startBytesMax: 300_000, laterBytesMax: 60_000, coldCpuMsMax: 200 },
  relay: { startBytesMax: 300_000, laterBytesMax: 60_000, coldCpuMsMax: 200 },
};
