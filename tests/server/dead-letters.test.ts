/** What could not be done, seen and mended through the public API. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineContext } from '@muster/api/engine-context';
import { parseMissionId, parseWorkspaceId } from '@muster/core/ids';
import { openSqliteStore } from '@muster/embedded/sqlite-store';
import { buryMessage } from '@muster/engine/dead-letters';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aTaskFor } from './support/missions.ts';
import { aServer, SILENT, type TestServer } from './support/running-server.ts';

const OWN = 'ws_own';
const FIELDS = 'id status origin reason content deathCount redrivenBy { name } mission { id }';

let server: TestServer;
let missionId: string;
let tokens: readonly string[];

/** A mission with two dead letters: one that can be sent again, and one of a release to come. */
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-dead-'));
  const keys = [
    { workspace: OWN, role: 'OWNER', name: 'rita' },
    { workspace: OWN, role: 'VIEWER', name: 'vera' },
    { workspace: 'ws_other', role: 'OWNER', name: 'sam' },
  ] as const;
  const before = await aServer({ folder, keys });
  ({ tokens } = before);
  const input = { title: 'A mission', document: { tasks: [aTaskFor('ada')] }, launch: true };
  const options = { select: 'mission { id }', ...(tokens[0] && { token: tokens[0] }) };
  missionId = (await before.run('createMission', input, options)).mission.id;
  await before.close();
  await buryTwo(folder);
  server = await aServer({ folder });
});
afterAll(() => server.stop());

async function buryTwo(folder: string): Promise<void> {
  const store = openSqliteStore({ folder, now: Date.now });
  const context = engineContext({ store, log: SILENT });
  const [workspaceId, mission] = [parseWorkspaceId(OWN), parseMissionId(missionId)];
  if (!workspaceId || !mission) throw new Error('both are ids');
  const addressed = { workspaceId, missionId: mission };
  const known = { ...addressed, id: `${mission}#1#1#0`, message: { type: 'UNPARK', runNumber: 1 } };
  await buryMessage(context, known, new Error('a fault'));
  await buryMessage(context, { ...known, id: `${mission}#1#2#0`, message: { type: 'NEW' } }, new Error('x'));
  await store.close();
}

function letterId(name: string): string {
  return `dlt_${missionId.slice(4)}_${name}`;
}

describe('dead letters', () => {
  it('are listed of the workspace, of a mission, and found by their ids', async () => {
    const query = `query($mission: ID!, $letter: ID!) {
      deadLetters(first: 1) { nodes { id } pageInfo { hasNextPage } }
      mission(id: $mission) { deadLetters { nodes { ${FIELDS} } } }
      node(id: $letter) { id ... on DeadLetter { status } }
    }`;

    const { body } = await server.ask(query, { mission: missionId, letter: letterId('m-1-1-0') }, tokens[0]);

    expect(body.data.deadLetters).toEqual({
      nodes: [{ id: letterId('m-1-2-0') }],
      pageInfo: { hasNextPage: true },
    });
    expect(body.data.mission.deadLetters.nodes[1]).toEqual({
      id: letterId('m-1-1-0'),
      status: 'DEAD',
      origin: 'MESSAGE',
      reason: expect.stringMatching(/^Something went wrong on our side/),
      content: { type: 'UNPARK', runNumber: 1 },
      deathCount: 1,
      redrivenBy: null,
      mission: { id: missionId },
    });
    expect(body.data.node).toEqual({ id: letterId('m-1-1-0'), status: 'DEAD' });
  });

  it('are nobody else’s', async () => {
    const query = 'query($id: ID!) { deadLetters { nodes { id } } node(id: $id) { id } }';
    const id = letterId('m-1-1-0');

    const { body } = await server.ask(query, { id }, tokens[2]);
    const stranger = { ...(tokens[2] && { token: tokens[2] }) };
    const refused = await server.run('redriveDeadLetter', { deadLetterId: id }, stranger);

    expect(body.data).toEqual({ deadLetters: { nodes: [] }, node: null });
    expect(refused).toMatchObject({ __typename: 'NotFoundError', code: 'NOT_FOUND' });
  });

  it('are sent again by those who may direct missions, once', async () => {
    const id = letterId('m-1-1-0');
    const asOwner = { select: `deadLetter { ${FIELDS} }`, ...(tokens[0] && { token: tokens[0] }) };
    const query =
      'mutation($input: RedriveDeadLetterInput!) { redriveDeadLetter(input: $input) { __typename } }';

    const viewed = await server.ask(query, { input: { deadLetterId: id } }, tokens[1]);
    const redriven = await server.run('redriveDeadLetter', { deadLetterId: id }, asOwner);
    const again = await server.run('redriveDeadLetter', { deadLetterId: id }, asOwner);

    expect(viewed.body.errors[0].extensions.code).toBe('FORBIDDEN');
    expect(redriven.deadLetter).toMatchObject({ status: 'REDRIVEN', redrivenBy: { name: 'rita' } });
    expect(again).toMatchObject({ __typename: 'IllegalMoveError', status: 'REDRIVEN', legal: [] });
  });

  it('of another release are refused with a code of their own', async () => {
    const deadLetterId = letterId('m-1-2-0');
    const asOwner = { ...(tokens[0] && { token: tokens[0] }) };

    const refused = await server.run('redriveDeadLetter', { deadLetterId }, asOwner);

    expect(refused).toMatchObject({
      __typename: 'UnreadableMessageError',
      code: 'UNREADABLE_MESSAGE',
      path: ['deadLetterId'],
      deadLetterId,
    });
  });

  it('that can not be named are not found', async () => {
    const refused = await server.run('redriveDeadLetter', { deadLetterId: 'dlt_nothing' });

    expect(refused).toMatchObject({ code: 'NOT_FOUND', subject: 'dead letter', id: 'dlt_nothing' });
  });
});
