/**
 * Handling one batch of messages and saying which of them failed, so that the rest is not delivered again.
 *
 * M1. A message of a FIFO queue is not tried once an earlier one of its group has failed in the batch: both come again,
 *     in order.
 * M2. What fails is tried again at once a few times, with jitter: for a lost race a minute of invisibility is too long.
 * M3. What can't be read fails without being tried: it goes to the dead letters by itself, and its reason to the log.
 */
import { UnreadableRecord } from '@muster/engine/codec';
import type { EngineContext } from '@muster/engine/context';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Postpone } from './postpone.ts';

const TRIES_MAX = 3;
const DELAY_MS_MAX = 1_000;

export interface Handling {
  readonly context: EngineContext;
  readonly handle: (record: SQSRecord) => Promise<void>;
  /** What is to be handled in order; a message of a FIFO queue with its group, unless told. */
  readonly groupOf?: (record: SQSRecord) => string;
  /** What failed comes again when this says so; otherwise when its invisibility ends. */
  readonly postpone?: Postpone | undefined;
}

/** Never rejects. */
export async function answerBatch(handling: Handling, event: SQSEvent): Promise<SQSBatchResponse> {
  const { groupOf = groupOfQueue } = handling;
  const groups = Map.groupBy(event.Records, groupOf);
  const failures = await Promise.all([...groups.values()].map((group) => handleGroup(handling, group)));
  const failed = failures.flat();
  await handling.postpone?.(failed);
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

function groupOfQueue({ attributes, messageId }: SQSRecord): string {
  return attributes.MessageGroupId ?? messageId;
}

/** Answers those that failed and those that had to wait for them. */
async function handleGroup(handling: Handling, group: readonly SQSRecord[]): Promise<readonly SQSRecord[]> {
  for (const [place, record] of group.entries()) {
    if (!(await isHandled(handling, record))) return group.slice(place);
  }
  return [];
}

async function isHandled({ context, handle }: Handling, record: SQSRecord): Promise<boolean> {
  for (let tried = 1; ; tried++) {
    try {
      await handle(record);
      return true;
    } catch (error) {
      const { messageId } = record;
      const receiveCount = record.attributes.ApproximateReceiveCount;
      const isLast = tried === TRIES_MAX || error instanceof UnreadableRecord;
      const message = isLast
        ? 'a queued message could not be handled; it comes again, or ends among the dead letters'
        : 'a queued message could not be handled; trying again';
      context.log.warn({ err: error, messageId, receiveCount, tried }, message);
      if (isLast) return false;
      await context.sleep(context.random() * DELAY_MS_MAX);
    }
  }
}
