/** The event sources of the plan: queues and the table's stream, joined to the functions that they call. */
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type ClientOptions, createStreamsClient } from '@muster/dynamodb/client';
import { FEED_FILTER_PATTERN } from '@muster/dynamodb/stream';
import { QUEUE_SOURCES, STREAM_SOURCES } from '@muster/infra/event-sources';
import type { FunctionName } from '@muster/infra/functions';
import type { LocalFunctions } from './local-functions.ts';
import type { LocalQueues } from './local-queues.ts';
import { eventFilter } from './pollers/event-filter.ts';
import type { Poller } from './pollers/poller.ts';
import { pollQueue } from './pollers/queue-poller.ts';
import { pollStream } from './pollers/stream-poller.ts';

export interface PollingAround {
  readonly functions: LocalFunctions;
  readonly queues: LocalQueues;
  readonly queueClient: SQSClient;
  readonly onError: (error: unknown) => void;
}

export interface NamedPoller {
  readonly name: FunctionName;
  readonly poller: Poller;
}

/** Lambda begins with five for a queue. */
const CONCURRENCY_MAX = 5;
const SECOND_MS = 1_000;

export function pollQueues({
  functions,
  queues,
  queueClient,
  onError,
}: PollingAround): readonly NamedPoller[] {
  return QUEUE_SOURCES.map(({ function: name, queue, batchSize, concurrencyMax }) => {
    const poller = pollQueue({
      client: queueClient,
      queueUrl: queues[queue].url,
      queueArn: queues[queue].arn,
      batchSize,
      concurrency: Math.min(concurrencyMax, CONCURRENCY_MAX),
      function: functions[name],
      onError,
    });
    return { name, poller };
  });
}

export function pollStreams(
  around: PollingAround & { readonly streamArn: string; readonly clientOptions: ClientOptions },
): readonly NamedPoller[] {
  const { functions, queues, queueClient, onError, streamArn, clientOptions } = around;
  const client = createStreamsClient(clientOptions);
  return STREAM_SOURCES.map(({ function: name, batchSize, windowSeconds, retryCountMax }) => {
    const poller = pollStream({
      client,
      streamArn,
      filter: eventFilter(FEED_FILTER_PATTERN),
      batchSize,
      windowMs: windowSeconds * SECOND_MS,
      retryCountMax,
      function: functions[name],
      onError,
      onGivenUp: async (records) => {
        // As on AWS: where the records are, not what they say.
        const sequenceNumbers = records.map(({ dynamodb }) => dynamodb?.SequenceNumber);
        const MessageBody = JSON.stringify({ function: name, streamArn, sequenceNumbers });
        await queueClient.send(new SendMessageCommand({ QueueUrl: queues.streamDead.url, MessageBody }));
      },
    });
    return { name, poller };
  });
}
