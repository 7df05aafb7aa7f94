import { deliveryIdOf } from '@muster/core/notify/notify-ids';
import { describe, expect, it } from 'vitest';
import { claim, complete, launchMission, nodeRef } from '../../support/a-launched-mission.ts';
import { MINUTE, SECOND } from '../../support/a-mission.ts';
import {
  allDeliveries,
  aNotifyingEngine,
  followAgain,
  haveChannels,
  setRules,
  told,
} from '../../support/a-notifying-engine.ts';
import { answerOf, RITA_IN_TESTS } from '../../support/an-engine.ts';

const DONE = 'TaskStatusChanged:DONE';

describe('an event that a rule names', () => {
  it('is recorded for every channel of the rule, with an id that follows from both (T1)', async () => {
    const under = aNotifyingEngine();
    await setRules(under, { events: [DONE], channels: ['ops', 'board'] });
    const missionId = await launchMission(under, { tasks: ['A'], title: 'Release 3' });
    await complete(under, await claim(under));

    const due = await under.follow();
    const deliveries = await allDeliveries(under);

    expect(deliveries.map(({ channel, status }) => `${channel} ${status}`).sort()).toEqual([
      'board PENDING',
      'ops PENDING',
    ]);
    expect(deliveries[0]?.notification).toMatchObject({
      scope: 'WORKSPACE',
      type: 'TaskStatusChanged',
      data: { name: 'A', to: 'DONE' },
      mission: { id: missionId, title: 'Release 3' },
    });
    expect(due.map(({ id }) => id).sort()).toEqual(deliveries.map(deliveryIdOf).sort());
  });

  it('is recorded once, however often its commit comes (T1)', async () => {
    const under = aNotifyingEngine();
    await setRules(under, { events: [DONE], channels: ['ops'] });
    await launchMission(under, { tasks: ['A', 'B'] });
    await complete(under, await claim(under));
    const first = await under.follow();

    const again = await followAgain(under);
    await followAgain(under, [...under.published].reverse());

    expect(await allDeliveries(under)).toHaveLength(2);
    // Nobody has tried them yet: they may be sent.
    expect(again).toEqual(first);
  });

  it('is told to a channel once where several rules name both, by the first of them', async () => {
    const under = aNotifyingEngine();
    await setRules(
      under,
      { events: [DONE], channels: ['ops'], severity: 'INFO' },
      {
        events: ['TaskStatusChanged'],
        channels: ['ops', 'board'],
        severity: 'CRITICAL',
        condition: 'data.to == "DONE"',
      },
    );
    await launchMission(under, { tasks: ['A'] });
    await complete(under, await claim(under));
    await under.follow();

    const deliveries = await allDeliveries(under);

    expect(deliveries.map(({ channel, notification }) => [channel, notification.severity]).sort()).toEqual([
      ['board', 'CRITICAL'],
      ['ops', 'INFO'],
    ]);
  });

  it('is not told when the condition does not hold for what it carries', async () => {
    const under = aNotifyingEngine();
    await setRules(under, { events: [DONE], channels: ['ops'], condition: 'data.name == "B"' });
    await launchMission(under, { tasks: ['A', 'B'] });
    await complete(under, await claim(under));
    await under.follow();

    expect((await allDeliveries(under)).map(({ notification }) => notification.data.name)).toEqual(['B']);
  });
});

