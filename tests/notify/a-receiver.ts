/** Somebody who takes webhooks, on loopback: real sockets, no names. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly received: readonly Received[];
  /** Connections that were opened, whether or not anything came over them. */
  readonly connectionCount: () => number;
  /** What is answered from now on. */
  readonly answer: (respond: Respond) => void;
  readonly close: () => Promise<void>;
}

export type Respond = (response: ServerResponse, received: Received) => void;

export function answering(status: number, headers: Record<string, string> = {}, body = ''): Respond {
  return (response) => void response.writeHead(status, headers).end(body);
}

export async function aReceiver(respond = answering(204), host = '127.0.0.1', port = 0): Promise<Receiver> {
  const received: Received[] = [];
  const counter = { connections: 0, respond };
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, headers, body };
      received.push(one);
      counter.respond(response, one);
    });
  });
  server.on('connection', () => {
    counter.connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host}:${bound}/hook`,
    port: bound,
    received,
    connectionCount: () => counter.connections,
    answer: (next) => {
      counter.respond = next;
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
