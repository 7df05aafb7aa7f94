/** Gateways on a free port of loopback, and clients of them. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HttpListener, serveHttpApi } from '@muster/aws-local/gateway/http-api';
import {
  openWebSocketGateway,
  type WebSocketGateway,
  type WebSocketGatewayOptions,
} from '@muster/aws-local/gateway/web-socket-gateway';
import { createManagementApi } from '@muster/realtime/management-api';
import type { SocketPush } from '@muster/realtime/socket-push';
import { WebSocket } from 'ws';

export async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function anHttpApi(options: Parameters<typeof serveHttpApi>[0]) {
  const server = createServer(serveHttpApi(options));
  const url = await listening(server);
  return { url, close: () => closeServer(server) };
}

export interface GatewayUnderTest {
  readonly gateway: WebSocketGateway;
  readonly url: string;
  readonly endpoint: string;
  readonly push: SocketPush;
  readonly close: () => Promise<void>;
}

export async function aGateway(
  handlers: Partial<Omit<WebSocketGatewayOptions, 'server' | 'path'>>,
): Promise<GatewayUnderTest> {
  const listeners: { manage?: HttpListener } = {};
  const server = createServer((request, response) => listeners.manage?.(request, response));
  const ok = async () => ({ statusCode: 200 });
  const gateway = openWebSocketGateway({
    server,
    path: '/ws',
    connect: ok,
    message: ok,
    disconnect: ok,
    ...handlers,
  });
  listeners.manage = gateway.manage;
  const endpoint = await listening(server);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return {
    gateway,
    url: `${endpoint.replace('http', 'ws')}/ws`,
    endpoint,
    push: createManagementApi({ endpoint, region: 'us-east-1', credentials }),
    close: async () => {
      await gateway.close();
      await closeServer(server);
    },
  };
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

export interface Socket {
  readonly socket: WebSocket;
  readonly messages: string[];
  /** Once it is closed. */
  readonly closed: Promise<number>;
}

export async function aClient(url: string, protocols: readonly string[] = []): Promise<Socket> {
  const socket = new WebSocket(url, [...protocols]);
  const messages: string[] = [];
  socket.on('message', (data) => messages.push(String(data)));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await once(socket, 'open');
  return { socket, messages, closed };
}

/** The status that a socket is refused with. */
export async function refusalOf(url: string, protocols: readonly string[] = []): Promise<number> {
  const socket = new WebSocket(url, [...protocols]);
  return new Promise((resolve, reject) => {
    socket.on('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    socket.on('open', () => reject(new Error('it was not refused')));
    socket.on('error', () => {});
  });
}