describe('rules', () => {
  const rule = (channel: string, more = {}) => ({ events: [DONE], channels: [channel], ...more });

  it('of the task come before those of the mission, and these before those of the workspace', async () => {
    const under = aNotifyingEngine();
    await setRules(under, rule('workspace'));
    await launchMission(under, {
      tasks: [{ title: 'A', notifications: [rule('task')] }, 'B'],
      notifications: [rule('mission')],
    });
    await launchMission(under, { tasks: ['C'] });
    await complete(under, await claim(under));
    await under.follow();

    const deliveries = await allDeliveries(under);

    expect(
      deliveries.map(({ channel, notification }) => `${notification.data.name} ${channel}`).sort(),
    ).toEqual(['A task', 'B mission', 'C workspace']);
  });

  it('that inherit let those further out count too', async () => {
    const under = aNotifyingEngine();
    await setRules(under, rule('workspace'));
    await launchMission(under, {
      tasks: [{ title: 'A', notifications: [rule('task', { inherit: true })] }],
      notifications: [rule('mission', { inherit: true })],
    });
    await complete(under, await claim(under));
    await under.follow();

    expect(await told(under)).toHaveLength(3);
  });

  it('of a task count for its attempts too', async () => {
    const under = aNotifyingEngine();
    const failing = { events: ['AttemptStatusChanged:FAILED'], channels: ['ops'] };
    await launchMission(under, { tasks: [{ title: 'A', notifications: [failing] }] });
    const [claimed] = await claim(under);
    if (claimed) await under.engine.failTask(RITA_IN_TESTS, { attempt: claimed.ref, message: 'No.' });
    await under.follow();

    expect(await told(under)).toEqual(['ops: AttemptStatusChanged']);
  });

  it('of a task that was added to the run count as well, in a mission that had none', async () => {
    const under = aNotifyingEngine();
    const missionId = await launchMission(under, { tasks: ['A'] });
    const tasks = [{ title: 'B', notifications: [rule('ops')] }];
    answerOf(await under.engine.addTasks(RITA_IN_TESTS, { missionId, tasks }));
    await under.settle();
    await complete(under, await claim(under));
    await under.follow();

    expect(await told(under)).toEqual(['ops: TaskStatusChanged']);
  });

  it('of a standalone task count, with nothing above but the workspace', async () => {
    const under = aNotifyingEngine();
    await setRules(under, rule('workspace'));
    const task = { title: 'A', notifications: [rule('task')] };
    answerOf(await under.engine.createTask(RITA_IN_TESTS, { task }));
    answerOf(await under.engine.createTask(RITA_IN_TESTS, { task: { title: 'B' } }));
    await under.settle();
    await complete(under, await claim(under));
    await under.follow();

    expect((await told(under)).toSorted()).toEqual([
      'task: TaskStatusChanged',
      'workspace: TaskStatusChanged',
    ]);
  });

  it('of the version that the run pinned hold, whatever was saved since', async () => {
    const under = aNotifyingEngine();
    const missionId = await launchMission(under, { tasks: ['A'], notifications: [rule('before')] });
    const document = { tasks: [{ title: 'A' }], notifications: [rule('after')] };
    await under.engine.saveDocument(RITA_IN_TESTS, { missionId, document });
    await complete(under, await claim(under));
    await under.follow();

    expect(await told(under)).toEqual(['before: TaskStatusChanged']);
  });

  it('of another workspace never count', async () => {
    const under = aNotifyingEngine();
    const { STRANGER } = await import('../../support/an-engine.ts');
    await under.engine.setNotificationRules(STRANGER, { rules: [rule('theirs')] });
    await launchMission(under, { tasks: ['A'] });
    await complete(under, await claim(under));
    await under.follow();

    expect(await told(under)).toEqual([]);
  });
});

describe('the channels of elements', () => {
  it('are told when a checkpoint opens, and asked to approve', async () => {
    const under = aNotifyingEngine();
    const missionId = await launchMission(under, {
      tasks: ['A'],
      checkpoints: [{ name: 'go', afterTasks: ['A'], expiresAfter: 'PT1H', notifyChannels: ['ops'] }],
    });
    await complete(under, await claim(under));
    await under.follow();
    await under.engine.approveCheckpoint(RITA_IN_TESTS, { node: nodeRef(missionId, 1) });
    await under.follow();

    const [opened, ...others] = await allDeliveries(under);

    expect(others).toEqual([]);
    expect(opened?.notification).toMatchObject({
      scope: 'ELEMENT',
      action: 'APPROVE',
      asks: { openedAt: under.clock.now, expiresAt: under.clock.now + 60 * MINUTE },
    });
  });

  it('are told when a gate holds, and when a delay begins and ends', async () => {
    const under = aNotifyingEngine();
    await launchMission(under, {
      tasks: ['A'],
      qualityGates: [{ name: 'good', afterTasks: ['A'], minScore: 4, notifyChannels: ['ops'] }],
      delays: [{ name: 'rest', duration: 'PT1M', notifyChannels: ['clock'] }],
    });
    await complete(under, await claim(under));
    await under.wait(MINUTE);
    await under.follow();

    expect((await told(under)).toSorted()).toEqual([
      'clock: DelayStatusChanged',
      'clock: DelayStatusChanged',
      'ops: GateHeld',
    ]);
  });
});

