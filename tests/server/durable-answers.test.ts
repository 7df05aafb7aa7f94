/** The store says when what was committed is safe; until then nothing that tells of it leaves the server. */
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DocumentCache } from '@muster/api/document-cache';
import { engineContext } from '@muster/api/engine-context';
import { LiveStreams } from '@muster/api/live-streams';
import { parseWorkspaceId } from '@muster/core/ids';
import { MemoryStore } from '@muster/embedded/memory-store';
import { createAccess } from '@muster/engine/access/create-access';
import { createEngine } from '@muster/engine/create-engine';
import { createFeedHub } from '@muster/engine/feed-hub';
import { createLoops } from '@muster/engine/loops';
import { schema } from '@muster/schema/schema';
import { createHttpHandler } from '@muster/server/http-handler';
import { type Sockets, serveSockets } from '@muster/server/sockets';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SILENT } from './support/running-server.ts';
import { overSse, overWebSocket, type Watch } from './support/watching.ts';

/** Lets `durable` through unless it is shut, and says when somebody waits at it. */
class Gate {
  readonly #store: MemoryStore;
  #open = Promise.withResolvers<void>();
  #asked = Promise.withResolvers<void>();

  constructor(store: MemoryStore) {
    this.#store = store;
    this.#open.resolve();
  }

  shut(): Promise<void> {
    this.#open = Promise.withResolvers<void>();
    this.#asked = Promise.withResolvers<void>();
    return this.#asked.promise;
  }

  release(): void {
    this.#open.resolve();
  }

  async durable(): Promise<void> {
    this.#asked.resolve();
    await this.#open.promise;
    await this.#store.durable();
  }
}

let gate: Gate;
let http: Server;
let sockets: Sockets;
let url: string;
let token: string;
let stopLoops: AbortController;
let looping: Promise<void>;

async function start(isDirect: boolean): Promise<void> {
  stopLoops = new AbortController();
  const memory = new MemoryStore({ now: Date.now });
  gate = new Gate(memory);
  const loops = createLoops();
  const hub = createFeedHub();
  const context = engineContext({ store: memory, log: SILENT, onDue: loops.onDue });
  const access = createAccess(context);
  const engine = createEngine(context, hub);
  const services = {
    engine,
    wholeEngine: async () => engine,
    access,
    store: gate,
    documents: new DocumentCache(schema),
    streams: new LiveStreams(gate),
    log: SILENT,
    nextId: context.nextId,
  };
  const workspaceId = parseWorkspaceId('ws_local');
  if (workspaceId === undefined) throw new Error('no workspace');
  const owner = { workspaceId, actor: { kind: 'SYSTEM', name: 'test' }, role: 'OWNER' } as const;
  const made = await access.createApiKey(owner, { name: 'owner', role: 'OWNER' });
  if (!made.ok) throw new Error(made.error.code);
  token = made.value.token;
  http = createServer(createHttpHandler(services, { isDirect }));
  sockets = serveSockets(services, http);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/graphql`;
  looping = loops.run(context, hub, stopLoops.signal);
}

beforeEach(() => start(true));
afterEach(async () => {
  gate.release();
  await sockets.close();
  http.closeAllConnections();
  http.close();
  stopLoops.abort();
  await looping;
});

const CREATE = 'mutation { createMission(input: { title: "T", document: {} }) { __typename } }';

function send(method: string, target: string, body = ''): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    authorization: `Bearer ${token}`,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(target, { method, headers, agent: false }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Whether `answer` is still out when somebody waits at the gate and another request has gone all the way. */
async function isHeldBack(asked: Promise<void>, answer: Promise<unknown>): Promise<boolean> {
  let isHere = false;
  void answer.then(() => {
    isHere = true;
  });
  await asked;
  await send('GET', new URL('/elsewhere', url).href);
  return !isHere;
}

describe('nothing leaves before it is durable', () => {
  it.each([true, false])('over HTTP, by the short way: %s', async (isDirect) => {
    if (!isDirect) {
      http.close();
      stopLoops.abort();
      await start(false);
    }
    const asked = gate.shut();
    const answer = send('POST', url, JSON.stringify({ query: CREATE }));

    expect(await isHeldBack(asked, answer)).toBe(true);
    gate.release();
    expect(await answer).toBe(200);
  });

  it('not even what was only read', async () => {
    const asked = gate.shut();
    const answer = send('GET', `${url}?query=${encodeURIComponent('{ missions { nodes { id } } }')}`);

    expect(await isHeldBack(asked, answer)).toBe(true);
    gate.release();
    expect(await answer).toBe(200);
  });

  it('over WebSocket', async () => {
    const asked = gate.shut();
    const watching = overWebSocket({ url, token, query: CREATE });
    const answer = watching.next();

    expect(await isHeldBack(asked, answer)).toBe(true);
    gate.release();
    expect((await answer)?.data.createMission.__typename).toBe('CreateMissionSuccess');
    await watching.stop();
  });

  it.each([
    ['WebSocket', overWebSocket],
    ['SSE', overSse],
  ])('as an event over %s', async (_, watcher) => {
    const watching: Watch = watcher({ url, token, query: 'subscription { tasksReady { count } }' });
    const asked = gate.shut();
    const event = watching.next();

    expect(await isHeldBack(asked, event)).toBe(true);
    gate.release();
    expect((await event)?.data.tasksReady).toBeDefined();
    await watching.stop();
  });
});
