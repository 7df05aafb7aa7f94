/**
 * A connection to one Muster server with one key: requests over HTTP, subscriptions over one WebSocket that is opened
 * when first needed. Nothing here knows a particular operation.
 */
import type { Operation, VariableValues } from './operation.ts';
import { postOperation } from './post-operation.ts';
import { SocketSubscriptions, type SubscribeOptions } from './socket-subscriptions.ts';

export interface ConnectOptions {
  /** Of the GraphQL endpoint; a bare origin means its `/graphql`. */
  readonly url: string;
  readonly key: string;
  /** Where subscriptions go when that is somewhere else, as on AWS: `wss://….amazonaws.com/$default`. */
  readonly socketUrl?: string;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** 30,000 ms unless told. */
  readonly timeoutMs?: number;
}

export interface Client {
  readonly url: string;
  /** Rejects with `TransportError` only. Never sends twice: repeat it yourself, with an `idempotencyKey`. */
  request<Data, Variables extends VariableValues>(
    operation: Operation<Data, Variables>,
    variables: Variables,
    options?: RequestOptions,
  ): Promise<Data>;
  /**
   * Ends when the server ends it, or quietly when `signal` aborts. A broken connection is opened anew, and the
   * subscription begins again with the variables that `resume` makes out of the last item. Throws `TransportError`
   * when the server refuses, or stays away.
   */
  subscribe<Data, Variables extends VariableValues>(
    operation: Operation<Data, Variables>,
    variables: Variables,
    options?: SubscribeOptions<Data, Variables>,
  ): AsyncIterable<Data>;
  /** Ends every subscription. */
  close(): Promise<void>;
}

/** Does not connect yet. Throws a TypeError for an address that is none. */
export function connect(options: ConnectOptions): Client {
  const url = endpointOf(options.url);
  const socketUrl = options.socketUrl ?? url.href.replace(/^http/, 'ws');
  if (!/^wss?:\/\//.test(socketUrl)) throw new TypeError('An address of sockets begins with ws:// or wss://');
  const target = { url: url.href, socketUrl, authorization: `Bearer ${options.key}` };
  const subscriptions = new SocketSubscriptions(target);
  return {
    url: url.href,
    request: (operation, variables, more) => postOperation(target, { operation, variables }, more),
    subscribe: (operation, variables, more) => subscriptions.follow(operation, variables, more),
    close: () => subscriptions.close(),
  };
}

function endpointOf(text: string): URL {
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError(`An address begins with http:// or https://, not with ${url.protocol}`);
  }
  if (url.pathname === '/') url.pathname = '/graphql';
  return url;
}
