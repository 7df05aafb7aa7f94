/** `muster start`: the server as a process of its own, for as long as this one lives. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SERVER = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url));

export interface StartOptions {
  readonly data?: string;
  readonly port?: string;
  readonly host?: string;
}

/** The exit code of the server. */
export function start({ data, port, host }: StartOptions): Promise<number> {
  const args = Object.entries({ data, port, host }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  const server = spawn(process.execPath, [SERVER, ...args], { stdio: 'inherit' });
  const pass = (signal: NodeJS.Signals) => server.kill(signal);
  process.on('SIGINT', pass);
  process.on('SIGTERM', pass);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => resolve(code ?? 0));
  });
}
