import { addMs } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { deliveryIdOf } from '@muster/core/notify/notify-ids';
import { deliveryKey } from '@muster/engine/keys';
import { deliverNotification } from '@muster/engine/notify/delivering';
import { beforeEach, describe, expect, it } from 'vitest';
import { claim, complete, launchMission, nodeRef } from '../../support/a-launched-mission.ts';
import { MINUTE, SECOND, WORKSPACE_ID } from '../../support/a-mission.ts';
import {
  allDeliveries,
  aNotifyingEngine,
  haveChannels,
  type NotifyingEngine,
  setRules,
} from '../../support/a-notifying-engine.ts';
import { answerOf, RITA_IN_TESTS } from '../../support/an-engine.ts';

const DAY = 24 * 60 * MINUTE;

let under: NotifyingEngine;
beforeEach(() => {
  under = aNotifyingEngine();
});

/** A task is done, and `ops` is to be told. */
async function oneDelivery(...channels: readonly string[]): Promise<void> {
  const names = channels.length === 0 ? ['ops'] : channels;
  await haveChannels(under, ...names);
  await setRules(under, { events: ['TaskStatusChanged:DONE'], channels: names });
  await launchMission(under, { tasks: ['A'], title: 'Release 3' });
  await complete(under, await claim(under));
  await under.follow();
}

async function theDelivery() {
  const [delivery] = await allDeliveries(under);
  if (!delivery) throw new Error('there is no delivery');
  return delivery;
}

/** In the middle of a try: nothing of what follows it happens. */
async function processEndsWhileSending(): Promise<void> {
  await new Promise<void>((resolve) => {
    under.notifier.meanwhile.act = () => {
      delete under.notifier.meanwhile.act;
      resolve();
      return new Promise(() => {});
    };
    void under.send();
  });
}

