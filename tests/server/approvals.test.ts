import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLaunchedMission } from './support/missions.ts';
import { aServer, type TestServer } from './support/running-server.ts';
import { overSse, overWebSocket } from './support/watching.ts';

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(() => server.stop());

const LIST = `query($kinds: [ApprovalKind!]) { approvals(first: 100, kinds: $kinds) { edges { node {
  kind since mission { id } subject { __typename
    ... on Checkpoint { id name status message }
    ... on QualityGate { id name reasons }
    ... on Task { id title } } } } } }`;
const WATCH = `subscription { approvals(kinds: [CHECKPOINT]) {
  kind isWaiting subjectId event { type mission { id } } } }`;

async function listed(missionId: string) {
  const { body } = await server.ask(LIST);
  const nodes = body.data.approvals.edges.map((edge: { node: { mission: { id: string } } }) => edge.node);
  return nodes.filter((node: { mission: { id: string } }) => node.mission.id === missionId);
}

describe('approvals over the API', () => {
  it('name what waits for a person, with what it is about', async () => {
    const missionId = await aLaunchedMission(server, {
      tasks: [{ title: 'A', assignTo: 'nobody' }],
      checkpoints: [{ name: 'Look', message: 'Is it good?' }],
      qualityGates: [{ name: 'Good', minScore: 3 }],
    });

    const found = await listed(missionId);

    expect(found.map((one: { subject: object }) => one.subject)).toMatchObject([
      { __typename: 'Checkpoint', name: 'Look', status: 'OPEN', message: 'Is it good?' },
      { __typename: 'QualityGate', name: 'Good', reasons: ['No task has a score; at least 3 is needed.'] },
    ]);
    expect(found.map((one: { kind: string }) => one.kind)).toEqual(['CHECKPOINT', 'GATE']);
  });

  it.each([
    ['WebSocket', overWebSocket],
    ['SSE', overSse],
  ])('are watched over %s: what begins to wait, and what was decided', async (_, watcher) => {
    const watching = watcher({ url: server.url, token: server.key, query: WATCH, variables: {} });
    const first = watching.next();
    let seen: Awaited<typeof first>;
    void first.then((answer) => {
      seen = answer;
    });
    // Nothing tells when listening has begun: one of these comes after that.
    for (let made = 0; seen === undefined && made < 500; made += 1) {
      await aLaunchedMission(server, { tasks: [], checkpoints: [{ name: 'Look' }] });
    }
    const opened = seen?.data.approvals;

    await server.run('approveCheckpoint', { checkpointId: opened.subjectId });
    let decided = (await watching.next())?.data.approvals;
    while (decided.isWaiting) decided = (await watching.next())?.data.approvals;
    await watching.stop();

    expect(opened).toMatchObject({ kind: 'CHECKPOINT', isWaiting: true });
    expect(decided).toMatchObject({
      isWaiting: false,
      subjectId: opened.subjectId,
      event: { type: 'CHECKPOINT_STATUS_CHANGED' },
    });
  });
});
