import { LIMITS } from '@muster/core/limits';
import type { Range, Store, StoredRecord } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { aCommitOf, aRecord, manyRecords, PARTITION } from './a-record.ts';
import { type OpenStore, useStore } from './store-under-test.ts';

export function describePages(openStore: OpenStore): void {
  describe('query', () => {
    const stage = useStore(openStore);

    it('answers an empty page for a partition that nobody wrote to', async () => {
      const page = await stage().store.query({ partition: 'ws_one#nobody', limit: 10 });

      expect(page).toEqual({ items: [] });
    });

    it('answers records in the order of their sort keys, whatever order they came in', async () => {
      const { store } = stage();
      const sorts = ['b', 'B', 'a#2', 'a#10', 'a', '~', '0', 'a!', 'aa', 'é', '漢'];
      await store.commit(aCommitOf(...sorts.map((sort) => aRecord({ sort }))));

      const page = await store.query({ partition: PARTITION, limit: 100 });

      // JavaScript's own order of texts is by UTF-16 code units.
      expect(page.items.map((record) => record.sort)).toEqual([...sorts].sort());
    });

    it('reads only its own partition, not one that starts with the same text', async () => {
      const { store } = stage();
      await store.commit(aCommitOf(aRecord(), aRecord({ partition: `${PARTITION}#more` })));

      const page = await store.query({ partition: PARTITION, limit: 10 });

      expect(page.items).toEqual([aRecord()]);
    });

    it.each([
      ['both bounds', { from: '002', to: '005' }, ['002', '003', '004', '005']],
      ['a lower bound', { from: '008' }, ['008', '009']],
      ['an upper bound', { to: '001' }, ['000', '001']],
      ['bounds that are no keys', { from: '0015', to: '0035' }, ['002', '003']],
      ['one key', { from: '004', to: '004' }, ['004']],
      ['nothing between', { from: '007', to: '006' }, []],
      ['both bounds, descending', { from: '002', to: '004', isReversed: true }, ['004', '003', '002']],
      ['no bound, descending', { isReversed: true, limit: 2 }, ['009', '008']],
    ])('includes its bounds: %s', async (_, bounds, sorts) => {
      const { store } = stage();
      await store.commit(aCommitOf(...manyRecords(10)));

      const page = await store.query({ partition: PARTITION, limit: 100, ...bounds });

      expect(page.items.map((record) => record.sort)).toEqual(sorts);
    });

    it.each([
      ['ascending', false],
      ['descending', true],
    ])('pages through all records once, %s', async (_, isReversed) => {
      const { store } = stage();
      await store.commit(aCommitOf(...manyRecords(10)));

      const pages = await readPages(store, { partition: PARTITION, limit: 4, isReversed });

      expect(pages.map((page) => page.length)).toEqual([4, 4, 2]);
      const inOrder = manyRecords(10).map((record) => record.sort);
      expect(pages.flat().map((record) => record.sort)).toEqual(isReversed ? inOrder.reverse() : inOrder);
    });

    it('has no next page when the last one is exactly full', async () => {
      const { store } = stage();
      await store.commit(aCommitOf(...manyRecords(4)));

      const page = await store.query({ partition: PARTITION, limit: 4 });

      expect(page.next).toBeUndefined();
    });

    it('keeps to its bounds on later pages', async () => {
      const { store } = stage();
      await store.commit(aCommitOf(...manyRecords(10)));

      const bounds = { partition: PARTITION, from: '001', to: '005', limit: 2 };
      const ascending = (await readPages(store, bounds)).flat();
      const descending = (await readPages(store, { ...bounds, isReversed: true })).flat();

      expect(ascending.map((record) => record.sort)).toEqual(['001', '002', '003', '004', '005']);
      expect(descending.map((record) => record.sort)).toEqual(['005', '004', '003', '002', '001']);
    });

    it('neither skips nor repeats what stood while others insert and delete between its pages', async () => {
      const { store } = stage();
      await store.commit(aCommitOf(...manyRecords(10)));

      const first = await store.query({ partition: PARTITION, limit: 3 });
      await store.commit({
        puts: ['0005', '0025', '0065'].map((sort) => ({ record: aRecord({ sort }) })),
        deletes: [aRecord({ sort: '002' }), aRecord({ sort: '000' })],
      });
      const rest = await readPages(store, {
        partition: PARTITION,
        limit: 3,
        ...(first.next !== undefined && { after: first.next }),
      });

      const seen = [...first.items, ...rest.flat()].map((record) => record.sort);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual(expect.arrayContaining(manyRecords(10).map((record) => record.sort)));
    });

    it('reads a page of 1,000', async () => {
      const { store } = stage();
      const records = manyRecords(1_001);
      for (let at = 0; at < records.length; at += LIMITS.commitRecordsMax) {
        await store.commit(aCommitOf(...records.slice(at, at + LIMITS.commitRecordsMax)));
      }

      const page = await store.query({ partition: PARTITION, limit: 1_000 });

      expect(page.items).toHaveLength(1_000);
      expect(page.next).toBeDefined();
    });
  });
}

async function readPages(store: Store, range: Range): Promise<readonly (readonly StoredRecord[])[]> {
  const pages: (readonly StoredRecord[])[] = [];
  let after = range.after;
  do {
    const page = await store.query({ ...range, ...(after !== undefined && { after }) });
    pages.push(page.items);
    after = page.next;
  } while (after !== undefined && pages.length < 100);
  return pages;
}
