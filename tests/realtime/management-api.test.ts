import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createManagementApi, type ManagementApiOptions } from '@muster/realtime/management-api';
import type { SocketPush } from '@muster/realtime/socket-push';
import { afterEach, describe, expect, it } from 'vitest';
import { SILENT } from '../server/support/running-server.ts';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function anApi(
  listener: RequestListener,
  more: Partial<ManagementApiOptions> = {},
): Promise<SocketPush> {
  const server = createServer(listener);
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return pushTo((server.address() as AddressInfo).port, more);
}

function pushTo(port: number, more: Partial<ManagementApiOptions> = {}): SocketPush {
  const endpoint = `http://127.0.0.1:${port}/stage`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return createManagementApi({ endpoint, region: 'us-east-1', timeoutMs: 10_000, credentials, ...more });
}

function answering(status: number, type: string): RequestListener {
  return (request, response) => {
    request.resume().on('end', () => {
      response.writeHead(status, { 'x-amzn-errortype': type, 'content-type': 'application/json' }).end('{}');
    });
  };
}

describe('a push', () => {
  it('goes to the connection, signed, below the path of the stage', async () => {
    const seen: (string | undefined)[] = [];
    const push = await anApi((request, response) => {
      seen.push(request.method, request.url, request.headers.authorization?.split(' ', 1)[0]);
      request.resume().on('end', () => response.writeHead(200).end());
    });

    expect(await push.push('abc=', 'hello')).toBe('SENT');
    expect(seen).toEqual(['POST', '/stage/@connections/abc%3D', 'AWS4-HMAC-SHA256']);
  });

  it.each([
    ['the socket is gone', 410, 'GoneException', 'GONE'],
    ['the client does not read', 429, 'LimitExceededException', 'FAILED'],
    ['the gateway is in trouble', 500, 'InternalServerError', 'FAILED'],
    ['it is not ours to push', 403, 'ForbiddenException', 'FAILED'],
  ])('tells when %s, and tries once', async (_, status, type, outcome) => {
    let requests = 0;
    const push = await anApi((request, response) => {
      requests += 1;
      answering(status, type)(request, response);
    });

    expect(await push.push('abc=', 'hello')).toBe(outcome);
    expect(requests).toBe(1);
  });

  it('that fails says why to the log, not to the caller', async () => {
    const warned: object[] = [];
    const log = { ...SILENT, warn: (fields: object) => warned.push(fields) };
    const push = await anApi(answering(403, 'ForbiddenException'), { log });

    await push.push('abc=', 'hello');

    expect(warned).toMatchObject([{ connectionId: 'abc=', err: { name: 'ForbiddenException' } }]);
  });

  it('P2: fails when no answer comes in time, or nobody is there', async () => {
    const silent = await anApi(() => {}, { timeoutMs: 50 });
    const nobody = pushTo(1);

    expect(await silent.push('abc=', 'hello')).toBe('FAILED');
    expect(await nobody.push('abc=', 'hello')).toBe('FAILED');
    await expect(silent.close('abc=')).resolves.toBeUndefined();
  });
});
