import {
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusalOf, SECOND, SqsUnderTest } from './sqs-under-test.ts';

let sqs: SqsUnderTest;
let url: string;
beforeEach(async () => {
  sqs = await SqsUnderTest.start();
  url = await sqs.create('standard', { VisibilityTimeout: '30' });
});
afterEach(() => sqs.stop());

function sendBatch(entries: SendMessageBatchRequestEntry[]) {
  return sqs.client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: entries }));
}

function entries(count: number): SendMessageBatchRequestEntry[] {
  return Array.from({ length: count }, (_, at) => ({ Id: `id-${at}`, MessageBody: `body ${at}` }));
}

/** Until so many receivers wait: they come and go on sockets of their own. */
async function untilWaiting(count: number): Promise<void> {
  while (sqs.engine.waitingCount() !== count) await new Promise(setImmediate);
}

describe('a message', () => {
  it('arrives with its body, attributes and digests, and is gone once it was deleted', async () => {
    const MessageAttributes = {
      word: { DataType: 'String', StringValue: 'é' },
      count: { DataType: 'Number', StringValue: '5' },
      bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
    };
    await sqs.send(url, 'héllo', { MessageAttributes });

    const [message] = await sqs.receive(url);
    await sqs.delete(url, message);
    sqs.pass(60 * SECOND);

    expect(message?.Body).toBe('héllo');
    expect(message?.MessageAttributes).toMatchObject(MessageAttributes);
    expect(message?.Attributes).toMatchObject({
      ApproximateReceiveCount: '1',
      SentTimestamp: String(sqs.now - 60 * SECOND),
    });
    expect(await sqs.bodies(url)).toEqual([]);
  });

  it('shows the attributes that were asked for, and no others', async () => {
    await sqs.send(url, 'x', { MessageAttributes: { a: { DataType: 'String', StringValue: 'v' } } });

    const [message] = await sqs.receive(url, {
      MessageSystemAttributeNames: ['SentTimestamp'],
      MessageAttributeNames: [],
    });

    expect(Object.keys(message?.Attributes ?? {})).toEqual(['SentTimestamp']);
    expect(message?.MessageAttributes).toBeUndefined();
  });

  it('stays away for its delay', async () => {
    await sqs.send(url, 'later', { DelaySeconds: 900 });

    sqs.pass(899 * SECOND);
    const early = await sqs.bodies(url);
    sqs.pass(SECOND);

    expect(early).toEqual([]);
    expect(await sqs.bodies(url)).toEqual(['later']);
  });

  it('is invisible while in flight, then there again, counted', async () => {
    await sqs.send(url, 'x');
    await sqs.receive(url);

    sqs.pass(29 * SECOND);
    const during = await sqs.receive(url);
    sqs.pass(SECOND);
    const [again] = await sqs.receive(url);

    expect(during).toEqual([]);
    expect(again?.Attributes?.ApproximateReceiveCount).toBe('2');
  });

  it('can be hidden for longer, or shown at once, while it is in flight, and not after', async () => {
    await sqs.send(url, 'x');
    const [first] = await sqs.receive(url);
    await sqs.changeVisibility(url, first, 60);
    sqs.pass(59 * SECOND);
    const hidden = await sqs.receive(url);
    await sqs.changeVisibility(url, first, 0);

    const [second] = await sqs.receive(url);
    sqs.pass(30 * SECOND);

    expect(hidden).toEqual([]);
    expect(second?.Body).toBe('x');
    expect(await refusalOf(sqs.changeVisibility(url, second, 5))).toBe('MessageNotInflight');
  });

  it('is not deleted by a receipt that a later receive has overtaken', async () => {
    await sqs.send(url, 'x');
    const [first] = await sqs.receive(url);
    sqs.pass(30 * SECOND);
    const [second] = await sqs.receive(url);

    await sqs.delete(url, first);
    sqs.pass(30 * SECOND);
    const remaining = await sqs.bodies(url);
    await sqs.delete(url, second);

    expect(remaining).toEqual(['x']);
    expect(await refusalOf(sqs.delete(url, { ReceiptHandle: 'nonsense' }))).toBe('ReceiptHandleIsInvalid');
  });

  it('of up to 1 MiB is taken', async () => {
    await sqs.send(url, 'x'.repeat(1_048_576));

    const [message] = await sqs.receive(url);

    expect(message?.Body).toHaveLength(1_048_576);
  });

  it.each([
    ['more than 1 MiB', { MessageBody: 'x'.repeat(1_048_577) }, 'InvalidParameterValue'],
    ['a delay over 900 s', { DelaySeconds: 901 }, 'InvalidParameterValue'],
    ['a deduplication id', { MessageDeduplicationId: 'd' }, 'InvalidParameterValue'],
    ['a character that XML has not', { MessageBody: 'a\u0000b' }, 'InvalidMessageContents'],
    ['nothing in it', { MessageBody: '' }, 'MissingParameter'],
  ])('with %s is refused', async (_what, more, code) => {
    expect(await refusalOf(sqs.send(url, 'x', more))).toBe(code);
  });

  it('of a standard queue may name a group, which holds up nothing', async () => {
    await sqs.send(url, 'a', { MessageGroupId: 'tenant' });
    await sqs.send(url, 'b', { MessageGroupId: 'tenant' });

    const one = await sqs.receive(url, { MaxNumberOfMessages: 1 });
    const other = await sqs.receive(url, { MaxNumberOfMessages: 1 });

    expect([...one, ...other].map(({ Attributes }) => Attributes?.MessageGroupId)).toEqual([
      'tenant',
      'tenant',
    ]);
  });

  it('of a quiet group comes before those of one that has thirty in flight, and of it in their order', async () => {
    const fill = async (group: string, count: number) => {
      for (let at = 0; at < count; at++) await sqs.send(url, `${group} ${at}`, { MessageGroupId: group });
    };
    await fill('busy', 40);
    for (let round = 0; round < 3; round++) await sqs.receive(url);
    await fill('quiet', 2);
    await sqs.send(url, 'alone');

    const bodies = await sqs.bodies(url, { MaxNumberOfMessages: 4 });

    expect(bodies).toEqual(['quiet 0', 'quiet 1', 'alone', 'busy 30']);
  });

  it('that nobody took goes when its time is over', async () => {
    const short = await sqs.create('short', { MessageRetentionPeriod: '60' });
    await sqs.send(short, 'x');

    sqs.pass(61 * SECOND);

    expect(await sqs.bodies(short)).toEqual([]);
  });
});

