import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDraft, aLaunchedMission, aTaskFor, claim, complete, until } from './support/missions.ts';
import { aServer, type TestServer } from './support/running-server.ts';

let server: TestServer;
let missionId: string;
beforeAll(async () => {
  server = await aServer();
  missionId = await aLaunchedMission(server, {
    tasks: [
      aTaskFor('asker', { title: 'A', milestone: 'M' }),
      aTaskFor('asker', { title: 'B', dependsOn: ['A'] }),
    ],
    milestones: [{ name: 'M', description: 'First.' }],
  });
  await complete(server, await claim(server, 'asker'));
});
afterAll(() => server.stop());

const NOBODY = 'mis_01M7YK9945NEHEJJHJ6VKX2E7D';

async function data(query: string, variables: object = {}) {
  const answer = await server.ask(query, variables);
  expect(answer.body.errors).toBeUndefined();
  return answer.body.data;
}

describe('a mission', () => {
  it('tells everything about itself', async () => {
    const { mission } = await data(
      `query($id: ID!) { mission(id: $id) { id title objective status governance progress sequence tags pilot
        createdBy { kind name } createdAt document documentVersion runCount
        run { number status progress taskCounts { total done ready waiting } startedAt endedAt averageScore
          milestones { nodes { name description position } } mission { id } } } }`,
      { id: missionId },
    );

    expect(mission).toMatchObject({
      id: missionId,
      title: 'A mission',
      status: 'ACTIVE',
      governance: 'AUTOMATIC',
      progress: 50,
      createdBy: { kind: 'USER', name: 'owner' },
      documentVersion: 1,
      run: { number: 1, taskCounts: { total: 2, done: 1 }, endedAt: null, mission: { id: missionId } },
    });
    expect(mission.document.tasks).toHaveLength(2);
    expect(mission.run.milestones.nodes).toEqual([{ name: 'M', description: 'First.', position: 1 }]);
    expect(mission.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('is null when there is none', async () => {
    const found = await data(`{ a: mission(id: "${NOBODY}") { id } b: mission(id: "nonsense") { id } }`);

    expect(found).toEqual({ a: null, b: null });
  });

  it('tells its events in order, page by page', async () => {
    const query = `query($id: ID!, $first: Int, $after: String, $types: [EventType!]) { mission(id: $id) {
      events(first: $first, after: $after, types: $types) { pageInfo { hasNextPage endCursor }
        nodes { id sequence type actor { kind name } subject missionId occurredAt data } } } }`;

    const all = (await data(query, { id: missionId, first: 100 })).mission.events.nodes;
    const page = (await data(query, { id: missionId, first: 2 })).mission.events;
    const next = (await data(query, { id: missionId, first: 2, after: page.pageInfo.endCursor })).mission
      .events;
    const created = (await data(query, { id: missionId, types: ['MISSION_CREATED'] })).mission.events;

    expect(all.map(({ sequence }: { sequence: number }) => sequence)).toEqual(
      all.map((_: unknown, index: number) => index + 1),
    );
    expect([...page.nodes, ...next.nodes]).toEqual(all.slice(0, 4));
    expect(page.pageInfo.hasNextPage).toBe(true);
    expect(created.nodes).toMatchObject([{ sequence: 1, type: 'MISSION_CREATED', subject: missionId }]);
  });

  it('refuses a cursor from the future and one that is none', async () => {
    const query =
      'query($id: ID!, $after: String) { mission(id: $id) { events(after: $after) { nodes { id } } } }';

    const ahead = await server.ask(query, { id: missionId, after: '100000' });
    const broken = await server.ask(query, { id: missionId, after: 'x' });

    expect(ahead.body.errors[0].extensions).toMatchObject({ code: 'CURSOR_AHEAD', after: 100_000 });
    expect(broken.body.errors[0].extensions).toMatchObject({ code: 'INVALID_ARGUMENT', path: ['after'] });
  });
});

describe('missions', () => {
  it('are listed newest first, page by page', async () => {
    const drafts: string[] = [];
    for (let count = 0; count < 3; count += 1) drafts.push(await aDraft(server));

    const query = `query($after: String) { missions(first: 2, after: $after, status: [DRAFT]) {
      edges { cursor node { id } } pageInfo { endCursor hasNextPage hasPreviousPage } } }`;
    const first = (await data(query)).missions;
    const second = (await data(query, { after: first.pageInfo.endCursor })).missions;

    const ids = [...first.edges, ...second.edges].map(({ node }) => node.id);
    expect(ids.slice(0, 3)).toEqual(drafts.toReversed());
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(first.pageInfo.endCursor).toBe(first.edges.at(-1).cursor);
  });

  it('can be narrowed by status and by alias', async () => {
    const query = 'query($status: [MissionStatusFilter!]) { missions(status: $status) { nodes { status } } }';
    const statuses = async (status: string[]) => {
      const { nodes } = (await data(query, { status })).missions;
      return [...new Set(nodes.map((node: { status: string }) => node.status))].sort();
    };

    expect(await statuses(['ACTIVE'])).toEqual(['ACTIVE']);
    expect(await statuses(['OPEN'])).toEqual(['ACTIVE', 'DRAFT']);
    expect(await statuses(['IN_FLIGHT'])).toEqual(['ACTIVE']);
    expect(await statuses(['COMPLETED'])).toEqual([]);
  });
});

describe('node', () => {
  it('finds everything by the id it answers, with its own type', async () => {
    const { mission } = await data(
      `query($id: ID!) { mission(id: $id) { id run { id tasks { nodes { id attempts { nodes { id } } } }
        milestones { nodes { id } } } events(first: 1) { nodes { id } } } }`,
      { id: missionId },
    );
    const [task] = mission.run.tasks.nodes;
    const ids = [
      mission.id,
      mission.run.id,
      task.id,
      task.attempts.nodes[0].id,
      mission.run.milestones.nodes[0].id,
      mission.events.nodes[0].id,
    ];

    const found = await data('query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids });

    expect(found.nodes.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(found.nodes.map(({ __typename }: { __typename: string }) => __typename)).toEqual([
      'Mission',
      'Run',
      'Task',
      'Attempt',
      'Milestone',
      'Event',
    ]);
  });

  it('is null for what is not there, malformed, or of another kind than its id claims', async () => {
    const body = missionId.slice(4);
    const kinds = ['mis', 'run', 'tsk', 'chk', 'gat', 'dly', 'mst', 'att', 'art', 'evt', 'rep', 'xxx'];
    const ids = [
      ...kinds.map((kind) => `${kind}_nonsense`),
      '',
      NOBODY,
      `chk_${body}_1_0`,
      `rep_${body}_1`,
      `evt_${body}_0`,
    ];

    const found = await data('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });

    expect(found.nodes).toEqual(ids.map(() => null));
  });
});

describe('the report of a run', () => {
  it('is null until the run has ended, then tells it, in Markdown too', async () => {
    const agent = 'reporter';
    const id = await aLaunchedMission(server, { tasks: [aTaskFor(agent)] });
    const query = `query($id: ID!) { mission(id: $id) { run { report { id status hasAllPassed title
      tasks { title status task { id status } } markdown mission { id } } } } }`;
    const look = async () => (await data(query, { id })).mission.run.report;
    expect(await look()).toBeNull();

    await complete(server, await claim(server, agent));
    const report = await until(look, (seen) => seen !== null);
    const again = await data('query($id: ID!) { node(id: $id) { ... on Report { status } } }', {
      id: report.id,
    });

    expect(report).toMatchObject({ status: 'COMPLETED', hasAllPassed: true, mission: { id } });
    expect(report.tasks).toMatchObject([{ title: 'The task', status: 'DONE', task: { status: 'DONE' } }]);
    expect(report.markdown).toContain('The task');
    expect(again.node.status).toBe('COMPLETED');
  });
});

describe('validateMission', () => {
  const query = `query($document: JSON!) { validateMission(document: $document) {
    problems { code path message value }
    plan { levels { tasks } criticalPath width edgeCount estimatedHours coverage { percent } } } }`;

  it('plans a good document', async () => {
    const document = {
      tasks: [
        { title: 'A', estimate: { minutes: 60 } },
        { title: 'B', estimate: { minutes: 30 } },
        { title: 'C', dependsOn: ['A', 'B'] },
      ],
    };
    const { validateMission } = await data(query, { document });

    expect(validateMission).toMatchObject({
      problems: [],
      plan: {
        levels: [{ tasks: ['A', 'B'] }, { tasks: ['C'] }],
        criticalPath: ['A', 'C'],
        width: 2,
        edgeCount: 2,
        estimatedHours: 1.5,
        coverage: { percent: 100 },
      },
    });
  });

  it('names the problems of a bad one, and takes anything for a document', async () => {
    const cyclic = {
      tasks: [
        { title: 'A', dependsOn: ['B'] },
        { title: 'B', dependsOn: ['A'] },
      ],
    };

    const { validateMission } = await data(query, { document: cyclic });
    const nonsense = await data(query, { document: 'nonsense' });

    expect(validateMission.plan).toBeNull();
    expect(validateMission.problems.map(({ code }: { code: string }) => code)).toContain('CYCLE');
    expect(nonsense.validateMission.problems).not.toEqual([]);
  });
});
