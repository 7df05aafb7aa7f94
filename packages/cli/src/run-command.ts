/** A command of the user's own, in a shell. */
import { spawn } from 'node:child_process';

const TAIL_LENGTH = 10_000;

/** `said` is the end of what it printed on both streams; `code` is null when a signal ended it. */
export function runCommand(
  command: string,
  input = '',
): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(command, { shell: true, stdio: ['pipe', 'pipe', 'pipe'] });
  // A command need not read its input.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  let said = '';
  const listen = (text: string) => {
    said = (said + text).slice(-TAIL_LENGTH);
  };
  child.stdout.setEncoding('utf8').on('data', listen);
  child.stderr.setEncoding('utf8').on('data', listen);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });
}
