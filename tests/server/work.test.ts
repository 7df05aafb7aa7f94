import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLaunchedMission, aTaskFor, claim, complete } from './support/missions.ts';
import { aServer, type TestServer } from './support/running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(() => server.stop());

const EVIDENCE = { evidence: 'It is done.' };
const NO_ATTEMPT = 'att_01M7YK9945NEHEJJHJ6VKX2E7D_1_0_1';
const TASK = { select: 'sequence task { id status score reason } mission { status }' } as const;

describe('claimTasks', () => {
  it('hands over everything that the work needs, in one answer', async () => {
    await aLaunchedMission(server, {
      tasks: [
        aTaskFor('claims-1', {
          description: 'In full.',
          expectations: [{ type: 'test', command: 'npm test' }],
        }),
      ],
    });

    const answer = await server.run(
      'claimTasks',
      { agent: 'claims-1', leaseMs: 5_000 },
      {
        select: `claims { attemptId expiresAt sequence
        attempt { id number status agent claimedAt claimedBy { kind name } }
        task { id title description status definition { maxAttempts expectations { type command } } } }`,
      },
    );

    const [{ attemptId, attempt, task, expiresAt }] = answer.claims;
    expect(task).toMatchObject({
      title: 'The task',
      description: 'In full.',
      status: 'IN_PROGRESS',
      definition: { maxAttempts: 3, expectations: [{ type: 'TEST', command: 'npm test' }] },
    });
    expect(attempt).toMatchObject({ id: attemptId, number: 1, status: 'ACTIVE', agent: 'claims-1' });
    expect(attempt.claimedBy).toEqual({ kind: 'USER', name: 'owner' });
    expect(Date.parse(expiresAt) - Date.parse(attempt.claimedAt)).toBe(5_000);
  });

  it('answers an empty list when there is nothing', async () => {
    const answer = await server.run('claimTasks', { agent: 'idle' }, { select: 'claims { attemptId }' });

    expect(answer).toEqual({ __typename: 'ClaimTasksSuccess', claims: [] });
  });

  it.each([
    [{ agent: ' ' }, ['agent']],
    [{ agent: 'a', limit: 0 }, ['limit']],
    [{ agent: 'a', limit: 101 }, ['limit']],
    [{ agent: 'a', leaseMs: 999 }, ['leaseMs']],
    [{ agent: 'a', leaseMs: 3_600_001 }, ['leaseMs']],
  ])('refuses %j', async (input, path) => {
    const answer = await server.run('claimTasks', input);

    expect(answer).toMatchObject({ __typename: 'InvalidArgumentError', path });
  });
});

