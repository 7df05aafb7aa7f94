/** What a person says to a mission from the command line, against a real server. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aServer, type TestServer } from '../../server/support/running-server.ts';
import { type InProcess, inProcess } from '../in-process.ts';

describe('on the command line', () => {
  let server: TestServer;
  let folder: string;
  let muster: InProcess;
  beforeAll(async () => {
    server = await aServer();
    muster = inProcess(server);
    folder = await mkdtemp(join(tmpdir(), 'muster-cli-'));
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  async function launched(document: object): Promise<string> {
    const input = { title: 'A letter', document, launch: true };
    return (await server.run('createMission', input, { select: 'mission { id }' })).mission.id;
  }

  /** Of what stands at a place in the first run: tasks, checkpoints, gates, delays. */
  function idOf(missionId: string, prefix: string, place: number): string {
    return `${prefix}_${missionId.slice('mis_'.length)}_1_${place}`;
  }

  it('a mission is planned from a file, then launched', async () => {
    const file = join(folder, 'site.json');
    await writeFile(file, JSON.stringify({ tasks: [{ title: 'Build' }] }));

    const planned = await muster('plan', file);
    const id = /mis_\S+/.exec(planned.stdout)?.[0] ?? '';
    const completed = await muster('complete-planning', id);

    expect(planned).toMatchObject({ code: 0, stdout: expect.stringContaining('✓ Site is being planned') });
    expect(completed).toMatchObject({ code: 0, stdout: expect.stringContaining('✓ Site is ACTIVE') });
  });

  it('a mission is paused and goes on, and its run is cancelled', async () => {
    const id = await launched({ tasks: [{ title: 'Write' }] });

    const said = [
      await muster('pause', id, '--reason', 'Holidays.'),
      await muster('resume', id),
      await muster('cancel-run', id, '--reason', 'Too late.'),
    ];

    expect(said.map(({ stdout }) => stdout)).toEqual([
      '✓ A letter is PAUSED\n',
      '✓ A letter is ACTIVE\n',
      '✓ A letter is CANCELLED\n',
    ]);
  });

  it('work in review is sent back with feedback, and accepted with a score', async () => {
    const id = await launched({ tasks: [{ title: 'Write', review: 'REQUIRED' }] });
    const task = idOf(id, 'tsk', 0);
    const token = (await muster('add-key', 'ann')).stdout.trim();
    const ann = inProcess({ url: server.url, key: token });
    const workOnce = () => ann('work', '--agent', 'ann', '--drain', '--exec', 'cat');

    await workOnce();
    const shown = await muster('show', id);
    const rejected = await muster('reject-task', task, '--feedback', 'Shorter.');
    await workOnce();
    const accepted = await muster('accept-task', task, '--score', '4.5');

    expect(shown.stdout).toMatch(new RegExp(`REVIEW +${task} +Write`));
    expect(rejected.stdout).toBe('✓ Write is READY\n');
    expect(accepted.stdout).toBe('✓ Write is DONE\n');
  });

  it('a task that has failed is retried, alone or with its run, and one may be left out, opened again, or called off', async () => {
    const tasks = [
      { title: 'Write', maxAttempts: 1, onFailure: 'BLOCK' },
      { title: 'Sign', assignTo: 'zoe' },
    ];
    const id = await launched({ tasks });
    const [write, sign] = [idOf(id, 'tsk', 0), idOf(id, 'tsk', 1)];
    const workWith = (command: string) => muster('work', '--agent', 'ann', '--drain', '--exec', command);

    await workWith('false');
    const retried = await muster('retry-task', write);
    await workWith('cat');
    const reopened = await muster('reopen-task', write, '--reason', 'A typo.');
    const skipped = await muster('skip-task', write, '--reason', 'Let it be.');
    const cancelled = await muster('cancel-task', sign, '--reason', 'Nobody signs.');

    expect([retried, reopened, skipped, cancelled].map(({ stdout }) => stdout)).toEqual([
      '✓ Write is READY\n',
      '✓ Write is READY\n',
      '✓ Write is SKIPPED\n',
      '✓ Sign is CANCELLED\n',
    ]);
  });

  it('a failed run is retried', async () => {
    const id = await launched({ tasks: [{ title: 'Write', maxAttempts: 1 }] });
    await muster('work', '--agent', 'ann', '--drain', '--exec', 'false');

    const retried = await muster('retry-failed', id);

    expect(retried).toMatchObject({ code: 0, stdout: '✓ A letter is ACTIVE\n' });
  });

  it('a blocked task goes on, a delay is ended, a gate that holds is overridden', async () => {
    const id = await launched({
      tasks: [{ title: 'Write' }],
      qualityGates: [{ name: 'Good', afterTasks: [], blocksTasks: [], minScore: 3 }],
      delays: [{ name: 'Sleep on it', duration: 'P1D' }],
    });
    const task = idOf(id, 'tsk', 0);
    await server.run('blockTask', { taskId: task, cause: 'HUMAN', note: 'The key is missing.' });

    const held = await muster('show', id);
    const said = [
      await muster('unblock-task', task),
      await muster('override-gate', idOf(id, 'gat', 1), '--reason', 'Good enough.'),
      await muster('skip-delay', idOf(id, 'dly', 2), '--reason', 'Slept.'),
    ];

    expect(held.stdout).toContain(`override-gate ${idOf(id, 'gat', 1)}`);
    expect(held.stdout).toMatch(/◷ Sleep on it ends \d{4}-.*Z\n/);
    expect(held.stdout).toContain(`skip-delay ${idOf(id, 'dly', 2)}`);
    expect(held.stdout).toContain('Run 1 is ACTIVE: 1 task, 1 blocked');
    expect(said.map(({ stdout }) => stdout)).toEqual([
      '✓ Write is READY\n',
      '✓ Good is OVERRIDDEN\n',
      '✓ Sleep on it is SKIPPED\n',
    ]);
  });

  it('a key is made, listed and taken back', async () => {
    const made = await muster('add-key', 'gus', '--role', 'VIEWER');
    const gus = inProcess({ url: server.url, key: made.stdout.trim() });

    const seen = await gus('missions');
    const refused = await gus('task', 'Water the plants');
    const id = /key_\S+(?= +VIEWER +gus)/.exec((await muster('keys')).stdout)?.[0] ?? '';
    const revoked = await muster('revoke-key', id);
    const after = await gus('missions');

    expect(seen.code).toBe(0);
    expect(refused.code).not.toBe(0);
    expect(revoked.stdout).toBe('✓ The key of gus is revoked\n');
    expect(after.code).not.toBe(0);
  });

  it('what is not possible is told with what is', async () => {
    const id = await launched({ tasks: [{ title: 'Write' }] });

    const refused = await muster('resume', id);
    const unknown = await muster('retry-task', 'tsk_1');
    const wrong = await muster('accept-task', idOf(id, 'tsk', 0), '--score', '6');

    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('pauseMission') });
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no task tsk_1') });
    expect(wrong.code).toBe(2);
  });
});
