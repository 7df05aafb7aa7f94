/** What calls the functions, beside requests: queues, the table's stream, the clock. */
import type { FunctionName } from './functions.ts';
import type { QueueName } from './queues.ts';

export interface QueueSource {
  readonly function: FunctionName;
  readonly queue: QueueName;
  readonly batchSize: number;
  /** Invocations at once; AWS takes 2 to 1,000. */
  readonly concurrencyMax: number;
}

/** Every function answers which messages of a batch failed (`ReportBatchItemFailures`). */
export const QUEUE_SOURCES: readonly QueueSource[] = [
  { function: 'advance', queue: 'advance', batchSize: 10, concurrencyMax: 100 },
  { function: 'timers', queue: 'timers', batchSize: 10, concurrencyMax: 50 },
  // The channels of a batch are sent to side by side, and it takes as long as the slowest. A receiver that hangs holds up
  // `LIMITS.deliveriesPerChannelMax` invocations: 25 of them at once are needed to hold up all others, by
  // `LIMITS.deliveryTurnMs` and `LIMITS.deliveryMsMax` a round.
  { function: 'notify', queue: 'notify', batchSize: 10, concurrencyMax: 100 },
  { function: 'deadLetters', queue: 'advanceDead', batchSize: 10, concurrencyMax: 2 },
  { function: 'deadLetters', queue: 'timersDead', batchSize: 10, concurrencyMax: 2 },
];

export interface StreamSource {
  readonly function: FunctionName;
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** How often a batch is tried again before it is given up. */
  readonly retryCountMax: number;
  readonly recordAgeSecondsMax: number;
  readonly shardBatchesMax: number;
}

/**
 * Two consumers, so that a slow socket never holds up a message; a shard of a stream serves two well. Each halves a
 * batch that fails until the bad record is alone, and answers how far it came.
 */
export const STREAM_SOURCES: readonly StreamSource[] = [
  {
    function: 'relay',
    batchSize: 100,
    // The committer has sent the same messages already: this is for those who crashed between the two.
    windowSeconds: 1,
    // Nobody else records what is to be notified: it goes on for almost as long as the stream keeps
    // anything. It rejects for nothing else than an outage: what can't be read holds up no shard.
    retryCountMax: 10_000,
    recordAgeSecondsMax: 82_800,
    shardBatchesMax: 1,
  },
  {
    function: 'publish',
    batchSize: 100,
    windowSeconds: 0,
    // It rejects only while the store is away, or somebody else is telling: until its record is too old.
    retryCountMax: 10_000,
    // Subscribers go on from their own sequence: old news is read, not pushed.
    recordAgeSecondsMax: 600,
    shardBatchesMax: 1,
  },
];

export const SWEEP_SCHEDULE = 'rate(1 minute)';
export const SWEEP_INTERVAL_MS = 60_000;
