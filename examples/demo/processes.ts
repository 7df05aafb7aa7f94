/** Processes of the demo: started, listened to, and stopped by their own ids. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface RunningProcess {
  readonly name: string;
  /** Everything it has said on standard output so far. */
  readonly said: () => string;
  /** Resolves at the first match in what it says; rejects when it ends before. */
  readonly says: (pattern: RegExp) => Promise<string>;
  /** Rejects when it ends without having been told to; never resolves. */
  readonly lost: Promise<never>;
  /** Asks it to end, and insists after a while. Repeating it does nothing. */
  readonly stop: () => Promise<void>;
}

const STOP_GRACE_MS = 5_000;
const TAIL_LENGTH = 2_000;

export function startProcess(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): RunningProcess {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complaints = '';
  let isStopping = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-TAIL_LENGTH);
  });
  const lost = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (!isStopping) reject(new Error(`${name} ended (${signal ?? code}). ${complaints.trim()}`));
    });
  });
  // Whoever waits for it hears of it; nobody has to.
  lost.catch(() => undefined);
  return {
    name,
    said: () => said,
    says: (pattern) => Promise.race([lost, firstMatch(child, () => said, pattern)]),
    lost,
    stop: async () => {
      isStopping = true;
      await stopped(child);
    },
  };
}

function firstMatch(child: ChildProcess, said: () => string, pattern: RegExp): Promise<string> {
  return new Promise((resolve) => {
    const look = () => {
      const match = pattern.exec(said());
      if (match) resolve(match[0]);
    };
    child.stdout?.on('data', look);
    look();
  });
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  const insisting = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
  child.kill('SIGTERM');
  await exit;
  clearTimeout(insisting);
}
