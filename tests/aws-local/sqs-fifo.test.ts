import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusalOf, SECOND, SqsUnderTest } from './sqs-under-test.ts';

let sqs: SqsUnderTest;
let url: string;
beforeEach(async () => {
  sqs = await SqsUnderTest.start();
  url = await sqs.createFifo('fifo', { VisibilityTimeout: '30' });
});
afterEach(() => sqs.stop());

async function sendAll(group: string, ...bodies: readonly string[]): Promise<void> {
  for (const body of bodies) await sqs.sendTo(group, url, body);
}

describe('a FIFO queue', () => {
  it('needs a group and takes no delay of a single message', async () => {
    const group = { MessageGroupId: 'g', MessageDeduplicationId: 'd' };

    expect(await refusalOf(sqs.send(url, 'x', { MessageDeduplicationId: 'd' }))).toBe('MissingParameter');
    expect(await refusalOf(sqs.send(url, 'x', { ...group, DelaySeconds: 3 }))).toBe('InvalidParameterValue');
    expect(await refusalOf(sqs.send(url, 'x', { MessageGroupId: 'g' }))).toBe('InvalidParameterValue');
  });

  it('hands out a group in order, several at once', async () => {
    await sendAll('a', 'a0', 'a1', 'a2');

    expect(await sqs.bodies(url)).toEqual(['a0', 'a1', 'a2']);
  });

  it('holds a group while one of it is in flight, and no other group', async () => {
    await sendAll('a', 'a0', 'a1');
    await sendAll('b', 'b0');

    const [head] = await sqs.receive(url, { MaxNumberOfMessages: 1 });
    const beside = await sqs.bodies(url);
    await sqs.delete(url, head);

    expect(head?.Body).toBe('a0');
    expect(beside).toEqual(['b0']);
    expect(await sqs.bodies(url)).toEqual(['a1']);
  });

  it('delivers a head that failed again before what follows it', async () => {
    await sendAll('a', 'a0', 'a1', 'a2');
    const [head] = await sqs.receive(url, { MaxNumberOfMessages: 1 });

    await sqs.changeVisibility(url, head, 0);

    expect(await sqs.bodies(url)).toEqual(['a0', 'a1', 'a2']);
  });

  it('delivers a head again whose time has run out', async () => {
    await sendAll('a', 'a0', 'a1');
    const [head] = await sqs.receive(url, { MaxNumberOfMessages: 1 });

    sqs.pass(30 * SECOND);

    expect(await refusalOf(sqs.delete(url, head))).toBe('InvalidParameterValue');
    expect(await sqs.bodies(url)).toEqual(['a0', 'a1']);
  });

  it('takes a deduplication id once in five minutes, also after the first was deleted', async () => {
    const first = await sqs.sendTo('a', url, 'same');
    const [received] = await sqs.receive(url);
    await sqs.delete(url, received);

    const second = await sqs.sendTo('a', url, 'same');
    const early = await sqs.bodies(url);
    sqs.pass(300 * SECOND);
    await sqs.sendTo('a', url, 'same');

    expect(second.MessageId).toBe(first.MessageId);
    expect(second.SequenceNumber).toBe(first.SequenceNumber);
    expect(early).toEqual([]);
    expect(await sqs.bodies(url)).toEqual(['same']);
  });

  it('takes equal bodies once when it deduplicates by content', async () => {
    const byContent = await sqs.createFifo('by-content', { ContentBasedDeduplication: 'true' });
    await sqs.send(byContent, 'z', { MessageGroupId: 'a' });
    await sqs.send(byContent, 'z', { MessageGroupId: 'a' });

    expect(await sqs.bodies(byContent)).toEqual(['z']);
  });

  it('with high throughput takes an id once for each group', async () => {
    const fast = await sqs.createFifo('fast', {
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    });
    await sqs.send(fast, 'x', { MessageGroupId: 'a', MessageDeduplicationId: '1' });
    await sqs.send(fast, 'y', { MessageGroupId: 'b', MessageDeduplicationId: '1' });

    expect(await sqs.bodies(fast)).toEqual(['x', 'y']);
  });

  it('delays all of its messages when the queue says so', async () => {
    const slow = await sqs.createFifo('slow', { DelaySeconds: '2' });
    await sqs.sendTo('a', slow, 'x');

    const early = await sqs.bodies(slow);
    sqs.pass(2 * SECOND);

    expect(early).toEqual([]);
    expect(await sqs.bodies(slow)).toEqual(['x']);
  });

  it('numbers what it takes', async () => {
    const first = await sqs.sendTo('a', url, 'a0');
    const second = await sqs.sendTo('a', url, 'a1');

    expect(BigInt(second.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(first.SequenceNumber ?? 0));
  });
});
