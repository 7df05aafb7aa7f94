/** What needs somebody, and more for an open run, from the command line against a real server. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aServer, type TestServer } from '../../server/support/running-server.ts';

const ROOT = join(import.meta.dirname, '../../..');
const MAIN = join(ROOT, 'packages/cli/src/main.ts');

describe('on the command line', () => {
  let server: TestServer;
  let folder: string;
  let id: string;
  beforeAll(async () => {
    server = await aServer();
    folder = await mkdtemp(join(tmpdir(), 'muster-cli-'));
    const checkpoints = [{ name: 'Send it?', afterTasks: [], blocksTasks: [] }];
    const input = { title: 'A letter', document: { tasks: [{ title: 'Write' }], checkpoints }, launch: true };
    id = (await server.run('createMission', input, { select: 'mission { id }' })).mission.id;
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  function muster(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
    const env = { PATH, HOME, NODE_COMPILE_CACHE, MUSTER_URL: server.url, MUSTER_DATA: server.folder };
    return new Promise((resolve) => {
      execFile(process.execPath, [MAIN, ...args], { cwd: ROOT, env }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      });
    });
  }

  it('attention and approvals list what waits, and what to do about it', async () => {
    const attention = await muster('attention', id);
    const approvals = await muster('approvals');
    const unknown = await muster('attention', 'mis_01JD6Z3Q0000000000000000ZZ');

    expect(attention.stdout).toMatch(/CHECKPOINT .* chk_\S+ +Send it\? +Approve it, or reject it/);
    expect(approvals.stdout).toMatch(/CHECKPOINT .* chk_\S+ +Send it\? +A letter/);
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('no mission') });
  });

  it('dead letters are listed, of all missions or one, and what is none is not sent again', async () => {
    const lists = [await muster('dead-letters'), await muster('dead-letters', id)];
    const redriven = await muster('redrive', 'dlt_01JD6Z3Q0000000000000000ZZ_m-1-1-0');

    expect(lists.map(({ stdout }) => stdout.trim())).toEqual(Array(2).fill('There are no dead letters.'));
    expect(redriven.code).toBe(1);
  });

  it('add gives an open run the tasks and elements of a file, or tells its problems', async () => {
    const more = join(folder, 'more.json');
    const delays = [{ name: 'Cool down', afterTasks: ['Proofread'], blocksTasks: [], duration: 'PT1H' }];
    await writeFile(more, JSON.stringify({ tasks: [{ title: 'Proofread', dependsOn: ['Write'] }], delays }));
    const wrong = join(folder, 'wrong.json');
    await writeFile(wrong, JSON.stringify({ tasks: [{ title: 'X', dependsOn: ['Nobody'] }] }));
    const other = join(folder, 'other.json');
    await writeFile(other, JSON.stringify({ milestones: [] }));

    const added = JSON.parse((await muster('--json', 'add', id, more)).stdout);
    const refused = await muster('add', id, wrong);
    const useless = await muster('add', id, other);

    expect(added.addedIds).toEqual([expect.stringMatching(/^tsk_/), expect.stringMatching(/^dly_/)]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/wrong\.json:1:\d+ .*\[UNKNOWN_NAME\]/);
    expect(useless).toMatchObject({ code: 2, stderr: expect.stringContaining('milestones') });
  });
});
