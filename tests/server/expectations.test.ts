import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLaunchedMission, aTaskFor, claim, until } from './support/missions.ts';
import { aServer, type TestServer } from './support/running-server.ts';

let server: TestServer;
let agent: string;
beforeAll(async () => {
  server = await aServer();
  agent = (await server.run('createApiKey', { name: 'cyd', role: 'AGENT' }, { select: 'token' })).token;
});
afterAll(() => server.stop());

const TEST = { type: 'test', command: 'npm test' };
const REVIEW = { type: 'llm_review', dimensions: [{ name: 'truth' }], threshold: 3 };
const EVIDENCE = { evidence: 'Looked at.' };
const TASK = {
  select: `task { id status attemptsSpent fixRounds keptFor score currentAttempt { id }
    attempts { nodes { status failure { reason message } reviews { actor { name } scores { dimension score } } } } }`,
};

async function begun(name: string, task: object): Promise<string> {
  await aLaunchedMission(server, { tasks: [aTaskFor(name, task)] });
  return claim(server, name);
}

function results(hasPassed: boolean) {
  return { ...EVIDENCE, expectationResults: [{ position: 0, hasPassed }] };
}

describe('completeTask', () => {
  it('without a word about an expectation is refused with its position', async () => {
    const attemptId = await begun('silent', { expectations: [TEST] });

    const answer = await server.run('completeTask', { attemptId, submission: EVIDENCE });

    expect(answer).toMatchObject({ __typename: 'ResultsRequiredError', positions: [0] });
  });

  it('with one that was not met answers with the attempt in which to mend it', async () => {
    const attemptId = await begun('mender', { expectations: [TEST] });

    const failed = await server.run('completeTask', { attemptId, submission: results(false) }, TASK);
    const next = failed.task.currentAttempt.id;
    const late = await server.run('completeTask', { attemptId, submission: results(true) });
    const mended = await server.run('completeTask', { attemptId: next, submission: results(true) }, TASK);

    expect(failed.task).toMatchObject({ status: 'IN_PROGRESS', attemptsSpent: 0, fixRounds: 1 });
    expect(late).toMatchObject({ __typename: 'StaleAttemptError', attemptId });
    expect(mended.task).toMatchObject({
      status: 'DONE',
      attempts: { nodes: [{ status: 'FAILED', failure: { reason: 'EXPECTATION' } }, { status: 'ACCEPTED' }] },
    });
  });
});

describe('reviewTask', () => {
  it('scores what was asked for, and sends back what scores too low', async () => {
    const attemptId = await begun('author', { expectations: [REVIEW] });
    const { task } = await server.run('completeTask', { attemptId, submission: EVIDENCE }, TASK);
    const input = { taskId: task.id, scores: [{ position: 0, dimension: 'truth', score: 2 }] };

    const reviewed = await server.run('reviewTask', input, { ...TASK, token: agent });

    expect(reviewed.task).toMatchObject({
      status: 'READY',
      keptFor: 'author',
      attempts: {
        nodes: [
          {
            status: 'REJECTED',
            failure: { message: 'Expectation number 0 scored 2.00; at least 3 is needed.' },
            reviews: [{ actor: { name: 'cyd' }, scores: [{ dimension: 'truth', score: 2 }] }],
          },
        ],
      },
    });
  });

  it('is refused to agents that are not among the reviewers', async () => {
    const attemptId = await begun('secretive', { expectations: [REVIEW], reviewers: ['dan'] });
    const { task } = await server.run('completeTask', { attemptId, submission: EVIDENCE }, TASK);
    const input = { taskId: task.id, scores: [{ position: 0, dimension: 'truth', score: 5 }] };

    const answer = await server.run('reviewTask', input, { token: agent });

    expect(answer).toMatchObject({ __typename: 'NotAReviewerError', taskId: task.id, actor: 'cyd' });
  });

  it('takes each dimension once, with its place', async () => {
    const attemptId = await begun('counted', { expectations: [REVIEW] });
    const { task } = await server.run('completeTask', { attemptId, submission: EVIDENCE }, TASK);
    const input = { taskId: task.id, scores: [{ position: 0, dimension: 'beauty', score: 5 }] };

    const answer = await server.run('reviewTask', input, { token: agent });

    expect(answer).toMatchObject({ __typename: 'InvalidArgumentError', path: ['scores', '0'] });
  });
});

describe('a task with side effects', () => {
  it('is tried again only when a person says so', async () => {
    const attemptId = await begun('careful', { sideEffects: true });
    const failed = await server.run('failTask', { attemptId, message: 'Half sent.' }, TASK);
    const input = { taskId: failed.task.id };

    const query = 'mutation($input: UnblockTaskInput!) { unblockTask(input: $input) { __typename } }';
    const byAgent = await server.ask(query, { input }, agent);
    const byPerson = await server.run('unblockTask', input, TASK);

    expect(failed.task.status).toBe('BLOCKED');
    expect(byAgent.body.errors[0].extensions.code).toBe('FORBIDDEN');
    expect(byPerson.task.status).toBe('READY');
  });
});

