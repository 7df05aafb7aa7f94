import { createQueues, type LocalQueues } from '@muster/aws-local/local-queues';
import type { Poller } from '@muster/aws-local/pollers/poller';
import { pollQueue } from '@muster/aws-local/pollers/queue-poller';
import { QUEUES } from '@muster/infra/queues';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SECOND, SqsUnderTest } from './sqs-under-test.ts';

let sqs: SqsUnderTest;
let queues: LocalQueues;
let poller: Poller | undefined;
const errors: unknown[] = [];
beforeEach(async () => {
  errors.length = 0;
  sqs = await SqsUnderTest.start();
  queues = await createQueues(sqs.client);
});
afterEach(async () => {
  await poller?.stop();
  poller = undefined;
  await sqs.stop();
});

/** Calls `handle` for every batch of a queue; answers what was handed over so far. */
function poll(
  name: keyof LocalQueues,
  handle: (event: SQSEvent) => SQSBatchResponse | undefined,
): readonly SQSEvent[] {
  const events: SQSEvent[] = [];
  const handler = async (event: SQSEvent) => {
    events.push(event);
    return handle(event);
  };
  poller = pollQueue({
    client: sqs.client,
    queueUrl: queues[name].url,
    queueArn: queues[name].arn,
    batchSize: 10,
    concurrency: 1,
    function: { name: 'test', handler, timeoutMs: 5_000 },
    onError: (error) => errors.push(error),
  });
  return events;
}

async function send(name: keyof LocalQueues, bodies: readonly string[]): Promise<void> {
  for (const body of bodies) {
    const { url } = queues[name];
    await (QUEUES[name].isFifo ? sqs.sendTo('mission', url, body) : sqs.send(url, body));
  }
}

function bodiesOf(events: readonly SQSEvent[]): readonly (readonly string[])[] {
  return events.map(({ Records }) => Records.map(({ body }) => body));
}

function failing({ Records }: SQSEvent, body: string): SQSBatchResponse {
  const failed = Records.filter((record) => record.body === body);
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

describe('the poller of a queue', () => {
  it('hands over batches, and deletes what was handled', async () => {
    await send('timers', ['a', 'b', 'c']);

    const events = poll('timers', () => undefined);
    await expect.poll(() => bodiesOf(events)).toEqual([['a', 'b', 'c']]);
    await expect.poll(() => sqs.engine.requestCounts.get('DeleteMessageBatch')).toBe(1);
    sqs.pass(1_000 * SECOND);
    await expect.poll(() => sqs.engine.waitingCount()).toBe(1);

    expect(bodiesOf(events)).toEqual([['a', 'b', 'c']]);
    expect(events[0]?.Records[0]).toMatchObject({
      eventSource: 'aws:sqs',
      eventSourceARN: queues.timers.arn,
      attributes: { ApproximateReceiveCount: '1' },
    });
  });

  it('repeats only the message that failed, when its visibility has run out', async () => {
    await send('timers', ['good', 'bad']);

    const events = poll('timers', (event) => (events.length === 1 ? failing(event, 'bad') : undefined));
    await expect.poll(() => sqs.engine.requestCounts.get('DeleteMessageBatch')).toBe(1);
    sqs.pass(QUEUES.timers.visibilitySeconds * SECOND);

    await expect.poll(() => bodiesOf(events)).toEqual([['good', 'bad'], ['bad']]);
  });

  it.each<[string, (event: SQSEvent) => SQSBatchResponse]>([
    [
      'throws',
      () => {
        throw new Error('poison');
      },
    ],
    ['names a message that it was not given', () => ({ batchItemFailures: [{ itemIdentifier: 'else' }] })],
  ])('repeats the whole batch when the function %s', async (_what, handle) => {
    await send('timers', ['a', 'b']);

    const events = poll('timers', handle);
    await expect.poll(() => events.length).toBe(1);
    await expect.poll(() => sqs.engine.waitingCount()).toBe(1);
    sqs.pass(QUEUES.timers.visibilitySeconds * SECOND);

    await expect
      .poll(() => bodiesOf(events))
      .toEqual([
        ['a', 'b'],
        ['a', 'b'],
      ]);
    expect(sqs.engine.requestCounts.get('DeleteMessageBatch')).toBeUndefined();
  });

  it('leaves poison to the dead letters, while the rest of its mission goes on', async () => {
    await send('advance', ['poison', 'after']);
    const { receiveCountMax = 0 } = QUEUES.advance.redrive ?? {};

    const events = poll('advance', (event) => ({
      batchItemFailures: event.Records.some(({ body }) => body === 'poison')
        ? event.Records.map(({ messageId }) => ({ itemIdentifier: messageId }))
        : [],
    }));
    for (let time = 1; time <= receiveCountMax; time += 1) {
      await expect.poll(() => events.length).toBe(time);
      await expect.poll(() => sqs.engine.waitingCount()).toBe(1);
      sqs.pass(QUEUES.advance.visibilitySeconds * SECOND);
    }

    const { ApproximateNumberOfMessages } = await sqs.attributesOf(queues.advanceDead.url);
    expect(Number(ApproximateNumberOfMessages)).toBeGreaterThanOrEqual(1);
  });
});
