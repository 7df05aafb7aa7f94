/**
 * When a message that failed comes again: soon at first, then later and later. Left alone it would stay invisible for
 * as long as a handler may take, six times over, and hold up its mission meanwhile.
 *
 * J1. It is a courtesy: where it can't be done, the message comes again when its invisibility ends.
 */
import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Logger } from '@muster/engine/context';
import type { SQSRecord } from 'aws-lambda';

const SECONDS_MIN = 2;
const SECONDS_MAX = 60;

/** Hides these for a while from now on. Never rejects. */
export type Postpone = (records: readonly SQSRecord[]) => Promise<void>;

export function openPostpone(outside: {
  readonly client: SQSClient;
  readonly url: string;
  /** Uniform in [0, 1): jitter. */
  readonly random: () => number;
  readonly log: Logger;
}): Postpone {
  const { client, url, random, log } = outside;
  return async (records) => {
    if (records.length === 0) return;
    const Entries = records.map((record, place) => ({
      Id: String(place),
      ReceiptHandle: record.receiptHandle,
      VisibilityTimeout: pauseSeconds(record, random()),
    }));
    try {
      await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }));
    } catch (error) {
      log.warn({ err: error }, 'messages that failed could not be brought back sooner');
    }
  };
}

/** Between half of what it doubles to with each delivery, and all of it. */
function pauseSeconds(record: SQSRecord, random: number): number {
  const receiveCount = Number(record.attributes.ApproximateReceiveCount);
  const cap = Math.min(SECONDS_MAX, SECONDS_MIN * 2 ** Math.max(0, receiveCount - 1));
  return Math.ceil(cap * (0.5 + random / 2));
}
