import { deliveryIdOf } from '@muster/core/notify/notify-ids';
import { describe, expect, it } from 'vitest';
import { claim, headOf, launchMission, TOO_WIDE_TO_REPORT_ALONG } from '../support/a-launched-mission.ts';
import { MINUTE, MISSION_ID, WORKSPACE_ID } from '../support/a-mission.ts';
import { answerOf, pendingMessages, RITA_IN_TESTS } from '../support/an-engine.ts';
import { anEngineWithQueues } from '../support/an-engine-with-queues.ts';

const DELAY = (duration: string) => ({
  tasks: ['A'],
  delays: [{ name: 'D', afterTasks: [], blocksTasks: [], duration }],
});

describe('the dispatcher', () => {
  it('sends the messages of a commit once it is made, under ids that tell them apart (P1)', async () => {
    const under = anEngineWithQueues();
    const missionId = await launchMission(under, TOO_WIDE_TO_REPORT_ALONG);

    answerOf(await under.engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'No.' }));
    const committed = pendingMessages(under);
    await under.dispatcher.settled();

    expect(committed.length).toBeGreaterThan(0);
    expect(under.queues.messages.map(({ message }) => message)).toEqual(committed);
    expect(new Set(under.queues.messages.map(({ id }) => id)).size).toBe(committed.length);
  });

  it('sends nothing of a commit that lost against another (P1)', async () => {
    const under = anEngineWithQueues();
    const missionId = await launchMission(under, TOO_WIDE_TO_REPORT_ALONG);
    under.conflicts.left = 99;

    const refused = await under.engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'No.' });
    await under.dispatcher.settled();

    expect(refused.ok).toBe(false);
    expect(under.queues.messages).toEqual([]);
  });

  it('tells when what a commit wrote comes due, one hint for each instant', async () => {
    const under = anEngineWithQueues();
    await launchMission(under, { tasks: Array.from({ length: 10 }, (_, at) => `T${at}`) });

    await claim(under, { leaseMs: MINUTE });
    await under.dispatcher.settled();

    expect(under.queues.hints.map(({ due, entries }) => [due, entries.length])).toEqual([
      [under.clock.now + MINUTE, 10],
    ]);
  });

  it('sends notifications that may be tried now, and lets none of them hold up or fail a command (P2)', async () => {
    const under = anEngineWithQueues();
    const delivery = {
      workspaceId: WORKSPACE_ID,
      id: deliveryIdOf({ missionId: MISSION_ID, sequence: 1, channel: 'ops' }),
    };

    under.dispatcher.onDeliveriesDue([delivery]);
    expect(under.queues.deliveries).toEqual([]);
    await under.dispatcher.settled();
    expect(under.queues.deliveries).toEqual([delivery]);

    under.queues.refusals = 1;
    under.dispatcher.onDeliveriesDue([delivery]);
    await under.dispatcher.settled();
    expect(under.queues.deliveries).toHaveLength(1);
  });

  it('tells nothing of what is later than a queue can wait: that is the sweep’s', async () => {
    const under = anEngineWithQueues();
    await launchMission(under, DELAY('PT15M'));
    await launchMission(under, DELAY('PT15M1S'));

    await under.dispatcher.settled();

    expect(under.queues.hints).toHaveLength(1);
  });

  it('tells once when a mission as a whole comes due, however often it is written until then', async () => {
    const under = anEngineWithQueues();
    const missionId = await launchMission(under, { tasks: ['A', 'B'], deadline: 'PT10M' });
    await under.dispatcher.settled();
    const first = under.queues.hints.length;

    answerOf(await under.engine.pauseMission(RITA_IN_TESTS, { missionId }));
    answerOf(await under.engine.resumeMission(RITA_IN_TESTS, { missionId }));
    await under.dispatcher.settled();

    expect(first).toBe(1);
    expect(under.queues.hints).toHaveLength(1);
  });

  it('lets a command succeed though the queues are out of reach (P2)', async () => {
    const under = anEngineWithQueues();
    const missionId = await launchMission(under, TOO_WIDE_TO_REPORT_ALONG);
    under.queues.refusals = 9;

    const cancelled = await under.engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'No.' });
    await expect(under.dispatcher.settled()).resolves.toBeUndefined();

    expect(cancelled.ok).toBe(true);
    expect((await headOf(under, missionId)).status).toBe('CANCELLED');
    expect(under.queues.messages).toEqual([]);
  });

  it('has nothing to wait for when nothing was committed', async () => {
    const under = anEngineWithQueues();

    await expect(under.dispatcher.settled()).resolves.toBeUndefined();
  });
});
