/**
 * GraphQL over WebSocket, `graphql-transport-ws`, at the path of HTTP. A socket shows its credential once, in
 * `connectionParams.authorization` or in the header; it is looked at again for every operation and event, so that a
 * revoked key begins nothing new and hears nothing more.
 */
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createMask, present } from '@muster/api/masking';
import { GRAPHQL_PATH } from '@muster/api/paths';
import { isRefused, prepareOperation } from '@muster/api/prepare-operation';
import { contextFor, principalFrom, shownIn } from '@muster/api/request-context';
import type { Services } from '@muster/api/services';
import { whileAuthorised } from '@muster/api/while-authorised';
import { LIMITS } from '@muster/core/limits';
import { failure } from '@muster/schema/errors';
import { type ExecutionArgs, type ExecutionResult, execute, GraphQLError, subscribe } from 'graphql';
import type { Disposable, ServerOptions } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';

const KEEP_ALIVE_MS = 15_000;

type Params = Record<string, unknown> | undefined;
type SocketExtra = Extra & { authorization?: string };

export interface Sockets {
  /** Closes every socket with 1001 and takes no new one. */
  close(): Promise<void>;
}

export function serveSockets(services: Services, http: HttpServer): Sockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LIMITS.requestBytesMax });
  // Whatever NODE_ENV says: a reason for closing names no cause of ours.
  const options = { ...socketOptions(services), isProd: true };
  const protocol: Disposable = useServer(options, sockets, KEEP_ALIVE_MS);
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.split('?', 1)[0] !== GRAPHQL_PATH) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      sockets.emit('connection', webSocket, request);
      tellQuietly(webSocket, services);
    });
  };
  http.on('upgrade', upgrade);
  return {
    close: async () => {
      http.off('upgrade', upgrade);
      await protocol.dispose();
    },
  };
}

/**
 * What a socket calls an error is a frame that its client should not have sent, one that is too large for example. `ws` closes it
 * for that; graphql-ws would write a stack trace to the console for each, which anybody could have it do all day.
 */
function tellQuietly(webSocket: WebSocket, { log }: Services): void {
  webSocket.removeAllListeners('error');
  webSocket.on('error', (error) => log.debug({ err: error }, 'a socket was closed for what its client sent'));
}

function socketOptions(services: Services): ServerOptions<Params, SocketExtra> {
  const mask = createMask(services);
  return {
    onConnect: async ({ connectionParams, extra }) => {
      const shown = shownIn(connectionParams) ?? extra.request.headers.authorization;
      if (typeof shown !== 'string') return false;
      extra.authorization = shown;
      return (await principalOrError(services, shown)) instanceof GraphQLError === false;
    },
    onSubscribe: async ({ extra, subscriptions }, _id, payload) => {
      const principal = await principalOrError(services, extra.authorization);
      if (principal instanceof GraphQLError) return [principal];
      const excess = excessOf(subscriptions);
      if (excess !== undefined) return [excess];
      const prepared = prepareOperation(services, payload);
      if (isRefused(prepared)) return prepared;
      return { ...prepared.args, contextValue: contextFor(services, principal) };
    },
    execute: async (args: ExecutionArgs) => {
      const result = await execute(args);
      await services.store.durable();
      return result;
    },
    subscribe: async (args: ExecutionArgs) => {
      const result = await subscribe(args);
      return Symbol.asyncIterator in result ? services.streams.follow(result) : result;
    },
    onOperation: ({ extra }, _id, _payload, _args, result) =>
      Symbol.asyncIterator in result ? whileAuthorised(services, extra.authorization, result) : undefined,
    onNext: (_context, _id, _payload, _args, result) => present(result as ExecutionResult, mask),
    onError: (_context, _id, _payload, errors) => {
      const asErrors = errors.map((error) => (error instanceof GraphQLError ? error : mask(error)));
      return present({ errors: asErrors }, mask).errors ?? [];
    },
  };
}

async function principalOrError(services: Services, authorization: string | undefined) {
  return principalFrom(services, authorization).catch((error: unknown) => {
    if (error instanceof GraphQLError) return error;
    throw error;
  });
}

/** What is asked for is among them already. */
function excessOf(operations: object): GraphQLError | undefined {
  const max = LIMITS.subscriptionsPerSocketMax;
  const actual = Object.keys(operations).length;
  if (actual <= max) return undefined;
  return failure({
    code: 'LIMIT_EXCEEDED',
    path: [],
    detail: { limit: 'subscriptionsPerSocketMax', max, actual },
  });
}
