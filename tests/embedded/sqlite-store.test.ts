import { openSqliteStore, type SqliteStore } from '@muster/embedded/sqlite-store';
import { type FeedEntry, type FeedPosition, StoreUnavailable } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { aCommitOf, aFedCommit, aRecord, manyRecords, PARTITION } from '../store-contract/a-record.ts';
import { describeStore } from '../store-contract/store-contract.ts';
import { useFolders } from './a-folder.ts';

const NEVER = new AbortController().signal;
const aFolder = useFolders();

describeStore('SqliteStore', async (now) => {
  const store = openSqliteStore({ folder: aFolder(), now });
  return { store, close: () => store.close() };
});

describeStore('SqliteStore without a cache', async (now) => {
  const store = openSqliteStore({ folder: aFolder(), now, cacheLengthMax: 0 });
  return { store, close: () => store.close() };
});

describeStore('SqliteStore whose tables get everything at once', async (now) => {
  const store = openSqliteStore({ folder: aFolder(), now, cacheLengthMax: 0, applyDelayMs: 0 });
  return { store, close: () => store.close() };
});

function open(folder: string, now = 1_000): SqliteStore {
  return openSqliteStore({ folder, now: () => now });
}

async function nextOf(store: SqliteStore, position: FeedPosition): Promise<readonly FeedEntry[]> {
  const { value } = await store.feed(position, NEVER)[Symbol.asyncIterator]().next();
  return value ?? [];
}

describe('SqliteStore, opened again', () => {
  it('has all that was committed, records with every field among them', async () => {
    const folder = aFolder();
    const record = aRecord({
      value: { text: 'ä漢😀"\\\n', number: -1.5e-7, list: [null, true] },
      work: { partition: 'ready', sort: '1' },
      due: { partition: 'due', sort: '2' },
      vanishesAt: 1_900_000_000_000,
    });
    const former = open(folder);
    await former.commit(aCommitOf(record));
    await former.close();

    const store = open(folder);

    expect(await store.get([record])).toEqual([record]);
    expect((await store.list('due', { partition: 'due', limit: 10 })).items).toHaveLength(1);
    await store.close();
  });

  it('goes on with the feed where it was, without using a position twice', async () => {
    const folder = aFolder();
    const former = open(folder);
    for (const sort of ['a', 'b']) await former.commit(aFedCommit(sort));
    await former.durable();
    const seen = await nextOf(former, '');
    await former.close();

    const store = open(folder);
    await store.commit(aFedCommit('c'));
    await store.durable();
    const entries = await nextOf(store, seen.at(-1)?.position ?? '');

    expect(entries.map((entry) => entry.record.sort)).toEqual(['c']);
    await store.close();
  });

  it('never gives a pruned position to a later entry (T3)', async () => {
    const folder = aFolder();
    const former = open(folder);
    await former.commit(aFedCommit('a'));
    await former.durable();
    const [last] = await nextOf(former, '');
    await former.pruneFeed(last?.position ?? '');
    await former.close();

    const store = open(folder);
    await store.commit(aFedCommit('b'));
    await store.durable();
    const entries = await nextOf(store, last?.position ?? '');

    expect(entries.map((entry) => entry.record.sort)).toEqual(['b']);
    await store.close();
  });
});

describe('SqliteStore', () => {
  it('makes durable together what came in one turn (G1)', async () => {
    const store = open(aFolder());
    const following = nextOf(store, '');

    await Promise.all(
      manyRecords(64).map(async (record) => {
        await store.commit(aFedCommit(record.sort));
        await store.durable();
      }),
    );

    expect(await following).toHaveLength(64);
    await store.close();
  });

  it('prunes the feed up to a position, and keeps the newest entry', async () => {
    const store = open(aFolder());
    for (const sort of ['a', 'b', 'c']) await store.commit(aFedCommit(sort));
    await store.durable();
    const entries = await nextOf(store, '');

    const prunedCount = await store.pruneFeed(entries.at(1)?.position ?? '');
    await store.durable();
    const rest = await nextOf(store, '');
    const prunedAllCount = await store.pruneFeed(rest.at(-1)?.position ?? '');

    expect([prunedCount, prunedAllCount]).toEqual([2, 0]);
    expect(rest.map((entry) => entry.record.sort)).toEqual(['c']);
    await store.close();
  });

  it('sweeps vanished records in batches, index entries included', async () => {
    const store = open(aFolder());
    await store.commit(
      aCommitOf(...manyRecords(5, { vanishesAt: 1_500, due: { partition: 'due', sort: '1' } })),
    );
    await store.commit(aCommitOf(aRecord({ sort: 'stays', vanishesAt: 9_000 })));

    const counts = [];
    for (let round = 0; round < 3; round += 1) counts.push(await store.sweepVanished(2_000, 3));

    expect(counts).toEqual([3, 2, 0]);
    expect((await store.list('due', { partition: 'due', limit: 10 })).items).toEqual([]);
    expect((await store.query({ partition: PARTITION, limit: 10 })).items).toHaveLength(1);
    await store.close();
  });

  it('rejects whoever comes after close, and whoever waits at the feed', async () => {
    const store = open(aFolder());
    const waiting = store.feed('', NEVER)[Symbol.asyncIterator]().next();

    await store.close();
    await store.close();

    await expect(waiting).rejects.toThrow(StoreUnavailable);
    await expect(store.get([aRecord()])).rejects.toThrow(StoreUnavailable);
    await expect(store.commit(aCommitOf(aRecord()))).rejects.toThrow(StoreUnavailable);
    await expect(store.durable()).rejects.toThrow(StoreUnavailable);
  });

  it('closes durably what was committed and not flushed yet', async () => {
    const folder = aFolder();
    const former = open(folder);
    await former.commit(aCommitOf(aRecord()));
    await former.close();

    const store = open(folder);

    expect(await store.get([aRecord()])).toEqual([aRecord()]);
    await store.close();
  });
});
