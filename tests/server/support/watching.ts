/** Subscriptions over WebSocket and over SSE, read alike: one answer after the other. */
import { request } from 'node:http';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

// biome-ignore lint/suspicious/noExplicitAny: a test may reach into any answer
type Payload = { readonly data?: any; readonly errors?: readonly any[] };

export interface Watch {
  /** The next answer; undefined when the server has ended it. */
  readonly next: () => Promise<Payload | undefined>;
  readonly stop: () => Promise<void>;
}

export interface Watched {
  readonly url: string;
  readonly token: string | undefined;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

export type Watcher = (watched: Watched) => Watch;

export const overWebSocket: Watcher = ({ url, token, query, variables = {} }) => {
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(token === undefined ? {} : { connectionParams: { authorization: `Bearer ${token}` } }),
  });
  const answers = client.iterate({ query, variables });
  return {
    next: async () => {
      try {
        const { done, value } = await answers.next();
        return done === true ? undefined : (value as Payload);
      } catch (error) {
        // The protocol carries a refusal as a list of errors.
        if (Array.isArray(error)) return { errors: error };
        throw error;
      }
    },
    stop: async () => {
      await answers.return?.();
      await client.dispose();
    },
  };
};

export const overSse: Watcher = ({ url, token, query, variables = {} }) => {
  const abort = new AbortController();
  const answers = sseAnswers({ url, token, query, variables }, abort.signal);
  return {
    next: async () => {
      const { done, value } = await answers.next();
      return done === true ? undefined : value;
    },
    stop: async () => abort.abort(),
  };
};

async function* sseAnswers(watched: Watched, signal: AbortSignal): AsyncGenerator<Payload> {
  let buffer = '';
  for await (const chunk of await open(watched, signal)) {
    buffer += chunk;
    const messages = buffer.split('\n\n');
    buffer = messages.pop() ?? '';
    for (const message of messages) {
      const data = /^data: ?(.*)$/m.exec(message)?.[1];
      const isNext = /^event: ?next$/m.test(message);
      if (isNext && data !== undefined) yield JSON.parse(data) as Payload;
    }
  }
}

function open(
  { url, token, query, variables }: Watched,
  signal: AbortSignal,
): Promise<AsyncIterable<string>> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const outgoing = request(url, { method: 'POST', headers, agent: false, signal }, (response) =>
      resolve(response.setEncoding('utf8')),
    );
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify({ query, variables }));
  });
}
