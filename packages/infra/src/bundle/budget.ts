/**
 * How large each function may be, and how long loading it may take. A number here rises only together with a word that
 * says what was worth it.
 */
import type { FunctionName } from '../functions.ts';

export interface Budget {
  /** Loaded by every start, and by some requests later: 121 KB of that by stages that are traced only. */
  readonly startBytesMax: number;
  readonly laterBytesMax: number;
  /** Of both: what moves from one to the other may not hide what was added. */
  readonly bothBytesMax: number;
  /** Of processors, on the machine that runs the tests: two slow, shared cores. Lambda's are faster. */
  readonly coldCpuMsMax: number;
}

/** A megabyte: no start may be larger. */
export const START_BYTES_MAX = 1_000_000;

export const BUDGETS: Readonly<Record<FunctionName, Budget>> = {
  // The schema, its validation, graphql-js, questions, the client of the table. Commands with their decisions come with the
  // first one, the queues' client when a commit asks for something, yoga when a request is not plain.
  graphql: { startBytesMax: 820_000, laterBytesMax: 550_000, bothBytesMax: 1_360_000, coldCpuMsMax: 400 },
  // The same, and the protocol of sockets.
  socket: { startBytesMax: 870_000, laterBytesMax: 470_000, bothBytesMax: 1_325_000, coldCpuMsMax: 400 },
  // Executes the documents of subscriptions: the schema again. Of commands only the slots of a schedule are asked for.
  publish: { startBytesMax: 870_000, laterBytesMax: 470_000, bothBytesMax: 1_325_000, coldCpuMsMax: 400 },
  // The engine without the schema. Launches are made here, so that documents are parsed, with zod. Contracts are validated
  // here too.
  advance: { startBytesMax: 610_000, laterBytesMax: 160_000, bothBytesMax: 755_000, coldCpuMsMax: 300 },
  deadLetters: { startBytesMax: 610_000, laterBytesMax: 190_000, bothBytesMax: 780_000, coldCpuMsMax: 300 },
  // Beside the engine's records: signing, three ways out, and the client of SES.
  notify: { startBytesMax: 500_000, laterBytesMax: 190_000, bothBytesMax: 540_000, coldCpuMsMax: 300 },
  timers: { startBytesMax: 610_000, laterBytesMax: 160_000, bothBytesMax: 755_000, coldCpuMsMax: 250 },
  sweep: { startBytesMax: 300_000, laterBytesMax: 190_000, bothBytesMax: 420_000, coldCpuMsMax: 200 },
  // Rules are read here, with zod, and their conditions tried, with CEL.
  relay: { startBytesMax: 480_000, laterBytesMax: 190_000, bothBytesMax: 630_000, coldCpuMsMax: 200 },
};
