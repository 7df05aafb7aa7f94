/**
 * The events a WebSocket API hands to Lambda.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 * (2026-11-21)
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface OpenedSocket {
  readonly connectionId: string;
  readonly connectedAt: number;
  readonly request: IncomingMessage;
}

type EventType = 'CONNECT' | 'MESSAGE' | 'DISCONNECT';

const ROUTES = { CONNECT: '$connect', MESSAGE: '$default', DISCONNECT: '$disconnect' } as const;

/** Ends in `=`, as AWS's do: it has to be escaped in a path. */
export function newConnectionId(): string {
  return randomBytes(11).toString('base64').replace(/[+/]/g, 'x');
}

export function connectEvent(socket: OpenedSocket): object {
  const { headers, multiValueHeaders } = headersOf(socket.request);
  const parameters = new URL(socket.request.url ?? '/', 'http://localhost').searchParams;
  const names = [...new Set(parameters.keys())];
  const query = {
    queryStringParameters: Object.fromEntries(names.map((name) => [name, parameters.getAll(name).at(-1)])),
    multiValueQueryStringParameters: Object.fromEntries(names.map((name) => [name, parameters.getAll(name)])),
  };
  return {
    headers,
    multiValueHeaders,
    ...(names.length === 0 ? {} : query),
    requestContext: contextOf(socket, 'CONNECT'),
    isBase64Encoded: false,
  };
}

export function messageEvent(socket: OpenedSocket, body: string): object {
  const requestContext = { ...contextOf(socket, 'MESSAGE'), messageId: requestId() };
  return { requestContext, body, isBase64Encoded: false };
}

export function disconnectEvent(socket: OpenedSocket, code: number, reason: string): object {
  const { headers, multiValueHeaders } = headersOf(socket.request, ['host', 'x-forwarded-for']);
  const ended = { disconnectStatusCode: code, disconnectReason: reason };
  const requestContext = { ...contextOf(socket, 'DISCONNECT'), ...ended };
  return { headers, multiValueHeaders, requestContext, isBase64Encoded: false };
}

/** Of our own making when a function fails: what API Gateway then sends to the client. */
export function failureBody({ connectionId }: OpenedSocket): string {
  return JSON.stringify({ message: 'Internal server error', connectionId, requestId: requestId() });
}

export function identityOf(request: IncomingMessage) {
  return {
    sourceIp: request.socket.remoteAddress ?? '',
    userAgent: request.headers['user-agent'] ?? '',
  };
}

function contextOf({ connectionId, connectedAt, request }: OpenedSocket, eventType: EventType) {
  const now = new Date();
  const id = requestId();
  return {
    routeKey: ROUTES[eventType],
    eventType,
    extendedRequestId: id,
    requestTime: now.toUTCString(),
    messageDirection: 'IN',
    stage: 'local',
    connectedAt,
    requestTimeEpoch: now.getTime(),
    identity: identityOf(request),
    requestId: id,
    domainName: request.headers.host ?? 'localhost',
    connectionId,
    apiId: 'local',
  };
}

/** Names as they usually are written: the gateway does not make them all lower case here. */
function headersOf(request: IncomingMessage, only?: readonly string[]) {
  const entries = Object.entries(request.headersDistinct).flatMap(([name, values]) =>
    values === undefined || (only && !only.includes(name)) ? [] : [[usual(name), values] as const],
  );
  return {
    headers: Object.fromEntries(entries.map(([name, values]) => [name, values.join(', ')])),
    multiValueHeaders: Object.fromEntries(entries),
  };
}

function usual(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()).replace('Websocket', 'WebSocket');
}

function requestId(): string {
  return randomBytes(12).toString('base64');
}
