/** Both APIs of a stage, and the way back to sockets, at one address of loopback. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GRAPHQL_PATH } from '@muster/api/paths';
import { type HttpListener, serveHttpApi } from './gateway/http-api.ts';
import { openWebSocketGateway, type WebSocketGateway } from './gateway/web-socket-gateway.ts';
import type { LocalFunctions } from './local-functions.ts';

export interface LocalGateway {
  readonly url: string;
  /** For `@connections`. */
  readonly endpoint: string;
  /** From now on requests are answered; until then they are refused with 503. */
  serve(functions: LocalFunctions): void;
  invocationCounts(): ReadonlyMap<string, number>;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Rejects when the port is taken. */
export async function openGateway(port: number, onError: (error: unknown) => void): Promise<LocalGateway> {
  let http: HttpListener = (_request, response) => void response.writeHead(503).end();
  let sockets: WebSocketGateway | undefined;
  let httpCount = 0;
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/@connections/')) return sockets?.manage(request, response);
    httpCount += 1;
    http(request, response);
  });
  const endpoint = await listen(server, port);
  return {
    url: `${endpoint}${GRAPHQL_PATH}`,
    endpoint,
    serve: ({ graphql, socket }) => {
      http = serveHttpApi({ ...graphql, onError });
      const { handler } = socket;
      const routes = { connect: handler, message: handler, disconnect: handler };
      const limits = { timeoutMs: socket.timeoutMs };
      sockets = openWebSocketGateway({ server, path: GRAPHQL_PATH, ...routes, onError, limits });
    },
    invocationCounts: () => {
      const ofSockets = [...(sockets?.invocationCounts.values() ?? [])];
      return new Map([
        ['graphql', httpCount],
        ['socket', ofSockets.reduce((sum, count) => sum + count, 0)],
      ]);
    },
    close: async () => {
      await sockets?.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve(`http://${HOST}:${(server.address() as AddressInfo).port}`);
    });
  });
}
