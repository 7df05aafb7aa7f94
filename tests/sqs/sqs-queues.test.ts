import type { MissionId } from '@muster/core/ids';
import { addMs } from '@muster/core/instant';
import { type QueuedMessage, QueueUnavailable } from '@muster/engine/ports/queue';
import { decodeEnvelope } from '@muster/sqs/envelope';
import { batchesOf } from '@muster/sqs/send-entries';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MISSION_ID, SECOND, WORKSPACE_ID } from '../support/a-mission.ts';
import { type QueuesUnderTest, queuesUnderTest } from './queues-under-test.ts';

let under: QueuesUnderTest;
beforeEach(async () => {
  under = await queuesUnderTest();
});
afterEach(() => under.stop());

function aMessage(place: number, missionId: MissionId = MISSION_ID): QueuedMessage {
  const message = { type: 'RELEASE', runNumber: 1, from: 0, cursor: place } as const;
  return { id: `${missionId}#1#2#${place}`, workspaceId: WORKSPACE_ID, missionId, message };
}

async function cursorsIn(url: string): Promise<readonly number[]> {
  const cursors: number[] = [];
  for (;;) {
    const received = await under.sqs.receive(url);
    if (received.length === 0) return cursors;
    for (const message of received) {
      const envelope = decodeEnvelope(message.Body ?? '');
      if (envelope.kind === 'MESSAGE' && envelope.message.message.type === 'RELEASE')
        cursors.push(envelope.message.message.cursor);
      await under.sqs.delete(url, message);
    }
  }
}

function requests(operation: string): number {
  return under.sqs.engine.requestCounts.get(operation) ?? 0;
}

describe('messages', () => {
  it('of one mission arrive in order, ten to a request', async () => {
    await under.queues.sendMessages(Array.from({ length: 25 }, (_, place) => aMessage(place)));

    expect(requests('SendMessageBatch')).toBe(3);
    expect(await cursorsIn(under.urls.advance)).toEqual(Array.from({ length: 25 }, (_, place) => place));
  });

  it('sent again under their ids arrive once', async () => {
    await under.queues.sendMessages([aMessage(0), aMessage(1)]);
    await under.queues.sendMessages([aMessage(1), aMessage(2)]);

    expect(await cursorsIn(under.urls.advance)).toEqual([0, 1, 2]);
  });

  it('that are throttled are sent again', async () => {
    under.throttles.set('SendMessageBatch', 3);

    await under.queues.sendMessages([aMessage(0)]);

    expect(requests('SendMessageBatch')).toBe(4);
    expect(await cursorsIn(under.urls.advance)).toEqual([0]);
  });

  it('that are throttled for too long are refused, after a bounded number of tries', async () => {
    under.throttles.set('SendMessageBatch', 99);

    await expect(under.queues.sendMessages([aMessage(0)])).rejects.toThrow(QueueUnavailable);

    expect(requests('SendMessageBatch')).toBe(6);
  });

  it('that the service will never take are refused at once, and do not hold up the rest of their batch', async () => {
    const wrong = { ...aMessage(1), id: 'x'.repeat(200) };

    const sending = under.queues.sendMessages([aMessage(0), wrong, aMessage(2)]);

    await expect(sending).rejects.toThrow(QueueUnavailable);
    expect(requests('SendMessageBatch')).toBe(1);
    expect(await cursorsIn(under.urls.advance)).toEqual([0, 2]);
  });
});

describe('batches', () => {
  const entry = (bytes: number) => ({ MessageBody: 'x'.repeat(bytes) });

  it('have at most ten entries and a megabyte', () => {
    const sizes = (lists: readonly (readonly unknown[])[]) => lists.map((list) => list.length);

    expect(sizes(batchesOf(Array.from({ length: 21 }, () => entry(1))))).toEqual([10, 10, 1]);
    expect(sizes(batchesOf([entry(600_000), entry(400_000), entry(1), entry(999_999)]))).toEqual([2, 2]);
    expect(batchesOf([])).toEqual([]);
  });
});

describe('hints', () => {
  it.each([
    ['at once when it is due', 0, 0],
    ['at once when it is overdue', -5_000, 0],
    ['after whole seconds', 61_000, 61_000],
    ['less than a second late otherwise, never early', 61_001, 62_000],
    ['after fifteen minutes at most', 900_000, 900_000],
  ])('arrive %s', async (_what, dueInMs, arrivesAfterMs) => {
    await under.queues.sendHints([{ due: addMs(under.clock.now, dueInMs), entries: ['e'] }]);

    if (arrivesAfterMs > 0) under.pass(arrivesAfterMs - SECOND);
    const early = arrivesAfterMs > 0 ? await under.sqs.receive(under.urls.timers) : [];
    if (arrivesAfterMs > 0) under.pass(SECOND);

    expect(early).toEqual([]);
    expect(await under.sqs.receive(under.urls.timers)).toHaveLength(1);
  });

  it('in any number all arrive', async () => {
    const hints = Array.from({ length: 137 }, (_, place) => ({
      due: under.clock.now,
      entries: [`entry ${place}`],
    }));
    await under.queues.sendHints(hints);

    const arrived = new Set<string>();
    for (let left = 14; left > 0; left--) {
      for (const { Body = '' } of await under.sqs.receive(under.urls.timers)) arrived.add(Body);
    }
    expect(arrived.size).toBe(137);
  });
});
