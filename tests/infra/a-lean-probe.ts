/** The clients of AWS as bundles have them, beside those of the SDK: both are asked the same of a server on loopback. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { leanBundle } from '@muster/infra/bundle/lean';
import { ROOT } from '@muster/infra/plan/platform';
import { build } from 'esbuild';
import * as asInstalled from './lean-probe-calls.ts';

export type Calls = typeof asInstalled;

const ENTRY = join(import.meta.dirname, 'lean-probe-calls.ts');

/** The same calls through the SDK as it is installed, and as it is in bundles. */
export async function bothWays(): Promise<{ readonly installed: Calls; readonly lean: Calls }> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-lean-'));
  const outfile = join(folder, 'probe.mjs');
  await build({
    absWorkingDir: ROOT,
    entryPoints: [ENTRY],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    plugins: [leanBundle()],
    logLevel: 'error',
  });
  const lean: Calls = await import(pathToFileURL(outfile).href);
  await rm(folder, { recursive: true });
  return { installed: asInstalled, lean };
}

export interface Scripted {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Of the moment, or of the form in which the SDK was published. */
const UNLIKE = new Set([
  'authorization',
  'x-amz-date',
  'amz-sdk-invocation-id',
  'amz-sdk-request',
  'user-agent',
  'x-amz-user-agent',
]);

/** Answers every request as it was told last, and remembers what was asked. */
export async function startScriptedService() {
  let answer: Scripted = { status: 200, body: '{}' };
  const requests: unknown[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.entries(request.headers).filter(([name]) => !UNLIKE.has(name));
    requests.push({ url: request.url, method: request.method, headers, body: String(Buffer.concat(chunks)) });
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0', ...answer.headers });
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    requests,
    answers: (next: Scripted) => {
      answer = next;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
