/**
 * Subscriptions over one WebSocket (`graphql-transport-ws`).
 *
 * The library's own reconnecting would send the first variables again and so repeat what was seen; it is off. Here
 * each subscription begins anew by itself, from where it was. After a close with 1000, which is how a gateway ends a
 * socket, the library reconnects all the same: it is given up then.
 *
 * What was too large for a message comes as a pointer, and is fetched over HTTP before anything that was said later.
 */
import { createClient, MessageType, type Client as SocketClient } from 'graphql-ws';
import type { Operation, VariableValues } from './operation.ts';
import type { Target } from './post-operation.ts';
import { fieldOf, refusalOf, TransportError } from './transport-error.ts';
import { wholeAnswer } from './whole-answer.ts';

export interface SubscribeOptions<Data, Variables> {
  readonly signal?: AbortSignal;
  /** The variables to go on with after `last`. Without it a subscription begins again as it began. */
  readonly resume?: (variables: Variables, last: Data) => Variables;
}

const RETRIES_MAX = 10;
const RETRY_WAIT_MS_MIN = 100;
const RETRY_WAIT_MS_MAX = 5_000;
/** Unless the server's `connection_ack` says how often to ping. */
const KEEP_ALIVE_MS = 10_000;
const NORMAL_CLOSURE = 1000;
const FORBIDDEN = 4403;
/** 4400–4499 are the protocol's own codes: the server means it, trying again is of no use. */
const REFUSALS = { from: 4400, to: 4499 } as const;

export class SocketSubscriptions {
  readonly #target: Target;
  readonly #closing = new AbortController();
  /** Closed by the server as if all were said, while somebody was still listening. */
  readonly #dropped = new WeakSet<SocketClient>();
  #socket: SocketClient | undefined;

  constructor(target: Target) {
    this.#target = target;
  }

  async *follow<Data, Variables extends VariableValues>(
    operation: Operation<Data, Variables>,
    given: Variables,
    { signal, resume = (variables) => variables }: SubscribeOptions<Data, Variables> = {},
  ): AsyncGenerator<Data, void, undefined> {
    const ended = signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
    let variables = given;
    let retries = 0;
    while (!ended.aborted) {
      try {
        for await (const data of this.#once({ operation, variables }, ended)) {
          retries = 0;
          variables = resume(variables, data);
          yield data;
        }
        return;
      } catch (error) {
        if (ended.aborted) return;
        await this.#recover(error, retries, ended);
        retries += 1;
      }
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#socket?.dispose();
  }

  /** Waits a little before the next try; throws what no further try can mend. */
  async #recover(error: unknown, retries: number, ended: AbortSignal): Promise<void> {
    const failure = failureOf(error, this.#target.url);
    if (failure.failure !== 'UNREACHABLE' || retries >= RETRIES_MAX) throw failure;
    await pause(Math.min(RETRY_WAIT_MS_MAX, RETRY_WAIT_MS_MIN * 2 ** retries), ended);
  }

  async *#once<Data, Variables extends VariableValues>(
    call: { readonly operation: Operation<Data, Variables>; readonly variables: Variables },
    ended: AbortSignal,
  ): AsyncGenerator<Data, void, undefined> {
    const { name, text } = call.operation;
    const socket = this.#connected();
    const results = socket.iterate<Record<string, unknown>>({
      query: text,
      operationName: name,
      variables: call.variables,
    });
    const stop = () => void results.return?.();
    ended.addEventListener('abort', stop, { once: true });
    try {
      for await (const told of results) {
        const { data, errors } = await wholeAnswer(this.#target, told, ended);
        if (errors && errors.length > 0) throw refusalOf(errors);
        // The codec of this edge: text and type of the operation were generated from the same schema.
        if (data) yield data as Data;
      }
      if (this.#dropped.has(socket)) throw brokenConnection(this.#target.url);
    } finally {
      ended.removeEventListener('abort', stop);
    }
  }

  #connected(): SocketClient {
    this.#socket ??= this.#open();
    return this.#socket;
  }

  #open(): SocketClient {
    let pinging: ReturnType<typeof setInterval> | undefined;
    const socket = createClient({
      url: this.#target.socketUrl,
      connectionParams: { authorization: this.#target.authorization },
      retryAttempts: 0,
      // A refusal is told to whoever subscribed, not to the console.
      onNonLazyError: () => undefined,
      on: {
        connected: (opened, hint) => {
          clearInterval(pinging);
          pinging = setInterval(() => ping(opened), keepAliveMs(hint));
        },
        closed: (event) => {
          clearInterval(pinging);
          if (fieldOf(event, 'code') === NORMAL_CLOSURE) this.#drop(socket);
        },
      },
    });
    return socket;
  }

  #drop(socket: SocketClient): void {
    this.#dropped.add(socket);
    if (this.#socket === socket) this.#socket = undefined;
    // Without this it would connect again by itself.
    void socket.dispose();
  }
}

function keepAliveMs(hint: unknown): number {
  const told = fieldOf(hint, 'keepAliveMs');
  return typeof told === 'number' && told > 0 ? told : KEEP_ALIVE_MS;
}

/** The library hands over whatever implements a WebSocket here. */
function ping(socket: unknown): void {
  const { readyState, OPEN, send } = socket as WebSocket;
  if (readyState === OPEN) send.call(socket, JSON.stringify({ type: MessageType.Ping }));
}

function failureOf(error: unknown, url: string): TransportError {
  if (error instanceof TransportError) return error;
  if (Array.isArray(error)) return refusalOf(error);
  const closeCode = fieldOf(error, 'code');
  if (closeCode === FORBIDDEN) return new TransportError('UNAUTHENTICATED', 'The key was refused.');
  if (typeof closeCode === 'number' && closeCode >= REFUSALS.from && closeCode <= REFUSALS.to) {
    const reason = fieldOf(error, 'reason');
    return new TransportError('REFUSED', `The connection was refused: ${String(reason)} (${closeCode}).`);
  }
  return brokenConnection(url, error);
}

function brokenConnection(url: string, cause?: unknown): TransportError {
  return new TransportError('UNREACHABLE', `The connection to ${url} broke.`, { cause });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
