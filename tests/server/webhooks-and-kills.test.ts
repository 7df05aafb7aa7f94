/** Notifications from a server in its own process to a receiver on loopback: signed, tried again, and not lost by kills. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineContext } from '@muster/api/engine-context';
import { parseWorkspaceId } from '@muster/core/ids';
import { openSqliteStore } from '@muster/embedded/sqlite-store';
import { createEngine } from '@muster/engine/create-engine';
import type { Engine } from '@muster/engine/engine';
import { createFeedHub } from '@muster/engine/feed-hub';
import type { Principal } from '@muster/engine/principal';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answering, aReceiver, type Received, type Receiver } from '../notify/a-receiver.ts';
import { verifiedPayload } from '../notify/a-verified-payload.ts';
import { SILENT } from './support/running-server.ts';
import { type ServerProcess, startServerProcess } from './support/server-process.ts';

const SECRET = `whsec_${Buffer.from('a secret of at least 24 bytes').toString('base64')}`;
/** A try that was cut off by a kill is taken for lost a minute after it began. */
const LOST_TRY_MS_MAX = 100_000;
const MISSION_COUNT = 20;

const CREATE = `mutation($input: CreateMissionInput!) { created: createMission(input: $input) {
  ... on CreateMissionSuccess { mission { id } } } }`;
const WORK = `mutation($input: CompleteAndClaimInput!) { worked: completeAndClaim(input: $input) {
  ... on CompleteAndClaimSuccess { claims { attemptId } } } }`;

let folder: string;
let receiver: Receiver;
let server: ServerProcess;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-notify-'));
  receiver = await aReceiver();
  settings = {};
});
afterEach(async () => {
  await server.kill();
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
});

/** On the folder itself, while no server runs on it. */
async function onFolder<T>(work: (engine: Engine, owner: Principal) => Promise<T>): Promise<T> {
  const workspaceId = parseWorkspaceId('ws_local');
  if (workspaceId === undefined) throw new Error('this is a workspace');
  const store = openSqliteStore({ folder, now: Date.now });
  const context = engineContext({ store, log: SILENT, targets: { allowsPrivate: true } });
  const owner = { workspaceId, actor: { kind: 'USER', name: 'owner' }, role: 'OWNER' } as const;
  try {
    return await work(createEngine(context, createFeedHub()), owner);
  } finally {
    await store.close();
  }
}

async function startWithChannels(...names: readonly string[]): Promise<void> {
  await onFolder(async (engine, owner) => {
    for (const name of names) {
      const url = new URL(`/${name}`, receiver.url).href;
      const input = { name, kind: 'WEBHOOK', url, secret: SECRET, actsFor: 'rita' } as const;
      const made = await engine.createChannel(owner, input);
      if (!made.ok) throw new Error(JSON.stringify(made.error));
    }
  });
  await start();
}

/** Links name another host than the port of the moment, where a test asks for it. */
let settings: { readonly MUSTER_PUBLIC_URL?: string };

async function start(): Promise<void> {
  server = await startServerProcess(folder, { MUSTER_ALLOW_PRIVATE_TARGETS: '1', ...settings });
}

/** Launches a mission and does its first task, so that its checkpoint opens and is told to the channel. */
async function askSomebody(channel: string): Promise<string> {
  const document = {
    tasks: [
      { title: 'First', assignTo: 'ann' },
      { title: 'Then', assignTo: 'bob' },
    ],
    checkpoints: [
      {
        name: 'Go',
        afterTasks: ['First'],
        blocksTasks: ['Then'],
        message: 'Ship it?',
        notifyChannels: [channel],
      },
    ],
  };
  const { created } = await server.ask<Created>(CREATE, {
    input: { title: 'Release', document, launch: true },
  });
  let complete: readonly object[] = [];
  for (let done = false; !done; ) {
    const input = { complete, claim: { agent: 'ann', limit: 1 } };
    const { worked } = await server.ask<Worked>(WORK, { input });
    done = complete.length > 0;
    complete = worked.claims.map(({ attemptId }) => ({ attemptId, submission: { evidence: 'Done.' } }));
  }
  return created.mission.id;
}

interface Created {
  readonly created: { readonly mission: { readonly id: string } };
}

interface Worked {
  readonly worked: { readonly claims: readonly { readonly attemptId: string }[] };
}

interface Deliveries {
  readonly deliveries: { readonly nodes: readonly { readonly status: string }[] };
}

function receivedAt(name: string): readonly Received[] {
  return receiver.received.filter(({ path }) => path === `/${name}`);
}

