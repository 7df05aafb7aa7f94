import { LIMITS } from '@muster/core/limits';
import { deliveryIdOf } from '@muster/core/notify/notify-ids';
import { beforeEach, describe, expect, it } from 'vitest';
import { claim, complete, launchMission } from '../../support/a-launched-mission.ts';
import {
  allDeliveries,
  aNotifyingEngine,
  haveChannels,
  type NotifyingEngine,
  setRules,
} from '../../support/a-notifying-engine.ts';
import { answerOf, errorOf, RITA_IN_TESTS, STRANGER } from '../../support/an-engine.ts';

const DONE = 'TaskStatusChanged:DONE';

let under: NotifyingEngine;
beforeEach(() => {
  under = aNotifyingEngine();
});

describe('the rules of a workspace', () => {
  it('are set as a whole, and hold from then on', async () => {
    await setRules(under, { events: [DONE], channels: ['ops'] });
    await setRules(under, { events: ['GateHeld'], channels: ['ops'], severity: 'WARNING' });

    expect(await under.engine.notificationRules(RITA_IN_TESTS)).toMatchObject({
      rules: [{ events: ['GateHeld'], channels: ['ops'], severity: 'WARNING' }],
      changedBy: { name: 'rita' },
    });
    expect(await under.engine.notificationRules(STRANGER)).toBeUndefined();
  });

  it('with problems are refused, all problems at once', async () => {
    await setRules(under, { events: [DONE], channels: ['ops'] });
    const rules = [
      { events: ['RunFailed'], channels: ['ops'] },
      { events: [], channels: ['a b'], condition: 'data.' },
    ];

    const error = errorOf(await under.engine.setNotificationRules(RITA_IN_TESTS, { rules }));

    expect(error.code).toBe('INVALID_RULES');
    expect(error.code === 'INVALID_RULES' && error.detail.problems.map(({ path }) => path)).toEqual([
      ['rules', 0, 'events', 0],
      ['rules', 1, 'events'],
      ['rules', 1, 'condition'],
      ['rules', 1, 'channels', 0],
    ]);
    expect((await under.engine.notificationRules(RITA_IN_TESTS))?.rules).toHaveLength(1);
  });

  it('are bounded in number', async () => {
    const rules = Array.from({ length: LIMITS.notificationRulesMax + 1 }, () => ({ events: [DONE] }));

    expect(errorOf(await under.engine.setNotificationRules(RITA_IN_TESTS, { rules })).code).toBe(
      'LIMIT_EXCEEDED',
    );
  });
});

describe('testing a channel', () => {
  it('sends something that tells of no event', async () => {
    await haveChannels(under, 'ops');
    const delivery = answerOf(await under.engine.testChannel(RITA_IN_TESTS, { name: 'ops' }));
    await under.send();

    expect(under.hinted.map(({ id }) => id)).toEqual([deliveryIdOf(delivery)]);
    expect(under.notifier.sent).toMatchObject([
      {
        id: deliveryIdOf(delivery),
        payload: { type: 'ChannelTested' },
        notice: { title: 'This channel works' },
      },
    ]);
  });

  it('happens once for a key', async () => {
    await haveChannels(under, 'ops');
    const input = { name: 'ops', idempotencyKey: 'k' };
    const first = answerOf(await under.engine.testChannel(RITA_IN_TESTS, input));
    const again = answerOf(await under.engine.testChannel(RITA_IN_TESTS, input));
    await under.send();

    expect(again).toMatchObject(first);
    expect(under.notifier.sent).toHaveLength(1);
  });

  it('is refused while it is disabled', async () => {
    await haveChannels(under, 'ops');
    answerOf(await under.engine.disableChannel(RITA_IN_TESTS, { name: 'ops' }));

    expect(errorOf(await under.engine.testChannel(RITA_IN_TESTS, { name: 'ops' }))).toMatchObject({
      code: 'ILLEGAL_MOVE',
      detail: { status: 'DISABLED', legal: expect.arrayContaining(['enableChannel']) },
    });
  });
});

