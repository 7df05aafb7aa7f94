import {
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  type QueueAttributeName,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusalOf, SqsUnderTest } from './sqs-under-test.ts';

let sqs: SqsUnderTest;
beforeEach(async () => {
  sqs = await SqsUnderTest.start();
});
afterEach(() => sqs.stop());

describe('a queue', () => {
  it('listens on loopback alone', () => {
    expect(sqs.engine.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('is found by its name, and listed by a prefix, page by page', async () => {
    const url = await sqs.create('orders');
    await sqs.create('orders-late');
    await sqs.create('other');

    const found = await sqs.client.send(new GetQueueUrlCommand({ QueueName: 'orders' }));
    const first = await sqs.client.send(new ListQueuesCommand({ QueueNamePrefix: 'orders', MaxResults: 1 }));
    const { NextToken } = first;
    const second = await sqs.client.send(
      new ListQueuesCommand({ QueueNamePrefix: 'orders', MaxResults: 1, NextToken }),
    );

    expect(found.QueueUrl).toBe(url);
    expect(first.QueueUrls).toEqual([url]);
    expect(second.QueueUrls).toEqual([`${url}-late`]);
    expect(second.NextToken).toBeUndefined();
  });

  it('made again with what agrees is the same, and with something else is refused', async () => {
    const url = await sqs.create('twice', { VisibilityTimeout: '2' });

    expect(await sqs.create('twice', { VisibilityTimeout: '2' })).toBe(url);
    expect(await refusalOf(sqs.create('twice', { VisibilityTimeout: '3' }))).toBe('QueueNameExists');
  });

  it('that is not there is refused by name, and one that was deleted is not there', async () => {
    const url = await sqs.create('short');
    await sqs.client.send(new DeleteQueueCommand({ QueueUrl: url }));

    expect(await refusalOf(sqs.send(url, 'x'))).toBe('QueueDoesNotExist');
    expect(await refusalOf(sqs.receive(url))).toBe('QueueDoesNotExist');
  });

  it.each([
    ['a name with a blank', 'a b', {}],
    ['FIFO without its suffix', 'plain', { FifoQueue: 'true' }],
    ['the suffix without FIFO', 'plain.fifo', {}],
    ['a visibility over 12 hours', 'q', { VisibilityTimeout: '43201' }],
    ['a delay over 15 minutes', 'q', { DelaySeconds: '901' }],
    ['a redrive policy without a target', 'q', { RedrivePolicy: '{"maxReceiveCount":1}' }],
  ] satisfies [string, string, Partial<Record<QueueAttributeName, string>>][])(
    'is not made with %s',
    async (_what, name, attributes) => {
      expect(await refusalOf(sqs.create(name, attributes))).toBe('InvalidParameterValue');
    },
  );

  it('does not take an attribute that its kind has not', async () => {
    const refused = sqs.create('standard', { ContentBasedDeduplication: 'true' });

    expect(await refusalOf(refused)).toBe('InvalidAttributeName');
  });

  it('tells its attributes, also after they were changed, and refuses those nobody knows', async () => {
    const url = await sqs.create('told');
    const change = { QueueUrl: url, Attributes: { VisibilityTimeout: '7' } };
    await sqs.client.send(new SetQueueAttributesCommand(change));

    const all = await sqs.attributesOf(url);
    const unknown = sqs.client.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['Colour' as QueueAttributeName] }),
    );

    expect(all).toMatchObject({ VisibilityTimeout: '7', DelaySeconds: '0', MaximumMessageSize: '1048576' });
    expect(await refusalOf(unknown)).toBe('InvalidAttributeName');
  });

  it('counts what is visible, in flight and delayed, and is empty after a purge', async () => {
    const url = await sqs.create('counted');
    await sqs.send(url, 'in flight');
    await sqs.receive(url);
    await sqs.send(url, 'visible');
    await sqs.send(url, 'delayed', { DelaySeconds: 60 });

    const before = await sqs.attributesOf(url);
    await sqs.client.send(new PurgeQueueCommand({ QueueUrl: url }));
    const after = await sqs.attributesOf(url);

    expect(before).toMatchObject({
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
    });
    expect(after.ApproximateNumberOfMessages).toBe('0');
    expect(await sqs.bodies(url)).toEqual([]);
  });

  it('does nothing that it does not know', async () => {
    const answer = await fetch(sqs.engine.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AmazonSQS.TagQueue' },
      body: '{}',
    });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ __type: 'com.amazonaws.sqs#InvalidAction' });
  });

  it('counts the requests of each kind', async () => {
    const url = await sqs.create('metered');
    await sqs.send(url, 'a');
    await sqs.send(url, 'b');

    expect(sqs.engine.requestCounts.get('SendMessage')).toBe(2);
    expect(sqs.engine.requestCounts.get('CreateQueue')).toBe(1);
  });
});
