import { parseMissionId, parseRunId, parseTaskId, runIdOf, taskIdOf } from '@muster/core/ids';
import type { TaskAnswer } from '@muster/engine/engine';
import { describe, expect, it } from 'vitest';
import { claim, claimTitles, complete, launchMission } from '../support/a-launched-mission.ts';
import { aSubmission, MINUTE } from '../support/a-mission.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  answerOf,
  BOB_IN_TESTS,
  type EngineUnderTest,
  errorOf,
  RITA_IN_TESTS,
  STRANGER,
} from '../support/an-engine.ts';

async function aTask(under: EngineUnderTest, told: object = {}): Promise<TaskAnswer> {
  const answer = answerOf(
    await under.engine.createTask(RITA_IN_TESTS, { task: { title: 'Water', ...told } }),
  );
  await under.settle();
  return answer;
}

async function statusOf(under: EngineUnderTest, { ref }: TaskAnswer): Promise<string | undefined> {
  const [task] = await under.engine.nodes(RITA_IN_TESTS, [ref]);
  return task?.status;
}

async function titles(under: EngineUnderTest, statuses?: Parameters<typeof list>[1]) {
  return (await list(under, statuses)).map(({ task }) => task.title);
}

async function list(under: EngineUnderTest, statuses?: readonly TaskAnswer['task']['status'][]) {
  const page = { first: 100, ...(statuses === undefined ? {} : { statuses }) };
  const listed = await under.engine.listStandaloneTasks(RITA_IN_TESTS, page);
  return listed.items.map(({ node }) => node);
}

describe('createTask', () => {
  it('makes a task that is READY, in no mission', async () => {
    const under = anEngine();

    const { task, ref } = await aTask(under);

    expect(task).toMatchObject({ title: 'Water', status: 'READY' });
    expect(parseTaskId(taskIdOf(ref))).toEqual(ref);
    expect((await under.engine.listMissions(RITA_IN_TESTS, { first: 10 })).items).toEqual([]);
    expect(
      (await under.engine.listMissions(RITA_IN_TESTS, { first: 10, statuses: ['ACTIVE'] })).items,
    ).toEqual([]);
  });

  it('has a container that no id names (S1)', async () => {
    const under = anEngine();

    const { ref } = await aTask(under);

    expect(parseMissionId(ref.missionId)).toBeUndefined();
    expect(parseRunId(runIdOf(ref))).toBeUndefined();
  });

  it.each([
    { wrong: 'no title', task: {}, path: ['title'], code: 'REQUIRED' },
    { wrong: 'something to depend on', task: { title: 'A', dependsOn: ['B'] }, path: ['dependsOn', 0] },
    { wrong: 'a milestone', task: { title: 'A', milestone: 'M' }, path: ['milestone'] },
    { wrong: 'an unknown key', task: { title: 'A', colour: 'red' }, path: ['colour'] },
    { wrong: 'no task at all', task: 7, path: [] },
  ])('refuses $wrong, with the path in the task, and stores nothing', async ({ task, path }) => {
    const under = anEngine();

    const error = errorOf(await under.engine.createTask(RITA_IN_TESTS, { task }));

    expect(error).toMatchObject({
      code: 'INVALID_DOCUMENT',
      path: ['task'],
      detail: { problems: [{ path }] },
    });
    expect(await list(under)).toEqual([]);
  });

  it('repeated with the same key makes one task', async () => {
    const under = anEngine();
    const input = { task: { title: 'A' }, idempotencyKey: 'k' };

    const first = answerOf(await under.engine.createTask(RITA_IN_TESTS, input));
    const again = answerOf(await under.engine.createTask(RITA_IN_TESTS, input));

    expect(again).toMatchObject({ ref: first.ref, sequence: first.sequence });
    expect(await titles(under)).toEqual(['A']);
  });
});

