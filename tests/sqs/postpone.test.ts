import type { Message as Received } from '@aws-sdk/client-sqs';
import { openPostpone } from '@muster/sqs/postpone';
import type { SQSRecord } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SECOND } from '../support/a-mission.ts';
import { eventOf, type QueuesUnderTest, queuesUnderTest } from './queues-under-test.ts';

let under: QueuesUnderTest;
beforeEach(async () => {
  under = await queuesUnderTest();
});
afterEach(() => under.stop());

function postponeWith(random: number) {
  const { log } = under.context;
  return openPostpone({ client: under.sqs.client, url: under.urls.timers, random: () => random, log });
}

async function received(): Promise<readonly Received[]> {
  return under.sqs.receive(under.urls.timers);
}

/** As if it had been delivered so often. */
function recordsOf(messages: readonly Received[], receiveCount: number): readonly SQSRecord[] {
  return eventOf(messages).Records.map((record) => ({
    ...record,
    attributes: { ...record.attributes, ApproximateReceiveCount: String(receiveCount) },
  }));
}

describe('a message that failed', () => {
  it.each([
    [1, 2],
    [2, 4],
    [4, 16],
    [9, 60],
  ])('comes again at its delivery number %i after at most %i seconds', async (receiveCount, seconds) => {
    await under.sqs.send(under.urls.timers, 'x');
    await postponeWith(1 - Number.EPSILON)(recordsOf(await received(), receiveCount));

    under.pass((seconds - 1) * SECOND);
    const early = await received();
    under.pass(SECOND);

    expect(early).toEqual([]);
    expect(await received()).toHaveLength(1);
  });

  it('comes again after half of that at least', async () => {
    await under.sqs.send(under.urls.timers, 'x');
    await postponeWith(0)(recordsOf(await received(), 4));

    under.pass(8 * SECOND);

    expect(await received()).toHaveLength(1);
  });

  it('comes again when its invisibility ends where it can not be brought back (J1)', async () => {
    await under.sqs.send(under.urls.timers, 'x');
    const records = recordsOf(await received(), 1);
    under.throttles.set('ChangeMessageVisibilityBatch', 1);

    await expect(postponeWith(0)(records)).resolves.toBeUndefined();
    under.pass(29 * SECOND);
    const early = await received();
    under.pass(SECOND);

    expect(early).toEqual([]);
    expect(await received()).toHaveLength(1);
  });

  it('is no reason to ask for anything when there is none', async () => {
    await postponeWith(0)([]);

    expect(under.sqs.engine.requestCounts.get('ChangeMessageVisibilityBatch')).toBeUndefined();
  });
});
