/**
 * Sending any number of messages in batches that the service takes.
 *
 * N1. Resolved means that every entry was taken. What was refused for a while (throttled, no answer) is sent again, with
 *     full jitter, a bounded number of times; then it rejects with `QueueUnavailable`.
 * N2. An entry whose answer was lost is sent again: it may lie there twice.
 */
import {
  type BatchResultErrorEntry,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { QueueUnavailable } from '@muster/engine/ports/queue';

/** As documented on 2026-11-21. */
const BATCH_MAX = 10;
/** Of 1 MiB; the rest is for what the service counts and we don't. */
const BATCH_BYTES_MAX = 1_000_000;
const TRIES_MAX = 6;
const DELAY_MS_MIN = 50;
const DELAY_MS_MAX = 1_600;

export type Entry = Omit<SendMessageBatchRequestEntry, 'Id'> & { readonly MessageBody: string };

export interface Sending {
  readonly client: SQSClient;
  readonly url: string;
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** One batch after the other, so that the order stands where the queue keeps one. */
export async function sendEntries(sending: Sending, entries: readonly Entry[]): Promise<void> {
  for (const batch of batchesOf(entries)) await sendBatch(sending, batch);
}

/** At most ten entries and a megabyte each. */
export function batchesOf(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const batches: Entry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.MessageBody);
    const last = batches.at(-1);
    if (last && last.length < BATCH_MAX && bytes + size <= BATCH_BYTES_MAX) {
      last.push(entry);
      bytes += size;
    } else {
      batches.push([entry]);
      bytes = size;
    }
  }
  return batches;
}

async function sendBatch(sending: Sending, batch: readonly Entry[]): Promise<void> {
  let rest = batch;
  let cause: unknown;
  for (let tried = 0; tried < TRIES_MAX; tried++) {
    if (tried > 0) await sending.sleep(delayMs(tried, sending.random()));
    try {
      const failed = await sendOnce(sending, rest);
      rest = failed.map(({ entry }) => entry);
      cause = failed[0]?.error;
      if (rest.length === 0) return;
    } catch (error) {
      cause = error;
    }
    if (isRefusedForGood(cause)) break;
  }
  throw new QueueUnavailable(`${rest.length} messages could not be sent`, { cause });
}

interface FailedEntry {
  readonly entry: Entry;
  readonly error: BatchResultErrorEntry;
}

async function sendOnce(sending: Sending, batch: readonly Entry[]): Promise<readonly FailedEntry[]> {
  const Entries = batch.map((entry, place) => ({ ...entry, Id: String(place) }));
  const { Failed } = await sending.client.send(
    new SendMessageBatchCommand({ QueueUrl: sending.url, Entries }),
  );
  return (Failed ?? []).flatMap((error) => {
    const entry = batch[Number(error.Id)];
    return entry ? [{ entry, error }] : [];
  });
}

/** Our own mistake: it would be refused again. Throttles are told as the sender's fault too. */
function isRefusedForGood(cause: unknown): boolean {
  const { SenderFault, Code, name } = cause as { SenderFault?: boolean; Code?: string; name?: string };
  return (SenderFault === true || name !== undefined) && FOR_GOOD.includes(Code ?? name ?? '');
}

const FOR_GOOD = [
  'InvalidParameterValue',
  'InvalidMessageContents',
  'MissingParameter',
  'QueueDoesNotExist',
  'UnsupportedOperation',
  'AccessDenied',
  'AccessDeniedException',
];

function delayMs(tried: number, random: number): number {
  return random * Math.min(DELAY_MS_MAX, DELAY_MS_MIN * 2 ** tried);
}
