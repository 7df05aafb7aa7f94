/** An agent made out of a command, while its server comes and goes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, connect } from '@muster/client/connect';
import { type RunningServer, startServer } from '@muster/server/start-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EXIT } from '../../../packages/cli/src/cli-failure.ts';
import { work } from '../../../packages/cli/src/commands/work.ts';
import type { Session } from '../../../packages/cli/src/session.ts';
import {
  CancelTaskDocument,
  CreateMissionDocument,
} from '../../../packages/client/src/generated/operations.ts';
import { SILENT } from '../../server/support/running-server.ts';

const PATIENCE = { timeout: 20_000, interval: 20 };

describe('muster work', () => {
  let folder: string;
  let server: RunningServer;
  let client: Client;
  let stopping: AbortController;
  let printed: string[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-work-'));
    server = await startServer({ folder, port: 0, log: SILENT });
    client = connect({ url: server.url, key: server.key });
    stopping = new AbortController();
    printed = [];
  });
  afterEach(async () => {
    stopping.abort();
    await client.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  function session(): Session {
    const output = {
      print: (text: string) => void printed.push(text),
      note: () => undefined,
      isTerminal: false,
      width: 100,
      paint: (_style: unknown, text: string) => text,
    };
    return { client, output, isJson: false, signal: stopping.signal };
  }

  async function launch(...titles: readonly string[]): Promise<string> {
    const document = { tasks: titles.map((title) => ({ title })) };
    const input = { title: 'A letter', document, launch: true };
    const { createMission } = await client.request(CreateMissionDocument, { input });
    if (!('mission' in createMission)) throw new Error(createMission.message);
    return createMission.mission.id;
  }

  it('outlives its server, and hands in what it did meanwhile (W1)', async () => {
    await launch('Write');
    const working = work(session(), { agent: 'ann', exec: 'sleep 1; echo done' });
    await vi.waitFor(() => expect(printed).toContain('▸ Write'), PATIENCE);

    const port = Number(new URL(server.url).port);
    await server.close();
    server = await startServer({ folder, port, log: SILENT });
    await vi.waitFor(() => expect(printed).toContain('✓ Write'), PATIENCE);
    await launch('Send');
    await vi.waitFor(() => expect(printed).toContain('✓ Send'), PATIENCE);
    stopping.abort();

    expect(await working).toBe(EXIT.INTERRUPTED);
  });

  it('goes on with the next task when an attempt was lost (W2)', async () => {
    const id = await launch('Write', 'Send');
    const working = work(session(), { agent: 'ann', exec: 'sleep 0.5', drain: true });
    await vi.waitFor(() => expect(printed).toContain('▸ Write'), PATIENCE);

    const input = { taskId: `tsk_${id.slice('mis_'.length)}_1_0`, reason: 'Not needed.' };
    await client.request(CancelTaskDocument, { input });

    expect(await working).toBe(EXIT.OK);
    expect(printed).toEqual(['▸ Write', '✗ Write  too late: the attempt was over', '▸ Send', '✓ Send']);
  });

  it('does not wait for a server that never was there', async () => {
    await server.close();

    const working = work(session(), { agent: 'ann', exec: 'cat' });

    await expect(working).rejects.toMatchObject({ failure: 'UNREACHABLE' });
  });
});
