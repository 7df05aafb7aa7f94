/** The server as its own process, started as `npm start` does but for the rehearsal, so that it can be killed like one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(import.meta.dirname, '../../../packages/server/src/main.ts');

export interface ServerProcess {
  /** Answers the `data` of a GraphQL request. Rejects when the server is gone or answers errors. */
  readonly ask: <Data>(query: string, variables?: object) => Promise<Data>;
  /** SIGKILL; resolves when the process is gone. */
  readonly kill: () => Promise<void>;
}

/** Resolves when it listens, on a free port. */
export async function startServerProcess(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [MAIN, '--data', folder, '--port', '0', '--cold'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...settings, LOG_LEVEL: 'silent' },
  });
  const exited = once(child, 'exit');
  const url = await urlOf(child);
  const key = (await readFile(join(folder, 'key'), 'utf8')).trim();
  return {
    ask: (query, variables = {}) => ask(url, key, { query, variables }),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function urlOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the output of the server is a pipe');
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url] = /(http:\/\/127\.0\.0\.1:\d+\/\S*)/.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error('the server ended before it listened');
}

async function ask<Data>(url: string, key: string, request: object): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${key}`,
    },
    body: JSON.stringify(request),
  });
  const { data, errors } = JSON.parse(await response.text());
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}
