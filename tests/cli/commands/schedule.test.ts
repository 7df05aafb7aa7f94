/** Schedules from the command line, against a real server, each command a process of its own. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, connect } from '@muster/client/connect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schedule } from '../../../packages/cli/src/commands/schedule.ts';
import { aServer, type TestServer } from '../../server/support/running-server.ts';

const ROOT = join(import.meta.dirname, '../../..');
const MAIN = join(ROOT, 'packages/cli/src/main.ts');
const NIGHTLY = join(ROOT, 'examples/missions/nightly-figures.json');
const SILENT_OUTPUT = {
  print: () => undefined,
  note: () => undefined,
  paint: (_style: unknown, text: string) => text,
};
const AT_NIGHT = ['--cron', '30 2 * * *', '--zone', 'Europe/Berlin'] as const;

describe('schedules on the command line', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await aServer();
  });
  afterAll(() => server.stop());

  function muster(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
    const env = { PATH, HOME, NODE_COMPILE_CACHE, MUSTER_URL: server.url, MUSTER_DATA: server.folder };
    return new Promise((resolve) => {
      execFile(process.execPath, [MAIN, ...args], { cwd: ROOT, env }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      });
    });
  }

  it('make a mission recurring out of a file, pause, resume and remove it', async () => {
    const made = JSON.parse((await muster('--json', 'schedule', NIGHTLY, ...AT_NIGHT)).stdout);
    const { id } = made.mission;

    const answers = [
      await muster('pause-schedule', id, '--reason', 'holidays'),
      await muster('resume-schedule', id),
      await muster('unschedule', id),
    ].map(({ stdout }) => stdout.split('\n')[0]);

    expect(made.mission).toMatchObject({
      status: 'RECURRING',
      schedule: { cron: '30 2 * * *', timeZone: 'Europe/Berlin', overlap: 'SKIP' },
    });
    expect(made.mission.schedule.slots).toHaveLength(3);
    expect(answers).toEqual([
      `✓ Nightly figures is RECURRING, and its schedule is paused  ${id}`,
      `✓ Nightly figures is RECURRING  ${id}`,
      `✓ Nightly figures is DRAFT  ${id}`,
    ]);
  });

  it('leave no draft behind when the connection breaks after the first change', async () => {
    const client = connect({ url: server.url, key: server.key });
    let changes = 0;
    const breaking: Client = {
      ...client,
      request(operation, variables, options) {
        if (operation.kind === 'mutation') changes += 1;
        if (changes > 1) throw new Error('The connection is broken.');
        return client.request(operation, variables, options);
      },
    };
    const output = { ...SILENT_OUTPUT, isTerminal: false, width: 100 };
    const session = { client: breaking, output, isJson: false, signal: new AbortController().signal };
    const drafts = async () => JSON.parse((await muster('--json', 'missions', '--status', 'DRAFT')).stdout);
    const before = await drafts();

    await schedule(session, NIGHTLY, { cron: '0 4 * * *', zone: 'UTC' }).catch(() => undefined);

    expect(await drafts()).toEqual(before);
    await client.close();
  });

  it('are previewed, ten slots unless told', async () => {
    const { code, stdout } = await muster('slots', ...AT_NIGHT);

    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(10);
  });

  it('with problems are told whole, end with 2, and create nothing', async () => {
    const missions = async () => JSON.parse((await muster('--json', 'missions')).stdout).nodes;
    const before = await missions();

    const { code, stderr } = await muster('schedule', NIGHTLY, '--cron', 'nightly', '--zone', 'Mars/Olympus');

    expect(code).toBe(2);
    expect(stderr).toContain('The schedule has 2 problems:');
    expect(stderr).toMatch(/\[BAD_CRON\]\n.*\[UNKNOWN_ZONE\]/);
    expect(await missions()).toEqual(before);
  });

  it('create nothing either out of a document that could not be launched', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'muster-schedule-'));
    const [wrong, uncovered] = [join(folder, 'wrong.json'), join(folder, 'uncovered.json')];
    await writeFile(wrong, JSON.stringify({ tasks: [{ title: 'T', dependsOn: ['X'] }] }));
    const contract = [{ id: 'VAL-T-001', title: 'It works.' }];
    const contractPolicy = { unclaimed: 'BLOCK' };
    await writeFile(uncovered, JSON.stringify({ tasks: [{ title: 'T' }], contract, contractPolicy }));
    const count = async () => JSON.parse((await muster('--json', 'missions')).stdout).nodes.length;
    const before = await count();

    const refused = [
      await muster('schedule', wrong, ...AT_NIGHT),
      await muster('schedule', uncovered, ...AT_NIGHT),
    ];

    expect(refused.map(({ code }) => code)).toEqual([2, 2]);
    expect(refused[0]?.stderr).toContain('[UNKNOWN_NAME]');
    expect(refused[1]?.stderr).toContain('does not cover its contract');
    expect(await count()).toBe(before);
    await rm(folder, { recursive: true });
  });
});