describe('sending again', () => {
  beforeEach(async () => {
    await haveChannels(under, 'ops');
    await setRules(under, { events: [DONE], channels: ['ops'] });
    await launchMission(under, { tasks: ['A'] });
    await complete(under, await claim(under));
    await under.follow();
  });

  async function theDelivery() {
    const [delivery] = await allDeliveries(under);
    if (!delivery) throw new Error('there is no delivery');
    return delivery;
  }

  it('delivers once more, under the same id', async () => {
    await under.send();
    answerOf(await under.engine.redeliver(RITA_IN_TESTS, { delivery: await theDelivery() }));
    await under.send();

    const [first, second] = under.notifier.sent;
    expect(second).toEqual(first);
    expect(await theDelivery()).toMatchObject({ status: 'DELIVERED', tries: [{}, {}] });
  });

  it('happens once for a key', async () => {
    await under.send();
    const input = { delivery: await theDelivery(), idempotencyKey: 'k' };
    answerOf(await under.engine.redeliver(RITA_IN_TESTS, input));
    await under.send();
    answerOf(await under.engine.redeliver(RITA_IN_TESTS, input));
    await under.send();

    expect(under.notifier.sent).toHaveLength(2);
  });

  it('is refused while it is on its way, and of another workspace as if it were not there', async () => {
    const delivery = await theDelivery();

    expect(errorOf(await under.engine.redeliver(RITA_IN_TESTS, { delivery })).code).toBe('ILLEGAL_MOVE');
    expect(errorOf(await under.engine.redeliver(STRANGER, { delivery })).code).toBe('NOT_FOUND');
  });
});

describe('the list of deliveries', () => {
  const list = async (asked: object) => {
    const page = await under.engine.listDeliveries(RITA_IN_TESTS, { first: 100, ...asked });
    return page.items.map(({ node }) => `${node.notification.data.name} ${node.channel}`);
  };

  beforeEach(async () => {
    await haveChannels(under, 'ops');
    await setRules(under, { events: [DONE], channels: ['ops', 'gone'] });
  });

  async function done(title: string) {
    const missionId = await launchMission(under, { tasks: [title] });
    await complete(under, await claim(under));
    await under.after(1);
    return missionId;
  }

  it('has the newest first, and those of a mission, a channel or a status', async () => {
    const a = await done('A');
    await done('B');

    expect(await list({})).toEqual(['B ops', 'B gone', 'A ops', 'A gone']);
    expect(await list({ missionId: a })).toEqual(['A ops', 'A gone']);
    expect(await list({ channel: 'gone' })).toEqual(['B gone', 'A gone']);
    expect(await list({ statuses: ['DELIVERED'] })).toEqual(['B ops', 'A ops']);
    expect(await list({ missionId: a, statuses: ['FAILED'], channel: 'gone' })).toEqual(['A gone']);
    expect(await list({ statuses: ['PENDING'] })).toEqual([]);
    expect((await under.engine.listDeliveries(STRANGER, { first: 10 })).items).toEqual([]);
  });

  it.each([{}, { channel: 'ops' }, { ofMission: true }])(
    'comes in pages: %j',
    async ({ ofMission, ...asked }: { ofMission?: boolean; channel?: string }) => {
      const missionId = await launchMission(under, { tasks: ['A', 'B', 'C'] });
      await complete(under, await claim(under));
      await under.after(1);
      const page = { ...asked, ...(ofMission ? { missionId } : {}) };

      const seen: string[] = [];
      let after: string | undefined;
      for (let hasNext = true; hasNext; ) {
        const found = await under.engine.listDeliveries(RITA_IN_TESTS, {
          ...page,
          first: 1,
          ...(after === undefined ? {} : { after }),
        });
        seen.push(...found.items.map(({ node }) => deliveryIdOf(node)));
        after = found.items.at(-1)?.cursor;
        hasNext = found.hasNext;
      }

      const whole = await under.engine.listDeliveries(RITA_IN_TESTS, { first: 100, ...page });
      expect(seen).toEqual(whole.items.map(({ node }) => deliveryIdOf(node)));
      expect(seen).toHaveLength(asked.channel ? 3 : 6);
    },
  );
});
