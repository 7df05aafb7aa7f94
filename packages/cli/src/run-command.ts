/** A command of the user's own, in a shell. */
import { spawn } from 'node:child_process';

const TAIL_LENGTH = 10_000;
const OUTPUT_LENGTH_MAX = 5_000_000;

/**
 * `said` is the end of what it printed on both streams, `output` all of its standard output, as far as anybody would read;
 * `code` is null when a signal ended it.
 */
export function runCommand(
  command: string,
  input = '',
): Promise<{ readonly code: number | null; readonly said: string; readonly output: string }> {
  const child = spawn(command, { shell: true, stdio: ['pipe', 'pipe', 'pipe'] });
  // A command need not read its input.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  let said = '';
  let output = '';
  const listen = (text: string) => {
    said = (said + text).slice(-TAIL_LENGTH);
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    listen(text);
    if (output.length < OUTPUT_LENGTH_MAX) output += text;
  });
  child.stderr.setEncoding('utf8').on('data', listen);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said, output }));
  });
}
