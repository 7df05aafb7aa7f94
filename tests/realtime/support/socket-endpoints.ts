/** The same API over sockets in two ways: the server on one machine, and the socket server behind the gateway. */
import { DocumentCache } from '@muster/api/document-cache';
import { engineContext } from '@muster/api/engine-context';
import { parseWorkspaceId } from '@muster/core/ids';
import { MemoryStore } from '@muster/embedded/memory-store';
import { createAccess } from '@muster/engine/access/create-access';
import { createEngine } from '@muster/engine/create-engine';
import { createFeedHub } from '@muster/engine/feed-hub';
import { createLoops } from '@muster/engine/loops';
import type { Store } from '@muster/engine/ports/store';
import { COMMIT } from '@muster/engine/records';
import type { GatewayEvent } from '@muster/realtime/gateway-event';
import { createSocketServer, type SocketServer } from '@muster/realtime/socket-server';
import { schema } from '@muster/schema/schema';
import { aGateway } from '../../aws-local/gateway-under-test.ts';
import { aServer, SILENT } from '../../server/support/running-server.ts';

export type Kind = 'ONE_MACHINE' | 'GATEWAY';

export interface SocketEndpoint {
  readonly kind: Kind;
  readonly url: string;
  /** Of an owner. */
  readonly token: string;
  /** Of an owner of another workspace. */
  readonly strangersToken: string;
  readonly stop: () => Promise<void>;
}

export async function onOneMachine(): Promise<SocketEndpoint> {
  const server = await aServer({ keys: [{ workspace: 'ws_other', role: 'OWNER', name: 'sam' }] });
  const url = server.url.replace(/^http/, 'ws');
  const [strangersToken = ''] = server.tokens;
  return { kind: 'ONE_MACHINE', url, token: server.key, strangersToken, stop: server.stop };
}

/** Memory has no other reader: what is committed is as durable as it will be. */
export function aMemoryStore(): Store {
  const inner = new MemoryStore({ now: Date.now });
  return Object.assign(Object.create(inner) as Store, {
    get: inner.get.bind(inner),
    query: inner.query.bind(inner),
    list: inner.list.bind(inner),
    feed: inner.feed.bind(inner),
    durable: inner.durable.bind(inner),
    commit: async (commit: Parameters<Store['commit']>[0]) => {
      const outcome = await inner.commit(commit);
      await inner.durable();
      return outcome;
    },
  });
}

export interface GatewayEndpoint extends SocketEndpoint {
  /** Closes every socket, as the gateway does after two hours or when told to. */
  readonly dropAll: () => Promise<void>;
}

export async function behindTheGateway(store: Store): Promise<GatewayEndpoint> {
  const stopping = new AbortController();
  const loops = createLoops();
  const context = engineContext({ store, log: SILENT, onDue: loops.onDue });
  const access = createAccess(context);
  const hub = createFeedHub();
  const engine = createEngine(context, hub);
  const serving: { server?: SocketServer } = {};
  const served = (name: 'connect' | 'message' | 'disconnect') => (event: GatewayEvent) =>
    serving.server?.[name](event);
  const gateway = await aGateway({
    connect: served('connect'),
    message: served('message'),
    disconnect: served('disconnect'),
  });
  const services = {
    engine,
    wholeEngine: async () => engine,
    access,
    documents: new DocumentCache(schema),
    log: SILENT,
    nextId: context.nextId,
  };
  const server = createSocketServer({ services, context, push: gateway.push });
  serving.server = server;
  const running = [loops.run(context, hub, stopping.signal), publishing(store, server, stopping.signal)];
  const token = await anOwnersToken(access, 'ws_local');
  const strangersToken = await anOwnersToken(access, 'ws_other');
  return {
    kind: 'GATEWAY',
    url: gateway.url,
    token,
    strangersToken,
    dropAll: async () => {
      for (const id of gateway.gateway.connectionIds()) await gateway.push.close(id);
    },
    stop: async () => {
      await gateway.close();
      stopping.abort();
      await Promise.allSettled(running);
    },
  };
}

/** Each batch twice: so often it comes on AWS. */
async function publishing(store: Store, server: SocketServer, signal: AbortSignal): Promise<void> {
  for await (const entries of store.feed('', signal)) {
    const commits = entries.map((entry) => COMMIT.decode(entry.record.value));
    await Promise.all([server.publish(commits), server.publish(commits)]);
  }
}

async function anOwnersToken(access: ReturnType<typeof createAccess>, workspace: string): Promise<string> {
  const workspaceId = parseWorkspaceId(workspace);
  if (workspaceId === undefined) throw new Error('a valid id');
  const principal = { workspaceId, actor: { kind: 'USER', name: 'rita' }, role: 'OWNER' } as const;
  const made = await access.createApiKey(principal, { name: 'rita', role: 'OWNER' });
  if (!made.ok) throw new Error(made.error.code);
  return made.value.token;
}
