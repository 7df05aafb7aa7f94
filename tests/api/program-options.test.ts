/** Each program that is started by hand, given what its options don't take: it says so, how it is used, and ends with 2. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadOption, wholeNumber } from '@muster/api/program-options';
import { ROOT } from '@muster/infra/plan/platform';
import { afterAll, describe, expect, it } from 'vitest';

const START = 'packages/server/src/main.ts';
const DEV_AWS = 'packages/aws-local/src/main.ts';
const DEMO = 'examples/demo/main.ts';
const SIM = 'tests/sim/main.ts';
const ORACLE = 'tests/oracle/main.ts';
const BENCH = 'tests/bench/main.ts';
const KEY = 'functions/create-key.ts';
const UNADDRESSED = 'functions/list-unaddressed.ts';
const PLAN = 'packages/infra/src/plan/main.ts';
const CLI = 'packages/cli/src/main.ts';

/** Where nothing is kept, and nothing was deployed from. */
const folder = mkdtempSync(join(tmpdir(), 'muster-options-'));
afterAll(() => rmSync(folder, { recursive: true }));

function ended(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return new Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }>(
    (resolve) => {
      const options = { cwd: folder, env: { ...process.env, ...env }, timeout: 60_000 };
      execFile(process.execPath, [join(ROOT, script), ...args], options, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, stdout, stderr }),
      );
    },
  );
}

interface Bad {
  readonly script: string;
  readonly args: readonly string[];
  readonly told: string;
  readonly env?: Readonly<Record<string, string>>;
}

const BAD: readonly Bad[] = [
  { script: START, args: ['--port', 'many'], told: '--port is "many"' },
  { script: START, args: ['--port', '65536'], told: '--port is "65536"' },
  { script: START, args: ['--port', ''], told: '--port is ""' },
  { script: START, args: [], told: 'PORT is "many"', env: { PORT: 'many' } },
  { script: START, args: ['--public-url', 'nowhere'], told: '--public-url is "nowhere"' },
  { script: START, args: ['--quick'], told: "Unknown option '--quick'" },
  { script: START, args: [], told: 'mail needs both', env: { MUSTER_SMTP_URL: 'smtp://localhost' } },
  { script: DEV_AWS, args: ['--port', 'many'], told: '--port is "many"' },
  { script: DEV_AWS, args: ['--quick'], told: "Unknown option '--quick'" },
  { script: DEMO, args: ['--quick'], told: "Unknown option '--quick'" },
  { script: SIM, args: ['--seeds', 'many'], told: '--seeds is "many"' },
  { script: SIM, args: ['--seed', '1.5'], told: '--seed is "1.5"' },
  { script: SIM, args: ['--from', '-'], told: '--from is "-"' },
  { script: SIM, args: ['--way', 'PIGEONS'], told: '--way is "PIGEONS"' },
  { script: ORACLE, args: ['--documents', '0'], told: '--documents is "0"' },
  { script: ORACLE, args: ['--seed', 'x'], told: '--seed is "x"' },
  { script: BENCH, args: ['--workloads', 'chain,walk'], told: 'no workload "walk"' },
  { script: BENCH, args: ['--runs', '0'], told: '--runs is "0"' },
  { script: KEY, args: ['--workspace', 'main'], told: '--workspace is "main"' },
  { script: KEY, args: ['--name', ' '], told: '--name has 1 to' },
  { script: KEY, args: [], told: 'Nothing was deployed from here' },
  { script: UNADDRESSED, args: ['--queue', 'x'], told: "Unknown option '--queue'" },
  { script: UNADDRESSED, args: [], told: 'Nothing was deployed from here' },
  { script: PLAN, args: ['--stage', 'my stage'], told: '--stage is "my stage"' },
  { script: PLAN, args: ['--quick'], told: "Unknown option '--quick'" },
  { script: CLI, args: ['start', '--port', 'many'], told: '--port is "many"' },
  { script: CLI, args: ['missions', '--first', 'many'], told: 'Write a whole number from 1 to 100.' },
  { script: CLI, args: ['progress', 'mis_x', 'half'], told: 'Write a whole number from 0 to 100.' },
  { script: CLI, args: ['fly'], told: "unknown command 'fly'" },
];

describe('a program that is started by hand', () => {
  it.concurrent.each(BAD)(
    '$script $args is refused: $told',
    { timeout: 60_000 },
    async ({ script, args, told, env }) => {
      const { code, stdout, stderr } = await ended(script, args, env);

      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(told);
      expect(stderr).toMatch(/usage|--help/i);
      expect(stderr).not.toMatch(/^ +at /m);
    },
  );
});

describe('a whole number', () => {
  it.each(['', ' ', '1e3', '0x10', '-1', '+1', '1.0', '99999999999999999999'])('is not %j', (text) => {
    expect(() => wholeNumber('--n', text)).toThrow(BadOption);
  });

  it('is one from the least to the most that is taken', () => {
    const taken = ['0', '1', '5', '6'].map((text) => {
      try {
        return wholeNumber('--n', text, { min: 1, max: 5 });
      } catch {
        return undefined;
      }
    });

    expect(taken).toEqual([undefined, 1, 5, undefined]);
  });
});
