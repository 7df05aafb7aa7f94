/** The page of approve links, as the server of one machine serves it. */
import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineContext } from '@muster/api/engine-context';
import { signWith } from '@muster/api/link-signing';
import { parseNodeId, parseWorkspaceId } from '@muster/core/ids';
import { instantOf, parseInstant } from '@muster/core/instant';
import { channelIdOf } from '@muster/core/notify/notify-ids';
import { openSqliteStore } from '@muster/embedded/sqlite-store';
import { createApproveLinks } from '@muster/engine/approve-links';
import { createEngine } from '@muster/engine/create-engine';
import { createFeedHub } from '@muster/engine/feed-hub';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aLaunchedMission, aTaskFor, claim, complete, until } from './support/missions.ts';
import { aServer, SILENT, type TestServer } from './support/running-server.ts';

const WORKSPACE = parseWorkspaceId('ws_local');

let folder: string;
let server: TestServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-links-'));
  await makeChannel();
  server = await aServer({ folder });
});
afterEach(() => server.stop());

/** On the folder itself, before the server starts. */
async function makeChannel(): Promise<void> {
  const store = openSqliteStore({ folder, now: Date.now });
  const engine = createEngine(engineContext({ store, log: SILENT }), createFeedHub());
  if (WORKSPACE === undefined) throw new Error('this is a workspace');
  const owner = { workspaceId: WORKSPACE, actor: { kind: 'USER', name: 'owner' }, role: 'OWNER' } as const;
  const channel = { name: 'rita', kind: 'EMAIL', to: ['rita@example.com'], actsFor: 'rita' } as const;
  const made = await engine.createChannel(owner, channel);
  if (!made.ok) throw new Error(made.error.code);
  await store.close();
}

/** A checkpoint that is open, and the path of the link by which Rita decides. */
async function anOpenCheckpoint() {
  const missionId = await aLaunchedMission(server, {
    tasks: [aTaskFor('ann'), { title: 'Then', assignTo: 'ann' }],
    checkpoints: [{ name: 'Go', afterTasks: ['The task'], blocksTasks: ['Then'], message: 'Ship it?' }],
  });
  await complete(server, await claim(server, 'ann'));
  const look = async () => {
    const query =
      'query($id: ID!) { mission(id: $id) { run { checkpoints(first: 1) { nodes { id status openedAt } } } } }';
    return (await server.ask(query, { id: missionId })).body.data.mission.run.checkpoints.nodes[0];
  };
  const open = await until(look, ({ status }) => status === 'OPEN');
  const checkpoint = parseNodeId('CHECKPOINT', open.id);
  const openedAt = parseInstant(open.openedAt);
  if (!checkpoint || openedAt === undefined || !WORKSPACE) throw new Error('it is open');
  const key = await readFile(join(folder, 'link-key'), 'utf8');
  const links = createApproveLinks({ publicUrl: () => '', sign: signWith(key) });
  const about = {
    workspaceId: WORKSPACE,
    checkpoint,
    openedAt,
    actsFor: 'rita',
    channelId: channelIdOf('rita'),
  };
  return { look, path: links.urlFor(about) };
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('an approve link of the server', () => {
  it('shows the question on GET, and decides on POST in the name of its person', async () => {
    const { look, path } = await anOpenCheckpoint();

    const page = await server.send({ method: 'GET', path });
    expect(page).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(page.text).toContain('Ship it?');
    expect(await look()).toMatchObject({ status: 'OPEN' });

    const token = new URLSearchParams(path.split('?')[1]).get('t') ?? '';
    const body = new URLSearchParams({ t: token, decision: 'approve' }).toString();
    const answer = await server.send({ path: '/approve', headers: FORM, body });
    expect(answer.text).toContain('<h1>Approved</h1>');
    expect(await look()).toMatchObject({ status: 'APPROVED' });
  });

  it('is worth nothing once the key was replaced', async () => {
    const { look } = await anOpenCheckpoint();
    const foreign = createApproveLinks({ publicUrl: () => '', sign: signWith('x'.repeat(43)) });
    const checkpoint = parseNodeId('CHECKPOINT', (await look()).id);
    if (!checkpoint || !WORKSPACE) throw new Error('it is open');
    const openedAt = instantOf(Date.parse((await look()).openedAt));
    const about = { workspaceId: WORKSPACE, checkpoint, actsFor: 'rita', channelId: channelIdOf('rita') };

    const path = foreign.urlFor({ ...about, openedAt });

    expect((await server.send({ method: 'GET', path })).status).toBe(404);
  });

  it('is signed by a key that nobody but the owner of the folder can read, kept between starts', async () => {
    const key = await readFile(join(folder, 'link-key'), 'utf8');

    await server.close();
    server = await aServer({ folder });

    expect(key.trim()).toMatch(/^[\w-]{43}$/);
    expect((await stat(join(folder, 'link-key'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(folder, 'link-key'), 'utf8')).toBe(key);
  });

  it('of too large a form is refused', async () => {
    const body = `decision=approve&t=${'x'.repeat(2_000_000)}`;

    expect((await server.send({ path: '/approve', headers: FORM, body })).status).toBe(413);
  });
});
