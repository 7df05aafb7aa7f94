import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore, type SqliteStore } from '@muster/embedded/sqlite-store';
import type { FeedEntry, StoredRecord } from '@muster/engine/ports/store';
import { describe, expect, it, vi } from 'vitest';
import { aCommitOf, aFedCommit, aRecord, manyRecords, PARTITION } from '../store-contract/a-record.ts';
import { useFolders } from './a-folder.ts';

const aFolder = useFolders();

/** A store whose changes reach the tables at once, and the tables as another program sees them. */
function aStore() {
  const folder = aFolder();
  const store = openSqliteStore({ folder, now: () => 1_000, applyDelayMs: 0, cacheLengthMax: 0 });
  const tables = new DatabaseSync(join(folder, 'store.db'));
  return {
    store,
    tables,
    countIn: (partition: string) =>
      tables.prepare('SELECT count(*) AS count FROM records WHERE partition = ?').get(partition)?.count,
    close: async () => {
      tables.close();
      await store.close();
    },
  };
}

async function put(store: SqliteStore, ...records: readonly StoredRecord[]): Promise<void> {
  await store.commit(aCommitOf(...records));
  await store.durable();
}

describe('What is durable', () => {
  it('comes into the tables by itself, and is answered from them then', async () => {
    const { store, countIn, close } = aStore();

    await put(store, ...manyRecords(90, { work: { partition: 'ready', sort: '1' } }));
    await vi.waitFor(() => expect(countIn(PARTITION)).toBe(90));

    expect((await store.query({ partition: PARTITION, limit: 100 })).items).toHaveLength(90);
    expect((await store.list('work', { partition: 'ready', limit: 100 })).items).toHaveLength(90);
    await close();
  });

  it('is the same to every reader before, while and after the tables get it (E3)', async () => {
    const { store, countIn, close } = aStore();

    for (let revision = 1; revision <= 300; revision += 1) {
      await put(store, aRecord({ revision }), aRecord({ sort: `n${revision}`, revision }));
      expect(await store.get([aRecord()])).toEqual([aRecord({ revision })]);
      expect((await store.query({ partition: PARTITION, limit: 1_000 })).items).toHaveLength(revision + 1);
    }
    await vi.waitFor(() => expect(countIn(PARTITION)).toBe(301));

    expect(await store.get([aRecord()])).toEqual([aRecord({ revision: 300 })]);
    await close();
  });

  it('is followed by the feed without a gap, from the tables and from memory', async () => {
    const { store, tables, close } = aStore();
    const rowCount = () => tables.prepare('SELECT count(*) AS count FROM feed').get()?.count;
    for (let number = 0; number < 20; number += 1) await store.commit(aFedCommit(`a${number}`));
    await store.durable();
    await vi.waitFor(() => expect(rowCount()).toBe(20));
    for (let number = 0; number < 5; number += 1) await store.commit(aFedCommit(`b${number}`));
    await store.durable();

    const following = store.feed('', new AbortController().signal)[Symbol.asyncIterator]();
    const entries: readonly FeedEntry[] = (await following.next()).value ?? [];

    expect(entries.map(({ position }) => Number(position))).toEqual(
      Array.from({ length: 25 }, (_, at) => at + 1),
    );
    await close();
  });
});

describe('Tables that somebody holds for a while', () => {
  it('get what was written meanwhile once they are free (A1)', async () => {
    const { store, tables, countIn, close } = aStore();
    tables.exec('BEGIN IMMEDIATE');
    for (let number = 0; number < 10; number += 1) await put(store, aRecord({ sort: `${number}` }));
    const before = countIn(PARTITION);

    tables.exec('ROLLBACK');
    await put(store, aRecord({ sort: 'last' }));
    await vi.waitFor(() => expect(countIn(PARTITION)).toBe(11));

    expect(before).toBe(0);
    await close();
  });
});
