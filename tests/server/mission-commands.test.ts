import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDraft, aLaunchedMission, aTaskFor, claim } from './support/missions.ts';
import { aServer, type TestServer } from './support/running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(() => server.stop());

const STATUS = { select: 'sequence mission { id status sequence documentVersion }' } as const;
const NOBODY = 'mis_01M7YK9945NEHEJJHJ6VKX2E7D';
const ONE_TASK = { tasks: [{ title: 'Only' }] };

describe('createMission', () => {
  it('saves a draft and answers the sequence it committed', async () => {
    const answer = await server.run('createMission', { title: 'One', document: ONE_TASK }, STATUS);

    expect(answer).toMatchObject({
      __typename: 'CreateMissionSuccess',
      mission: { status: 'DRAFT', documentVersion: 1, sequence: answer.sequence },
    });
    expect(answer.sequence).toBeGreaterThan(0);
  });

  it('launches at once when told to', async () => {
    const input = { title: 'Two', document: ONE_TASK, launch: true };
    const answer = await server.run('createMission', input, {
      select: 'mission { status run { number taskCounts { ready total } } }',
    });

    expect(answer.mission).toEqual({
      status: 'ACTIVE',
      run: { number: 1, taskCounts: { ready: 1, total: 1 } },
    });
  });

  it('reports five mistakes with their paths and stores nothing', async () => {
    const document = {
      tasks: [
        { title: 'A', dependsOn: ['Nobody'] },
        { title: 'A2', dependsOn: ['A2'] },
        { title: 'A3', priority: 9 },
        { title: 'A4', surprise: true },
      ],
      delays: [{ name: 'Rest', afterTasks: ['A'], blocksTasks: ['A3'], duration: 'ten minutes' }],
    };
    const count = () => server.ask('{ missions(first: 100) { nodes { id } } }');
    const before = (await count()).body.data.missions.nodes.length;

    const answer = await server.run('createMission', { title: 'Wrong', document, launch: true });

    expect(answer).toMatchObject({ __typename: 'InvalidDocumentError', code: 'INVALID_DOCUMENT' });
    expect(answer.problems.map(({ path }: { path: string[] }) => path.join('.')).sort()).toEqual([
      'delays.0.duration',
      'tasks.0.dependsOn.0',
      'tasks.1.dependsOn.0',
      'tasks.2.priority',
      'tasks.3.surprise',
    ]);
    expect((await count()).body.data.missions.nodes).toHaveLength(before);
  });

  it.each([
    [{ title: '   ' }, ['title']],
    [{ title: 'x'.repeat(201) }, ['title']],
    [{ title: 'T', maxConcurrent: 0 }, ['maxConcurrent']],
    [{ title: 'T', tags: ['good', ' '] }, ['tags', '1']],
    [{ title: 'T', idempotencyKey: 'k'.repeat(201) }, ['idempotencyKey']],
  ])('refuses %j in its union, with the path', async (input, path) => {
    const answer = await server.run('createMission', { document: ONE_TASK, ...input });

    expect(answer).toMatchObject({ __typename: 'InvalidArgumentError', code: 'INVALID_ARGUMENT', path });
  });

  it('answers a repeated key the first answer, and refuses it for another request', async () => {
    const input = { title: 'Keyed', document: ONE_TASK, idempotencyKey: 'create-keyed' };
    const first = await server.run('createMission', input, STATUS);

    const second = await server.run('createMission', input, STATUS);
    const other = await server.run('createMission', { ...input, title: 'Other' }, STATUS);

    expect(second.mission.id).toBe(first.mission.id);
    expect(other).toMatchObject({
      __typename: 'IdempotencyKeyReusedError',
      code: 'IDEMPOTENCY_KEY_REUSED',
      idempotencyKey: 'create-keyed',
    });
  });
});

