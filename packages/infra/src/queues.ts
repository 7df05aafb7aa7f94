/**
 * The queues, whoever makes them: SST on AWS, `npm run dev:aws` on this machine.
 *
 * Q1. A queue and its dead letters are of one kind: AWS refuses a standard queue for the dead letters of a FIFO queue.
 * Q2. What a function holds is invisible for six times as long as the function may take; AWS recommends that, so that
 *     a batch is not handed out again while it is tried again (checked 2026-11-21).
 */
import { FUNCTIONS } from './functions.ts';

export type QueueName =
  | 'advance'
  | 'timers'
  | 'notify'
  | 'advanceDead'
  | 'timersDead'
  | 'notifyDead'
  | 'streamDead';

export interface QueueDefinition {
  readonly isFifo: boolean;
  readonly visibilitySeconds: number;
  /** How long a message is kept that nobody deletes. */
  readonly retentionSeconds: number;
  /** Where a message goes that was received `receiveCountMax` times. */
  readonly redrive?: { readonly to: QueueName; readonly receiveCountMax: number };
}

export const VISIBILITY_FACTOR = 6;

const DAY_SECONDS = 86_400;
/** The longest that SQS keeps anything: time to look into it. */
const DEAD_RETENTION_SECONDS = 14 * DAY_SECONDS;
/** Bad minutes pass; a message that fails this often fails for a reason of its own. */
const RECEIVE_COUNT_MAX = 5;

export const QUEUES: Readonly<Record<QueueName, QueueDefinition>> = {
  advance: {
    isFifo: true,
    visibilitySeconds: VISIBILITY_FACTOR * FUNCTIONS.advance.timeoutSeconds,
    retentionSeconds: 4 * DAY_SECONDS,
    redrive: { to: 'advanceDead', receiveCountMax: RECEIVE_COUNT_MAX },
  },
  timers: {
    isFifo: false,
    visibilitySeconds: VISIBILITY_FACTOR * FUNCTIONS.timers.timeoutSeconds,
    retentionSeconds: 4 * DAY_SECONDS,
    redrive: { to: 'timersDead', receiveCountMax: RECEIVE_COUNT_MAX },
  },
  notify: {
    isFifo: false,
    visibilitySeconds: VISIBILITY_FACTOR * FUNCTIONS.notify.timeoutSeconds,
    retentionSeconds: 4 * DAY_SECONDS,
    redrive: { to: 'notifyDead', receiveCountMax: RECEIVE_COUNT_MAX },
  },
  advanceDead: {
    isFifo: true,
    visibilitySeconds: VISIBILITY_FACTOR * FUNCTIONS.deadLetters.timeoutSeconds,
    retentionSeconds: DEAD_RETENTION_SECONDS,
  },
  timersDead: {
    isFifo: false,
    visibilitySeconds: VISIBILITY_FACTOR * FUNCTIONS.deadLetters.timeoutSeconds,
    retentionSeconds: DEAD_RETENTION_SECONDS,
  },
  /** Nobody consumes it: the notifications are due still and are sent again by the sweep, and an alarm calls a person. */
  notifyDead: { isFifo: false, visibilitySeconds: 30, retentionSeconds: DEAD_RETENTION_SECONDS },
  /**
   * Stream batches that were given up. Nobody consumes it, and an alarm calls a person. Of what `relay` gave up the
   * sweep sends the messages; its notifications that were not recorded yet are lost: for 23 hours,
   * almost as long as the stream keeps it, the batch was tried. Of what `publish` gave up nothing is lost: subscribers go on from their own sequence.
   */
  streamDead: { isFifo: false, visibilitySeconds: 30, retentionSeconds: DEAD_RETENTION_SECONDS },
};
