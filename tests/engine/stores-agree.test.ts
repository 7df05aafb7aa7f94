/** The same commands on the memory store and on a folder make the same mission, event by event. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryStore } from '@muster/embedded/memory-store';
import { openSqliteStore, type SqliteStore } from '@muster/embedded/sqlite-store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { liveValidated } from '../support/a-validated-life.ts';
import { live } from '../support/a-whole-life.ts';
import { anEngine } from '../support/an-engine.ts';

let folder: string;
let sqlite: SqliteStore | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-agree-'));
});
afterEach(async () => {
  await sqlite?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('both stores', () => {
  it('tell the same events of the same life', async () => {
    const inMemory = await live(anEngine((now) => new MemoryStore({ now })));
    const onDisk = await live(
      anEngine((now) => {
        sqlite = openSqliteStore({ folder, now });
        return sqlite;
      }),
    );

    expect(onDisk).toEqual(inMemory);
    expect(inMemory.length).toBeGreaterThan(600);
  });

  it('tell the same events of a contract that is validated', async () => {
    const inMemory = await liveValidated(anEngine((now) => new MemoryStore({ now })));
    const onDisk = await liveValidated(
      anEngine((now) => {
        sqlite = openSqliteStore({ folder, now });
        return sqlite;
      }),
    );

    expect(onDisk).toEqual(inMemory);
    expect(inMemory.filter(({ type }) => type === 'AssertionStatusChanged').length).toBeGreaterThan(90);
  });
});
