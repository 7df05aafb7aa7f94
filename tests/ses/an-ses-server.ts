/**
 * Answers as SES does to `SendEmail` of its version 2: one path, JSON, errors by the header `x-amzn-errortype`. It knows
 * no accounts and no quotas. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html (2026-11-21)
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SesServer {
  readonly endpoint: string;
  readonly taken: readonly Taken[];
  /** The error with which everything is answered from now on. */
  readonly fail: (status: number, type: string) => void;
  readonly hang: () => void;
  readonly close: () => Promise<void>;
}

export interface Taken {
  readonly path: string;
  readonly authorization: string;
  readonly body: unknown;
}

export async function anSesServer(): Promise<SesServer> {
  const taken: Taken[] = [];
  const mood: { failure?: { readonly status: number; readonly type: string }; isSilent?: boolean } = {};
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (mood.isSilent === true) return;
      response.setHeader('content-type', 'application/json');
      if (mood.failure !== undefined) {
        response.writeHead(mood.failure.status, { 'x-amzn-errortype': mood.failure.type });
        return void response.end('{"message":"no"}');
      }
      const { url: path = '', headers } = request;
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      taken.push({ path, authorization: headers.authorization ?? '', body });
      response.end(JSON.stringify({ MessageId: `message-${taken.length}` }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    fail: (status, type) => {
      mood.failure = { status, type };
    },
    hang: () => {
      mood.isSilent = true;
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