describe('a standalone task', () => {
  it('is offered by claimTasks beside those of missions, best first', async () => {
    const under = anEngine();
    await aTask(under, { title: 'late', priority: 4 });
    await launchMission(under, { tasks: [{ title: 'of a mission', priority: 2 }] });
    await aTask(under, { title: 'urgent', priority: 1 });

    expect(await claimTitles(under)).toEqual(['urgent', 'of a mission', 'late']);
  });

  it('has the same lease: it expires, and a late answer changes nothing', async () => {
    const under = anEngine();
    const made = await aTask(under);
    const [held] = await claim(under);

    await under.wait(MINUTE);
    const late = { attempt: held?.ref ?? { ...made.ref, generation: 1 }, submission: aSubmission() };
    const [answer] = answerOf(await under.engine.completeTasks(ADA_IN_TESTS, { tasks: [late] }));

    expect(answer).toMatchObject({ ok: false, error: { code: 'STALE_ATTEMPT' } });
    expect(await statusOf(under, made)).toBe('READY');
  });

  it('has the same attempts, evidence and review', async () => {
    const under = anEngine();
    const made = await aTask(under, { review: 'REQUIRED' });
    const held = await claim(under);
    const attempt = held[0]?.ref ?? { ...made.ref, generation: 1 };
    const noEvidence = { attempt, submission: aSubmission({ evidence: ' ' }) };

    const [refused] = answerOf(await under.engine.completeTasks(ADA_IN_TESTS, { tasks: [noEvidence] }));
    await complete(under, held);
    const own = await under.engine.acceptTask(ADA_IN_TESTS, { task: made.ref });
    answerOf(await under.engine.acceptTask(BOB_IN_TESTS, { task: made.ref }));

    expect(refused).toMatchObject({ ok: false, error: { code: 'EVIDENCE_REQUIRED' } });
    expect(errorOf(own).code).toBe('IMPLEMENTER_CANNOT_REVIEW');
    expect(await statusOf(under, made)).toBe('DONE');
    expect((await under.engine.listAttempts(RITA_IN_TESTS, { ...made.ref, first: 10 })).items).toMatchObject([
      { node: { status: 'ACCEPTED' } },
    ]);
  });

  it('can be opened again after it was DONE, and retried after it FAILED (S2)', async () => {
    const under = anEngine();
    const made = await aTask(under, { maxAttempts: 1 });
    await complete(under, await claim(under));

    answerOf(await under.engine.reopenTask(RITA_IN_TESTS, { task: made.ref, reason: 'Once more.' }));
    const [again] = await claim(under);
    if (!again) throw new Error('it can be claimed again');
    answerOf(await under.engine.failTask(ADA_IN_TESTS, { attempt: again.ref, message: 'It broke.' }));
    expect(await statusOf(under, made)).toBe('FAILED');
    answerOf(await under.engine.retryTask(RITA_IN_TESTS, { task: made.ref }));
    await under.settle();

    expect(await claimTitles(under)).toEqual(['Water']);
  });

  it('stays alone: a blocking issue found at it is told, and becomes no task of its container', async () => {
    const under = anEngine();
    const { ref } = await aTask(under);
    const issue = { severity: 'BLOCKING', title: 'No water', description: 'The tap is dry.' } as const;

    await complete(under, await claim(under), { issues: [issue] });

    const page = { missionId: ref.missionId, after: 0, first: 100, types: ['IssueDiscovered'] as const };
    const told = answerOf(await under.engine.listEvents(RITA_IN_TESTS, page));
    expect(told.items).toMatchObject([{ node: { data: { title: 'No water' } } }]);
    expect(await list(under)).toMatchObject([{ task: { status: 'DONE' } }]);
    expect(await claimTitles(under)).toEqual([]);
  });

  it('tells what happens to it, and nothing of its container (S1)', async () => {
    const under = anEngine();
    const { ref } = await aTask(under);
    await complete(under, await claim(under));

    const listed = answerOf(
      await under.engine.listEvents(RITA_IN_TESTS, { missionId: ref.missionId, after: 0, first: 100 }),
    );

    expect(listed.items.map(({ node }) => node.type)).toEqual([
      'TaskCreated',
      'TaskStatusChanged',
      'TaskStatusChanged',
      'AttemptStatusChanged',
      'AttemptStatusChanged',
      'TaskStatusChanged',
    ]);
    expect(listed.items.map(({ node }) => node.sequence)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('of another workspace does not exist', async () => {
    const under = anEngine();
    const made = await aTask(under);

    expect(await under.engine.nodes(STRANGER, [made.ref])).toEqual([undefined]);
    expect((await under.engine.listStandaloneTasks(STRANGER, { first: 10 })).items).toEqual([]);
    const error = errorOf(await under.engine.skipTask(STRANGER, { task: made.ref, reason: 'x' }));
    expect(error).toMatchObject({ code: 'NOT_FOUND', detail: { subject: 'task' } });
  });
});

describe('the list of standalone tasks', () => {
  it('is narrowed by where each stands, newest first, page by page', async () => {
    const under = anEngine();
    for (const title of ['one', 'two', 'three']) await aTask(under, { title });
    const [first] = await claim(under, { limit: 1 });
    if (!first) throw new Error('there is one to claim');
    await complete(under, [first]);

    expect(await titles(under)).toEqual(['three', 'two', 'one']);
    expect(await titles(under, ['DONE'])).toEqual(['one']);
    expect(await titles(under, ['READY', 'IN_PROGRESS'])).toEqual(['three', 'two']);
    const page = await under.engine.listStandaloneTasks(RITA_IN_TESTS, { first: 2 });
    const after = page.items.at(-1)?.cursor ?? '';
    const next = await under.engine.listStandaloneTasks(RITA_IN_TESTS, { first: 2, after });
    expect(page.hasNext).toBe(true);
    expect(next.items.map(({ node }) => node.task.title)).toEqual(['one']);
    expect(next.hasNext).toBe(false);
  });
});