describe('completeTask', () => {
  it('settles the task with everything that was handed in', async () => {
    const missionId = await aLaunchedMission(server, { tasks: [aTaskFor('full')] });
    const attemptId = await claim(server, 'full');
    const submission = {
      ...EVIDENCE,
      summary: 'All of it.',
      outcomes: ['It works'],
      filesCreated: ['a.ts'],
      filesEdited: ['b.ts'],
      issues: [{ severity: 'SUGGESTION', title: 'Nicer', description: 'Could be nicer.' }],
      usage: { tokens: 1_200, costUsd: 0.5, model: 'm' },
      selfScore: 4,
      artifacts: [{ name: 'Notes', kind: 'RESEARCH', text: 'Found.' }],
    };

    const answer = await server.run('completeTask', { attemptId, submission }, TASK);
    const seen = await server.ask(
      `query($id: ID!) { node(id: $id) { ... on Attempt { status artifactCount settledSequence
         submission { evidence summary outcomes filesCreated filesEdited selfScore usage { tokens costUsd model } issues { severity } }
         task { artifacts { nodes { id name kind text } } } } } }`,
      { id: attemptId },
    );

    expect(answer).toMatchObject({ __typename: 'CompleteTaskSuccess', task: { status: 'DONE' } });
    const { node } = seen.body.data;
    expect(node).toMatchObject({ status: 'ACCEPTED', artifactCount: 1 });
    expect(node.submission).toMatchObject({ summary: 'All of it.', usage: { tokens: 1_200, model: 'm' } });
    expect(node.task.artifacts.nodes).toMatchObject([{ name: 'Notes', kind: 'RESEARCH', text: 'Found.' }]);
    const artifact = await server.ask('query($id: ID!) { node(id: $id) { id ... on Artifact { name } } }', {
      id: node.task.artifacts.nodes[0].id,
    });
    expect(artifact.body.data.node.name).toBe('Notes');
    const done = await server.ask('query($id: ID!) { mission(id: $id) { status progress } }', {
      id: missionId,
    });
    expect(done.body.data.mission).toEqual({ status: 'COMPLETED', progress: 100 });
  });

  it('delivers versions of its artifacts: a second attempt that has one again is its next, listed in order', async () => {
    await aLaunchedMission(server, { tasks: [aTaskFor('versions'), { title: 'Hold', specialty: 'nobody' }] });
    const delivered = (text: string) => ({
      ...EVIDENCE,
      artifacts: [{ name: 'report.md', kind: 'DELIVERABLE', text }],
    });
    const first = await claim(server, 'versions');
    const { task } = await server.run(
      'completeTask',
      { attemptId: first, submission: delivered('Short.') },
      { select: 'task { id }' },
    );
    await server.run('reopenTask', { taskId: task.id, reason: 'More.' }, TASK);
    const second = await claim(server, 'versions');

    await server.run('completeTask', { attemptId: second, submission: delivered('Long.') }, TASK);
    const seen = await server.ask(
      'query($id: ID!) { node(id: $id) { ... on Task { artifacts { nodes { name version text } } } } }',
      { id: task.id },
    );

    expect(seen.body.data.node.artifacts.nodes).toEqual([
      { name: 'report.md', version: 1, text: 'Short.' },
      { name: 'report.md', version: 2, text: 'Long.' },
    ]);
  });

  it('needs evidence or a reason for having none', async () => {
    await aLaunchedMission(server, { tasks: [aTaskFor('evidence')] });
    const attemptId = await claim(server, 'evidence');

    const without = await server.run('completeTask', { attemptId, submission: { evidence: '  ' } });
    const excused = await server.run('completeTask', {
      attemptId,
      submission: { noEvidenceReason: 'A chat.' },
    });

    expect(without).toMatchObject({
      __typename: 'EvidenceRequiredError',
      code: 'EVIDENCE_REQUIRED',
      attemptId,
    });
    expect(excused.__typename).toBe('CompleteTaskSuccess');
  });

  it.each([
    [{ ...EVIDENCE, selfScore: 6 }, ['submission', 'selfScore']],
    [{ ...EVIDENCE, usage: { tokens: -1, costUsd: 0 } }, ['submission', 'usage', 'tokens']],
    [{ ...EVIDENCE, artifacts: [{ name: 'A', kind: 'ASSET' }] }, ['submission', 'artifacts', '0']],
    [
      { ...EVIDENCE, artifacts: [{ name: 'A', kind: 'ASSET', text: 't', url: 'https://example.com' }] },
      ['submission', 'artifacts', '0'],
    ],
  ])('refuses %j', async (submission, path) => {
    const answer = await server.run('completeTask', { attemptId: NO_ATTEMPT, submission });

    expect(answer).toMatchObject({ __typename: 'InvalidArgumentError', path });
  });

  it('answers the same for an unknown and for a malformed attempt', async () => {
    for (const attemptId of [NO_ATTEMPT, 'att_x', 'mis_01M7YK9945NEHEJJHJ6VKX2E7D']) {
      const answer = await server.run('completeTask', { attemptId, submission: EVIDENCE });

      expect(answer).toMatchObject({
        __typename: 'NotFoundError',
        code: 'NOT_FOUND',
        path: ['attemptId'],
        id: attemptId,
      });
    }
  });

  it('tells a late worker that its attempt is stale', async () => {
    const missionId = await aLaunchedMission(server, { tasks: [aTaskFor('late')] });
    const attemptId = await claim(server, 'late');
    await server.run('cancelMission', { missionId, reason: 'Over' });

    const answer = await server.run('completeTask', { attemptId, submission: EVIDENCE });

    expect(answer).toMatchObject({ __typename: 'StaleAttemptError', code: 'STALE_ATTEMPT', attemptId });
  });
});

