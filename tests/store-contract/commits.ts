import { describe, expect, it } from 'vitest';
import { aCommitOf, aPut, aRecord, PARTITION } from './a-record.ts';
import { type OpenStore, useStore } from './store-under-test.ts';

export function describeCommits(openStore: OpenStore): void {
  describe('a commit', () => {
    const stage = useStore(openStore);

    it('is seen by get as soon as it has resolved, before it is durable', async () => {
      const { store } = stage();
      const record = aRecord({ value: { text: 'ä漢😀', list: [1, { deep: null }], flag: true } });

      const outcome = await store.commit(aCommitOf(record));

      expect(outcome).toEqual({ isCommitted: true });
      expect(await store.get([record])).toEqual([record]);
    });

    it('is still there after durable', async () => {
      const { store } = stage();
      await store.commit(aCommitOf(aRecord()));

      await store.durable();

      expect(await store.get([aRecord()])).toEqual([aRecord()]);
    });

    it('replaces a record whole, its index entries and its expiry included', async () => {
      const { store } = stage();
      const entry = { partition: 'ws_one#ready', sort: '1' };
      await store.commit(aCommitOf(aRecord({ work: entry, due: entry, vanishesAt: 5_000 })));

      await store.commit(aCommitOf(aRecord({ revision: 2, value: { other: 1 } })));

      expect(await store.get([aRecord()])).toEqual([aRecord({ revision: 2, value: { other: 1 } })]);
    });

    it('puts several records and deletes others in one go', async () => {
      const { store } = stage();
      await store.commit(aCommitOf(aRecord({ sort: 'a' }), aRecord({ sort: 'b' })));

      await store.commit({
        puts: [aPut({ sort: 'a', revision: 2 }), aPut({ sort: 'c', partition: 'ws_one#other' })],
        deletes: [{ partition: PARTITION, sort: 'b' }],
      });

      const keys = [
        aRecord({ sort: 'c', partition: 'ws_one#other' }),
        aRecord({ sort: 'b' }),
        aRecord({ sort: 'a' }),
      ];
      expect(await store.get(keys)).toEqual([
        aRecord({ sort: 'c', partition: 'ws_one#other' }),
        undefined,
        aRecord({ sort: 'a', revision: 2 }),
      ]);
    });

    it('may delete what is not there', async () => {
      const { store } = stage();

      const outcome = await store.commit({ puts: [], deletes: [{ partition: PARTITION, sort: 'none' }] });

      expect(outcome).toEqual({ isCommitted: true });
    });

    it('keeps keys apart whose texts joined would be the same', async () => {
      const { store } = stage();
      const left = aRecord({ partition: 'ab', sort: 'c', value: { side: 'left' } });
      const right = aRecord({ partition: 'a', sort: 'bc', value: { side: 'right' } });

      await store.commit(aCommitOf(left, right));

      expect(await store.get([right, left])).toEqual([right, left]);
    });

    it('leaves other partitions alone', async () => {
      const { store } = stage();
      const other = aRecord({ partition: 'ws_two#mission' });
      await store.commit(aCommitOf(other));

      await store.commit({ puts: [], deletes: [aRecord()] });

      expect(await store.get([other])).toEqual([other]);
    });

    describeExpectations(stage);
    describeVanishing(stage);
  });
}

