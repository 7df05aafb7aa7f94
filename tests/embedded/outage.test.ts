import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openSqliteStore, type SqliteStore } from '@muster/embedded/sqlite-store';
import { type StoredRecord, StoreUnavailable } from '@muster/engine/ports/store';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { aCommitOf, aFedCommit, aRecord, manyRecords, PARTITION } from '../store-contract/a-record.ts';
import { useFolders } from './a-folder.ts';

const aFolder = useFolders();
afterEach(mendFlush);

interface Disk {
  readonly store: SqliteStore;
  /** From now on nothing that is written reaches the disk: the journal's flush, or each COMMIT of the tables, fails. */
  readonly breakDown: () => void;
  readonly mend: () => void;
  readonly passMs: (ms: number) => void;
  readonly close: () => Promise<void>;
}

function mendFlush(): void {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
}

/** A flush that the system refuses, as it does when the disk has an error. */
function brokenJournal() {
  return {
    breakDown: () => {
      vi.spyOn(fs, 'fdatasyncSync').mockImplementation(() => {
        throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO', syscall: 'fdatasync' });
      });
      syncBuiltinESMExports();
    },
    mend: mendFlush,
    close: () => {},
  };
}

/** A second connection plants a foreign key that is checked at COMMIT: a real failure at exactly that moment. */
function brokenTables(folder: string) {
  const other = new DatabaseSync(join(folder, 'store.db'), { timeout: 5_000 });
  return {
    breakDown: () =>
      other.exec(`
        CREATE TABLE cause (id INTEGER PRIMARY KEY);
        CREATE TABLE fault (cause INTEGER REFERENCES cause (id) DEFERRABLE INITIALLY DEFERRED);
        CREATE TRIGGER break_commit AFTER INSERT ON records BEGIN INSERT INTO fault VALUES (-1); END`),
    mend: () => other.exec('DROP TRIGGER break_commit; DROP TABLE fault'),
    close: () => other.close(),
  };
}

function aDisk(what: 'journal' | 'tables' = 'journal'): Disk {
  const folder = aFolder();
  let now = 1_000;
  const store = openSqliteStore({ folder, now: () => now });
  const broken = what === 'tables' ? brokenTables(folder) : brokenJournal();
  return {
    store,
    breakDown: broken.breakDown,
    mend: broken.mend,
    passMs: (ms) => {
      now += ms;
    },
    close: async () => {
      broken.close();
      await store.close();
    },
  };
}

const BAD = aRecord({ partition: 'bad' });

