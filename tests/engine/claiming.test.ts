import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import {
  claim,
  claimTitles,
  complete,
  headOf,
  launchMission,
  nodeRef,
} from '../support/a-launched-mission.ts';
import { aSubmission, MINUTE } from '../support/a-mission.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  answerOf,
  BOB_IN_TESTS,
  type EngineUnderTest,
  errorOf,
  RITA_IN_TESTS,
} from '../support/an-engine.ts';

describe('claimTasks', () => {
  it('takes across missions, best first: priority, then the longest remaining path, then age', async () => {
    const under = anEngine();
    await launchMission(under, { tasks: ['Idle', { title: 'Urgent', priority: 1 }] });
    await under.wait(1_000);
    await launchMission(under, {
      tasks: [
        { title: 'Long', estimate: { minutes: 90 } },
        { title: 'Young' },
        { title: 'Last', priority: 5 },
      ],
    });

    const taken: string[] = [];
    for (let time = 1; time <= 5; time++) taken.push(...(await claimTitles(under, { limit: 1 })));
    expect(taken).toEqual(['Urgent', 'Long', 'Idle', 'Young', 'Last']);
  });

  it('prefers what is assigned to the agent, then its specialties, then everybody’s', async () => {
    const under = anEngine();
    await launchMission(under, {
      tasks: [
        { title: 'Anybody', priority: 1 },
        { title: 'Design', specialty: 'design', priority: 3 },
        { title: 'Code', specialty: 'code', priority: 2 },
        { title: 'Mine', assignTo: 'ada', priority: 5 },
        { title: 'Bob’s', assignTo: 'bob', priority: 1 },
      ],
      team: [{ name: 'ada', specialties: ['code', 'design'] }, { name: 'bob' }],
    });

    expect(await claimTitles(under, { specialties: ['code', 'design'] })).toEqual([
      'Mine',
      'Code',
      'Design',
      'Anybody',
    ]);
  });

  it('does not take what needs a specialty that was not named', async () => {
    const under = anEngine();
    await launchMission(under, {
      tasks: [{ title: 'Code', specialty: 'code' }],
      team: [{ name: 'ada', specialties: ['code'] }],
    });

    expect(await claimTitles(under, { specialties: ['design'] })).toEqual([]);
  });

  it('never gives one task to two, however they interleave', async () => {
    const under = anEngine();
    await launchMission(under, { tasks: Array.from({ length: 30 }, (_, at) => `T${at}`) });

    const [ada, bob] = await Promise.all([
      claimTitles(under, { limit: 20, principal: ADA_IN_TESTS }),
      claimTitles(under, { limit: 20, principal: BOB_IN_TESTS }),
    ]);

    expect(new Set([...(ada ?? []), ...(bob ?? [])])).toHaveLength((ada?.length ?? 0) + (bob?.length ?? 0));
  });

  it('answers an empty list when there is nothing', async () => {
    expect(await claim(anEngine())).toEqual([]);
  });

  it('answers the task, its definition, the lease and the sequence', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: [{ title: 'A', description: 'Do it.' }] });

    const [claimed] = await claim(under, { leaseMs: MINUTE });

    expect(claimed).toMatchObject({
      ref: { ...nodeRef(missionId, 0), generation: 1 },
      task: { status: 'IN_PROGRESS' },
      spec: { definition: { description: 'Do it.' } },
      attempt: { status: 'ACTIVE', agent: 'ada', expiresAt: under.clock.now + MINUTE },
      sequence: (await headOf(under, missionId)).sequence,
    });
  });

  it.each([
    { asked: { agent: ' ', limit: 1 }, code: 'INVALID_ARGUMENT', path: ['agent'] },
    { asked: { agent: 'ada', limit: 0 }, code: 'INVALID_ARGUMENT', path: ['limit'] },
    { asked: { agent: 'ada', limit: 1.5 }, code: 'INVALID_ARGUMENT', path: ['limit'] },
    { asked: { agent: 'ada', limit: LIMITS.claimTasksMax + 1 }, code: 'LIMIT_EXCEEDED', path: ['limit'] },
    {
      asked: { agent: 'ada', limit: 1, leaseMs: LIMITS.leaseMsMin - 1 },
      code: 'INVALID_ARGUMENT',
      path: ['leaseMs'],
    },
    {
      asked: { agent: 'ada', limit: 1, leaseMs: LIMITS.leaseMsMax + 1 },
      code: 'INVALID_ARGUMENT',
      path: ['leaseMs'],
    },
  ])('refuses $asked', async ({ asked, code, path }) => {
    expect(errorOf(await anEngine().engine.claimTasks(RITA_IN_TESTS, asked))).toMatchObject({ code, path });
  });

  it('lets an agent claim for itself only, and a person for any agent', async () => {
    const under = anEngine();
    await launchMission(under);

    const refused = errorOf(await under.engine.claimTasks(ADA_IN_TESTS, { agent: 'bob', limit: 1 }));
    const claimed = answerOf(await under.engine.claimTasks(RITA_IN_TESTS, { agent: 'bob', limit: 1 }));

    expect(refused.code).toBe('FORBIDDEN');
    expect(claimed[0]?.attempt).toMatchObject({ agent: 'bob', actor: RITA_IN_TESTS.actor });
  });
});

