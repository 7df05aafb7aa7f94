/** The socket server on the engine under test, with a gateway that writes down what it is given. */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { DocumentCache } from '@muster/api/document-cache';
import { addMs, instantOf } from '@muster/core/instant';
import { createAccess } from '@muster/engine/access/create-access';
import type { Store } from '@muster/engine/ports/store';
import type { Role } from '@muster/engine/principal';
import type { CommitRecord } from '@muster/engine/records';
import type { GatewayEvent } from '@muster/realtime/gateway-event';
import type { PushOutcome, SocketPush } from '@muster/realtime/socket-push';
import { createSocketServer, type SocketServer } from '@muster/realtime/socket-server';
import { schema } from '@muster/schema/schema';
import { anEngine, type EngineUnderTest, RITA_IN_TESTS } from '../../support/an-engine.ts';
import type { Frame } from './conversation.ts';

/** More than a push takes that is under way. */
const TURNS = 20;

export interface RecordingPush extends SocketPush {
  readonly sent: { readonly connectionId: string; readonly frame: Frame }[];
  readonly closed: string[];
  /** What happens at the next pushes instead of sending, by connection. */
  readonly failing: Map<string, PushOutcome>;
  /** Called before each push. */
  meanwhile: ((connectionId: string) => Promise<void>) | undefined;
}

export interface SocketServerUnderTest {
  readonly under: EngineUnderTest;
  readonly server: SocketServer;
  readonly push: RecordingPush;
  readonly context: EngineUnderTest['context'];
  readonly access: ReturnType<typeof createAccess>;
  /** Handles messages, and answers the commits that were made since. */
  readonly commits: () => Promise<readonly CommitRecord[]>;
  /** `commits`, published. */
  readonly publish: () => Promise<void>;
  readonly aToken: (role?: Role) => Promise<{ readonly token: string; readonly id: string }>;
  /** Frames to one connection since the last time this was asked. */
  readonly framesTo: (connectionId: string) => readonly Frame[];
}

/** `tamper`: what the sockets' own reading and writing goes through; the engine's does not. */
export function aSocketServer(
  under: EngineUnderTest = anEngine(),
  tamper: (store: Store) => Store = (store) => store,
): SocketServerUnderTest {
  // Waiting moves the clock, after everybody who does not wait had a turn: what ends by itself has to end.
  const context = {
    ...under.context,
    store: tamper(under.store),
    sleep: async (ms: number) => {
      const until = addMs(under.clock.now, Math.ceil(ms));
      for (let turn = 0; turn < TURNS; turn += 1) await nextTurn();
      under.clock.now = instantOf(Math.max(under.clock.now, until));
    },
  };
  let secrets = 0;
  const newSecret = () => String(++secrets).padStart(43, 's');
  const access = createAccess({ ...context, newSecret });
  const push = aRecordingPush();
  const { log, nextId } = context;
  const { engine } = under;
  const documents = new DocumentCache(schema);
  const services = { engine, wholeEngine: async () => engine, access, documents, log, nextId };
  const server = createSocketServer({ services, context, push });
  const made: CommitRecord[] = [];
  const { signal } = new AbortController();
  under.hub.watch({ workspaceId: RITA_IN_TESTS.workspaceId, signal }, (commit) => made.push(commit));
  const commits = async () => {
    await under.settle();
    return made.splice(0);
  };
  return {
    under,
    server,
    push,
    context,
    access,
    commits,
    publish: async () => server.publish(await commits()),
    async aToken(role = 'OWNER') {
      const key = await access.createApiKey(RITA_IN_TESTS, { name: 'rita', role });
      if (!key.ok) throw new Error(key.error.code);
      return { token: key.value.token, id: key.value.apiKey.id };
    },
    framesTo(connectionId) {
      const frames = push.sent.filter((one) => one.connectionId === connectionId);
      push.sent.splice(0, push.sent.length, ...push.sent.filter((one) => one.connectionId !== connectionId));
      return frames.map(({ frame }) => frame);
    },
  };
}

function aRecordingPush(): RecordingPush {
  const push: RecordingPush = {
    sent: [],
    closed: [],
    failing: new Map(),
    meanwhile: undefined,
    async push(connectionId, frame) {
      const { meanwhile } = push;
      await meanwhile?.(connectionId);
      const failure = push.failing.get(connectionId);
      if (failure !== undefined && failure !== 'SENT') return failure;
      push.sent.push({ connectionId, frame: JSON.parse(frame) });
      return 'SENT';
    },
    async close(connectionId) {
      push.closed.push(connectionId);
    },
  };
  return push;
}

let messageCount = 0;

/** One event of the gateway, a moment after the one before. */
export function anEvent(
  { under }: Pick<SocketServerUnderTest, 'under'>,
  connectionId: string,
  more: Partial<GatewayEvent> & { readonly message?: object; readonly at?: number } = {},
): GatewayEvent {
  const { message, at, ...event } = more;
  messageCount += 1;
  const now = under.clock.now;
  const requestContext = {
    connectionId,
    connectedAt: now,
    requestTimeEpoch: at ?? now + messageCount,
    messageId: `message-${messageCount}`,
  };
  return { requestContext, ...(message ? { body: JSON.stringify(message) } : {}), ...event };
}

/** A socket that was opened and acknowledged. */
export async function aSocket(
  on: SocketServerUnderTest,
  connectionId: string,
  token?: string,
): Promise<void> {
  const key = token ?? (await on.aToken()).token;
  const headers = { 'Sec-WebSocket-Protocol': 'graphql-transport-ws' };
  await on.server.connect(anEvent(on, connectionId, { headers }));
  const payload = { authorization: `Bearer ${key}` };
  await send(on, connectionId, { type: 'connection_init', payload });
  on.framesTo(connectionId);
}

export async function send(on: SocketServerUnderTest, connectionId: string, message: object): Promise<void> {
  await on.server.message(anEvent(on, connectionId, { message }));
}

export const EVENTS = `subscription($missionId: ID!, $after: Int, $types: [EventType!]) {
  missionEvents(missionId: $missionId, after: $after, types: $types) { __typename
    ... on MissionSnapshot { sequence }
    ... on Event { sequence type }
    ... on Lagged { sequence missed } } }`;

/** `subscribe` to a mission's events under the id `s1`. */
export function subscribeTo(variables: object, id = 's1', query = EVENTS): object {
  return { id, type: 'subscribe', payload: { query, variables } };
}

/** Sequences of the events among frames. */
export function sequencesOf(frames: readonly Frame[]): readonly number[] {
  return frames.map((frame) => frame.payload?.data?.missionEvents?.sequence ?? frame);
}
