/**
 * `@connections`: how a backend reaches sockets that the gateway keeps.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 * (2026-11-21)
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebSocket } from 'ws';
import type { HttpListener } from './http-api.ts';
import { readBounded } from './read-bounded.ts';
import { identityOf, type OpenedSocket } from './socket-event.ts';

export interface KeptSocket extends OpenedSocket {
  readonly socket: WebSocket;
  lastActiveAt: number;
  /** Something passed: it is not idle. */
  touch: () => void;
}

interface Limits {
  readonly messageBytes: number;
  readonly bufferBytes: number;
}

/** A deleted connection is closed with it. */
const NORMAL = 1000;

export function manageConnections(sockets: ReadonlyMap<string, KeptSocket>, limits: Limits): HttpListener {
  return (request, response) => {
    answer({ sockets, limits }, request, response).catch(() => response.destroy());
  };
}

async function answer(
  { sockets, limits }: { readonly sockets: ReadonlyMap<string, KeptSocket>; readonly limits: Limits },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBounded(request, limits.messageBytes);
  const [, escaped = ''] = /\/@connections\/([^/?]+)/.exec(request.url ?? '') ?? [];
  const kept = sockets.get(decodeURIComponent(escaped));
  if (body === undefined) return fail(response, 413, 'PayloadTooLargeException');
  if (kept?.socket.readyState !== kept?.socket.OPEN || kept === undefined) {
    return fail(response, 410, 'GoneException');
  }
  switch (request.method) {
    case 'POST':
      if (kept.socket.bufferedAmount > limits.bufferBytes) {
        return fail(response, 429, 'LimitExceededException');
      }
      kept.socket.send(body.toString('utf8'));
      kept.touch();
      response.writeHead(200).end();
      return;
    case 'DELETE':
      kept.socket.close(NORMAL);
      response.writeHead(204).end();
      return;
    case 'GET':
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(statusOf(kept)));
      return;
    default:
      return fail(response, 403, 'ForbiddenException');
  }
}

function statusOf({ connectedAt, lastActiveAt, request }: KeptSocket) {
  return {
    connectedAt: new Date(connectedAt).toISOString(),
    identity: identityOf(request),
    lastActiveAt: new Date(lastActiveAt).toISOString(),
  };
}

function fail(response: ServerResponse, status: number, type: string): void {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': type };
  response.writeHead(status, headers).end(JSON.stringify({ message: null }));
}
