import { MemoryStore } from '@muster/embedded/memory-store';
import { StoreUnavailable } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { aCommitOf, aFedCommit, aRecord, PARTITION } from '../store-contract/a-record.ts';
import { describeStore } from '../store-contract/store-contract.ts';

describeStore('MemoryStore', async (now) => ({
  store: new MemoryStore({ now }),
  close: async () => undefined,
}));

const NEVER = new AbortController().signal;

function aStore(): MemoryStore {
  return new MemoryStore({ now: () => 1_000 });
}

describe('MemoryStore.crash', () => {
  it('takes back puts, deletes and index entries that were not durable (M1)', async () => {
    const store = aStore();
    const kept = aRecord({ sort: 'kept', work: { partition: 'ready', sort: '1' } });
    const deleted = aRecord({ sort: 'deleted' });
    await store.commit(aCommitOf(kept, deleted));
    await store.durable();
    await store.commit({
      puts: [{ record: aRecord({ sort: 'kept', revision: 2 }) }, { record: aRecord({ sort: 'new' }) }],
      deletes: [deleted],
    });
    await store.commit(aCommitOf(aRecord({ sort: 'kept', revision: 3 })));

    store.crash();

    expect((await store.query({ partition: PARTITION, limit: 10 })).items).toEqual([deleted, kept]);
    expect((await store.list('work', { partition: 'ready', limit: 10 })).items).toHaveLength(1);
  });

  it('keeps what was durable, and goes on from there', async () => {
    const store = aStore();
    await store.commit(aCommitOf(aRecord()));
    await store.durable();

    store.crash();
    const outcome = await store.commit({ puts: [{ record: aRecord({ revision: 2 }), expect: 1 }] });

    expect(outcome).toEqual({ isCommitted: true });
  });

  it('never lets the feed show what it took back', async () => {
    const store = aStore();
    await store.commit(aFedCommit('lost'));

    store.crash();
    await store.commit(aFedCommit('kept'));
    await store.durable();
    const { value } = await store.feed('', NEVER)[Symbol.asyncIterator]().next();

    expect(value).toEqual([{ position: '1', record: aRecord({ sort: 'kept' }) }]);
  });

  it('tells whoever waits at the feed', async () => {
    const store = aStore();
    const next = store.feed('', NEVER)[Symbol.asyncIterator]().next();

    store.crash();

    await expect(next).rejects.toThrow(StoreUnavailable);
  });

  it('leaves of a value what its JSON says (M2)', async () => {
    const store = aStore();
    await store.commit(aCommitOf(aRecord({ value: { at: new Date(0), none: undefined } })));
    await store.durable();

    store.crash();

    const [record] = await store.get([aRecord()]);
    expect(record?.value).toStrictEqual({ at: '1970-01-01T00:00:00.000Z' });
  });
});

describe('MemoryStore', () => {
  it('breaks whoever changes a value after handing it over (M3)', async () => {
    const store = aStore();
    const value = { list: [1] };
    await store.commit(aCommitOf(aRecord({ value })));

    expect(() => value.list.push(2)).toThrow(TypeError);
  });

  it('sweeps vanished records, the longest gone first', async () => {
    const store = aStore();
    const records = [30, 10, 20].map((vanishesAt) => aRecord({ sort: `at${vanishesAt}`, vanishesAt }));
    await store.commit(aCommitOf(...records, aRecord({ sort: 'stays' })));

    const counts = [await store.sweepVanished(2_000, 2), await store.sweepVanished(2_000, 2)];

    expect(counts).toEqual([2, 1]);
  });
});