/** Throws when the signature is not good. */
function verified(received: Received) {
  return verifiedPayload(SECRET, received);
}

describe('a checkpoint that opens', () => {
  it('is told, signed, with a link by which its person decides', async () => {
    await startWithChannels('ops');

    const missionId = await askSomebody('ops');

    await expect.poll(() => receivedAt('ops').length).toBe(1);
    const [told] = receivedAt('ops').map(verified);
    expect(told?.payload).toMatchObject({
      type: 'CheckpointStatusChanged',
      data: { event: { data: { to: 'OPEN' } }, mission: { id: missionId, title: 'Release' } },
    });
    const link = new URL(told?.approve ?? '');
    const body = new URLSearchParams({ t: link.searchParams.get('t') ?? '', decision: 'approve' });
    expect(await (await fetch(link)).text()).toContain('Ship it?');
    expect(await (await fetch(new URL('/approve', link), { method: 'POST', body })).text()).toContain(
      '<h1>Approved</h1>',
    );
  });

  it('is told again after a failure, as the same delivery', async () => {
    receiver.answer((response, received) => {
      answering(receivedAt('ops').length === 1 ? 500 : 204)(response, received);
    });
    await startWithChannels('ops');

    await askSomebody('ops');

    await expect.poll(() => receivedAt('ops').length).toBe(2);
    const [first, second] = receivedAt('ops');
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
    expect(receivedAt('ops').map(verified)).toHaveLength(2);
  });

  it('is told no more to a receiver that is gone', async () => {
    receiver.answer(answering(410));
    await startWithChannels('ops');
    await askSomebody('ops');
    await expect.poll(() => receivedAt('ops').length).toBe(1);

    await askSomebody('ops');
    await expect.poll(deliveryStatuses).toEqual(['FAILED', 'FAILED']);
    expect(receivedAt('ops')).toHaveLength(1);
  });
});

async function deliveryStatuses(): Promise<readonly string[]> {
  const { deliveries } = await server.ask<Deliveries>('{ deliveries(first: 100) { nodes { status } } }');
  return deliveries.nodes.map(({ status }) => status);
}

/** While no server runs. */
function statusesOfOps(): Promise<readonly string[]> {
  return onFolder(async (engine, owner) => {
    const { items } = await engine.listDeliveries(owner, { first: 100, channel: 'ops' });
    return items.map(({ node }) => node.status).sort();
  });
}

describe('a server that is killed in the middle of notifying', () => {
  it(
    'loses none after its start, and what it tells twice has the same id and body',
    async () => {
      settings = { MUSTER_PUBLIC_URL: 'https://muster.example' };
      // Nobody is answered before the kill: tries that are under way are cut off by it, the others not yet made.
      let isKilled = false;
      receiver.answer((response, received) => {
        if (isKilled) answering(204)(response, received);
      });
      await startWithChannels('ops', 'slow');
      await askSomebody('slow');
      const missionIds: string[] = [];
      for (let count = 0; count < MISSION_COUNT; count += 1) missionIds.push(await askSomebody('ops'));
      await expect.poll(() => receivedAt('slow').length).toBe(1);
      await expect.poll(() => receivedAt('ops').length).toBeGreaterThan(0);

      await server.kill();
      const beforeCount = receivedAt('ops').length;
      const outstanding = await statusesOfOps();
      isKilled = true;
      await start();

      expect(outstanding).not.toEqual([]);
      expect(new Set(outstanding)).toEqual(new Set(['PENDING']));
      const told = () =>
        new Set(
          receivedAt('ops')
            .slice(beforeCount)
            .map((one) => verified(one).missionId),
        );
      await expect.poll(() => told().size, { timeout: LOST_TRY_MS_MAX }).toBe(MISSION_COUNT);
      expect([...told()].sort()).toEqual([...missionIds].sort());
      const byId = Map.groupBy(receivedAt('ops'), ({ headers }) => headers['webhook-id']);
      expect(byId.size).toBe(MISSION_COUNT);
      for (const same of byId.values()) expect(new Set(same.map(({ body }) => body)).size).toBe(1);

      await expect.poll(() => receivedAt('slow').length, { timeout: LOST_TRY_MS_MAX }).toBe(2);
      const [cut, again] = receivedAt('slow');
      expect(again?.headers['webhook-id']).toBe(cut?.headers['webhook-id']);
      expect(again?.body).toBe(cut?.body);
    },
    2 * LOST_TRY_MS_MAX,
  );
});
