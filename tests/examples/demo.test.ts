import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dynamoEngineMissing } from '@muster/aws-local/dynamodb-engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '../../examples/demo/main.ts');
const TIME_LIMIT_MS = 60_000;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the demo', () => {
  let temporary: string;

  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'muster-test-'));
  });

  afterEach(() => rm(temporary, { recursive: true }));

  /** Node keeps compiled code there for the next start: that is no folder of the demo. */
  async function leftBehind(): Promise<readonly string[]> {
    return (await readdir(temporary)).filter((name) => name !== 'node-compile-cache');
  }

  /** Resolves when its streams are closed: not before the last process that it started has ended. */
  function runDemo(
    onOutput: (stdout: string, pid: number) => void = () => undefined,
    args: readonly string[] = [],
  ): Promise<Ended> {
    const child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, TMPDIR: temporary } });
    return new Promise((resolve) => {
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (text) => {
        stdout += text;
        onOutput(stdout, child.pid ?? 0);
      });
      child.stderr.on('data', (text) => {
        stderr += text;
      });
      child.once('close', (code) => resolve({ code, stdout, stderr }));
    });
  }

  it(
    'takes a mission from launch to report within a minute, and leaves nothing behind',
    async () => {
      const { code, stdout, stderr } = await runDemo();

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      for (const part of [
        'again: Checkout test failed',
        'accepted by theo',
        'accepted by mara',
        'failing: The page says $12',
        'Good enough to show',
        'approved by ada',
        'Let visitors arrive',
        'Run 1 is COMPLETED',
        '# Launch our first product: run 1 COMPLETED',
        '- All passed: yes',
        '- Contract: 4 assertions, 4 PASSING',
        '| Build | 1 | FAILING | vera |',
        '| Build | 2 | PASSED | vera |',
      ]) {
        expect(stdout).toContain(part);
      }
      expect(await leftBehind()).toEqual([]);
    },
    TIME_LIMIT_MS,
  );

  // dynoxide, which speaks DynamoDB's protocol, does not exist for every platform.
  const missing = dynamoEngineMissing();
  if (missing !== undefined) process.stderr.write(`\nSKIPPED: the demo as on AWS. ${missing}\n`);
  it.skipIf(missing !== undefined)(
    'is the same where everything runs as on AWS',
    async () => {
      const { code, stdout, stderr } = await runDemo(undefined, ['--aws-local']);

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      for (const part of ['as on AWS', 'approved by ada', 'Let visitors arrive', '- All passed: yes']) {
        expect(stdout).toContain(part);
      }
      expect(await leftBehind()).toEqual([]);
    },
    TIME_LIMIT_MS,
  );

  it('stops what it started when it is told to end in the middle', async () => {
    let isTold = false;

    const { code } = await runDemo((stdout, pid) => {
      if (isTold || !stdout.includes('Interview five customers')) return;
      isTold = true;
      process.kill(pid, 'SIGTERM');
    });

    expect(code).toBe(130);
    expect(await leftBehind()).toEqual([]);
  });
});
