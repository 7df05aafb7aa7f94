import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '@muster/server/start-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aLaunchedMission, aTaskFor, claim, complete } from './support/missions.ts';
import { aServer, SILENT } from './support/running-server.ts';
import { overSse, overWebSocket } from './support/watching.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-start-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ALL = '{ missions { nodes { id title status progress } } }';

describe('the first start', () => {
  it('makes a key that only its owner can read, and of which the store knows the digest only', async () => {
    const server = await aServer({ folder });

    const text = await readFile(join(folder, 'key'), 'utf8');
    expect(text.trim()).toBe(server.key);
    expect((await stat(join(folder, 'key'))).mode & 0o777).toBe(0o600);
    await server.close();
    const stored = await readFile(join(folder, 'store.db'), 'latin1');
    expect(stored).not.toContain(server.key);
    expect(stored).toContain('APIKEYS');
  });

  it('listens on this machine only', async () => {
    const server = await startServer({ folder, port: 0, log: SILENT });

    expect(new URL(server.url).hostname).toBe('127.0.0.1');
    await server.close();
  });

  it('is refused on a folder that another server has, and leaves that one alone', async () => {
    const first = await aServer({ folder });

    await expect(startServer({ folder, port: 0, log: SILENT })).rejects.toThrow();
    expect((await first.ask(ALL)).status).toBe(200);
    await first.close();
  });

  it('is refused on a port that is taken, and gives the folder back', async () => {
    const other = await aServer();
    const port = Number(new URL(other.url).port);

    await expect(startServer({ folder, port, log: SILENT })).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is in use. Stop what uses it, or choose another one with --port. (EADDRINUSE)`,
    );
    const again = await startServer({ folder, port: 0, log: SILENT });

    await again.close();
    await other.stop();
  });

  it('is refused on an address of another machine, and names the option that is meant', async () => {
    const starting = startServer({ folder, host: '203.0.113.7', port: 0, log: SILENT });

    await expect(starting).rejects.toThrow(
      '203.0.113.7 is no address of this machine. Choose one with --host.',
    );
  });
});

describe('the next start', () => {
  it('finds everything again, the key too', async () => {
    const before = await aServer({ folder });
    const missionId = await aLaunchedMission(before, {
      tasks: [aTaskFor('a'), aTaskFor('a', { title: 'Second' })],
    });
    await complete(before, await claim(before, 'a'));
    await before.close();

    const after = await aServer({ folder });
    const seen = await after.ask(ALL, {}, before.key);
    await complete(after, await claim(after, 'a'));

    expect(seen.body.data.missions.nodes).toMatchObject([{ id: missionId, status: 'ACTIVE', progress: 50 }]);
    const done = await after.ask(ALL);
    expect(done.body.data.missions.nodes).toMatchObject([{ status: 'COMPLETED', progress: 100 }]);
    await after.close();
  });

  it('makes a new key when the file was taken away', async () => {
    const before = await aServer({ folder });
    await before.close();
    await unlink(join(folder, 'key'));

    const after = await aServer({ folder });

    expect(after.key).not.toBe(before.key);
    expect((await after.ask(ALL, {}, after.key)).status).toBe(200);
    await after.close();
  });
});

describe('stopping', () => {
  it('answers what is under way, and takes nothing new', async () => {
    const server = await aServer({ folder });
    const answers = Array.from({ length: 20 }, (_, index) =>
      server.run('createMission', { title: `M${index}`, document: {} }, { select: 'sequence' }),
    );
    await answers[0];

    const closing = server.close();
    const settled = await Promise.allSettled(answers);
    await closing;

    const created = settled.filter(({ status }) => status === 'fulfilled').length;
    const after = await aServer({ folder });
    const kept = (await after.ask('{ missions(first: 100) { nodes { id } } }')).body.data.missions.nodes
      .length;
    expect(kept).toBeGreaterThanOrEqual(created);
    expect(created).toBeGreaterThan(0);
    await expect(server.ask(ALL)).rejects.toThrow(/ECONNREFUSED/);
    await after.close();
  });

  it('ends streams, and closes sockets with 1001', async () => {
    const server = await aServer({ folder });
    const watched = { url: server.url, token: server.key, query: 'subscription { tasksReady { count } }' };
    const stream = overSse(watched);
    const socket = overWebSocket(watched);
    await Promise.all([stream.next(), socket.next()]);

    const [ended, closed] = [stream.next(), socket.next()];
    const closing = server.close();

    expect(await ended).toBeUndefined();
    await expect(closed).rejects.toMatchObject({ code: 1001 });
    await closing;
  });

  it('can be asked for twice', async () => {
    const server = await aServer({ folder });

    await Promise.all([server.close(), server.close()]);
    await server.close();
  });
});

describe('npm start', () => {
  const MAIN = new URL('../../packages/server/src/main.ts', import.meta.url).pathname;

  async function started(...args: readonly string[]): Promise<{ child: ChildProcess; text: string }> {
    const child = spawn(process.execPath, [MAIN, '--data', folder, '--port', '0', ...args]);
    let text = '';
    for await (const chunk of child.stdout) {
      text += String(chunk);
      if (text.includes('Ctrl+C')) break;
    }
    return { child, text };
  }

  it.each(['SIGINT', 'SIGTERM'] as const)('says where it is, and %s stops it cleanly', async (signal) => {
    const { child, text } = await started();
    const url = /http:\/\/127\.0\.0\.1:\d+\/graphql/.exec(text)?.[0] ?? '';
    const health = await fetch(new URL('/health', url));

    child.kill(signal);
    const [code] = await once(child, 'exit');

    expect(await health.json()).toMatchObject({ status: 'ok' });
    expect(text).toContain(join(folder, 'key'));
    expect(code).toBe(0);
  });

  it.each([
    [
      'an address of the mail server that is none',
      { MUSTER_SMTP_URL: 'http://x', MUSTER_MAIL_FROM: 'a@b.c' },
      'smtp://',
      1,
    ],
    [
      'a mail server and nobody who sends',
      { MUSTER_SMTP_URL: 'smtp://127.0.0.1' },
      'MUSTER_MAIL_FROM is not',
      2,
    ],
    ['somebody who sends and no mail server', { MUSTER_MAIL_FROM: 'a@b.c' }, 'MUSTER_SMTP_URL is not', 2],
  ])('ends at once, and says why, with %s', async (_, settings, expected, exitCode) => {
    const env = { ...process.env, ...settings };
    const child = spawn(process.execPath, [MAIN, '--data', folder, '--port', '0', '--cold'], { env });
    const exited = once(child, 'exit', { signal: AbortSignal.timeout(20_000) });
    let said = '';
    let told = '';
    child.stdout.on('data', (chunk) => {
      said += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      told += String(chunk);
    });

    const [code] = await exited.finally(() => child.kill('SIGKILL'));

    expect(code).toBe(exitCode);
    expect(told).toContain(expected);
    expect(said).toBe('');
    const again = await startServer({ folder, port: 0, log: SILENT });
    await again.close();
  });

  it('explains itself', async () => {
    const child = spawn(process.execPath, [MAIN, '--help']);
    const exited = once(child, 'exit');
    let text = '';
    for await (const chunk of child.stdout) text += String(chunk);
    const [code] = await exited;

    expect(text).toContain('Usage');
    expect(code).toBe(0);
  });
});
