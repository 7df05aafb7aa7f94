import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openSqliteStore, type SqliteStore } from '@muster/embedded/sqlite-store';
import { StoreUnavailable } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { aCommitOf, aFedCommit, aRecord, manyRecords, PARTITION } from '../store-contract/a-record.ts';
import { useFolders } from './a-folder.ts';

const aFolder = useFolders();

interface Disk {
  readonly store: SqliteStore;
  /** From now on each COMMIT of the journal, or of the tables, fails, as a full disk makes it fail. */
  readonly breakCommits: () => void;
  readonly mend: () => void;
  readonly passMs: (ms: number) => void;
  readonly close: () => Promise<void>;
}

/** Second connections plant a foreign key that is checked at COMMIT: a real failure at exactly that moment. */
function aDisk(file: 'journal.db' | 'store.db' = 'journal.db'): Disk {
  const folder = aFolder();
  let now = 1_000;
  const store = openSqliteStore({ folder, now: () => now });
  const other = new DatabaseSync(join(folder, file));
  const [table, event] = file === 'store.db' ? ['records', 'INSERT'] : ['slots', 'UPDATE'];
  return {
    store,
    breakCommits: () =>
      other.exec(`
        CREATE TABLE cause (id INTEGER PRIMARY KEY);
        CREATE TABLE fault (cause INTEGER REFERENCES cause (id) DEFERRABLE INITIALLY DEFERRED);
        CREATE TRIGGER break_commit AFTER ${event} ON ${table} BEGIN INSERT INTO fault VALUES (-1); END`),
    mend: () => other.exec('DROP TRIGGER break_commit; DROP TABLE fault'),
    passMs: (ms) => {
      now += ms;
    },
    close: async () => {
      other.close();
      await store.close();
    },
  };
}

const BAD = aRecord({ partition: 'bad' });

describe('A COMMIT of the journal that the disk refuses', () => {
  it('rejects everybody who waits for it', async () => {
    const disk = aDisk();
    disk.breakCommits();

    await disk.store.commit(aCommitOf(BAD));
    await disk.store.commit(aCommitOf(aRecord({ sort: 'beside' })));
    const outcomes = await Promise.allSettled([disk.store.durable(), disk.store.durable()]);

    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
    await disk.close();
  });

  it('makes every method reject while it lasts (G3)', async () => {
    const disk = aDisk();
    disk.breakCommits();
    await disk.store.commit(aCommitOf(BAD));
    await nextTurn();

    const range = { partition: PARTITION, limit: 10 };
    const outcomes = await Promise.allSettled([
      disk.store.get([aRecord()]),
      disk.store.query(range),
      disk.store.list('work', range),
      disk.store.commit(aCommitOf(aRecord())),
      disk.store.durable(),
    ]);

    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) });
    }
    await disk.close();
  });

  it('loses nothing that was taken: once the disk works, it is there and durable (G2)', async () => {
    const disk = aDisk();
    disk.breakCommits();
    await disk.store.commit(aCommitOf(BAD));
    await disk.store.commit(aCommitOf(aRecord({ sort: 'beside' })));
    await nextTurn();

    disk.mend();
    disk.passMs(1_000);
    await disk.store.durable();

    const pages = await Promise.all(
      ['bad', PARTITION].map((partition) => disk.store.query({ partition, limit: 10 })),
    );
    expect(pages.flatMap((page) => page.items)).toEqual([BAD, aRecord({ sort: 'beside' })]);
    await disk.close();
  });

  it('does not let a caller who comes late believe that a lost commit is durable (G2)', async () => {
    const disk = aDisk();
    disk.breakCommits();
    await disk.store.commit(aCommitOf(BAD));
    await nextTurn();

    await expect(disk.store.durable()).rejects.toThrow(StoreUnavailable);
    disk.passMs(1_000);
    await expect(disk.store.durable()).rejects.toThrow(StoreUnavailable);
    await disk.close();
  });

  it('holds the feed back until the disk works, and then yields each entry once', async () => {
    const disk = aDisk();
    disk.breakCommits();
    const following = disk.store.feed('', new AbortController().signal)[Symbol.asyncIterator]();
    const first = following.next();
    await disk.store.commit(aFedCommit('a', 'bad'));
    await disk.store.commit(aFedCommit('b'));
    await nextTurn();

    disk.mend();
    disk.passMs(1_000);
    await disk.store.durable();
    await disk.store.commit(aFedCommit('c'));
    await disk.store.durable();
    const entries = [await first, await following.next()].flatMap((result) => result.value ?? []);

    expect(entries.map((entry) => entry.record.sort)).toEqual(['a', 'b', 'c']);
    await disk.close();
  });
});

describe('A COMMIT of the tables that the disk refuses', () => {
  /** More than the journal has room for, so that it is the tables that are to make it durable. */
  const LARGE = manyRecords(8, { value: { text: 'x'.repeat(300_000) } });
  const MORE = manyRecords(8, { partition: 'more', value: { text: 'x'.repeat(300_000) } });

  it('leaves what was answered for in the journal, and in the store once the disk works (G2)', async () => {
    const disk = aDisk('store.db');
    disk.breakCommits();
    await disk.store.commit(aCommitOf(BAD));
    await disk.store.durable();

    await disk.store.commit(aCommitOf(...LARGE));
    await disk.store.commit(aCommitOf(...MORE));
    await expect(disk.store.durable()).rejects.toThrow(StoreUnavailable);
    disk.mend();
    disk.passMs(1_000);
    await disk.store.durable();

    expect(await disk.store.get([BAD])).toEqual([BAD]);
    expect((await disk.store.query({ partition: PARTITION, limit: 100 })).items).toHaveLength(LARGE.length);
    await disk.close();
  });
});

describe('A write that the disk refuses', () => {
  it('rejects that commit alone when it is the first of its turn, and the store goes on', async () => {
    const folder = aFolder();
    const store = openSqliteStore({ folder, now: () => 1_000 });
    const other = new DatabaseSync(join(folder, 'store.db'));
    other.exec('BEGIN IMMEDIATE');

    await expect(store.commit(aCommitOf(aRecord()))).rejects.toThrow(StoreUnavailable);
    other.exec('ROLLBACK');
    const outcome = await store.commit({ puts: [{ record: aRecord(), expect: 0 }] });

    expect(outcome).toEqual({ isCommitted: true });
    other.close();
    await store.close();
  });

  it('leaves nothing of a commit that no longer fits on the disk, and all that came before it', async () => {
    const store = openSqliteStore({ folder: aFolder(), now: () => 1_000, pageCountMax: 60 });
    await store.commit(aCommitOf(aRecord({ sort: 'small' })));

    const large = manyRecords(10, { partition: 'large', value: { text: 'x'.repeat(100_000) } });
    await expect(store.commit(aCommitOf(...large))).rejects.toThrow(StoreUnavailable);
    await store.durable();

    expect(await store.get([aRecord({ sort: 'small' })])).toEqual([aRecord({ sort: 'small' })]);
    expect((await store.query({ partition: 'large', limit: 100 })).items).toEqual([]);
    await store.commit(aCommitOf(aRecord({ sort: 'after' })));
    await store.durable();
    await store.close();
  });
});
