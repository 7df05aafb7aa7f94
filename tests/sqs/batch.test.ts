import { UnreadableRecord } from '@muster/engine/codec';
import { answerBatch } from '@muster/sqs/batch';
import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { anEngine } from '../support/an-engine.ts';
import { eventOf } from './queues-under-test.ts';

/** `a1` is the first message of the group a; a plain name is a message of a standard queue. */
function aBatch(...names: readonly string[]) {
  return eventOf(
    names.map((name) => {
      const [, group] = /^([a-z])\d$/.exec(name) ?? [];
      return {
        MessageId: name,
        Body: name,
        Attributes: { ApproximateReceiveCount: '1', ...(group && { MessageGroupId: group }) },
      };
    }),
  );
}

/** Handles a batch whose named messages fail so often; answers what was tried and what failed. */
async function answered(names: readonly string[], failing: Readonly<Record<string, number | Error>>) {
  const tried: string[] = [];
  const postponed: string[] = [];
  const handle = async ({ body }: SQSRecord) => {
    tried.push(body);
    const failure = failing[body];
    if (failure instanceof Error) throw failure;
    if (tried.filter((other) => other === body).length <= (failure ?? 0)) throw new Error('lost a race');
  };
  const postpone = async (records: readonly SQSRecord[]) => {
    postponed.push(...records.map(({ messageId }) => messageId));
  };
  const { context } = anEngine();
  const answer = await answerBatch({ context, handle, postpone }, aBatch(...names));
  return { tried, postponed, failed: answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
}

describe('a batch', () => {
  it('that goes well answers no failures', async () => {
    expect(await answered(['one', 'two', 'a1'], {})).toMatchObject({ failed: [], postponed: [] });
  });

  it('names what failed, and nothing else', async () => {
    expect((await answered(['one', 'two', 'three'], { two: 9 })).failed).toEqual(['two']);
  });

  it('fails the rest of a group after a failure without trying it, and no other group (M1)', async () => {
    const { failed, tried } = await answered(['a1', 'b1', 'a2', 'a3', 'b2'], { a2: 9 });

    expect(failed).toEqual(['a2', 'a3']);
    expect(new Set(tried)).toEqual(new Set(['a1', 'a2', 'b1', 'b2']));
  });

  it('tries at once again what may have lost a race, three times in all (M2)', async () => {
    const lucky = await answered(['a1', 'a2'], { a1: 2 });
    const unlucky = await answered(['a1'], { a1: 3 });

    expect(lucky).toMatchObject({ failed: [], tried: ['a1', 'a1', 'a1', 'a2'] });
    expect(unlucky).toMatchObject({ failed: ['a1'], tried: ['a1', 'a1', 'a1'] });
  });

  it('tries only once what can not be read (M3)', async () => {
    const { failed, tried } = await answered(['a1'], { a1: new UnreadableRecord('damaged') });

    expect(failed).toEqual(['a1']);
    expect(tried).toEqual(['a1']);
  });

  it('brings back what failed, and what had to wait for it', async () => {
    expect((await answered(['a1', 'a2', 'one'], { a1: 9 })).postponed).toEqual(['a1', 'a2']);
  });

  it('of nothing answers nothing', async () => {
    expect(await answered([], {})).toMatchObject({ failed: [], tried: [] });
  });
});
