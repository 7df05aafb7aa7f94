/**
 * GraphQL over WebSockets that a gateway keeps, for processes that live for one message: PROTOCOL.md says what that
 * means for clients. All state is in the store.
 *
 * V1. No method rejects for what a client does, or for a socket that is gone; `publish` may, see there.
 */
import { createMask } from '@muster/api/masking';
import { shownIn, tokenOf } from '@muster/api/request-context';
import type { EngineContext } from '@muster/engine/context';
import type { CommitRecord } from '@muster/engine/records';
import { CloseCode, handleProtocols, type Message, MessageType, parseMessage } from 'graphql-ws';
import { acknowledge, openConnection, removeConnection } from './connections.ts';
import { ackFrame, pongFrame, reasonFrame } from './frames.ts';
import { bodyOf, type GatewayAnswer, type GatewayEvent, headerOf } from './gateway-event.ts';
import { catchUp, publish } from './publishing.ts';
import { deliver } from './round.ts';
import type { SocketContext, SocketServices } from './socket-context.ts';
import type { SocketPush } from './socket-push.ts';
import { beginOperation, endOperation } from './subscribing.ts';

export interface SocketServerOptions {
  readonly services: SocketServices;
  readonly context: EngineContext;
  readonly push: SocketPush;
}

export interface SocketServer {
  /** `$connect`. 400: not our protocol. 401: a credential in the header that is not good. */
  connect(event: GatewayEvent): Promise<GatewayAnswer>;
  /** `$default`: one message of the client. */
  message(event: GatewayEvent): Promise<GatewayAnswer>;
  /** `$disconnect`. */
  disconnect(event: GatewayEvent): Promise<GatewayAnswer>;
  /** Tells everybody who watches. May be repeated at will; has to be when it rejects. */
  publish(commits: readonly CommitRecord[]): Promise<void>;
}

const OK: GatewayAnswer = { statusCode: 200 };
const ID_LENGTH_MAX = 1_024;

export function createSocketServer(options: SocketServerOptions): SocketServer {
  const on: SocketContext = { ...options, mask: createMask(options.services) };
  const { log, store } = options.context;
  return {
    connect: async (event) => {
      try {
        return await connect(on, event);
      } catch (error) {
        log.error({ err: error }, 'a socket could not be opened');
        return { statusCode: 503 };
      }
    },
    message: async (event) => {
      try {
        await handle(on, event);
      } catch (error) {
        log.error({ err: error }, 'a message could not be handled; its socket is closed');
        await options.push.close(event.requestContext.connectionId);
      }
      return OK;
    },
    disconnect: async (event) => {
      try {
        await removeConnection(store, event.requestContext.connectionId);
      } catch (error) {
        log.warn({ err: error }, 'a closed socket could not be forgotten; it will be by itself');
      }
      return OK;
    },
    publish: (commits) => publish(on, commits),
  };
}

async function connect(on: SocketContext, event: GatewayEvent): Promise<GatewayAnswer> {
  const protocol = handleProtocols(headerOf(event, 'sec-websocket-protocol') ?? '');
  if (protocol === false) return { statusCode: 400 };
  const shown = headerOf(event, 'authorization');
  if (shown !== undefined) {
    const identified = await identify(on, shown);
    if (!identified) return { statusCode: 401 };
    await openConnection(on, event, identified.credential);
  }
  return { ...OK, headers: { 'Sec-WebSocket-Protocol': protocol } };
}

async function identify({ services }: SocketContext, authorization: unknown) {
  const token = typeof authorization === 'string' ? tokenOf(authorization) : undefined;
  return token === undefined ? undefined : services.access.identify(token);
}

async function handle(on: SocketContext, event: GatewayEvent): Promise<void> {
  const { connectionId } = event.requestContext;
  const message = messageOf(event);
  switch (message?.type) {
    case MessageType.ConnectionInit:
      return init(on, event, shownIn(message.payload));
    case MessageType.Ping:
      if ((await deliver(on, connectionId, pongFrame(message.payload))) !== 'SENT') return;
      return catchUp(on, connectionId);
    case MessageType.Pong:
      return;
    case MessageType.Subscribe: {
      const violation = await beginOperation(on, event, message);
      if (violation === 'UNACKNOWLEDGED') await expel(on, event, [CloseCode.Unauthorized, 'Unauthorized']);
      if (violation === 'DUPLICATE_ID') {
        const reason = `Subscriber for ${message.id} already exists`;
        await expel(on, event, [CloseCode.SubscriberAlreadyExists, reason]);
      }
      return;
    }
    case MessageType.Complete:
      return endOperation(on, event, message.id);
    default:
      return expel(on, event, [CloseCode.BadRequest, 'Invalid message received']);
  }
}

function messageOf(event: GatewayEvent): Message | undefined {
  try {
    const message = parseMessage(bodyOf(event));
    const isNamed = !('id' in message) || message.id.length <= ID_LENGTH_MAX;
    return isNamed ? message : undefined;
  } catch {
    return undefined;
  }
}

async function init(on: SocketContext, event: GatewayEvent, authorization: unknown): Promise<void> {
  const identified = await identify(on, authorization);
  switch (await acknowledge(on, event, identified?.credential)) {
    case 'ACKNOWLEDGED':
      await deliver(on, event.requestContext.connectionId, ackFrame());
      return;
    case 'REPEATED':
      return expel(on, event, [CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests']);
    case 'LATE':
      return expel(on, event, [
        CloseCode.ConnectionInitialisationTimeout,
        'Connection initialisation timeout',
      ]);
  }
}

/** Closes the socket of a client that broke the protocol; the reason goes ahead. */
async function expel(
  on: SocketContext,
  event: GatewayEvent,
  [code, reason]: readonly [code: CloseCode, reason: string],
): Promise<void> {
  const { connectionId } = event.requestContext;
  await on.push.push(connectionId, reasonFrame(code, reason));
  await on.push.close(connectionId);
  await removeConnection(on.context.store, connectionId);
}