describe('An entry of the journal that the disk refuses', () => {
  it('rejects everybody who waits for it', async () => {
    const disk = aDisk();
    disk.breakDown();

    await disk.store.commit(aCommitOf(BAD));
    await disk.store.commit(aCommitOf(aRecord({ sort: 'beside' })));
    const outcomes = await Promise.allSettled([disk.store.durable(), disk.store.durable()]);

    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
    await disk.close();
  });

  it('makes every method reject while it lasts (G3)', async () => {
    const disk = aDisk();
    disk.breakDown();
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
    disk.breakDown();
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
    disk.breakDown();
    await disk.store.commit(aCommitOf(BAD));
    await nextTurn();

    await expect(disk.store.durable()).rejects.toThrow(StoreUnavailable);
    disk.passMs(1_000);
    await expect(disk.store.durable()).rejects.toThrow(StoreUnavailable);
    await disk.close();
  });

  it('holds the feed back until the disk works, and then yields each entry once', async () => {
    const disk = aDisk();
    disk.breakDown();
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

/** A quarter of the journal: three of them leave no room for a fourth. */
function large(partition: string): readonly StoredRecord[] {
  return manyRecords(5, { partition, value: { text: 'x'.repeat(300_000) } });
}

describe('A commit of the tables that the disk refuses', () => {
  it('is no matter while the journal has room: what was answered for is there and durable', async () => {
    const disk = aDisk('tables');
    disk.breakDown();

    await disk.store.commit(aCommitOf(...large('a')));
    await disk.store.durable();

    expect((await disk.store.query({ partition: 'a', limit: 100 })).items).toEqual(large('a'));
    await disk.close();
  });

  it('ends in rejections when the journal is full, and in nothing lost once the disk works (G4)', async () => {
    const disk = aDisk('tables');
    disk.breakDown();
    for (const partition of ['a', 'b', 'c']) {
      await disk.store.commit(aCommitOf(...large(partition)));
      await disk.store.durable();
    }

    await disk.store.commit(aCommitOf(...large('d')));
    await expect(disk.store.durable()).rejects.toThrow(StoreUnavailable);
    await expect(disk.store.commit(aCommitOf(BAD))).rejects.toThrow('the disk refused: FOREIGN KEY');
    disk.mend();
    await vi.waitFor(() => {
      disk.passMs(1_000);
      return disk.store.durable();
    });

    for (const partition of ['a', 'b', 'c', 'd']) {
      expect((await disk.store.query({ partition, limit: 100 })).items).toEqual(large(partition));
    }
    await disk.close();
  });

  it('leaves it all in the journal when the store is closed meanwhile, for whoever opens it next', async () => {
    const folder = aFolder();
    const store = openSqliteStore({ folder, now: () => 1_000 });
    const other = new DatabaseSync(join(folder, 'store.db'));
    await store.commit(aCommitOf(BAD));
    await store.durable();

    other.exec('BEGIN IMMEDIATE');
    await store.close();
    other.exec('ROLLBACK');
    other.close();
    const again = openSqliteStore({ folder, now: () => 1_000 });

    expect(await again.get([BAD])).toEqual([BAD]);
    await again.close();
  });
});

describe('Tables that are slower than what is written', () => {
  it('make writers wait for room in the journal, and lose none of them (G4)', async () => {
    const store = openSqliteStore({ folder: aFolder(), now: () => 1_000 });
    const partitions = Array.from({ length: 12 }, (_, place) => `p${place}`);

    await Promise.all(
      partitions.map(async (partition) => {
        await store.commit(aCommitOf(...large(partition)));
        await store.durable();
      }),
    );

    for (const partition of partitions) {
      expect((await store.query({ partition, limit: 100 })).items).toEqual(large(partition));
    }
    await store.close();
  });

  it('let whoever waits for room know when the store is closed', async () => {
    const disk = aDisk('tables');
    disk.breakDown();
    for (const partition of ['a', 'b', 'c', 'd']) await disk.store.commit(aCommitOf(...large(partition)));
    await nextTurn();

    const waiting = Promise.allSettled([disk.store.durable(), disk.store.commit(aCommitOf(BAD))]);
    await disk.close();

    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

describe('A disk that has no room for the tables', () => {
  it('lets the journal be filled and refuses what comes then, and has what was durable when it is opened with room', async () => {
    const folder = aFolder();
    const store = openSqliteStore({ folder, now: () => 1_000, pageCountMax: 60 });
    const taken: string[] = [];
    const refused = await untilRefused(async (partition) => {
      await store.commit(aCommitOf(...large(partition)));
      await store.durable();
      taken.push(partition);
    });
    await store.close();

    const again = openSqliteStore({ folder, now: () => 1_000 });

    expect(refused).toBeInstanceOf(StoreUnavailable);
    expect(taken).toEqual(['p0', 'p1', 'p2']);
    for (const partition of taken) {
      expect((await again.query({ partition, limit: 100 })).items).toEqual(large(partition));
    }
    await again.close();
  });
});

async function untilRefused(store: (partition: string) => Promise<void>): Promise<unknown> {
  for (let number = 0; number < 100; number += 1) {
    try {
      await store(`p${number}`);
    } catch (error) {
      return error;
    }
  }
  return undefined;
}
