import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { warmUp } from '@muster/server/warm-up';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { until } from './support/missions.ts';
import { aServer, SILENT } from './support/running-server.ts';

const HOUR = 3_600_000;
const NEVER = new AbortController().signal;
let folder = '';

/** Keeps what was said. */
function aLog() {
  const debugs: unknown[] = [];
  const warnings: unknown[] = [];
  return {
    debugs,
    warnings,
    log: {
      ...SILENT,
      debug: (fields: object, text: string) => debugs.push({ ...fields, text }),
      warn: (_: object, text: string) => warnings.push(text),
    },
  };
}

function openServers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
}

describe('Warming up', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-warm-up-test-'));
    vi.stubEnv('TMPDIR', folder);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });

  it('runs missions on a folder of its own and leaves nothing behind', async () => {
    const { log, debugs, warnings } = aLog();
    const before = openServers();

    await warmUp({ tasks: 1, timeMaxMs: HOUR, log, signal: NEVER });

    expect(debugs).toContainEqual({ tasks: 128, text: 'warmed up' });
    expect(warnings).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
    expect(openServers()).toBe(before);
  });

  it('ends when the time is up, however little has run', async () => {
    const { log, debugs } = aLog();

    await warmUp({ tasks: Infinity, timeMaxMs: 1, log, signal: NEVER });

    expect(debugs).toContainEqual({ tasks: 128, text: 'warmed up' });
  });

  it('only warns when there is no place for its folder', async () => {
    const { log, debugs, warnings } = aLog();
    vi.stubEnv('TMPDIR', join(folder, 'nowhere'));

    await warmUp({ tasks: 1, timeMaxMs: HOUR, log, signal: NEVER });

    expect(warnings).toEqual(['warming up failed; the first requests will be slower']);
    expect(debugs).toEqual([]);
  });

  it('ends soon after it is told to stop, long before it has seen enough', async () => {
    const { log, warnings } = aLog();
    const stop = new AbortController();

    const warming = warmUp({ tasks: Infinity, timeMaxMs: HOUR, log, signal: stop.signal });
    await until(
      async () => readdirSync(folder).some((name) => existsSync(join(folder, name, 'data', 'store.db'))),
      (hasBegun) => hasBegun,
    );
    stop.abort();
    await warming;

    expect(warnings).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('runs nothing when it was told to stop before it began', async () => {
    const { log, debugs } = aLog();

    await warmUp({ tasks: Infinity, timeMaxMs: HOUR, log, signal: AbortSignal.abort() });

    expect(debugs).toContainEqual({ tasks: 0, text: 'warmed up' });
  });
});

describe('GET /health', () => {
  it('tells whether the server is warm, as it is at that moment', async () => {
    let isWarm = false;
    const server = await aServer({ isWarm: () => isWarm });
    try {
      const cold = await server.send({ method: 'GET', path: '/health' });
      isWarm = true;
      const warm = await server.send({ method: 'GET', path: '/health' });

      expect([cold.body.isWarm, warm.body.isWarm]).toEqual([false, true]);
      expect([cold.status, warm.status]).toEqual([200, 200]);
    } finally {
      await server.stop();
    }
  });

  it('takes a server for warm that was told nothing else', async () => {
    const server = await aServer();
    try {
      expect((await server.send({ method: 'GET', path: '/health' })).body.isWarm).toBe(true);
    } finally {
      await server.stop();
    }
  });
});
