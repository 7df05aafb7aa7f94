/**
 * How large each function may be, and how long loading it may take. A number here rises only together with a word that
 * says what was worth it.
 */
import type { FunctionName } from '../functions.ts';

export interface Budget {
  /** Of all that the function may ever load: what moves from the start to later, or back, hides nothing. */
  readonly bytesMax: number;
  /** Of that, what every start loads. */
  readonly startBytesMax: number;
  /** Of processors, on the machine that runs the tests: two slow, shared cores. Lambda's are faster. */
  readonly coldCpuMsMax: number;
}

/** A megabyte: no function may hold more, whatever is worth it. */
export const BYTES_LIMIT = 1_000_000;

export const BUDGETS: Readonly<Record<FunctionName, Budget>> = {
  // The schema, its validation, graphql-js, questions, the client of the table. Commands with their decisions come with the
  // first one, the queues' client when a commit asks for something, yoga when a request is not plain. Up to the limit for the
  // order that a run is retried in, and for versions of artifacts.
  graphql: { bytesMax: 999_900, startBytesMax: 620_000, coldCpuMsMax: 400 },
  // The same, and the protocol of sockets.
  socket: { bytesMax: 990_000, startBytesMax: 655_000, coldCpuMsMax: 400 },
  // Executes the documents of subscriptions: the schema again. Of commands only the slots of a schedule are asked for.
  publish: { bytesMax: 990_000, startBytesMax: 655_000, coldCpuMsMax: 400 },
  // The engine without the schema. Launches are made here, so that documents are parsed, with zod. Contracts are validated
  // here too.
  advance: { bytesMax: 490_000, startBytesMax: 475_000, coldCpuMsMax: 300 },
  deadLetters: { bytesMax: 510_000, startBytesMax: 490_000, coldCpuMsMax: 300 },
  // Beside the engine's records: signing, three ways out, and the client of SES.
  notify: { bytesMax: 270_000, startBytesMax: 255_000, coldCpuMsMax: 300 },
  // Runs that end in time are reported in the same commit, so that building reports is in here too.
  timers: { bytesMax: 487_000, startBytesMax: 475_000, coldCpuMsMax: 250 },
  sweep: { bytesMax: 205_000, startBytesMax: 180_000, coldCpuMsMax: 200 },
  // Rules are read here, with zod, and their conditions tried, with CEL.
  relay: { bytesMax: 360_000, startBytesMax: 335_000, coldCpuMsMax: 200 },
};
