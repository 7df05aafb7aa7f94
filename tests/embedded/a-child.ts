/** Real processes, for what only they can show: a lock between two of them, and a kill. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Child {
  readonly pid: number;
  /** Lines it prints, as they come. Ends with the process. */
  readonly lines: AsyncIterableIterator<string>;
  /** SIGKILL; resolves when it is gone. */
  readonly kill: () => Promise<void>;
}

/** Runs a file of this folder in the same Node. */
export function startChild(file: string, ...args: readonly string[]): Child {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  return {
    pid: pidOf(child),
    lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the child process did not start');
  return child.pid;
}

/** The argument at `place`, counted from 0, of a child. */
export function argumentAt(place: number): string {
  const argument = process.argv[place + 2];
  if (argument === undefined) throw new Error(`the argument ${place} is missing`);
  return argument;
}
