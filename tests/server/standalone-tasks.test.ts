import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claim, complete } from './support/missions.ts';
import { aServer, type TestServer } from './support/running-server.ts';

let server: TestServer;
let stranger: string;
beforeAll(async () => {
  const started = await aServer({ keys: [{ workspace: 'ws_other', role: 'OWNER', name: 'stranger' }] });
  server = started;
  [stranger = ''] = started.tokens;
});
afterAll(() => server.stop());

async function aTask(task: object): Promise<string> {
  const answer = await server.run('createTask', { task }, { select: 'task { id }' });
  return answer.task.id;
}

const ABOUT = `id status mission { id } run { id } events(first: 20) { nodes { type sequence missionId mission { id } } }`;

async function ask(id: string, token?: string) {
  const answer = await server.ask(
    `query($id: ID!) { node(id: $id) { ... on Task { ${ABOUT} } } }`,
    { id },
    token,
  );
  expect(answer.body.errors).toBeUndefined();
  return answer.body.data.node;
}

describe('a task in no mission', () => {
  it('is made, claimed and completed, and tells its events', async () => {
    const id = await aTask({ title: 'Alone', assignTo: 'solo' });
    const before = await ask(id);
    await complete(server, await claim(server, 'solo'));
    const after = await ask(id);

    expect(before).toMatchObject({ id, status: 'READY', mission: null, run: null });
    expect(after.status).toBe('DONE');
    expect(after.events.nodes.map(({ type }: { type: string }) => type)).toEqual([
      'TASK_CREATED',
      'TASK_STATUS_CHANGED',
      'TASK_STATUS_CHANGED',
      'ATTEMPT_STATUS_CHANGED',
      'ATTEMPT_STATUS_CHANGED',
      'TASK_STATUS_CHANGED',
    ]);
    expect(after.events.nodes[0]).toMatchObject({ missionId: null, mission: null });
  });

  it('is in the list of standalone tasks, narrowed by status or alias, and in no list of missions', async () => {
    const id = await aTask({ title: 'Listed', assignTo: 'nobody' });
    const ids = async (status: string) => {
      const answer = await server.ask(
        `{ standaloneTasks(first: 100, status: [${status}]) { nodes { id } } }`,
      );
      return answer.body.data.standaloneTasks.nodes.map((task: { id: string }) => task.id);
    };
    const missions = await server.ask('{ missions(first: 100) { nodes { title } } }');

    expect(await ids('OPEN')).toContain(id);
    expect(await ids('READY')).toContain(id);
    expect(await ids('IN_FLIGHT')).not.toContain(id);
    expect(missions.body.data.missions.nodes).toEqual([]);
  });

  it('is refused with the problems of the task, as a value', async () => {
    const answer = await server.run('createTask', { task: { title: 'A', priority: 9 } });

    expect(answer).toMatchObject({
      __typename: 'InvalidDocumentError',
      path: ['task'],
      problems: [{ path: ['priority'] }],
    });
  });

  it('does not exist in another workspace', async () => {
    const id = await aTask({ title: 'Mine', assignTo: 'nobody' });

    const listed = await server.ask('{ standaloneTasks(first: 10) { nodes { id } } }', {}, stranger);
    const skipped = await server.run('skipTask', { taskId: id, reason: 'x' }, { token: stranger });

    expect(await ask(id, stranger)).toBeNull();
    expect(listed.body.data.standaloneTasks.nodes).toEqual([]);
    expect(skipped.code).toBe('NOT_FOUND');
  });
});
