/** The command line as a process of its own, which knows the server by its environment alone. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { TestServer } from '../server/support/running-server.ts';

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'packages/cli/src/main.ts');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs to its end. */
export type Terminal = (args: readonly string[]) => Promise<Ended>;

export function aTerminal(server: Pick<TestServer, 'url' | 'folder'>): Terminal {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, HOME, NODE_COMPILE_CACHE, MUSTER_URL: server.url, MUSTER_DATA: server.folder };
  return (args) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Promise((resolve) => {
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (text) => {
        stdout += text;
      });
      child.stderr.on('data', (text) => {
        stderr += text;
      });
      child.once('close', (code) => resolve({ code, stdout, stderr }));
    });
  };
}
