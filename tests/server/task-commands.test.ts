import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLaunchedMission, aTaskFor, claim, complete } from './support/missions.ts';
import { aServer, type TestServer } from './support/running-server.ts';

let server: TestServer;
let reviewer: string;
beforeAll(async () => {
  server = await aServer();
  const input = { name: 'reviewer', role: 'MEMBER' };
  reviewer = (await server.run('createApiKey', input, { select: 'token' })).token;
});
afterAll(() => server.stop());

const TASK = { select: 'sequence task { id status score reason blocked { cause note } } mission { status }' };
const NO_TASK = 'tsk_01M7YK9945NEHEJJHJ6VKX2E7D_1_0';

async function onlyTaskOf(missionId: string): Promise<string> {
  const query = 'query($id: ID!) { mission(id: $id) { run { tasks { nodes { id } } } } }';
  return (await server.ask(query, { id: missionId })).body.data.mission.run.tasks.nodes[0].id;
}

async function aTaskInReview(agent: string): Promise<string> {
  const missionId = await aLaunchedMission(server, {
    tasks: [aTaskFor(agent, { review: 'REQUIRED', maxAttempts: 1 })],
  });
  await complete(server, await claim(server, agent));
  return onlyTaskOf(missionId);
}

describe('acceptTask and rejectTask', () => {
  it('settle a task in review with the score of somebody else', async () => {
    const taskId = await aTaskInReview('accepted');

    const answer = await server.run(
      'acceptTask',
      { taskId, score: 4.5, feedback: 'Good.' },
      { ...TASK, token: reviewer },
    );

    expect(answer).toMatchObject({ __typename: 'AcceptTaskSuccess', task: { status: 'DONE', score: 4.5 } });
  });

  it('send the work back', async () => {
    const taskId = await aTaskInReview('rejected');

    const answer = await server.run('rejectTask', { taskId, feedback: 'No.' }, { ...TASK, token: reviewer });

    expect(answer).toMatchObject({ __typename: 'RejectTaskSuccess', task: { status: 'FAILED' } });
  });

  it('are not for who did the work', async () => {
    const taskId = await aTaskInReview('reviewer');

    const answer = await server.run('acceptTask', { taskId }, { token: reviewer });

    expect(answer).toMatchObject({
      __typename: 'ImplementerCannotReviewError',
      code: 'IMPLEMENTER_CANNOT_REVIEW',
      taskId,
      actor: 'reviewer',
    });
  });

  it('take a score from 1 to 5', async () => {
    const answer = await server.run('acceptTask', { taskId: NO_TASK, score: 5.1 });

    expect(answer).toMatchObject({ __typename: 'InvalidArgumentError', path: ['score'] });
  });
});

describe('blockTask and unblockTask', () => {
  it('take a task out of the queue and back', async () => {
    const taskId = await onlyTaskOf(await aLaunchedMission(server, { tasks: [aTaskFor('blocked')] }));

    const blocked = await server.run('blockTask', { taskId, cause: 'HUMAN', note: 'Needs a key.' }, TASK);
    const claims = await server.run('claimTasks', { agent: 'blocked' }, { select: 'claims { attemptId }' });
    const unblocked = await server.run('unblockTask', { taskId }, TASK);

    expect(blocked.task).toMatchObject({
      status: 'BLOCKED',
      blocked: { cause: 'HUMAN', note: 'Needs a key.' },
    });
    expect(claims.claims).toEqual([]);
    expect(unblocked.task).toMatchObject({ status: 'READY', blocked: null });
  });

  it('say what is legal instead', async () => {
    const taskId = await onlyTaskOf(await aLaunchedMission(server, { tasks: [aTaskFor('legal')] }));

    const answer = await server.run('unblockTask', { taskId });

    expect(answer).toMatchObject({ __typename: 'IllegalMoveError', status: 'READY', command: 'unblockTask' });
    expect(answer.legal).toEqual(['claimTasks', 'blockTask', 'skipTask', 'cancelTask']);
  });
});

describe('retryTask, skipTask and cancelTask', () => {
  it('give a failed task fresh attempts', async () => {
    const document = { tasks: [aTaskFor('retried', { maxAttempts: 1, onFailure: 'BLOCK' })] };
    const taskId = await onlyTaskOf(await aLaunchedMission(server, document));
    await server.run('failTask', { attemptId: await claim(server, 'retried'), message: 'Broke.' });

    const answer = await server.run('retryTask', { taskId }, TASK);

    expect(answer.task.status).toBe('READY');
  });

  it('leave a task out, with a reason', async () => {
    const taskId = await onlyTaskOf(await aLaunchedMission(server, { tasks: [aTaskFor('skipped')] }));

    const answer = await server.run('skipTask', { taskId, reason: 'Not needed' }, TASK);

    expect(answer.task).toMatchObject({ status: 'SKIPPED', reason: 'Not needed' });
  });

  it('call a task off, with a reason', async () => {
    const taskId = await onlyTaskOf(await aLaunchedMission(server, { tasks: [aTaskFor('cancelled')] }));

    const answer = await server.run('cancelTask', { taskId, reason: 'Stop' }, TASK);

    expect(answer.task).toMatchObject({ status: 'CANCELLED', reason: 'Stop' });
  });

  it.each(['skipTask', 'cancelTask'])('%s refuses a blank reason', async (command) => {
    const answer = await server.run(command, { taskId: NO_TASK, reason: '' });

    expect(answer).toMatchObject({ __typename: 'InvalidArgumentError', path: ['reason'] });
  });

  it.each([
    ['acceptTask', {}],
    ['rejectTask', {}],
    ['blockTask', { cause: 'OTHER', note: 'n' }],
    ['unblockTask', {}],
    ['retryTask', {}],
    ['skipTask', { reason: 'r' }],
    ['cancelTask', { reason: 'r' }],
  ])('%s answers the same for an unknown and for a malformed id', async (command, more) => {
    for (const taskId of [NO_TASK, 'tsk_1', '']) {
      const answer = await server.run(command, { taskId, ...more });

      expect(answer).toMatchObject({ __typename: 'NotFoundError', path: ['taskId'], id: taskId });
    }
  });
});
