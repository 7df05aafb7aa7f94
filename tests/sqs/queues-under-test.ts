/** The engine, its queues on the service on loopback, and one clock for both. Nothing is handled until the test polls. */
import type { Message as Received } from '@aws-sdk/client-sqs';
import { throttled } from '@muster/aws-local/sqs/sqs-fault';
import type { EventBody } from '@muster/core/event';
import type { MissionId } from '@muster/core/ids';
import type { EngineContext } from '@muster/engine/context';
import { createEngine } from '@muster/engine/create-engine';
import { createDispatcher, type Dispatcher } from '@muster/engine/dispatching';
import type { Queues } from '@muster/engine/ports/queue';
import { handleAdvanceBatch } from '@muster/sqs/advance-batch';
import { handleDeadLettersBatch } from '@muster/sqs/dead-letters-batch';
import { openSqsQueues } from '@muster/sqs/sqs-queues';
import { handleTimersBatch } from '@muster/sqs/timers-batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { SqsUnderTest } from '../aws-local/sqs-under-test.ts';
import { anEngine, answerOf, type EngineUnderTest, RITA_IN_TESTS } from '../support/an-engine.ts';

export const VISIBILITY_MS = 30_000;
export const RECEIVE_COUNT_MAX = 3;

export interface QueuesUnderTest extends EngineUnderTest {
  readonly sqs: SqsUnderTest;
  readonly urls: Readonly<
    Record<'advance' | 'timers' | 'notify' | 'advanceDead' | 'timersDead' | 'notifyDead', string>
  >;
  readonly queues: Queues;
  readonly dispatcher: Dispatcher;
  /** Hints that fired, by how much late. */
  readonly lateness: number[];
  /** Requests to come that are throttled, by operation. */
  readonly throttles: Map<string, number>;
  readonly pass: (ms: number) => void;
  readonly stop: () => Promise<void>;
}

/** On a store in memory unless told. */
export async function queuesUnderTest(open?: Parameters<typeof anEngine>[0]): Promise<QueuesUnderTest> {
  const under = anEngine(open);
  const throttles = new Map<string, number>();
  const interfere = (operation: string) => {
    const left = throttles.get(operation) ?? 0;
    if (left > 0) throttles.set(operation, left - 1);
    return left > 0 ? throttled() : undefined;
  };
  const sqs = await SqsUnderTest.start({ clock: under.clock, interfere });
  const urls = await createQueues(sqs);
  const { now, random, sleep, log } = under.context;
  const queues = openSqsQueues({ client: sqs.client, urls, now, random, sleep });
  const dispatcher = createDispatcher({ queues, now, log });
  const context: EngineContext = {
    ...under.context,
    onCommitted: dispatcher.onCommitted,
    keepsOutbox: true,
  };
  return {
    ...under,
    context,
    engine: createEngine(context, under.hub),
    sqs,
    urls,
    queues,
    dispatcher,
    lateness: [],
    throttles,
    pass: (ms) => sqs.pass(ms),
    stop: () => sqs.stop(),
  };
}

async function createQueues(sqs: SqsUnderTest): Promise<QueuesUnderTest['urls']> {
  const advanceDead = await sqs.createFifo('advance-dead');
  const timersDead = await sqs.create('timers-dead');
  const notifyDead = await sqs.create('notify-dead');
  const told = async (dead: string) => ({
    VisibilityTimeout: String(VISIBILITY_MS / 1_000),
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: await sqs.arnOf(dead),
      maxReceiveCount: RECEIVE_COUNT_MAX,
    }),
  });
  const advance = await sqs.createFifo('advance', await told(advanceDead));
  const timers = await sqs.create('timers', await told(timersDead));
  const notify = await sqs.create('notify', await told(notifyDead));
  return { advance, timers, notify, advanceDead, timersDead, notifyDead };
}

/** One round of the queue: at most ten messages, handled as the function behind it does. Answers how many came. */
export async function poll(under: QueuesUnderTest, queue: keyof QueuesUnderTest['urls']): Promise<number> {
  await under.dispatcher.settled();
  const url = under.urls[queue];
  const received = await under.sqs.receive(url);
  if (received.length === 0) return 0;
  const answer = await invoke(under, queue, eventOf(received));
  const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const message of received) {
    if (!failed.has(message.MessageId ?? '')) await under.sqs.delete(url, message);
  }
  await under.dispatcher.settled();
  return received.length;
}

/** Until nothing is visible any more in `advance` and `timers`. */
export async function pollAll(under: QueuesUnderTest): Promise<void> {
  while ((await poll(under, 'advance')) + (await poll(under, 'timers')) > 0);
}

export function invoke(
  under: QueuesUnderTest,
  queue: keyof QueuesUnderTest['urls'],
  event: SQSEvent,
): Promise<SQSBatchResponse> {
  const { context, queues } = under;
  const onFired = (latenessMs: number) => void under.lateness.push(latenessMs);
  if (queue === 'advance') return handleAdvanceBatch({ context }, event);
  if (queue === 'timers') return handleTimersBatch({ context, queues, onFired }, event);
  return handleDeadLettersBatch({ context, queues }, event);
}

/** How often tasks of a mission have moved in a way. */
export async function moveCount(
  { engine }: QueuesUnderTest,
  missionId: MissionId,
  isMeant: (data: EventBody['data']) => boolean,
): Promise<number> {
  let count = 0;
  for (let after = 0; ; ) {
    const page = { missionId, after, first: 100, types: ['TaskStatusChanged'] as const };
    const { items, hasNext } = answerOf(await engine.listEvents(RITA_IN_TESTS, page));
    count += items.filter(({ node }) => isMeant(node.data)).length;
    if (!hasNext) return count;
    after = items.at(-1)?.node.sequence ?? after;
  }
}

/** As the event source hands them over. */
export function eventOf(received: readonly Received[]): SQSEvent {
  return { Records: received.map(recordOf) };
}

function recordOf(message: Received): SQSRecord {
  const { SentTimestamp = '', SenderId = '', ...attributes } = message.Attributes ?? {};
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: {
      ApproximateReceiveCount: '1',
      ApproximateFirstReceiveTimestamp: SentTimestamp,
      SentTimestamp,
      SenderId,
      ...attributes,
    },
    messageAttributes: {},
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: 'us-east-1',
  };
}