describe('a delivery', () => {
  it('is sent with its id, where its channel leads, and is DELIVERED then', async () => {
    await oneDelivery();
    await under.send();

    const delivery = await theDelivery();
    const [sent] = under.notifier.sent;

    expect(sent).toMatchObject({
      id: deliveryIdOf(delivery),
      occurredAt: under.clock.now,
      channel: { kind: 'WEBHOOK', url: 'https://ops.example/in' },
      payload: { type: 'TaskStatusChanged', version: 1, data: { subject: { name: 'A' } } },
      notice: { title: 'Release 3: Task A is DONE' },
    });
    expect(sent).not.toHaveProperty('approval');
    expect(delivery).toMatchObject({ status: 'DELIVERED', tries: [{ outcome: 'DELIVERED', status: 204 }] });
  });

  it('that was sent is not sent again, whoever asks for it', async () => {
    await oneDelivery();
    const due = { workspaceId: WORKSPACE_ID, id: deliveryIdOf(await theDelivery()) };

    await deliverNotification(under.notifying, due);
    const again = await deliverNotification(under.notifying, due);
    await under.after(DAY);

    expect(again).toEqual({});
    expect(under.notifier.sent).toHaveLength(1);
  });

  it('that is under way is not begun by another process (L1)', async () => {
    await oneDelivery();
    const due = { workspaceId: WORKSPACE_ID, id: deliveryIdOf(await theDelivery()) };
    under.notifier.meanwhile.act = async () => {
      delete under.notifier.meanwhile.act;
      await deliverNotification(under.notifying, due);
    };

    await under.send();

    expect(under.notifier.sent).toHaveLength(1);
  });

  it('that is to be tried later sends away who comes for it, unless he comes a moment early', async () => {
    await oneDelivery();
    const due = { workspaceId: WORKSPACE_ID, id: deliveryIdOf(await theDelivery()) };
    under.notifier.answers.push({ kind: 'RETRY', reason: 'Status 500.', status: 500 });
    const planned = await deliverNotification(under.notifying, due);
    const { nextTryAt } = await theDelivery();
    if (nextTryAt === undefined) throw new Error('it is to be tried again');

    const during = await deliverNotification(under.notifying, due);
    under.clock.now = addMs(nextTryAt, -SECOND);
    const early = await deliverNotification(under.notifying, due);

    expect(planned.retryInMs).toBeGreaterThan(2 * SECOND);
    expect(during).toEqual({});
    expect(early).toEqual({ retryInMs: SECOND });
    expect(under.notifier.sent).toHaveLength(1);
  });

  it('that fails is tried ten times over three days, and is FAILED then', async () => {
    await oneDelivery();
    const failure = { kind: 'RETRY', reason: 'Status 500.', status: 500 } as const;
    under.notifier.answers.push(...Array.from({ length: 20 }, () => failure));
    const begunAt = under.clock.now;

    await under.send();
    for (;;) {
      const { status, nextTryAt } = await theDelivery();
      if (status !== 'PENDING' || nextTryAt === undefined) break;
      under.clock.now = nextTryAt;
      await under.send();
    }

    const last = under.clock.now;
    const delivery = await theDelivery();
    expect(under.notifier.sent).toHaveLength(10);
    expect(new Set(under.notifier.sent.map(({ id }) => id)).size).toBe(1);
    expect(new Set(under.notifier.sent.map(({ payload }) => JSON.stringify(payload))).size).toBe(1);
    expect(last - begunAt).toBeGreaterThan(3 * DAY);
    expect(last - begunAt).toBeLessThan(3.6 * DAY);
    expect(delivery.failure).toEqual({ code: 'TRIES_SPENT', reason: 'Status 500.' });
  });

  it('waits as long as its receiver asks for', async () => {
    await oneDelivery();
    under.notifier.answers.push({ kind: 'RETRY', reason: 'Busy.', status: 429, retryAfterMs: 30 * MINUTE });

    await under.send();
    await under.after(30 * MINUTE);
    const early = under.notifier.sent.length;
    await under.after(4 * MINUTE);

    expect([early, under.notifier.sent.length]).toEqual([1, 2]);
  });

  it('whose process ended in the middle is tried again with the same id, and that try is told as lost', async () => {
    await oneDelivery();
    await processEndsWhileSending();
    await under.after(LIMITS.deliveryLeaseMs - 1);
    const early = under.notifier.sent.length;
    await under.after(1);

    const [first, second] = under.notifier.sent;
    expect(early).toBe(1);
    expect(second?.id).toBe(first?.id);
    expect((await theDelivery()).tries).toMatchObject([{ outcome: 'LOST' }, { outcome: 'DELIVERED' }]);
  });

  it('that ends its process every time is FAILED in the end', async () => {
    await oneDelivery();
    for (let count = 0; count < LIMITS.deliveryTriesMax; count++) {
      await processEndsWhileSending();
      await under.wait(LIMITS.deliveryLeaseMs);
    }
    await under.send();

    expect(under.notifier.sent).toHaveLength(LIMITS.deliveryTriesMax);
    expect(await theDelivery()).toMatchObject({ status: 'FAILED', failure: { code: 'TRIES_SPENT' } });
  });

  it('that is REFUSED is not tried again', async () => {
    await oneDelivery();
    under.notifier.answers.push({ kind: 'REFUSED', reason: 'No mail is set up.' });

    await under.send();
    await under.after(DAY);

    expect(under.notifier.sent).toHaveLength(1);
    expect((await theDelivery()).failure).toEqual({ code: 'REFUSED', reason: 'No mail is set up.' });
  });

  it('asks the person that its channel leads to, where a checkpoint opened', async () => {
    const input = { name: 'boss', kind: 'EMAIL', to: ['boss@example.org'], actsFor: 'otto' } as const;
    answerOf(await under.engine.createChannel(RITA_IN_TESTS, input));
    await haveChannels(under, 'ops');
    const missionId = await launchMission(under, {
      tasks: ['A'],
      checkpoints: [{ name: 'go', expiresAfter: 'PT1H', notifyChannels: ['boss', 'ops'] }],
    });
    await under.after(0);

    const approvals = under.notifier.sent.map(({ channel, approval }) => [channel.kind, approval]);
    expect(Object.fromEntries(approvals)).toEqual({
      WEBHOOK: undefined,
      EMAIL: {
        workspaceId: WORKSPACE_ID,
        checkpoint: nodeRef(missionId, 1),
        openedAt: under.clock.now,
        expiresAt: under.clock.now + 60 * MINUTE,
        actsFor: 'otto',
        channelId: 'chn_boss',
      },
    });
  });

  it('has no link in a channel that is younger than the question: it would lead nowhere', async () => {
    await launchMission(under, { tasks: ['A'], checkpoints: [{ name: 'go', notifyChannels: ['boss'] }] });
    await under.settle();
    under.clock.now = addMs(under.clock.now, SECOND);
    const input = { name: 'boss', kind: 'EMAIL', to: ['boss@example.org'], actsFor: 'otto' } as const;
    answerOf(await under.engine.createChannel(RITA_IN_TESTS, input));
    await under.after(0);

    const [sent] = under.notifier.sent;
    expect(sent?.notice.title).toContain('go is OPEN');
    expect(sent).not.toHaveProperty('approval');
  });

  it('that can not be read is put aside, and holds up nothing', async () => {
    await oneDelivery('ops', 'board');
    const delivery = await theDelivery();
    const key = deliveryKey(WORKSPACE_ID, delivery);
    const [stored] = await under.store.get([key]);
    if (!stored) throw new Error('it is not stored');
    const newer = { ...stored, revision: stored.revision + 1, value: { ...stored.value, v: 99 } };
    await under.store.commit({ puts: [{ record: newer }] });

    await under.send();
    await under.after(DAY);

    expect(under.notifier.sent).toHaveLength(1);
    expect((await under.store.get([key]))[0]).not.toHaveProperty('due');
  });
});

