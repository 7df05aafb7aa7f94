/**
 * The port of queues on SQS: `advance`, FIFO by mission, for messages; `timers`, standard, for hints; `notify`, standard
 * and fair to channels, for notifications.
 */
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Instant } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { parseDeliveryId } from '@muster/core/notify/notify-ids';
import type { DueHint, QueuedDelivery, Queues } from '@muster/engine/ports/queue';
import { encodeDelivery, encodeHint, encodeMessage } from './envelope.ts';
import { batchesOf, type Entry, sendEntries } from './send-entries.ts';

const SECOND_MS = 1_000;
/** Batches of hints on their way at once: their order means nothing. */
const PARALLEL_MAX = 8;

export interface SqsQueuesOptions {
  readonly client: SQSClient;
  readonly urls: { readonly advance: string; readonly timers: string; readonly notify: string };
  readonly now: () => Instant;
  /** Uniform in [0, 1): jitter. */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

export function openSqsQueues(options: SqsQueuesOptions): Queues {
  const { client, urls, now, random, sleep } = options;
  return {
    sendMessages: (messages) =>
      sendEntries(
        { client, url: urls.advance, random, sleep },
        messages.map((message) => ({
          MessageBody: encodeMessage(message),
          MessageGroupId: message.missionId,
          MessageDeduplicationId: message.id,
        })),
      ),
    async sendHints(hints) {
      const batches = [...batchesOf(hints.map((hint) => hintEntry(hint, now())))];
      const sending = { client, url: urls.timers, random, sleep };
      const sendNext = async (): Promise<void> => {
        for (let batch = batches.shift(); batch; batch = batches.shift()) await sendEntries(sending, batch);
      };
      await Promise.all(Array.from({ length: PARALLEL_MAX }, sendNext));
    },
    sendDeliveries: (deliveries, delayMs = 0) =>
      sendEntries(
        { client, url: urls.notify, random, sleep },
        deliveries.map((delivery) => ({
          MessageBody: encodeDelivery(delivery),
          MessageGroupId: channelOf(delivery),
          DelaySeconds: delaySeconds(delayMs),
        })),
      ),
  };
}

/**
 * A group makes the queue a fair one: of those that wait it hands out what leads to quiet channels before what leads to
 * one that has many in flight, or takes long (Developer Guide, `sqs-fair-queues-detailed`, checked 2026-11-21).
 */
function channelOf({ workspaceId, id }: QueuedDelivery): string {
  return `${workspaceId}/${parseDeliveryId(id)?.channel}`;
}

/** The service counts in whole seconds: rounded up, so that a hint comes late by less than one, and hardly ever early. */
function hintEntry(hint: DueHint, now: Instant): Entry {
  return { MessageBody: encodeHint(hint), DelaySeconds: delaySeconds(hint.due - now) };
}

function delaySeconds(ms: number): number {
  return Math.min(Math.max(0, Math.ceil(ms / SECOND_MS)), LIMITS.hintAheadMsMax / SECOND_MS);
}
