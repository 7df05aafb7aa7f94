import { addMs } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import {
  beginTry,
  type Delivery,
  endTry,
  failed,
  newDelivery,
  redelivered,
} from '@muster/core/notify/delivery';
import { notificationOf } from '@muster/core/notify/notification';
import { describe, expect, it } from 'vitest';
import { MISSION_ID, RITA, SECOND, START } from '../../support/a-mission.ts';
import { anEvent } from '../../support/an-event.ts';

const LATER = addMs(START, 2 * SECOND);

function aDelivery(): Delivery {
  const rule = { events: ['TaskStatusChanged'], channels: ['ops'] };
  const told = notificationOf(anEvent(), { scope: 'MISSION', rule }, { id: MISSION_ID, title: 'A mission' });
  return newDelivery({ missionId: MISSION_ID, sequence: 7, channel: 'ops' }, told, START);
}

function tried(delivery: Delivery, result: Partial<Parameters<typeof endTry>[1]> = {}): Delivery {
  const outcome = {
    outcome: 'RETRY',
    durationMs: 12,
    status: 500,
    reason: 'Status 500.',
    ...result,
  } as const;
  return endTry(beginTry(delivery, START), outcome, { now: LATER, random: 0 });
}

describe('a try', () => {
  it('is written down before it is made, and taken for lost when nobody answers in time (V2)', () => {
    const begun = beginTry(aDelivery(), START);
    const again = beginTry(begun, LATER);

    expect(begun).toMatchObject({
      triesBegun: 1,
      tryingSince: START,
      nextTryAt: addMs(START, LIMITS.deliveryLeaseMs),
    });
    expect(again).toMatchObject({ triesBegun: 2, tries: [{ at: START, outcome: 'LOST' }] });
  });

  it('that was answered well ends the delivery', () => {
    const done = tried(aDelivery(), { outcome: 'DELIVERED', status: 204, reason: undefined });

    expect(done).toMatchObject({
      status: 'DELIVERED',
      endedAt: LATER,
      tries: [{ at: START, durationMs: 12, outcome: 'DELIVERED', status: 204 }],
    });
    expect(done).not.toHaveProperty('nextTryAt');
    expect(done).not.toHaveProperty('tryingSince');
  });

  it('that failed is followed by another one later', () => {
    expect(tried(aDelivery())).toMatchObject({ status: 'PENDING', nextTryAt: addMs(LATER, 5_000) });
  });

  it('that was the last one ends the delivery with its reason', () => {
    let delivery = aDelivery();
    for (let count = 0; count < LIMITS.deliveryTriesMax; count++) delivery = tried(delivery);

    expect(delivery).toMatchObject({
      status: 'FAILED',
      failure: { code: 'TRIES_SPENT', reason: 'Status 500.' },
      triesBegun: 10,
    });
    expect(delivery.tries).toHaveLength(10);
  });

  it.each([
    ['GONE', 'CHANNEL_GONE'],
    ['REFUSED', 'REFUSED'],
  ] as const)('that answers %s ends it at once', (outcome, code) => {
    expect(tried(aDelivery(), { outcome })).toMatchObject({ status: 'FAILED', failure: { code } });
  });

  it('keeps its reason short', () => {
    const [made] = tried(aDelivery(), { reason: 'x'.repeat(5_000) }).tries;

    expect(made?.reason).toHaveLength(LIMITS.deliveryReasonLengthMax);
  });
});

describe('sending again', () => {
  it('gives a delivery all its tries again, and keeps what came of the former ones (V3)', () => {
    const lost = failed(tried(aDelivery()), { code: 'CHANNEL_DISABLED', reason: 'Off.' }, LATER);
    const again = redelivered(lost, LATER, RITA);

    expect(again).toMatchObject({
      status: 'PENDING',
      triesBegun: 0,
      nextTryAt: LATER,
      redeliveredBy: RITA,
      tries: [{ outcome: 'RETRY' }],
    });
    expect(again).not.toHaveProperty('failure');
    expect(again).not.toHaveProperty('endedAt');
  });

  it('remembers a bounded number of tries', () => {
    let delivery = aDelivery();
    for (let count = 0; count < 30; count++)
      delivery = redelivered(tried(delivery, { outcome: 'DELIVERED' }), LATER, RITA);

    expect(delivery.tries).toHaveLength(LIMITS.deliveryTriesKept);
  });
});