describe('a cooldown', () => {
  const rule = { events: [DONE], channels: ['ops'], cooldown: 'PT10M' };
  const names = (deliveries: Awaited<ReturnType<typeof allDeliveries>>) =>
    deliveries.map(({ notification }) => notification.data.name);

  async function completeNext(under: ReturnType<typeof aNotifyingEngine>) {
    await complete(under, await claim(under, { limit: 1 }));
  }

  it('keeps back what comes too soon after what was told, and nothing after that', async () => {
    const under = aNotifyingEngine();
    await launchMission(under, { tasks: ['A', 'B', 'C'], notifications: [rule] });
    for (const waitMs of [0, 10 * MINUTE - 1, 1]) {
      await under.wait(waitMs);
      await completeNext(under);
    }
    await under.follow();

    expect(names(await allDeliveries(under))).toEqual(['A', 'C']);
  });

  it('holds when commits come again, and in another process (T2)', async () => {
    const under = aNotifyingEngine();
    await launchMission(under, { tasks: ['A', 'B', 'C'], notifications: [rule] });
    for (const waitMs of [0, MINUTE, 10 * MINUTE]) {
      await under.wait(waitMs);
      await completeNext(under);
    }
    await under.follow();

    const { createMatching } = await import('@muster/engine/notify/matching');
    const restarted = createMatching(under.notifying);
    await restarted.notifyOf([...under.published].reverse());
    await restarted.notifyOf(under.published);

    expect(names(await allDeliveries(under))).toEqual(['A', 'C']);
  });

  it('counts each mission and each kind of subject by itself', async () => {
    const under = aNotifyingEngine();
    await setRules(under, { ...rule, events: [DONE, 'AttemptStatusChanged:ACCEPTED'] });
    await launchMission(under, { tasks: ['A', 'B'] });
    await launchMission(under, { tasks: ['C'] });
    await complete(under, await claim(under));
    await under.follow();

    const told = (await allDeliveries(under)).map(({ notification }) => notification);

    expect(told.map(({ type, mission }) => `${type} ${mission.id}`)).toHaveLength(4);
    expect(new Set(told.map(({ type, mission }) => `${type} ${mission.id}`)).size).toBe(4);
  });
});

describe('a rule that can not be evaluated', () => {
  const broken = { events: [DONE], channels: ['ops', 'board'], condition: 'data.nothing > 1.0' };

  it('is recorded as deliveries that failed, which nobody sends', async () => {
    const under = aNotifyingEngine();
    await haveChannels(under, 'ops', 'board');
    await setRules(under, broken);
    await launchMission(under, { tasks: ['A'] });
    await complete(under, await claim(under));
    await under.after(SECOND);

    const deliveries = await allDeliveries(under);

    expect(under.notifier.sent).toEqual([]);
    expect(deliveries.map(({ status, failure }) => [status, failure?.code])).toEqual([
      ['FAILED', 'RULE_FAILED'],
      ['FAILED', 'RULE_FAILED'],
    ]);
    expect(deliveries[0]?.failure?.reason).toContain('could not be evaluated');
  });

  it('keeps no other rule from telling the same event, even to the same channel', async () => {
    const under = aNotifyingEngine();
    await setRules(under, broken, { events: [DONE], channels: ['ops'] });
    await launchMission(under, { tasks: ['A'] });
    await complete(under, await claim(under));
    await under.follow();

    const deliveries = await allDeliveries(under);

    expect(deliveries.map(({ channel, status }) => `${channel} ${status}`).sort()).toEqual([
      'board FAILED',
      'ops PENDING',
    ]);
  });
});
