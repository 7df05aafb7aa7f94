import { LIMITS } from '@muster/core/limits';
import { handleDue } from '@muster/engine/due';
import { nodeSort, runPartition } from '@muster/engine/keys';
import { describe, expect, it } from 'vitest';
import { claim, headOf, launchMission, nodeRef } from '../support/a-launched-mission.ts';
import { MINUTE, WORKSPACE_ID } from '../support/a-mission.ts';
import { anEngine, answerOf, RITA_IN_TESTS } from '../support/an-engine.ts';
import { UNREADABLE } from '../support/an-engine-with-queues.ts';

const DELAY = { tasks: [], delays: [{ name: 'D', afterTasks: [], blocksTasks: [], duration: 'PT1M' }] };

describe('handleDue', () => {
  it('answers when to look again, and nothing when nothing is planned', async () => {
    const under = anEngine();
    const idle = await handleDue(under.context);
    await launchMission(under, DELAY);

    const planned = await handleDue(under.context);
    await under.wait(MINUTE);

    expect(idle).toBeUndefined();
    expect(planned).toBe(under.clock.now);
    expect(await handleDue(under.context)).toBeUndefined();
  });

  it('does what is due in all missions, and leaves what is not', async () => {
    const under = anEngine();
    const early = await launchMission(under, DELAY);
    await under.wait(MINUTE / 2);
    const late = await launchMission(under, DELAY);

    await under.wait(MINUTE / 2);

    expect((await headOf(under, early)).status).toBe('COMPLETED');
    expect((await headOf(under, late)).status).toBe('ACTIVE');
  });

  it('handled twice at once does it once', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, DELAY);
    under.clock.now = under.context.now();
    await under.wait(MINUTE - 1);
    Object.assign(under.clock, { now: under.clock.now + 1 });

    await Promise.all([handleDue(under.context), handleDue(under.context)]);
    await under.settle();

    const events = answerOf(await under.engine.listEvents(RITA_IN_TESTS, { missionId, after: 0, first: 99 }));
    expect(events.items.filter(({ node }) => node.data.to === 'ELAPSED')).toHaveLength(1);
  });

  it('tells a mission of its deadline, once', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: ['A'], deadline: 'PT10M', onBreach: 'FAIL' });

    await under.wait(8 * MINUTE);
    await under.wait(2 * MINUTE);

    const events = answerOf(await under.engine.listEvents(RITA_IN_TESTS, { missionId, after: 0, first: 99 }));
    const types = events.items.map(({ node }) => node.type).filter((type) => type.startsWith('Deadline'));
    expect(types).toEqual(['DeadlineWarned', 'DeadlineBreached']);
    expect((await headOf(under, missionId)).status).toBe('FAILED');
    expect(await handleDue(under.context)).toBeUndefined();
  });

  it('lets more leases expire than one commit holds', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: Array.from({ length: 150 }, (_, at) => `T${at}`) });
    await claim(under, { leaseMs: MINUTE });
    await claim(under, { leaseMs: MINUTE });

    await under.wait(MINUTE);

    expect((await headOf(under, missionId)).run?.taskCounts).toMatchObject({ READY: 150, IN_PROGRESS: 0 });
  });

  it('does the rest when one entry can not be handled (E1), and gives it up after five tries', async () => {
    const under = anEngine();
    const damaged = await launchMission(under, DELAY);
    const healthy = await launchMission(under, DELAY);
    const key = { partition: runPartition(WORKSPACE_ID, nodeRef(damaged, 0)), sort: nodeSort(0) };
    const [stored] = await under.store.get([key]);
    if (!stored) throw new Error('the delay is stored');
    await under.store.commit({ puts: [{ record: { ...stored, value: UNREADABLE } }] });
    const tries = new Map<string, number>();
    Object.assign(under.clock, { now: under.clock.now + MINUTE });

    const nexts = [await handleDue(under.context, tries)];
    const head = await headOf(under, healthy);
    for (let count = 1; count < LIMITS.deliveriesMax; count++)
      nexts.push(await handleDue(under.context, tries));
    const letters = await under.engine.listDeadLetters(RITA_IN_TESTS, { first: 10 });

    expect(head.status).toBe('COMPLETED');
    expect(nexts.map((next) => next !== undefined)).toEqual([true, true, true, true, false]);
    expect(nexts[0]).toBeGreaterThan(under.clock.now);
    expect(letters.items.map(({ node }) => node.missionId)).toEqual([damaged]);
  });

  it('leaves alone what a former run had planned, once and for all', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, {
      tasks: [{ title: 'A', maxAttempts: 1 }],
      delays: [{ name: 'D', afterTasks: [], blocksTasks: [], duration: 'PT1M' }],
    });
    const [claimed] = await claim(under);
    if (claimed) answerOf(await under.engine.failTask(RITA_IN_TESTS, { attempt: claimed.ref, message: 'x' }));
    answerOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));
    answerOf(await under.engine.skipDelay(RITA_IN_TESTS, { node: nodeRef(missionId, 1, 2), reason: 'x' }));
    await under.settle();

    await under.wait(MINUTE);

    expect(await handleDue(under.context)).toBeUndefined();
    expect(await under.engine.nodes(RITA_IN_TESTS, [nodeRef(missionId, 1, 1)])).toMatchObject([
      { status: 'RUNNING' },
    ]);
  });
});