describe('a receiver that is gone', () => {
  it('disables its channel, which says why (L3)', async () => {
    await oneDelivery();
    under.notifier.answers.push({ kind: 'GONE', reason: 'Status 410.', status: 410 });
    await under.send();

    const [channel] = await under.engine.channels(RITA_IN_TESTS, ['ops']);

    expect(await theDelivery()).toMatchObject({ status: 'FAILED', failure: { code: 'CHANNEL_GONE' } });
    expect(channel).toMatchObject({
      status: 'DISABLED',
      disabled: { at: under.clock.now, by: { kind: 'SYSTEM' }, reason: 'The receiver is gone: Status 410.' },
    });
  });

  it('disables no channel that leads somewhere else by now', async () => {
    await oneDelivery();
    under.notifier.answers.push({ kind: 'GONE', reason: 'Status 410.', status: 410 });
    under.notifier.meanwhile.act = async () => {
      under.clock.now = (under.clock.now + SECOND) as typeof under.clock.now;
      const input = { name: 'ops', url: 'https://moved.example/in' };
      answerOf(await under.engine.updateChannel(RITA_IN_TESTS, input));
    };
    await under.send();

    const [channel] = await under.engine.channels(RITA_IN_TESTS, ['ops']);

    expect(channel?.status).toBe('ENABLED');
    expect((await theDelivery()).failure?.code).toBe('CHANNEL_GONE');
  });
});

describe('a delivery that has nowhere to go (L2)', () => {
  it('fails when its channel is disabled, and can be sent again when it is enabled', async () => {
    await oneDelivery();
    await under.engine.disableChannel(RITA_IN_TESTS, { name: 'ops' });
    await under.send();
    const failed = await theDelivery();

    await under.engine.enableChannel(RITA_IN_TESTS, { name: 'ops' });
    answerOf(await under.engine.redeliver(RITA_IN_TESTS, { delivery: failed }));
    await under.send();

    expect(failed.failure).toEqual({ code: 'CHANNEL_DISABLED', reason: 'The channel ops is disabled.' });
    expect(await theDelivery()).toMatchObject({ status: 'DELIVERED', redeliveredBy: { name: 'rita' } });
  });

  it('fails when there is no such channel', async () => {
    await setRules(under, { events: ['TaskStatusChanged:DONE'], channels: ['nobody'] });
    await launchMission(under, { tasks: ['A'] });
    await complete(under, await claim(under));
    await under.after(0);

    expect((await theDelivery()).failure).toEqual({
      code: 'CHANNEL_MISSING',
      reason: 'There is no channel nobody.',
    });
  });

  it('does not go to a channel that was made later under the same name', async () => {
    await oneDelivery();
    await under.engine.deleteChannel(RITA_IN_TESTS, { name: 'ops' });
    under.clock.now = (under.clock.now + SECOND) as typeof under.clock.now;
    await haveChannels(under, 'ops');

    await under.send();

    expect(under.notifier.sent).toEqual([]);
    expect((await theDelivery()).failure?.code).toBe('CHANNEL_MISSING');
  });

  it('holds up no other', async () => {
    await haveChannels(under, 'ops');
    await setRules(under, { events: ['TaskStatusChanged:DONE'], channels: ['nobody', 'ops'] });
    await launchMission(under, { tasks: ['A', 'B'] });
    await complete(under, await claim(under));
    await under.after(0);

    expect(under.notifier.sent).toHaveLength(2);
  });
});
