import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLaunchedMission, aTaskFor, claim, complete } from './support/missions.ts';
import { aServer, type TestServer } from './support/running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(() => server.stop());

const ADDED = { select: 'addedIds sequence mission { status progress }' };

describe('adding to an open run over the API', () => {
  it('adds tasks that can be worked on, and names them', async () => {
    const missionId = await aLaunchedMission(server, { tasks: [aTaskFor('first')] });

    const added = await server.run(
      'addTasks',
      { missionId, tasks: [aTaskFor('second', { key: 'more', title: 'More', dependsOn: ['The task'] })] },
      ADDED,
    );
    await complete(server, await claim(server, 'first'));
    await complete(server, await claim(server, 'second'));

    expect(added).toMatchObject({
      __typename: 'AddTasksSuccess',
      mission: { status: 'ACTIVE', progress: 0 },
    });
    const { body } = await server.ask(
      'query($ids: [ID!]!) { nodes(ids: $ids) { ... on Task { key title status run { status } } } }',
      { ids: added.addedIds },
    );
    expect(body.data.nodes).toEqual([
      { key: 'more', title: 'More', status: 'DONE', run: { status: 'COMPLETED' } },
    ]);
  });

  it('is told with what was asked for, and by an event that names the edges', async () => {
    const missionId = await aLaunchedMission(server, { tasks: [aTaskFor('nobody')] });
    const tasks = [aTaskFor('nobody', { title: 'More', dependsOn: ['The task'] })];
    const { addedIds } = await server.run('addTasks', { missionId, tasks }, ADDED);

    const { body } = await server.ask(
      `query($id: ID!) { mission(id: $id) {
        run { additions { nodes { number addedBy { name } addedIds input } } tasks { nodes { id } } }
        events(first: 100, types: [RUN_GROWN]) { nodes { data } } } }`,
      { id: missionId },
    );

    const { run, events } = body.data.mission;
    expect(run.additions.nodes).toMatchObject([{ number: 1, addedIds, input: { tasks } }]);
    expect(events.nodes).toMatchObject([
      { data: { number: 1, edgeCount: 1, edges: [[run.tasks.nodes[0].id, addedIds[0]]] } },
    ]);
  });

  it('adds elements and dependencies', async () => {
    const missionId = await aLaunchedMission(server, {
      tasks: [aTaskFor('third', { title: 'A' }), aTaskFor('third', { title: 'B' })],
    });
    const elements = { checkpoints: [{ name: 'Look', blocksTasks: ['A'] }] };
    const { addedIds } = await server.run('addElements', { missionId, ...elements }, ADDED);
    const { body } = await server.ask(
      'query($id: ID!) { mission(id: $id) { run { tasks { edges { node { id title status } } } } } }',
      { id: missionId },
    );
    const [a, b] = body.data.mission.run.tasks.edges.map((edge: { node: { id: string } }) => edge.node);

    const depending = await server.run('addDependency', { taskId: b.id, dependsOnTaskId: a.id }, ADDED);
    const cyclic = await server.run(
      'addDependency',
      { taskId: a.id, dependsOnTaskId: b.id },
      { select: 'sequence' },
    );
    const claimed = await server.run('claimTasks', { agent: 'third' }, { select: 'claims { attemptId }' });

    expect(a.status).toBe('WAITING');
    expect(addedIds).toEqual([expect.stringMatching(/^chk_/)]);
    expect(depending.__typename).toBe('AddDependencySuccess');
    expect(cyclic).toMatchObject({ __typename: 'InvalidAdditionError', code: 'INVALID_ADDITION' });
    expect(claimed.claims).toEqual([]);
  });

  it('tells every problem with its place in the input', async () => {
    const missionId = await aLaunchedMission(server, { tasks: [aTaskFor('nobody')] });
    const { body } = await server.ask(
      `mutation($input: AddTasksInput!) { addTasks(input: $input) { __typename
        ... on InvalidAdditionError { problems { code path } } } }`,
      { input: { missionId, tasks: [{ title: '' }, { title: 'B', dependsOn: ['Nothing'] }] } },
    );

    expect(body.data.addTasks).toEqual({
      __typename: 'InvalidAdditionError',
      problems: [
        { code: 'OUT_OF_RANGE', path: ['tasks', '0', 'title'] },
        { code: 'UNKNOWN_NAME', path: ['tasks', '1', 'dependsOn', '0'] },
      ],
    });
  });
});