describe('receiving', () => {
  it('takes at most as many as were asked for, from 1 to 10', async () => {
    await sendBatch(entries(10));

    expect(await sqs.receive(url, { MaxNumberOfMessages: 3 })).toHaveLength(3);
    expect(await refusalOf(sqs.receive(url, { MaxNumberOfMessages: 11 }))).toBe('InvalidParameterValue');
    expect(await refusalOf(sqs.receive(url, { WaitTimeSeconds: 21 }))).toBe('InvalidParameterValue');
  });

  it('waits for what comes, and is woken by it', async () => {
    const waiting = sqs.bodies(url, { WaitTimeSeconds: 20 });
    await untilWaiting(1);

    await sqs.send(url, 'news');

    expect(await waiting).toEqual(['news']);
  });

  it('waits no longer than it was told to', async () => {
    const startedAt = sqs.now;
    const waiting = sqs.receive(url, { WaitTimeSeconds: 2 });
    await untilWaiting(1);

    sqs.pass(2 * SECOND);

    expect(await waiting).toEqual([]);
    expect(sqs.now - startedAt).toBe(2 * SECOND);
  });

  it('hands nothing to a receiver that has hung up', async () => {
    const hangingUp = new AbortController();
    const asked = fetch(sqs.engine.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AmazonSQS.ReceiveMessage' },
      body: JSON.stringify({ QueueUrl: url, WaitTimeSeconds: 20 }),
      signal: hangingUp.signal,
    });
    await untilWaiting(1);
    hangingUp.abort();
    await asked.catch(() => undefined);
    await untilWaiting(0);

    await sqs.send(url, 'kept');

    expect(await sqs.bodies(url)).toEqual(['kept']);
  });
});

describe('a batch', () => {
  it('sends ten and deletes ten', async () => {
    const sent = await sendBatch(entries(10));
    const received = await sqs.receive(url);

    const deleted = await sqs.client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: url,
        Entries: received.map(({ ReceiptHandle }, at) => ({ Id: `d${at}`, ReceiptHandle })),
      }),
    );

    expect(sent.Successful).toHaveLength(10);
    expect(received).toHaveLength(10);
    expect(deleted.Successful).toHaveLength(10);
  });

  it('sends what is good of it, and tells what is not', async () => {
    const sent = await sendBatch([...entries(2), { Id: 'bad', MessageBody: 'x', DelaySeconds: 901 }]);

    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['id-0', 'id-1']);
    expect(sent.Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidParameterValue', SenderFault: true }]);
    expect(await sqs.bodies(url)).toEqual(['body 0', 'body 1']);
  });

  it.each([
    ['of eleven', entries(11), 'TooManyEntriesInBatchRequest'],
    ['of none', [], 'EmptyBatchRequest'],
    ['that names one twice', [...entries(1), ...entries(1)], 'BatchEntryIdsNotDistinct'],
    ['with a name it can not have', [{ Id: 'a b', MessageBody: 'x' }], 'InvalidBatchEntryId'],
    [
      'over 1 MiB in all',
      entries(2).map((entry) => ({ ...entry, MessageBody: 'x'.repeat(600_000) })),
      'BatchRequestTooLong',
    ],
  ])('%s is refused whole', async (_what, wrong, code) => {
    expect(await refusalOf(sendBatch(wrong))).toBe(code);
    expect(await sqs.bodies(url)).toEqual([]);
  });
});
