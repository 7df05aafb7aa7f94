/**
 * A WebSocket API of API Gateway on loopback: real sockets in front, Lambda handlers behind, `@connections` at the side.
 * Limits and behaviour are AWS's, from
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 * (2026-11-21).
 *
 * G1. A message is handed over as soon as it is there, while earlier ones are still being handled.
 * G2. A socket exists for `@connections` from the moment the client has it until it is closed.
 *
 * Not documented by AWS, and chosen here: the code that a deleted connection is closed with (1000), and the status when
 * the function of `$connect` fails (502).
 */
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type KeptSocket, manageConnections } from './connections-api.ts';
import { FrameMeter } from './frame-meter.ts';
import type { HttpListener } from './http-api.ts';
import { invoke, type LambdaHandler } from './lambda-function.ts';
import { connectEvent, disconnectEvent, failureBody, messageEvent, newConnectionId } from './socket-event.ts';

export interface WebSocketGatewayOptions {
  readonly server: Server;
  /** Where sockets are opened: `/ws`. */
  readonly path: string;
  readonly connect: LambdaHandler;
  readonly message: LambdaHandler;
  readonly disconnect: LambdaHandler;
  /** Told of what a function threw. */
  readonly onError?: (error: unknown) => void;
  readonly limits?: Partial<GatewayLimits>;
}

export interface GatewayLimits {
  /** Of one invocation. */
  readonly timeoutMs: number;
  /** Nothing sent either way for so long. */
  readonly idleMs: number;
  readonly lifeMs: number;
  readonly messageBytes: number;
  readonly frameBytes: number;
  /** What the gateway keeps for a client that does not read. */
  readonly bufferBytes: number;
}

export interface WebSocketGateway {
  /** Answers `/@connections/…`. */
  readonly manage: HttpListener;
  /** Sockets that are open. */
  connectionIds(): readonly string[];
  /** Invocations so far, by route. */
  readonly invocationCounts: ReadonlyMap<string, number>;
  /** Closes every socket and resolves when each has been told to its function. */
  close(): Promise<void>;
}

const LIMITS: GatewayLimits = {
  timeoutMs: 29_000,
  idleMs: 600_000,
  lifeMs: 7_200_000,
  messageBytes: 131_072,
  frameBytes: 32_768,
  bufferBytes: 1_048_576,
};
const CLOSE_GRACE_MS = 500;
const GOING_AWAY = 1001;
const UNSUPPORTED = 1003;
const TOO_LARGE = 1009;

export function openWebSocketGateway(options: WebSocketGatewayOptions): WebSocketGateway {
  const gateway = new Gateway(options);
  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    gateway.open(request, stream, head).catch((error: unknown) => {
      options.onError?.(error);
      stream.destroy();
    });
  };
  options.server.on('upgrade', upgrade);
  return {
    manage: manageConnections(gateway.sockets, gateway.limits),
    connectionIds: () => [...gateway.sockets.keys()],
    invocationCounts: gateway.invocationCounts,
    close: async () => {
      options.server.off('upgrade', upgrade);
      await gateway.close();
    },
  };
}

class Gateway {
  readonly sockets = new Map<string, KeptSocket>();
  readonly limits: GatewayLimits;
  readonly invocationCounts = new Map<string, number>();
  readonly #options: WebSocketGatewayOptions;
  readonly #server: WebSocketServer;
  /** What the function of `$connect` answered: no other subprotocol is agreed on. */
  readonly #subprotocols = new WeakMap<IncomingMessage, string>();
  readonly #invocations = new Set<Promise<unknown>>();

