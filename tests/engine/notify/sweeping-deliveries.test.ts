import { addMs } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { deliverNotification } from '@muster/engine/notify/delivering';
import { sendDueDeliveries } from '@muster/engine/notify/sweeping-deliveries';
import { type QueuedDelivery, QueueUnavailable } from '@muster/engine/ports/queue';
import { beforeEach, describe, expect, it } from 'vitest';
import { launchMission } from '../../support/a-launched-mission.ts';
import {
  allDeliveries,
  aNotifyingEngine,
  haveChannels,
  type NotifyingEngine,
  setRules,
} from '../../support/a-notifying-engine.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

interface Sent extends QueuedDelivery {
  readonly delayMs: number;
}

let under: NotifyingEngine;
let sent: Sent[];
beforeEach(async () => {
  under = aNotifyingEngine();
  sent = [];
  await haveChannels(under, 'ops');
  await setRules(under, { events: ['MissionStatusChanged:ACTIVE'], channels: ['ops'] });
});

function queues() {
  return {
    sendDeliveries: async (deliveries: readonly QueuedDelivery[], delayMs = 0) =>
      void sent.push(...deliveries.map((delivery) => ({ ...delivery, delayMs }))),
  };
}

/** As on AWS: once in so many minutes. Answers after which of them something was sent. */
async function sweepFor(minutes: number): Promise<readonly number[]> {
  const sentAfter: number[] = [];
  for (let minute = 0; minute <= minutes; minute++) {
    if (minute > 0) under.clock.now = addMs(under.clock.now, MINUTE_MS);
    const before = sent.length;
    await sendDueDeliveries(under.context, queues());
    sentAfter.push(...Array.from({ length: sent.length - before }, () => minute));
  }
  return sentAfter;
}

/** That nobody has tried; swept once before it. */
async function haveADelivery() {
  await sweepFor(0);
  await launchMission(under);
  const [delivery] = await under.follow();
  if (!delivery) throw new Error('a launch is told');
  return delivery;
}

describe('the sweep of deliveries', () => {
  it('leaves alone what was recorded just now: its message is on its way (R2)', async () => {
    await haveADelivery();

    expect(await sweepFor(0)).toEqual([]);
  });

  it('sends again what was not tried, ever less often (R2)', async () => {
    const delivery = await haveADelivery();

    expect(await sweepFor(5 * 60)).toEqual([1, 3, 18, 108]);
    expect(sent.every(({ id }) => id === delivery.id)).toBe(true);
  });

  it('sends nothing that was told', async () => {
    const delivery = await haveADelivery();
    await deliverNotification(under.notifying, delivery);

    expect(await sweepFor(30)).toEqual([]);
  });

  it('leaves what comes due soon to the message that waits for it', async () => {
    const delivery = await haveADelivery();
    under.notifier.answers.push({ kind: 'RETRY', reason: 'Status 500.', retryAfterMs: 5 * MINUTE_MS });
    const { retryInMs = 0 } = await deliverNotification(under.notifying, delivery);
    expect(retryInMs).toBeLessThan(LIMITS.hintAheadMsMax);

    expect(await sweepFor(Math.floor(retryInMs / MINUTE_MS))).toEqual([]);
  });

  it('sends what comes due later than a queue can wait once, with the rest of its wait (R1)', async () => {
    const delivery = await haveADelivery();
    under.notifier.answers.push({ kind: 'RETRY', reason: 'Status 500.', retryAfterMs: 2 * HOUR_MS });
    await deliverNotification(under.notifying, delivery);
    const due = (await allDeliveries(under))[0]?.nextTryAt ?? 0;

    const from = under.clock.now;
    const sentAfter = await sweepFor(Math.floor((due - from) / MINUTE_MS));

    expect(sentAfter).toHaveLength(1);
    const arrivesAt = from + (sentAfter[0] ?? 0) * MINUTE_MS + (sent[0]?.delayMs ?? 0);
    expect(arrivesAt).toBeGreaterThanOrEqual(due);
    const [one] = sent;
    expect(one?.delayMs).toBeGreaterThan(10 * MINUTE_MS);
    expect(one?.delayMs).toBeLessThanOrEqual(LIMITS.hintAheadMsMax);
    expect(arrivesAt).toBeLessThanOrEqual(due + 10_000);
  });

  it('sends what it could not send in the minutes after that (R3)', async () => {
    await haveADelivery();
    under.clock.now = addMs(under.clock.now, MINUTE_MS);
    const sendDeliveries = () => Promise.reject(new QueueUnavailable('throttled'));
    await expect(sendDueDeliveries(under.context, { sendDeliveries })).rejects.toThrow(QueueUnavailable);

    expect(await sweepFor(1)).toEqual([0]);
  });

  it('sends everything that is due when it runs for the first time, or after a long pause, once', async () => {
    await launchMission(under);
    await under.follow();
    under.clock.now = addMs(under.clock.now, 3 * HOUR_MS);
    expect(await sweepFor(0)).toEqual([0]);

    under.clock.now = addMs(under.clock.now, 72 * HOUR_MS);

    expect(await sweepFor(0)).toEqual([0]);
  });

  it('writes nothing when it has found nothing, but now and then (R3)', async () => {
    await sweepFor(0);
    const { commit } = under.store;
    let writeCount = 0;
    under.store.commit = (asked) => {
      writeCount++;
      return commit.call(under.store, asked);
    };

    await sweepFor(30);

    expect(writeCount).toBe(3);
  });
});