describe('a mission with maxConcurrent', () => {
  it('has no more tasks in progress than that, and does not hide the work of others', async () => {
    const under = anEngine();
    await launchMission(under, {
      tasks: ['A1', 'A2', 'A3'].map((title) => ({ title, priority: 1 })),
      maxConcurrent: 2,
    });
    await launchMission(under, { tasks: ['B1', 'B2'] });

    const first = await claim(under);
    const parked = await claim(under, { principal: BOB_IN_TESTS });
    await complete(under, first.slice(0, 1));

    expect(first.map(({ task }) => task.title)).toEqual(['A1', 'A2', 'B1', 'B2']);
    expect(parked).toEqual([]);
    expect(await claimTitles(under)).toEqual(['A3']);
  });
});

describe('a paused mission', () => {
  it('gives nothing, hides nobody’s work, and gives all of it after resume', async () => {
    const under = anEngine();
    const titles = Array.from({ length: 150 }, (_, at) => `P${at}`);
    const missionId = await launchMission(under, { tasks: titles.map((title) => ({ title, priority: 1 })) });
    await launchMission(under, { tasks: ['Other'] });
    answerOf(await under.engine.pauseMission(RITA_IN_TESTS, { missionId }));

    const whilePaused = await claimTitles(under, { limit: 5 });
    answerOf(await under.engine.resumeMission(RITA_IN_TESTS, { missionId }));
    await under.settle();
    const afterwards = [...(await claim(under)), ...(await claim(under))];

    expect(whilePaused).toEqual(['Other']);
    expect(afterwards).toHaveLength(150);
  });
});

describe('a failed run that another one has followed', () => {
  it('leaves nothing in the queue that hides what can be claimed', async () => {
    const under = anEngine();
    const many = Array.from({ length: 30 }, (_, at) => `T${at}`);
    const missionId = await launchMission(under, {
      tasks: [{ title: 'A', maxAttempts: 1, priority: 1 }, ...many],
    });
    const [first] = await claim(under, { limit: 1 });
    if (first)
      answerOf(await under.engine.failTask(ADA_IN_TESTS, { attempt: first.ref, message: 'It broke.' }));
    await under.settle();

    answerOf(await under.engine.launchMission(RITA_IN_TESTS, { missionId }));
    await under.settle();

    const claims = await claim(under);
    expect(claims).toHaveLength(31);
    expect(claims.every(({ ref }) => ref.runNumber === 2)).toBe(true);
  });
});