  constructor(options: WebSocketGatewayOptions) {
    this.#options = options;
    this.limits = { ...LIMITS, ...options.limits };
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: this.limits.messageBytes,
      handleProtocols: (_offered, request) => this.#subprotocols.get(request) ?? false,
    });
  }

  async open(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    if (request.url?.split('?', 1)[0] !== this.#options.path) return refuse(stream, 403);
    const opened = { connectionId: newConnectionId(), connectedAt: Date.now(), request };
    const event = connectEvent(opened);
    const answer = await this.#invoke('$connect', this.#options.connect, event).catch(() => undefined);
    const { statusCode = 502, headers = {} } = (answer ?? {}) as {
      statusCode?: number;
      headers?: Record<string, string>;
    };
    if (statusCode < 200 || statusCode >= 300) return refuse(stream, statusCode);
    const subprotocol = Object.entries(headers).find(([name]) => /^sec-websocket-protocol$/i.test(name));
    if (subprotocol) this.#subprotocols.set(request, subprotocol[1]);
    this.#server.handleUpgrade(request, stream, head, (socket) => {
      this.#keep({ ...opened, socket, lastActiveAt: opened.connectedAt, touch: () => {} }, stream);
    });
  }

  async close(): Promise<void> {
    const open = [...this.sockets.values()].map(({ socket }) => socket);
    for (const socket of open) socket.close(GOING_AWAY, 'Going away');
    // A client that does not read does not answer either.
    const cutting = setTimeout(() => {
      for (const socket of open) socket.terminate();
    }, CLOSE_GRACE_MS);
    while (this.sockets.size > 0 || this.#invocations.size > 0) {
      await Promise.allSettled([...this.#invocations]);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    clearTimeout(cutting);
    this.#server.close();
  }

  #keep(kept: KeptSocket, stream: Duplex): void {
    const { connectionId, socket } = kept;
    const { idleMs, lifeMs, frameBytes } = this.limits;
    this.sockets.set(connectionId, kept);
    const goAway = () => socket.close(GOING_AWAY, 'Going away');
    const life = setTimeout(goAway, lifeMs);
    let idle = setTimeout(goAway, idleMs);
    kept.touch = () => {
      clearTimeout(idle);
      kept.lastActiveAt = Date.now();
      idle = setTimeout(goAway, idleMs);
    };
    const meter = new FrameMeter();
    // Before the library sees it.
    stream.prependListener('data', (chunk: Buffer) => {
      meter.read(chunk);
      if (meter.largest > frameBytes) socket.close(TOO_LARGE);
    });
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (meter.largest > frameBytes) return;
      this.#handOver(kept, data, isBinary);
    });
    // What the library closes by itself, too large messages among it, is told by `close`.
    socket.on('error', () => {});
    socket.on('close', (code, reason) => {
      clearTimeout(idle);
      clearTimeout(life);
      this.sockets.delete(connectionId);
      const event = disconnectEvent(kept, code, String(reason));
      this.#invoke('$disconnect', this.#options.disconnect, event).catch(() => {});
    });
  }

  /** See G1. */
  #handOver(kept: KeptSocket, data: Buffer, isBinary: boolean): void {
    if (isBinary) {
      kept.socket.close(UNSUPPORTED);
      return;
    }
    kept.touch();
    const event = messageEvent(kept, data.toString('utf8'));
    this.#invoke('$default', this.#options.message, event).catch(() => send(kept.socket, failureBody(kept)));
  }

  async #invoke(route: string, handler: LambdaHandler, event: object): Promise<unknown> {
    this.invocationCounts.set(route, (this.invocationCounts.get(route) ?? 0) + 1);
    const { timeoutMs } = this.limits;
    const invocation = invoke({ name: route.slice(1), handler, timeoutMs }, event);
    this.#invocations.add(invocation);
    try {
      return await invocation;
    } catch (error) {
      this.#options.onError?.(error);
      throw error;
    } finally {
      this.#invocations.delete(invocation);
    }
  }
}

function send(socket: WebSocket, text: string): void {
  if (socket.readyState === socket.OPEN) socket.send(text);
}

function refuse(stream: Duplex, status: number): void {
  const reason = STATUS_CODES[status] ?? 'Unknown';
  stream.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
