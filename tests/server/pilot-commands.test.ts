import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aServer, type TestServer } from './support/running-server.ts';

let server: TestServer;
let petra: string;
let quinn: string;
beforeAll(async () => {
  const workspace = 'ws_local';
  const started = await aServer({
    keys: [
      { workspace, role: 'PILOT', name: 'petra' },
      { workspace, role: 'MEMBER', name: 'quinn' },
    ],
  });
  server = started;
  [petra = '', quinn = ''] = started.tokens;
});
afterAll(() => server.stop());

async function aPiloted(): Promise<string> {
  const input = { title: 'Site', document: { tasks: [{ title: 'A' }] }, governance: 'PILOT', pilot: 'petra' };
  const answer = await server.run('createMission', input, { select: 'mission { id }' });
  return answer.mission.id;
}

async function move(missionId: string, more: object, token = petra) {
  return server.run('setMissionStatus', { missionId, ...more }, { select: 'mission { status }', token });
}

describe('a mission with a pilot', () => {
  it('goes along by setMissionStatus, and back with a reason', async () => {
    const missionId = await aPiloted();
    const seen: unknown[] = [];

    for (const status of ['PLANNING', 'ACTIVE', 'VALIDATING'])
      seen.push((await move(missionId, { status })).mission.status);
    seen.push((await move(missionId, { status: 'ACTIVE', reason: 'One more thing.' })).mission.status);

    expect(seen).toEqual(['PLANNING', 'ACTIVE', 'VALIDATING', 'ACTIVE']);
  });

  it('is not moved by anybody else: FORBIDDEN, as a value', async () => {
    const missionId = await aPiloted();

    const answers = [
      await move(missionId, { status: 'PLANNING' }, quinn),
      await server.run('planMission', { missionId }, { token: quinn }),
      await server.run('setMissionProgress', { missionId, progress: 5 }, { token: quinn }),
    ];

    expect(answers).toMatchObject(answers.map(() => ({ __typename: 'ForbiddenError', code: 'FORBIDDEN' })));
    const asked = await server.ask('query($id: ID!) { mission(id: $id) { status } }', { id: missionId });
    expect(asked.body.data.mission.status).toBe('DRAFT');
  });

  it('shows the progress that its pilot has set, and refuses more than all', async () => {
    const missionId = await aPiloted();

    const set = await server.run(
      'setMissionProgress',
      { missionId, progress: 70 },
      { select: 'mission { progress governance pilot }', token: petra },
    );
    const refused = await server.run('setMissionProgress', { missionId, progress: 101 }, { token: petra });

    expect(set.mission).toEqual({ progress: 70, governance: 'PILOT', pilot: 'petra' });
    expect(refused).toMatchObject({ __typename: 'InvalidArgumentError', path: ['progress'] });
  });

  it('can not be completed with open work', async () => {
    const missionId = await aPiloted();
    for (const status of ['PLANNING', 'ACTIVE', 'VALIDATING']) await move(missionId, { status });

    const refused = await server.run(
      'setMissionStatus',
      { missionId, status: 'COMPLETED' },
      { token: petra },
    );

    expect(refused).toMatchObject({ code: 'WORK_NOT_SETTLED', path: ['status'] });
  });
});

describe('an alias of statuses', () => {
  it.each(['OPEN', 'IN_FLIGHT'])('%s can not be written as a status', async (alias) => {
    const query = `mutation { setMissionStatus(input: { missionId: "mis_1", status: ${alias} }) { __typename } }`;

    const answer = await server.ask(query);

    expect(answer.body.errors[0].message).toContain(alias);
  });

  it('narrows the list of missions: OPEN to all but the final ones, IN_FLIGHT to what is under way', async () => {
    const draft = await aPiloted();
    const planning = await aPiloted();
    await move(planning, { status: 'PLANNING' });
    const ended = await aPiloted();
    await server.run('cancelMission', { missionId: ended, reason: 'Off.' }, { token: petra });
    const listed = async (status: string) => {
      const answer = await server.ask(`{ missions(first: 100, status: [${status}]) { nodes { id } } }`);
      return answer.body.data.missions.nodes.map(({ id }: { id: string }) => id);
    };

    const open = await listed('OPEN');
    const inFlight = await listed('IN_FLIGHT');

    expect(open).toEqual(expect.arrayContaining([draft, planning]));
    expect(open).not.toContain(ended);
    expect(inFlight).toContain(planning);
    expect(inFlight).not.toContain(draft);
    expect(inFlight).not.toContain(ended);
  });
});