function describeExpectations(stage: ReturnType<typeof useStore>): void {
  it('goes through when each expected revision stands, 0 meaning none', async () => {
    const { store } = stage();
    await store.commit(aCommitOf(aRecord({ sort: 'a', revision: 7 })));

    const outcome = await store.commit({
      puts: [aPut({ sort: 'a', revision: 8 }, 7), aPut({ sort: 'b' }, 0)],
      checks: [{ partition: PARTITION, sort: 'c', revision: 0 }],
    });

    expect(outcome).toEqual({ isCommitted: true });
    expect(await store.get([aRecord({ sort: 'a' })])).toEqual([aRecord({ sort: 'a', revision: 8 })]);
  });

  it('names every expectation that does not hold', async () => {
    const { store } = stage();
    await store.commit(aCommitOf(aRecord({ sort: 'a', revision: 7 }), aRecord({ sort: 'b' })));

    const outcome = await store.commit({
      puts: [
        aPut({ sort: 'a', revision: 9 }, 8),
        aPut({ sort: 'b', revision: 2 }, 1),
        aPut({ sort: 'c', revision: 2 }, 1),
      ],
      checks: [
        { partition: PARTITION, sort: 'd', revision: 3 },
        { partition: PARTITION, sort: 'e', revision: 0 },
      ],
    });

    expect(outcome).toEqual({
      isCommitted: false,
      conflicts: ['a', 'c', 'd'].map((sort) => ({ partition: PARTITION, sort })),
    });
  });

  it('writes nothing when one expectation fails, deletes, index entries and feed included', async () => {
    const { store } = stage();
    const standing = aRecord({ sort: 'a', work: { partition: 'ws_one#ready', sort: '1' } });
    await store.commit(aCommitOf(standing));

    const outcome = await store.commit({
      puts: [aPut({ sort: 'b', work: { partition: 'ws_one#ready', sort: '0' } }), aPut({ sort: 'c' }, 4)],
      deletes: [standing],
      feed: { partition: PARTITION, sort: 'b' },
    });

    expect(outcome.isCommitted).toBe(false);
    expect((await store.query({ partition: PARTITION, limit: 10 })).items).toEqual([standing]);
    const { items } = await store.list('work', { partition: 'ws_one#ready', limit: 10 });
    expect(items).toEqual([{ key: { partition: PARTITION, sort: 'a' }, sort: '1' }]);
  });

  it('lets one of two win that expect the same revision', async () => {
    const { store } = stage();
    await store.commit(aCommitOf(aRecord()));

    const outcomes = await Promise.all([
      store.commit({ puts: [aPut({ revision: 2, value: { by: 'first' } }, 1)] }),
      store.commit({ puts: [aPut({ revision: 2, value: { by: 'second' } }, 1)] }),
    ]);

    expect(outcomes.map((outcome) => outcome.isCommitted).sort()).toEqual([false, true]);
  });

  it('expects 0 again once a record was deleted', async () => {
    const { store } = stage();
    await store.commit(aCommitOf(aRecord({ revision: 5 })));
    await store.commit({ puts: [], deletes: [aRecord()] });

    const outcome = await store.commit({ puts: [aPut({ revision: 1 }, 0)] });

    expect(outcome).toEqual({ isCommitted: true });
  });
}

function describeVanishing(stage: ReturnType<typeof useStore>): void {
  it('shows a record up to the millisecond it vanishes at, and never after', async () => {
    const now = stage();
    await now.store.commit(aCommitOf(aRecord({ vanishesAt: 2_000 })));

    now.now = 2_000;
    const atThatInstant = await now.store.get([aRecord()]);
    now.now = 2_001;

    expect(atThatInstant).toEqual([aRecord({ vanishesAt: 2_000 })]);
    expect(await now.store.get([aRecord()])).toEqual([undefined]);
    expect((await now.store.query({ partition: PARTITION, limit: 10 })).items).toEqual([]);
  });

  it('counts a vanished record as absent, and can put another in its place', async () => {
    const now = stage();
    await now.store.commit(aCommitOf(aRecord({ revision: 3, vanishesAt: 2_000 })));
    now.now = 2_001;

    const outdated = await now.store.commit({ puts: [aPut({ revision: 4 }, 3)] });
    const fresh = await now.store.commit({ puts: [aPut({ revision: 1 }, 0)] });

    expect([outdated.isCommitted, fresh.isCommitted]).toEqual([false, true]);
    expect(await now.store.get([aRecord()])).toEqual([aRecord()]);
  });

  it('fills a page with records that stand, however many vanished between them', async () => {
    const now = stage();
    await now.store.commit(
      aCommitOf(
        aRecord({ sort: 'a', vanishesAt: 2_000 }),
        aRecord({ sort: 'b' }),
        aRecord({ sort: 'c', vanishesAt: 2_000 }),
        aRecord({ sort: 'd' }),
      ),
    );
    now.now = 3_000;

    const page = await now.store.query({ partition: PARTITION, limit: 2 });

    expect(page.items.map((record) => record.sort)).toEqual(['b', 'd']);
    expect(page.next).toBeUndefined();
  });
}