describe('the commands of a mission', () => {
  it('move it from draft to planning to a run, pause and resume it', async () => {
    const missionId = await aDraft(server, { tasks: [aTaskFor('nobody-here')] });
    const statuses: string[] = [];

    for (const command of ['planMission', 'launchMission', 'pauseMission', 'resumeMission']) {
      const answer = await server.run(command, { missionId }, STATUS);
      statuses.push(answer.mission.status);
      expect(answer.sequence).toBe(answer.mission.sequence);
    }

    expect(statuses).toEqual(['PLANNING', 'ACTIVE', 'PAUSED', 'ACTIVE']);
  });

  it('save a new version of the document', async () => {
    const missionId = await aDraft(server);

    const answer = await server.run('saveDocument', { missionId, document: ONE_TASK }, STATUS);

    expect(answer.mission.documentVersion).toBe(2);
  });

  it('call it off, with a reason that is not blank', async () => {
    const missionId = await aLaunchedMission(server, { tasks: [aTaskFor('nobody-here')] });

    const blank = await server.run('cancelMission', { missionId, reason: ' \n ' });
    const cancelled = await server.run('cancelMission', { missionId, reason: 'Not needed' }, STATUS);

    expect(blank).toMatchObject({ __typename: 'InvalidArgumentError', path: ['reason'] });
    expect(cancelled.mission.status).toBe('CANCELLED');
  });

  it('call only its run off', async () => {
    const missionId = await aLaunchedMission(server, { tasks: [aTaskFor('nobody-here')] });

    const answer = await server.run(
      'cancelRun',
      { missionId, reason: 'Again later' },
      {
        select: 'mission { status run { status reason } }',
      },
    );

    expect(answer.mission).toEqual({
      status: 'CANCELLED',
      run: { status: 'CANCELLED', reason: 'Again later' },
    });
  });

  it('take a failed run up again', async () => {
    const agent = 'retry-failed';
    const missionId = await aLaunchedMission(server, { tasks: [aTaskFor(agent, { maxAttempts: 1 })] });
    await server.run('failTask', { attemptId: await claim(server, agent), message: 'It broke.' });

    const answer = await server.run('retryFailed', { missionId }, STATUS);

    expect(answer.mission.status).toBe('ACTIVE');
  });

  it.each([
    ['planMission', {}],
    ['launchMission', {}],
    ['pauseMission', {}],
    ['resumeMission', {}],
    ['cancelMission', { reason: 'r' }],
    ['cancelRun', { reason: 'r' }],
    ['retryFailed', {}],
    ['saveDocument', { document: {} }],
  ])('%s answers the same for an unknown and for a malformed id', async (command, more) => {
    for (const missionId of [NOBODY, 'mis_nonsense', 'tsk_01M7YK9945NEHEJJHJ6VKX2E7D_1_0', '']) {
      const answer = await server.run(command, { missionId, ...more });

      expect(answer).toMatchObject({
        __typename: 'NotFoundError',
        code: 'NOT_FOUND',
        path: ['missionId'],
        id: missionId,
      });
    }
  });

  it('refuse an illegal move and name the legal ones', async () => {
    const missionId = await aDraft(server);

    const answer = await server.run('resumeMission', { missionId });

    expect(answer).toMatchObject({
      __typename: 'IllegalMoveError',
      code: 'ILLEGAL_MOVE',
      id: missionId,
      status: 'DRAFT',
      command: 'resumeMission',
    });
    expect(answer.legal).toEqual([
      'planMission',
      'saveDocument',
      'launchMission',
      'scheduleMission',
      'cancelMission',
    ]);
  });

  it('refuse to launch a draft with problems, and leave it as it is', async () => {
    const missionId = await aDraft(server, { tasks: [{ title: 'A', dependsOn: ['B'] }] });

    const answer = await server.run('launchMission', { missionId });
    const after = await server.ask('query($id: ID!) { mission(id: $id) { status runCount } }', {
      id: missionId,
    });

    expect(answer.problems).toMatchObject([
      { code: 'UNKNOWN_NAME', path: ['tasks', '0', 'dependsOn', '0'], value: 'B' },
    ]);
    expect(after.body.data.mission).toEqual({ status: 'DRAFT', runCount: 0 });
  });
});
