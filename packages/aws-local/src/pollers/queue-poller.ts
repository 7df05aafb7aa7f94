/**
 * Polls a queue for a function as Lambda does: batches, partial answers, bounded concurrency.
 *
 * P1. What the function does not name as failed is deleted; what it names, and everything when it throws, stays where
 *     it is and comes again once its visibility has run out.
 * P2. An answer that names a message that was not in the batch counts as a failure of the whole batch, as on AWS.
 */
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { invoke, type LambdaFunction } from '../gateway/lambda-function.ts';
import { backOff, type Poller } from './poller.ts';

export interface QueuePollerOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly batchSize: number;
  /** Invocations at once. */
  readonly concurrency: number;
  readonly function: LambdaFunction;
  /** Told of what the function threw. */
  readonly onError: (error: unknown) => void;
}

const WAIT_SECONDS = 20;

export function pollQueue(options: QueuePollerOptions): Poller {
  const stopping = new AbortController();
  const counter = { invocationCount: 0 };
  const loops = Array.from({ length: options.concurrency }, () => loop(options, counter, stopping.signal));
  return {
    get invocationCount() {
      return counter.invocationCount;
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function loop(
  options: QueuePollerOptions,
  counter: { invocationCount: number },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const messages = await receive(options, signal);
      if (messages.length === 0) continue;
      counter.invocationCount += 1;
      await remove(options, await handled(options, messages));
    } catch (error) {
      if (signal.aborted) return;
      options.onError(error);
      await backOff(1, signal);
    }
  }
}

async function receive(
  { client, queueUrl, batchSize }: QueuePollerOptions,
  signal: AbortSignal,
): Promise<readonly Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: batchSize,
    WaitTimeSeconds: WAIT_SECONDS,
    MessageSystemAttributeNames: ['All'],
  });
  const { Messages = [] } = await client.send(command, {
    abortSignal: signal,
    requestTimeout: (WAIT_SECONDS + 5) * 1_000,
  });
  return Messages;
}

/** The messages that may be deleted. See P1 and P2. */
async function handled(
  options: QueuePollerOptions,
  messages: readonly Message[],
): Promise<readonly Message[]> {
  const event: SQSEvent = { Records: messages.map((message) => recordOf(message, options.queueArn)) };
  try {
    const failed = failedIds(await invoke(options.function, event));
    const isKnown = [...failed].every((id) => messages.some(({ MessageId }) => MessageId === id));
    return isKnown ? messages.filter(({ MessageId = '' }) => !failed.has(MessageId)) : [];
  } catch (error) {
    options.onError(error);
    return [];
  }
}

function failedIds(answer: unknown): ReadonlySet<string> {
  const { batchItemFailures = [] } = (answer ?? {}) as {
    readonly batchItemFailures?: readonly { readonly itemIdentifier: string }[];
  };
  return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
}

async function remove({ client, queueUrl }: QueuePollerOptions, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return;
  const Entries = messages.map(({ ReceiptHandle }, place) => ({ Id: String(place), ReceiptHandle }));
  await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
}

function recordOf(message: Message, eventSourceARN: string): SQSRecord {
  const { MessageId = '', ReceiptHandle = '', Body = '', MD5OfBody = '', Attributes = {} } = message;
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: {
      ...Attributes,
      ApproximateReceiveCount: Attributes.ApproximateReceiveCount ?? '1',
      SentTimestamp: Attributes.SentTimestamp ?? '0',
      SenderId: Attributes.SenderId ?? 'local',
      ApproximateFirstReceiveTimestamp: Attributes.ApproximateFirstReceiveTimestamp ?? '0',
    },
    messageAttributes: {},
    md5OfBody: MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: 'us-east-1',
  };
}
