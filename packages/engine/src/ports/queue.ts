/**
 * The queues: how what a commit asks for, and the passing of time, reach a process that sees to it. They carry hints:
 * what is to be done is decided on the stored state when one arrives.
 *
 * Q1. What a send has resolved for is delivered at least once. When it can't be handled it is delivered again, and in
 *     the end becomes a dead letter.
 * Q2. Messages of one mission are delivered one after the other, in the order in which they were sent. This keeps
 *     conflicts rare; nothing is right or wrong because of it.
 * Q3. A message that is sent again under its id within a few minutes is delivered once, mostly. See Q2's last word.
 *
 * Errors: all reject with `QueueUnavailable` when something could not be sent; the rest may have been. Sending all of
 * it again is harmless.
 */
import type { WorkspaceId } from '@muster/core/ids';
import type { Instant } from '@muster/core/instant';
import type { DeliveryId } from '@muster/core/notify/notify-ids';
import type { AddressedMessage } from '../messages.ts';

export interface Queues {
  /** Any number. */
  sendMessages(messages: readonly QueuedMessage[]): Promise<void>;

  /** Any number, each due within `LIMITS.hintAheadMsMax`; delivered when it is due, at most a second or two later. */
  sendHints(hints: readonly DueHint[]): Promise<void>;

  /**
   * Any number, to be tried now, or in `delayMs`: at most `LIMITS.hintAheadMsMax`. In no order; those of
   * quiet channels before those of busy ones.
   */
  sendDeliveries(deliveries: readonly QueuedDelivery[], delayMs?: number): Promise<void>;
}

export interface QueuedMessage extends AddressedMessage {
  /** Says which message of which commit it is: the same for every time that it is sent. */
  readonly id: string;
}

/** That something comes due: entries of the due index as they stood when the hint was sent. */
export interface DueHint {
  readonly due: Instant;
  /** Sort keys in the due index, all of one instant. At most `LIMITS.hintEntriesMax`. */
  readonly entries: readonly string[];
}

/** That a notification is to be sent: its record says the rest. */
export interface QueuedDelivery {
  readonly workspaceId: WorkspaceId;
  readonly id: DeliveryId;
  /** How often it came and found no place for its channel. */
  readonly crowdedCount?: number;
}

/** The queues can't take it now: throttled, or out of reach. Trying again later can help. */
export class QueueUnavailable extends Error {
  override readonly name = 'QueueUnavailable';
}
