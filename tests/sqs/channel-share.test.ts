/** Many receivers behind one queue, of which one hangs. Processes as on AWS: each has one batch at a time. */
import { LIMITS } from '@muster/core/limits';
import { deliveryIdOf, parseDeliveryId } from '@muster/core/notify/notify-ids';
import type { QueuedDelivery } from '@muster/engine/ports/queue';
import { encodeDelivery } from '@muster/sqs/envelope';
import { handleNotifyBatch } from '@muster/sqs/notify-batch';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MISSION_ID, WORKSPACE_ID } from '../support/a-mission.ts';
import { eventOf, type QueuesUnderTest, queuesUnderTest } from './queues-under-test.ts';

const PROCESSES = 6;
const SLOW = { timeout: 20_000 };

let under: QueuesUnderTest;
/** Channels of deliveries, in the order in which they were begun. */
let begun: string[];
let processes: Promise<void>[];
let hanging: PromiseWithResolvers<object>;
beforeEach(async () => {
  under = await queuesUnderTest();
  begun = [];
  processes = [];
  hanging = Promise.withResolvers();
});
afterEach(async () => {
  hanging.resolve({});
  await Promise.all(processes);
  await under.stop();
});

function deliveries(channel: string, count: number): readonly QueuedDelivery[] {
  return Array.from({ length: count }, (_, place) => ({
    workspaceId: WORKSPACE_ID,
    id: deliveryIdOf({ missionId: MISSION_ID, sequence: place + 1, channel }),
  }));
}

function deliver({ id }: QueuedDelivery): Promise<object> {
  const channel = parseDeliveryId(id)?.channel ?? '';
  begun.push(channel);
  return channel === 'hangs' ? hanging.promise : Promise.resolve({});
}

function countOf(channel: string): number {
  return begun.filter((one) => one === channel).length;
}

function startProcesses(count: number): void {
  processes = Array.from({ length: count }, () => process());
}

/** Takes batches until there is none. One whose receiver hangs never comes to that. */
async function process(): Promise<void> {
  const { context, queues, sqs, urls } = under;
  while (true) {
    const received = await sqs.receive(urls.notify);
    if (received.length === 0) return;
    await handleNotifyBatch({ context, queues, deliver }, eventOf(received));
    for (const message of received) await sqs.delete(urls.notify, message);
  }
}

describe('a receiver that hangs', () => {
  it('takes its share of the processes, and others are told meanwhile', async () => {
    await under.queues.sendDeliveries(deliveries('hangs', 100));
    await under.queues.sendDeliveries(deliveries('ops', 15));
    await under.queues.sendDeliveries(deliveries('crm', 15));

    startProcesses(PROCESSES);
    await vi.waitFor(() => expect(begun).toHaveLength(LIMITS.deliveriesPerChannelMax + 30), SLOW);

    expect([countOf('hangs'), countOf('ops'), countOf('crm')]).toEqual([4, 15, 15]);
  });

  it('has what waits for it looked at ever less often', async () => {
    const [delivery] = deliveries('hangs', 1);
    if (!delivery) throw new Error('it is there');
    await under.queues.sendDeliveries(deliveries('hangs', 10 * LIMITS.deliveriesPerChannelMax));
    startProcesses(LIMITS.deliveriesPerChannelMax);
    await vi.waitFor(() => expect(countOf('hangs')).toBe(LIMITS.deliveriesPerChannelMax), SLOW);
    const waits: number[] = [];
    const sendDeliveries = async ([sent]: readonly QueuedDelivery[], delayMs = 0) => {
      expect(sent).toEqual({ ...delivery, crowdedCount: waits.length + 1 });
      waits.push(delayMs);
    };

    for (let crowdedCount = 0; crowdedCount < 7; crowdedCount++) {
      const body = encodeDelivery({ ...delivery, crowdedCount });
      const event = eventOf([{ MessageId: 'x', Body: body }]);
      await handleNotifyBatch({ ...under, queues: { sendDeliveries }, deliver }, event);
    }

    expect(countOf('hangs')).toBe(LIMITS.deliveriesPerChannelMax);
    const [first = 0] = waits;
    expect(first).toBeGreaterThanOrEqual(LIMITS.crowdedWaitMsMin / 2);
    expect(waits.every((wait) => wait <= LIMITS.crowdedWaitMsMax)).toBe(true);
    expect(waits.at(-1)).toBeGreaterThanOrEqual(LIMITS.crowdedWaitMsMax / 2);
  });
});