describe('an agent that holds as many tasks of a mission as it may', () => {
  it('still claims from other missions, and passes over what it can’t take without deciding about each', async () => {
    const under = anEngine();
    const tasks = Array.from({ length: 300 }, (_, place) => ({ title: `T${place}`, priority: 1 }));
    await launchMission(under, { tasks, team: [{ name: 'ada', maxConcurrent: 1 }] });
    await launchMission(under, { tasks: [{ title: 'Elsewhere', priority: 5 }] });
    await under.settle();

    const first = answerOf(await under.engine.claimTasks(ADA_IN_TESTS, { agent: 'ada', limit: 1 }));
    const second = answerOf(await under.engine.claimTasks(ADA_IN_TESTS, { agent: 'ada', limit: 1 }));
    const third = answerOf(await under.engine.claimTasks(ADA_IN_TESTS, { agent: 'ada', limit: 1 }));

    expect([first, second, third].map((claims) => claims.map(({ task }) => task.title))).toEqual([
      ['T0'],
      ['Elsewhere'],
      [],
    ]);
  });
});

describe('an agent that several missions name with a maxConcurrent', () => {
  const TASKS = ['1', '2', '3'];
  async function aMissionOf(under: EngineUnderTest, name: string, maxConcurrent?: number, task: object = {}) {
    const tasks = TASKS.map((number) => ({ title: `${name}${number}`, maxAttempts: 9, ...task }));
    const team = [
      { name: 'ada', ...(maxConcurrent === undefined ? {} : { maxConcurrent }) },
      { name: 'bob' },
    ];
    return launchMission(under, { tasks, team });
  }

  it('holds of each what that one names, also by one claim over several lanes', async () => {
    const under = anEngine();
    await aMissionOf(under, 'A', 1, { assignTo: 'ada' });
    await aMissionOf(under, 'B', 2, { specialty: 'law' });
    await aMissionOf(under, 'C', 1);
    await aMissionOf(under, 'D');

    const titles = await claimTitles(under, { specialties: ['law'] });
    const again = await claimTitles(under, { specialties: ['law'] });

    expect(titles).toEqual(['A1', 'B1', 'B2', 'C1', 'D1', 'D2', 'D3']);
    expect(again).toEqual([]);
    expect(await claimTitles(under, { principal: BOB_IN_TESTS, specialties: ['law'] })).toEqual([
      'B3',
      'C2',
      'C3',
    ]);
  });

  it('gets another one of the mission in which it has a hand free again: done, failed, given up, expired or in review', async () => {
    const under = anEngine();
    const missionId = await aMissionOf(under, 'A', 1, { review: 'REQUIRED' });
    await aMissionOf(under, 'B', 1);
    const [a, b] = await claim(under, { leaseMs: 60_000 });
    if (!a || !b) throw new Error('one of each is claimed');

    await complete(under, [a]);
    const afterReview = await claimTitles(under, { leaseMs: 60_000 });
    answerOf(await under.engine.failTask(ADA_IN_TESTS, { attempt: b.ref, message: 'It broke.' }));
    const afterFailure = await claimTitles(under, { leaseMs: 3_600_000 });
    await under.wait(60_000);
    const afterExpiry = await claimTitles(under);
    const loads = (await headOf(under, missionId)).run?.agents;

    expect([a.task.title, b.task.title]).toEqual(['A1', 'B1']);
    expect(afterReview).toEqual(['A2']);
    expect(afterFailure).toHaveLength(1);
    expect(afterExpiry).toHaveLength(1);
    expect(loads).toEqual([{ name: 'ada', max: 1, running: 1 }]);
  });

  it('completes and claims in one request without ever holding more', async () => {
    const under = anEngine();
    const missionId = await aMissionOf(under, 'A', 1);
    const [held] = await claim(under);
    if (!held) throw new Error('it is claimed');

    const submission = { attempt: held.ref, submission: aSubmission() };
    const both = await under.engine.completeAndClaim(ADA_IN_TESTS, {
      complete: [submission],
      claim: { agent: 'ada', limit: 10 },
    });

    expect(answerOf(both).claims.map(({ task }) => task.title)).toEqual(['A2']);
    expect((await headOf(under, missionId)).run?.agents).toEqual([{ name: 'ada', max: 1, running: 1 }]);
  });
});
