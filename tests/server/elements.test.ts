import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLaunchedMission, aTaskFor, claim, complete, until } from './support/missions.ts';
import { aServer, type TestServer } from './support/running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(() => server.stop());

const BODY = '01M7YK9945NEHEJJHJ6VKX2E7D_1_1';

/** A → element → B, A done; answers the element as soon as it stands at `status`. */
async function anElement(
  list: string,
  element: object,
  { agent, status, score }: { agent: string; status: string; score?: number },
): Promise<{ id: string; missionId: string }> {
  const missionId = await aLaunchedMission(server, {
    tasks: [aTaskFor(agent, { title: 'A' }), aTaskFor(agent, { title: 'B' })],
    [list]: [{ name: 'The element', afterTasks: ['A'], blocksTasks: ['B'], ...element }],
  });
  const attemptId = await claim(server, agent);
  await complete(server, attemptId, score === undefined ? {} : { selfScore: score });
  const query = `query($id: ID!) { mission(id: $id) { run { ${list} { nodes { id status } } } } }`;
  const look = async () => (await server.ask(query, { id: missionId })).body.data.mission.run[list].nodes[0];
  const found = await until(look, (seen) => seen.status === status);
  expect(found.status).toBe(status);
  return { id: found.id, missionId };
}

describe('a checkpoint', () => {
  it('opens after its tasks, and lets go what it blocks when it is approved', async () => {
    const { id } = await anElement('checkpoints', { message: 'Fine?' }, { agent: 'approve', status: 'OPEN' });

    const answer = await server.run(
      'approveCheckpoint',
      { checkpointId: id, feedback: 'Yes.' },
      {
        select:
          'sequence mission { sequence } checkpoint { status message approvals { actor { name } feedback } }',
      },
    );

    expect(answer.checkpoint).toEqual({
      status: 'APPROVED',
      message: 'Fine?',
      approvals: [{ actor: { name: 'owner' }, feedback: 'Yes.' }],
    });
    expect(answer.sequence).toBe(answer.mission.sequence);
    await claim(server, 'approve');
  });

  it('counts one decision', async () => {
    const { id } = await anElement('checkpoints', {}, { agent: 'twice', status: 'OPEN' });
    await server.run('approveCheckpoint', { checkpointId: id });

    const answer = await server.run('rejectCheckpoint', { checkpointId: id });

    expect(answer).toMatchObject({
      __typename: 'IllegalMoveError',
      status: 'APPROVED',
      command: 'rejectCheckpoint',
    });
  });

  it('sends the named tasks back to work when it is rejected', async () => {
    const { id, missionId } = await anElement('checkpoints', {}, { agent: 'reject', status: 'OPEN' });
    const tasks = await server.ask(
      'query($id: ID!) { mission(id: $id) { run { tasks { nodes { id title } } } } }',
      { id: missionId },
    );
    const [first] = tasks.body.data.mission.run.tasks.nodes;

    const input = { checkpointId: id, feedback: 'Again.', reopenTaskIds: [first.id] };
    const answer = await server.run('rejectCheckpoint', input, {
      select: 'checkpoint { status } mission { run { tasks { nodes { title status } } } }',
    });

    expect(answer).toMatchObject({
      __typename: 'RejectCheckpointSuccess',
      checkpoint: { status: 'PENDING' },
    });
    expect(answer.mission.run.tasks.nodes[0]).toEqual({ title: 'A', status: 'READY' });
  });

  it('is decided by its approvers only', async () => {
    const { id } = await anElement(
      'checkpoints',
      { approvers: ['carol'] },
      { agent: 'carol-only', status: 'OPEN' },
    );

    const answer = await server.run('approveCheckpoint', { checkpointId: id });

    expect(answer).toMatchObject({
      __typename: 'NotAnApproverError',
      code: 'NOT_AN_APPROVER',
      checkpointId: id,
      actor: 'owner',
    });
  });
});

describe('a quality gate', () => {
  it('says why it holds, and passes when it is overridden with a reason', async () => {
    const { id } = await anElement(
      'qualityGates',
      { minScore: 4 },
      { agent: 'gate', status: 'FAILED', score: 2 },
    );

    const seen = await server.ask(
      'query($id: ID!) { node(id: $id) { ... on QualityGate { reasons averageScore minScore } } }',
      { id },
    );
    const answer = await server.run(
      'overrideGate',
      { qualityGateId: id, reason: 'Good enough.' },
      {
        select: 'qualityGate { status override { feedback actor { name } } }',
      },
    );

    expect(seen.body.data.node).toMatchObject({ averageScore: 2, minScore: 4 });
    expect(seen.body.data.node.reasons).toHaveLength(1);
    expect(answer.qualityGate).toEqual({
      status: 'OVERRIDDEN',
      override: { feedback: 'Good enough.', actor: { name: 'owner' } },
    });
  });
});

describe('a delay', () => {
  it('is ended at once by a person with a reason', async () => {
    const { id } = await anElement('delays', { duration: 'PT1H' }, { agent: 'delay', status: 'RUNNING' });

    const answer = await server.run(
      'skipDelay',
      { delayId: id, reason: 'No time.' },
      {
        select: 'delay { status duration startedAt endsAt skip { feedback } }',
      },
    );

    const { delay } = answer;
    expect(delay).toMatchObject({ status: 'SKIPPED', duration: 'PT1H', skip: { feedback: 'No time.' } });
    expect(Date.parse(delay.endsAt) - Date.parse(delay.startedAt)).toBe(3_600_000);
  });
});

describe('commands on elements', () => {
  it.each([
    ['overrideGate', { qualityGateId: `gat_${BODY}` }],
    ['skipDelay', { delayId: `dly_${BODY}` }],
  ])('%s refuses a blank reason', async (command, input) => {
    const answer = await server.run(command, { ...input, reason: ' ' });

    expect(answer).toMatchObject({ __typename: 'InvalidArgumentError', path: ['reason'] });
  });

  it.each([
    ['approveCheckpoint', 'checkpointId', 'chk', {}],
    ['rejectCheckpoint', 'checkpointId', 'chk', {}],
    ['overrideGate', 'qualityGateId', 'gat', { reason: 'r' }],
    ['skipDelay', 'delayId', 'dly', { reason: 'r' }],
  ])('%s answers the same for an unknown and for a malformed id', async (command, field, prefix, more) => {
    for (const id of [`${prefix}_${BODY}`, `${prefix}_`, 'nonsense']) {
      const answer = await server.run(command, { [field]: id, ...more });

      expect(answer).toMatchObject({ __typename: 'NotFoundError', path: [field], id });
    }
  });
});
