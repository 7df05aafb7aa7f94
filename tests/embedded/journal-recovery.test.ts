import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore, type SqliteStore } from '@muster/embedded/sqlite-store';
import { JournalMissing } from '@muster/embedded/store-folder';
import type { FeedEntry } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { aCommitOf, aFedCommit, aRecord, numbered, PARTITION } from '../store-contract/a-record.ts';
import { useFolders } from './a-folder.ts';

const aFolder = useFolders();

function open(folder: string): SqliteStore {
  return openSqliteStore({ folder, now: () => 1_000 });
}

/** What a kill leaves: the files as they are while the store is open. */
function copyOf(folder: string): string {
  const copy = aFolder();
  for (const file of readdirSync(folder).filter((name) => /\.(db|db-wal|log)$/.test(name))) {
    copyFileSync(join(folder, file), join(copy, file));
  }
  return copy;
}

async function sortsIn(store: SqliteStore): Promise<readonly string[]> {
  const page = await store.query({ partition: PARTITION, limit: 1_000 });
  return page.items.map((record) => record.sort);
}

async function storeOneByOne(store: SqliteStore, numbers: readonly number[], filling = ''): Promise<void> {
  for (const number of numbers) {
    await store.commit(aCommitOf(aRecord({ sort: numbered(number), value: { filling } })));
    await store.durable();
  }
}

/** The sort keys that the tables have committed, as another program would see them. */
function committedIn(folder: string): readonly unknown[] {
  const tables = new DatabaseSync(join(folder, 'store.db'), { readOnly: true });
  const rows = tables.prepare('SELECT sort FROM records ORDER BY sort').all();
  tables.close();
  return rows.map((row) => row.sort);
}

function numbersTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, place) => place + 1);
}

describe('A store whose process dies', () => {
  it('finds in its journal what its tables had not committed (G4)', async () => {
    const folder = aFolder();
    const store = open(folder);
    await storeOneByOne(store, numbersTo(20));

    const copy = copyOf(folder);
    const committed = committedIn(copyOf(folder));
    const after = open(copy);

    expect(committed).toEqual([]);
    expect(await sortsIn(after)).toEqual(numbersTo(20).map(numbered));
    await after.close();
    await store.close();
  });

  it('has every record, deletion and feed entry as it was, and goes on behind them (G4)', async () => {
    const folder = aFolder();
    const store = open(folder);
    const whole = aRecord({
      work: { partition: 'work', sort: '1' },
      due: { partition: 'due', sort: '2' },
      vanishesAt: 5_000,
      value: { text: 'ä "quoted" \\ \u0000', list: [1, { deep: null }] },
    });
    await store.commit(aFedCommit('fed'));
    await store.commit(aCommitOf(whole));
    await store.commit(aCommitOf(aRecord({ sort: 'gone' })));
    await store.commit({ puts: [], deletes: [aRecord({ sort: 'gone' })] });
    await store.durable();

    const after = open(copyOf(folder));
    await after.commit(aFedCommit('later'));
    await after.durable();

    const feed = after.feed('', new AbortController().signal)[Symbol.asyncIterator]();
    const entries: readonly FeedEntry[] = (await feed.next()).value ?? [];
    expect(await after.get([whole, aRecord({ sort: 'gone' })])).toEqual([whole, undefined]);
    expect((await after.list('work', { partition: 'work', limit: 10 })).items).toHaveLength(1);
    expect((await after.list('due', { partition: 'due', limit: 10 })).items).toHaveLength(1);
    expect(entries.map((entry) => entry.record.sort)).toEqual(['fed', 'later']);
    await after.close();
    await store.close();
  });

  it('loses nothing however often the journal has begun anew (J2)', async () => {
    const folder = aFolder();
    const store = open(folder);
    await storeOneByOne(store, numbersTo(700), 'x'.repeat(7_000));

    const after = open(copyOf(folder));

    expect(await sortsIn(after)).toEqual(numbersTo(700).map(numbered));
    await after.close();
    await store.close();
  });

  it('may die again while it recovers, before or after the tables took the entries (V1)', async () => {
    const folder = aFolder();
    const store = open(folder);
    await storeOneByOne(store, numbersTo(10));
    const dead = copyOf(folder);

    const beforeRecovery = copyOf(dead);
    const recovering = open(dead);
    const afterRecovery = copyOf(dead);
    const [one, other] = [open(beforeRecovery), open(afterRecovery)];
    await storeOneByOne(other, [11]);
    const last = open(copyOf(afterRecovery));

    expect(await sortsIn(one)).toEqual(numbersTo(10).map(numbered));
    expect(await sortsIn(last)).toEqual(numbersTo(11).map(numbered));
    for (const each of [last, other, one, recovering, store]) await each.close();
  });

  it('refuses a folder that lacks the journal, or has another store’s', async () => {
    const [folder, other] = [aFolder(), aFolder()];
    const [store, stranger] = [open(folder), open(other)];
    await storeOneByOne(store, [1]);
    const [without, withAnother] = [copyOf(folder), copyOf(folder)];
    rmSync(join(without, 'journal.log'));
    copyFileSync(join(other, 'journal.log'), join(withAnother, 'journal.log'));

    expect(() => open(without)).toThrow(JournalMissing);
    expect(() => open(withAnother)).toThrow(JournalMissing);
    expect(readdirSync(without)).not.toContain('journal.log');
    await stranger.close();
    await store.close();
  });
});

describe('A store that was closed', () => {
  it('needs no journal: its tables have everything', async () => {
    const folder = aFolder();
    const store = open(folder);
    await storeOneByOne(store, numbersTo(3));
    await store.close();
    rmSync(join(folder, 'journal.log'));

    const again = open(folder);
    await storeOneByOne(again, [4]);
    const after = open(copyOf(folder));

    expect(await sortsIn(after)).toEqual(numbersTo(4).map(numbered));
    await after.close();
    await again.close();
  });

  it('takes a journal of another store for nothing but room (V2)', async () => {
    const [folder, other] = [aFolder(), aFolder()];
    const stranger = open(other);
    await storeOneByOne(stranger, numbersTo(9));
    await stranger.close();
    await open(folder).close();
    copyFileSync(join(other, 'journal.log'), join(folder, 'journal.log'));

    const store = open(folder);
    await storeOneByOne(store, [77]);
    const after = open(copyOf(folder));

    expect(await sortsIn(after)).toEqual([numbered(77)]);
    await after.close();
    await store.close();
  });
});
