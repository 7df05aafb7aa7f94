import { copyFileSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { preallocateLog } from '@muster/embedded/log-preallocation';
import { openSqliteStore } from '@muster/embedded/sqlite-store';
import { describe, expect, it } from 'vitest';
import { aCommitOf, aRecord, numbered } from '../store-contract/a-record.ts';
import { useFolders } from './a-folder.ts';

const LOG_BYTES = 3_000_000;
const LOG = 'journal.db-wal';
const aFolder = useFolders();

function open(folder: string, logBytes: number) {
  return openSqliteStore({ folder, now: () => 1_000, logBytes });
}

/** What a crash of the machine leaves: the files as they are while the store is open. */
function copyOf(folder: string): string {
  const copy = aFolder();
  for (const file of ['store.db', 'store.db-wal', 'journal.db', LOG]) {
    copyFileSync(join(folder, file), join(copy, file));
  }
  return copy;
}

describe('Making room for the log', () => {
  it('fills the file with zeros up to the size, whatever the size is', () => {
    const path = join(aFolder(), 'log');
    writeFileSync(path, 'begun');

    preallocateLog(path, LOG_BYTES);

    const bytes = readFileSync(path);
    expect(bytes).toHaveLength(LOG_BYTES);
    expect(bytes.subarray(0, 5).toString()).toBe('begun');
    expect(bytes.subarray(5).every((byte) => byte === 0)).toBe(true);
  });

  it('leaves a file alone that is as large or larger', () => {
    const path = join(aFolder(), 'log');
    writeFileSync(path, 'x'.repeat(100));

    preallocateLog(path, 10);

    expect(readFileSync(path, 'utf8')).toBe('x'.repeat(100));
  });

  it('makes no log where there is none', () => {
    const path = join(aFolder(), 'log');

    expect(() => preallocateLog(path, 10)).toThrow('ENOENT');
    expect(() => openSync(path, 'r')).toThrow('ENOENT');
  });
});

describe('A store with room for its log', () => {
  it('has a log of that size from the start, and while it is written over', async () => {
    const folder = aFolder();
    const store = open(folder, LOG_BYTES);
    const before = statSync(join(folder, LOG)).size;

    await store.commit(aCommitOf(aRecord()));
    await store.durable();

    expect([before, statSync(join(folder, LOG)).size]).toEqual([LOG_BYTES, LOG_BYTES]);
    await store.close();
  });

  it.each([
    ['little', 5],
    ['as much as fills the log and more', 600],
  ])(
    'loses nothing that was durable when it is copied while open, after it has stored %s',
    async (_, count) => {
      const folder = aFolder();
      const store = open(folder, LOG_BYTES);
      const records = Array.from({ length: count }, (_, place) =>
        aRecord({ sort: numbered(place), value: { filling: 'x'.repeat(7_000) } }),
      );
      for (const record of records) {
        await store.commit(aCommitOf(record));
        await store.durable();
      }

      const copy = open(copyOf(folder), LOG_BYTES);
      const page = await copy.query({ partition: aRecord().partition, limit: 1_000 });

      expect(page.items).toEqual(records);
      await copy.close();
      await store.close();
    },
  );

  it('can be opened again and again, and goes on each time', async () => {
    const folder = aFolder();
    for (let round = 1; round <= 3; round++) {
      const store = open(folder, LOG_BYTES);
      await store.commit(aCommitOf(aRecord({ sort: numbered(round) })));
      await store.close();
    }

    const store = open(folder, LOG_BYTES);
    const page = await store.query({ partition: aRecord().partition, limit: 10 });

    expect(page.items.map((record) => record.sort)).toEqual([1, 2, 3].map(numbered));
    await store.close();
  });
});
