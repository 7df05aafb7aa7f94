import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../packages/client/src/connect.ts';
import { isSuccess } from '../../packages/client/src/failure.ts';
import {
  ClaimTasksDocument,
  CompleteTaskDocument,
  CreateMissionDocument,
} from '../../packages/client/src/generated/operations.ts';
import { aServer, type TestServer } from '../server/support/running-server.ts';

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'packages/cli/src/main.ts');
const CHECKPOINT = { name: 'Send it?', afterTasks: ['write'], blocksTasks: [] };
const LETTER = { tasks: [{ title: 'write' }], checkpoints: [CHECKPOINT] };

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the command line', () => {
  let server: TestServer;
  let folder: string;
  let letter: string;

  beforeAll(async () => {
    server = await aServer();
    folder = await mkdtemp(join(tmpdir(), 'muster-cli-'));
    letter = join(folder, 'a-letter.json');
    await writeFile(letter, JSON.stringify(LETTER));
  });

  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  /** Runs to its end; `meanwhile` is called once when it has printed something. */
  function muster(
    args: readonly string[],
    meanwhile?: (child: ChildProcessByStdio<null, Readable, Readable>) => void,
  ) {
    const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
    const env = { PATH, HOME, NODE_COMPILE_CACHE, MUSTER_URL: server.url, MUSTER_DATA: server.folder };
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Promise<Ended>((resolve) => {
      let stdout = '';
      let stderr = '';
      child.stdout.once('data', () => meanwhile?.(child));
      child.stdout.on('data', (text) => {
        stdout += text;
      });
      child.stderr.on('data', (text) => {
        stderr += text;
      });
      child.once('close', (code) => resolve({ code, stdout, stderr }));
    });
  }

  async function launched(document?: object): Promise<string> {
    const file = document ? join(folder, `${Object.keys(document).length}.json`) : letter;
    if (document) await writeFile(file, JSON.stringify(document));
    const { stdout } = await muster(['--json', 'launch', file]);
    return JSON.parse(stdout).mission.id;
  }

  async function workAll(): Promise<void> {
    const client = connect({ url: server.url, key: server.key });
    const { claimTasks } = await client.request(ClaimTasksDocument, { input: { agent: 'ann', limit: 100 } });
    if (!isSuccess(claimTasks)) throw new Error(claimTasks.message);
    for (const { attemptId } of claimTasks.claims) {
      await client.request(CompleteTaskDocument, { input: { attemptId, submission: { evidence: 'done' } } });
    }
  }

  it('takes a mission from its file to its report', async () => {
    const id = await launched();
    await workAll();
    const checkpointId = JSON.parse((await muster(['--json', 'show', id])).stdout).mission.run.checkpoints
      .nodes[0].id;

    const watching = muster(['watch', id]);
    const approved = await muster(['approve', checkpointId, '--feedback', 'Go.']);
    const watched = await watching;
    const report = await muster(['report', id, '--run', '1']);

    expect(approved).toMatchObject({ code: 0, stdout: '✓ Send it? is APPROVED\n' });
    expect(watched.code).toBe(0);
    expect(report.stdout).toMatch(/^# A letter: run 1 COMPLETED\n/);
    expect(report.stdout).toContain('| Send it? | APPROVED | owner |');
  });

  it('makes a task in no mission, lists it, and works on it', async () => {
    const made = await muster(['--json', 'task', 'Water the plants', '--assign', 'gus', '--priority', '2']);
    const listed = await muster(['tasks', '--status', 'OPEN']);
    const worked = await muster(['work', '--agent', 'gus', '--drain', '--exec', 'cat']);
    const after = await muster(['--json', 'tasks', '--status', 'DONE']);

    const { id } = JSON.parse(made.stdout).task;
    expect(listed.stdout).toMatch(new RegExp(`${id} +READY +2 +Water the plants`));
    expect(worked.code).toBe(0);
    expect(JSON.parse(after.stdout).nodes).toMatchObject([{ id, status: 'DONE', implementer: 'gus' }]);
  });

  it('moves a mission that has a pilot, and says how far it is', async () => {
    const client = connect({ url: server.url, key: server.key });
    const document = { tasks: [{ title: 'A', assignTo: 'no one' }] };
    const input = { title: 'Site', document, governance: 'PILOT' as const };
    const { createMission } = await client.request(CreateMissionDocument, { input });
    if (!isSuccess(createMission)) throw new Error(createMission.message);
    const { id } = createMission.mission;

    const moved = await muster(['move', id, 'PLANNING']);
    const refused = await muster(['move', id, 'DRAFT']);
    const told = await muster(['progress', id, '40']);

    expect(moved).toMatchObject({ code: 0, stdout: '✓ Site is PLANNING\n' });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('reason') });
    expect(told).toMatchObject({ code: 0, stdout: '✓ Site is at 40 %\n' });
  });

  it('rejects a checkpoint with feedback, and the run fails', async () => {
    const id = await launched();
    await workAll();
    const checkpointId = JSON.parse((await muster(['--json', 'show', id])).stdout).mission.run.checkpoints
      .nodes[0].id;

    const rejected = await muster(['reject', checkpointId, '--feedback', 'Not like this.']);
    const watched = await muster(['watch', id]);

    expect(rejected).toMatchObject({ code: 0, stdout: '✓ Send it? is REJECTED\n' });
    expect(watched.code).toBe(1);
  });

  it('cancels a mission with a reason, and says why it can’t be done twice', async () => {
    const id = await launched();

    const first = await muster(['cancel', id, '--reason', 'no longer needed']);
    const second = await muster(['cancel', id, '--reason', 'no longer needed']);

    expect(first).toMatchObject({ code: 0, stdout: '✓ A letter is CANCELLED\n' });
    expect(second.code).toBe(1);
    expect(second.stderr).toContain('CANCELLED');
  });

  it('lists missions for people and for programs', async () => {
    const id = await launched();

    const people = await muster(['missions', '--status', 'OPEN', '--first', '1']);
    const programs = await muster(['missions', '--status', 'OPEN', '--first', '1', '--json']);

    expect(people.stdout).toContain(id);
    expect(JSON.parse(programs.stdout).nodes[0]).toMatchObject({ id, status: 'ACTIVE', title: 'A letter' });
  });

  it('tells the plan of a good document', async () => {
    const { code, stdout } = await muster(['validate', letter]);

    expect(code).toBe(0);
    expect(stdout).toContain('1 task in 1 level');
  });

  it('tells every problem of a document at its place and ends with 2', async () => {
    const bad = join(folder, 'bad.json');
    await writeFile(
      bad,
      '{\n  "tasks": [\n    { "title": "a", "dependsOn": ["b"] },\n    { "bogus": 1 }\n  ]\n}',
    );

    for (const command of ['validate', 'launch']) {
      const { code, stdout, stderr } = await muster([command, bad]);

      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`${bad} has 3 problems:`);
      expect(stderr).toContain(`${bad}:3:35`);
      expect(stderr).toMatch(/UNKNOWN_NAME.*\n.*MISSING.*\n.*UNKNOWN_KEY/);
    }
  });

  it('tells programs the code and the place of a broken file, and ends with 2 without a stack', async () => {
    const broken = join(folder, 'broken.json');
    await writeFile(broken, '{ "tasks": [,] }');

    const { code, stderr } = await muster(['--json', 'validate', broken]);

    expect(code).toBe(2);
    expect(JSON.parse(stderr).error).toMatchObject({
      code: 'BROKEN_JSON',
      path: broken,
      line: 1,
      column: 13,
    });
  });

  it('ends with 3 and says how to start a server where none is', async () => {
    const { code, stderr } = await muster(['missions', '--url', 'http://127.0.0.1:1']);

    expect(code).toBe(3);
    expect(stderr).toContain('npm start');
    expect(stderr).not.toContain('    at ');
  });

  it('ends with 2 for a key, an address, a folder, an option or a command that is not good', async () => {
    for (const args of [
      ['missions', '--key', 'mk_nobody'],
      ['missions', '--url', 'nowhere'],
      ['missions', '--data', join(folder, 'nowhere')],
      ['missions', '--first', '1000'],
      ['missions', '--status', 'GONE'],
      ['conquer'],
      ['reject', 'chk_1'],
    ]) {
      const { code, stderr } = await muster(args);

      expect([args, code]).toEqual([args, 2]);
      expect(stderr).not.toContain('    at ');
    }
  });

  it('ends with 1 for a mission, a checkpoint or a report that is not there', async () => {
    const id = await launched();
    for (const args of [
      ['show', 'mis_1'],
      ['approve', 'chk_1'],
      ['report', id],
      ['watch', 'mis_1'],
    ]) {
      const { code, stderr } = await muster(args);

      expect([args, code]).toEqual([args, 1]);
      expect(stderr).not.toContain('    at ');
    }
  });

  it('makes an agent out of a command: what it prints is the evidence, a failure is tried again', async () => {
    await workAll();
    const id = await launched();
    const flag = join(folder, 'tried');
    const command = `grep -o '"title":"write"'; test -e ${flag} || { touch ${flag}; echo no ink >&2; exit 3; }`;

    const { code, stdout } = await muster(['work', '--agent', 'ann', '--drain', '--exec', command]);

    const { tasks } = JSON.parse((await muster(['--json', 'show', id])).stdout);
    expect(code).toBe(0);
    expect(stdout).toContain('ended with exit code 3. "title":"write" no ink');
    expect(tasks[0]).toMatchObject({ status: 'DONE', implementer: 'ann', attemptCount: 2 });
  });

  it('tests the expectations of a task, and runs the command again to mend what was not met', async () => {
    await workAll();
    const made = join(folder, 'made');
    const document = {
      tasks: [
        {
          title: 'make',
          expectations: [
            { type: 'file_exists', paths: [made] },
            { type: 'test', command: `grep -q ink ${made}` },
          ],
        },
      ],
    };
    const id = await launched(document);
    const command = `grep -q '"position":1' && echo ink > ${made} || touch ${made}`;

    const { stdout } = await muster(['work', '--agent', 'ann', '--drain', '--exec', command]);

    const { tasks } = JSON.parse((await muster(['--json', 'show', id])).stdout);
    expect(stdout).toContain('expectation 1 was not met');
    expect(tasks[0]).toMatchObject({ status: 'DONE', attemptCount: 2 });
  });

  it('starts a server, and stops it with itself', async () => {
    const data = join(folder, 'started');

    const { code, stdout } = await muster(['start', '--port', '0', '--data', data], (child) =>
      child.kill('SIGTERM'),
    );

    expect(stdout).toContain('http://127.0.0.1:');
    expect(code).toBe(0);
  });

  it('tells whoever watches how to approve what waits for a person', async () => {
    const id = await launched();
    await workAll();

    const watched = await muster(['watch', id], (child) => child.kill('SIGINT'));

    expect(watched.stdout).toMatch(/Send it\? waits for a person\n.*npm run muster -- approve chk_/);
  });

  it('ends quietly at Ctrl-C', async () => {
    const id = await launched();

    const { code, stderr } = await muster(['watch', id], (child) => child.kill('SIGINT'));

    expect([code, stderr]).toEqual([130, '']);
  });

  it('ends quietly when nobody reads any more', async () => {
    const id = await launched();

    const { code, stderr } = await muster(['watch', id], (child) => {
      child.stdout.destroy();
      void workAll();
    });

    expect([code, stderr]).toEqual([0, '']);
  });
});