describe('reopenTask', () => {
  it('has a task that is done be done again, in a run that goes on', async () => {
    await aLaunchedMission(server, { tasks: [aTaskFor('redone'), aTaskFor('other', { title: 'Other' })] });
    const attemptId = await claim(server, 'redone');
    const { task } = await server.run('completeTask', { attemptId, submission: EVIDENCE }, TASK);

    const reopened = await server.run('reopenTask', { taskId: task.id, reason: 'Wrong colour.' }, TASK);
    const again = await server.run('reopenTask', { taskId: task.id, reason: 'Wrong colour.' });
    const blank = await server.run('reopenTask', { taskId: task.id, reason: ' ' });

    expect(reopened.task).toMatchObject({ status: 'READY', attemptsSpent: 0 });
    expect(again).toMatchObject({ __typename: 'IllegalMoveError', command: 'reopenTask' });
    expect(blank).toMatchObject({ __typename: 'InvalidArgumentError', path: ['reason'] });
  });
});

describe('retryFromTask', () => {
  it('has a task done again with what stands behind it', async () => {
    await aLaunchedMission(server, {
      tasks: [
        aTaskFor('first'),
        aTaskFor('second', { title: 'Second', dependsOn: ['The task'] }),
        aTaskFor('x', { title: 'X' }),
      ],
    });
    const first = await server.run(
      'completeTask',
      { attemptId: await claim(server, 'first'), submission: EVIDENCE },
      TASK,
    );
    await claim(server, 'second');

    const input = { taskId: first.task.id, reason: 'Wrong figures.' };
    const again = await server.run('retryFromTask', input, TASK);
    const late = await server.run('claimTasks', { agent: 'second' }, { select: 'claims { attemptId }' });

    expect(again.task).toMatchObject({ status: 'READY', attemptsSpent: 0 });
    expect(late.claims).toEqual([]);
  });
});

describe('a blocking issue', () => {
  it('that is told with a submission becomes a task of the run', async () => {
    const missionId = await aLaunchedMission(server, { tasks: [aTaskFor('finder')] });
    const attemptId = await claim(server, 'finder');
    const issues = [{ severity: 'BLOCKING', title: 'It leaks.', description: 'Under the sink.' }];

    await server.run('completeTask', { attemptId, submission: { ...EVIDENCE, issues } });
    const blank = await server.run('completeTask', {
      attemptId: await claim(server, 'anybody'),
      submission: { ...EVIDENCE, issues: [{ ...issues[0], title: ' ' }] },
    });

    const query =
      'query($id: ID!) { mission(id: $id) { run { status tasks { nodes { title status priority } } } } }';
    const { body } = await server.ask(query, { id: missionId });
    expect(body.data.mission.run).toMatchObject({
      status: 'ACTIVE',
      tasks: { nodes: [{ status: 'DONE' }, { title: 'It leaks.', status: 'IN_PROGRESS', priority: 1 }] },
    });
    expect(blank).toMatchObject({
      __typename: 'InvalidArgumentError',
      path: ['submission', 'issues', '0', 'title'],
    });
  });
});

describe('a run', () => {
  it('tells its quality threshold, what agents with a limit hold, and why it failed', async () => {
    const missionId = await aLaunchedMission(server, {
      tasks: [aTaskFor('limited')],
      team: [{ name: 'limited', maxConcurrent: 1 }],
      qualityThreshold: 4,
    });
    const attemptId = await claim(server, 'limited');
    const query =
      'query($id: ID!) { mission(id: $id) { status run { reason qualityThreshold agents { agent running maxConcurrent } } } }';
    const before = (await server.ask(query, { id: missionId })).body.data.mission;

    await server.run('completeTask', { attemptId, submission: { ...EVIDENCE, selfScore: 3 } });

    const after = (await server.ask(query, { id: missionId })).body.data.mission;
    expect(before.run).toMatchObject({
      qualityThreshold: 4,
      agents: [{ agent: 'limited', running: 1, maxConcurrent: 1 }],
    });
    expect(after).toMatchObject({
      status: 'FAILED',
      run: { reason: 'The average score is 3.00; at least 4 is needed.', agents: [{ running: 0 }] },
    });
  });

  it('tells the deadline of a task that has passed, and that it failed', async () => {
    const deadline = '2020-01-01T00:00:00Z';
    const missionId = await aLaunchedMission(server, {
      tasks: [aTaskFor('late', { deadline, onBreach: 'FAIL' })],
    });
    const query =
      'query($id: ID!) { mission(id: $id) { run { tasks { nodes { status deadlineBreachedAt definition { onBreach } } } } } }';

    const seen = await until(
      async () => (await server.ask(query, { id: missionId })).body.data.mission.run.tasks.nodes[0],
      (task) => task.status === 'FAILED',
    );

    expect(seen).toMatchObject({
      status: 'FAILED',
      deadlineBreachedAt: expect.any(String),
      definition: { onBreach: 'FAIL' },
    });
  });
});
