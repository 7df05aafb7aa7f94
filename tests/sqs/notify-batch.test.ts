import { LIMITS } from '@muster/core/limits';
import { deliveryIdOf } from '@muster/core/notify/notify-ids';
import { type QueuedDelivery, QueueUnavailable } from '@muster/engine/ports/queue';
import { StoreUnavailable } from '@muster/engine/ports/store';
import { handleNotifyBatch } from '@muster/sqs/notify-batch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MISSION_ID, WORKSPACE_ID } from '../support/a-mission.ts';
import { eventOf, type QueuesUnderTest, queuesUnderTest, VISIBILITY_MS } from './queues-under-test.ts';

const MINUTE_MS = 60_000;

let under: QueuesUnderTest;
beforeEach(async () => {
  under = await queuesUnderTest();
});
afterEach(() => under.stop());

function aDelivery(sequence: number): QueuedDelivery {
  return { workspaceId: WORKSPACE_ID, id: deliveryIdOf({ missionId: MISSION_ID, sequence, channel: 'ops' }) };
}

type Deliver = Parameters<typeof handleNotifyBatch>[0]['deliver'];

/** One round of the queue. Answers ids in the order in which they were tried, and how many failed. */
async function poll(deliver: Deliver = async () => ({})) {
  const tried: string[] = [];
  const received = await under.sqs.receive(under.urls.notify);
  const { context, queues } = under;
  const outside = {
    context,
    queues,
    deliver: async (delivery: QueuedDelivery) => {
      tried.push(delivery.id);
      return deliver(delivery);
    },
  };
  const { batchItemFailures } = await handleNotifyBatch(outside, eventOf(received));
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const message of received) {
    if (!failed.has(message.MessageId ?? '')) await under.sqs.delete(under.urls.notify, message);
  }
  return { tried: [...new Set(tried)].sort(), receivedCount: received.length, failedCount: failed.size };
}

describe('the queue of notifications', () => {
  it('hands over what was sent, ten to a request', async () => {
    const deliveries = Array.from({ length: 25 }, (_, place) => aDelivery(place + 1));

    await under.queues.sendDeliveries(deliveries);

    expect(under.sqs.engine.requestCounts.get('SendMessageBatch')).toBe(3);
    const tried: string[] = [];
    for (let round = await poll(); round.receivedCount > 0; round = await poll()) tried.push(...round.tried);
    expect(tried.sort()).toEqual(deliveries.map(({ id }) => id).sort());
  });

  it('waits with what is to be tried later', async () => {
    await under.queues.sendDeliveries([aDelivery(1)], MINUTE_MS);

    expect((await poll()).receivedCount).toBe(0);
    under.pass(MINUTE_MS);
    expect((await poll()).receivedCount).toBe(1);
  });

  it('gets back what is to be tried again soon, with the wait that was asked for', async () => {
    await under.queues.sendDeliveries([aDelivery(1)]);

    await poll(async () => ({ retryInMs: MINUTE_MS }));

    expect((await poll()).receivedCount).toBe(0);
    under.pass(MINUTE_MS);
    expect((await poll()).tried).toEqual([aDelivery(1).id]);
  });

  it('does not get back what a queue can not wait with: the sweep sends it', async () => {
    await under.queues.sendDeliveries([aDelivery(1)]);

    await poll(async () => ({ retryInMs: LIMITS.hintAheadMsMax + 1 }));

    under.pass(2 * LIMITS.hintAheadMsMax);
    expect((await poll()).receivedCount).toBe(0);
  });

  it('keeps what could not be tried, and nothing else of the batch', async () => {
    await under.queues.sendDeliveries([aDelivery(1), aDelivery(2), aDelivery(3)]);
    const deliver = async ({ id }: QueuedDelivery) => {
      if (id === aDelivery(2).id) throw new StoreUnavailable('away');
      return {};
    };

    expect(await poll(deliver)).toMatchObject({ receivedCount: 3, failedCount: 1 });

    under.pass(VISIBILITY_MS);
    expect((await poll()).tried).toEqual([aDelivery(2).id]);
  });

  it('keeps what could not be sent back into it', async () => {
    await under.queues.sendDeliveries([aDelivery(1)]);
    under.throttles.set('SendMessageBatch', 99);

    expect((await poll(async () => ({ retryInMs: 1_000 }))).failedCount).toBe(1);

    under.throttles.clear();
    under.pass(VISIBILITY_MS);
    expect((await poll()).tried).toEqual([aDelivery(1).id]);
  });

  it('puts poison aside, which holds up nothing', async () => {
    await under.sqs.send(under.urls.notify, 'poison');
    await under.queues.sendDeliveries([aDelivery(1)]);

    const first = await poll();
    for (let round = 0; round < 5; round += 1) {
      under.pass(VISIBILITY_MS);
      await poll();
    }

    expect(first).toMatchObject({ tried: [aDelivery(1).id], failedCount: 1 });
    expect(await under.sqs.receive(under.urls.notifyDead)).toMatchObject([{ Body: 'poison' }]);
  });

  it('tells when it takes nothing', async () => {
    under.throttles.set('SendMessageBatch', 99);

    await expect(under.queues.sendDeliveries([aDelivery(1)])).rejects.toThrow(QueueUnavailable);
  });
});
