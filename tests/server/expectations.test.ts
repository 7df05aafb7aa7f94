import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLaunchedMission, aTaskFor, claim } from './support/missions.ts';
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