const RESULTS = `results { __typename ... on TaskCompletion { sequence task { id status } }
  ... on Error { code path } ... on NotFoundError { id } }`;

describe('completeTasks', () => {
  it('answers one result per submission, in order; a refused one does not touch the others', async () => {
    const titles = ['A', 'B'];
    await aLaunchedMission(server, { tasks: titles.map((title) => aTaskFor('batch', { title })) });
    const first = await claim(server, 'batch');
    const second = await claim(server, 'batch');
    const ids = [first, 'att_broken', NO_ATTEMPT, second];

    const tasks = ids.map((attemptId) => ({ attemptId, submission: EVIDENCE }));
    const answer = await server.run('completeTasks', { tasks }, { select: RESULTS });

    expect(answer.results).toMatchObject([
      { __typename: 'TaskCompletion', task: { status: 'DONE' } },
      { __typename: 'NotFoundError', path: ['tasks', '1', 'attemptId'], id: 'att_broken' },
      { __typename: 'NotFoundError', path: ['tasks', '2', 'attemptId'], id: NO_ATTEMPT },
      { __typename: 'TaskCompletion', task: { status: 'DONE' } },
    ]);
  });

  it('takes 1 to 100 submissions', async () => {
    const many = Array.from({ length: 101 }, () => ({ attemptId: NO_ATTEMPT, submission: EVIDENCE }));

    for (const tasks of [[], many]) {
      const answer = await server.run('completeTasks', { tasks });

      expect(answer).toMatchObject({ __typename: 'InvalidArgumentError', path: ['tasks'] });
    }
  });
});

describe('completeAndClaim', () => {
  it('hands out what the completion has released, in one round trip', async () => {
    const agent = 'chain';
    await aLaunchedMission(server, {
      tasks: [aTaskFor(agent, { title: 'A' }), aTaskFor(agent, { title: 'B', dependsOn: ['A'] })],
    });
    const attemptId = await claim(server, agent);

    const input = { complete: [{ attemptId, submission: EVIDENCE }], claim: { agent } };
    const answer = await server.run('completeAndClaim', input, {
      select: `${RESULTS} claims { task { title } }`,
    });

    expect(answer.results).toMatchObject([{ __typename: 'TaskCompletion' }]);
    expect(answer.claims).toEqual([{ task: { title: 'B' } }]);
  });
});

describe('heartbeat and failTask', () => {
  it('renew a lease, and give it up', async () => {
    await aLaunchedMission(server, { tasks: [aTaskFor('beats', { maxAttempts: 1 })] });
    const attemptId = await claim(server, 'beats');

    const renewed = await server.run(
      'heartbeat',
      { attemptId },
      { select: 'sequence attempt { id status expiresAt }' },
    );
    const failed = await server.run('failTask', { attemptId, message: 'No disk.' }, TASK);

    expect(renewed).toMatchObject({
      attempt: { id: attemptId, status: 'ACTIVE' },
      sequence: expect.any(Number),
    });
    expect(failed).toMatchObject({ task: { status: 'FAILED' }, mission: { status: 'FAILED' } });
  });

  it('refuse a blank message and an unknown attempt', async () => {
    const blank = await server.run('failTask', { attemptId: NO_ATTEMPT, message: '' });
    const unknown = await server.run('heartbeat', { attemptId: 'nonsense' });

    expect(blank).toMatchObject({ __typename: 'InvalidArgumentError', path: ['message'] });
    expect(unknown).toMatchObject({ __typename: 'NotFoundError', id: 'nonsense' });
  });

  it('say that a settled attempt is stale', async () => {
    await aLaunchedMission(server, { tasks: [aTaskFor('settled')] });
    const attemptId = await claim(server, 'settled');
    await complete(server, attemptId);

    const answer = await server.run('heartbeat', { attemptId });

    expect(answer.__typename).toBe('StaleAttemptError');
  });
});
