import type { IndexName, Store } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { aCommitOf, aRecord, manyRecords, PARTITION } from './a-record.ts';
import { type OpenStore, useStore } from './store-under-test.ts';

const READY = 'ws_one#ready';
const DUE = 'ws_one#due';

export function describeIndexes(openStore: OpenStore): void {
  describe('list', () => {
    const stage = useStore(openStore);

    it('answers an empty page for an index partition without entries', async () => {
      const page = await stage().store.list('work', { partition: READY, limit: 10 });

      expect(page).toEqual({ items: [] });
    });

    it('orders entries by the sort key of the index, not of their records', async () => {
      const { store } = stage();
      await store.commit(
        aCommitOf(
          aRecord({ sort: 'a', work: { partition: READY, sort: '3' } }),
          aRecord({ sort: 'b', work: { partition: READY, sort: '1' } }),
          aRecord({ sort: 'c', partition: 'ws_one#other', work: { partition: READY, sort: '2' } }),
        ),
      );

      const page = await store.list('work', { partition: READY, limit: 10 });

      expect(page.items).toEqual([
        { key: { partition: PARTITION, sort: 'b' }, sort: '1' },
        { key: { partition: 'ws_one#other', sort: 'c' }, sort: '2' },
        { key: { partition: PARTITION, sort: 'a' }, sort: '3' },
      ]);
    });

    it('keeps the two indexes and their partitions apart', async () => {
      const { store } = stage();
      await store.commit(
        aCommitOf(
          aRecord({ sort: 'a', work: { partition: READY, sort: '1' }, due: { partition: DUE, sort: '9' } }),
          aRecord({ sort: 'b', due: { partition: READY, sort: '1' } }),
          aRecord({ sort: 'c', work: { partition: `${READY}#x`, sort: '1' } }),
        ),
      );

      expect(await sortsIn(store, 'work', READY)).toEqual(['1:a']);
      expect(await sortsIn(store, 'due', DUE)).toEqual(['9:a']);
      expect(await sortsIn(store, 'due', READY)).toEqual(['1:b']);
    });

    it('moves an entry with its record', async () => {
      const { store } = stage();
      await store.commit(aCommitOf(aRecord({ work: { partition: READY, sort: '1' } })));

      await store.commit(aCommitOf(aRecord({ revision: 2, work: { partition: `${READY}#2`, sort: '5' } })));

      expect(await sortsIn(store, 'work', READY)).toEqual([]);
      expect(await sortsIn(store, 'work', `${READY}#2`)).toEqual(['5:a']);
    });

    it('drops an entry when its record no longer has one, or is deleted', async () => {
      const { store } = stage();
      await store.commit(
        aCommitOf(
          aRecord({ sort: 'a', due: { partition: DUE, sort: '1' } }),
          aRecord({ sort: 'b', due: { partition: DUE, sort: '2' } }),
          aRecord({ sort: 'c', due: { partition: DUE, sort: '3' } }),
        ),
      );

      await store.commit({
        puts: [{ record: aRecord({ sort: 'a', revision: 2 }) }],
        deletes: [aRecord({ sort: 'b' })],
      });

      expect(await sortsIn(store, 'due', DUE)).toEqual(['3:c']);
    });

    it.each([
      ['both bounds', { from: '2', to: '3' }, ['2', '3']],
      ['a lower bound', { from: '3' }, ['3', '4']],
      ['an upper bound', { to: '2' }, ['1', '2']],
      ['both bounds, descending', { from: '2', to: '3', isReversed: true }, ['3', '2']],
      ['a limit, descending', { isReversed: true, limit: 2 }, ['4', '3']],
    ])('includes its bounds: %s', async (_, bounds, sorts) => {
      const { store } = stage();
      const records = ['3', '1', '4', '2'].map((sort) =>
        aRecord({ sort: `r${sort}`, work: { partition: READY, sort } }),
      );
      await store.commit(aCommitOf(...records));

      const page = await store.list('work', { partition: READY, limit: 100, ...bounds });

      expect(page.items.map((entry) => entry.sort)).toEqual(sorts);
    });

    it.each([
      ['ascending', false],
      ['descending', true],
    ])('pages through entries with the same sort key without losing one, %s', async (_, isReversed) => {
      const { store } = stage();
      await store.commit(aCommitOf(...manyRecords(10, { work: { partition: READY, sort: 'same' } })));

      const seen = await pageThrough(store, isReversed);

      const inOrder = manyRecords(10).map((record) => record.sort);
      expect(seen).toEqual(isReversed ? inOrder.reverse() : inOrder);
    });

    it('goes on after an entry that was taken out since', async () => {
      const { store } = stage();
      await store.commit(aCommitOf(...manyRecords(4, { work: { partition: READY, sort: 'same' } })));

      const first = await store.list('work', { partition: READY, limit: 2 });
      await store.commit(aCommitOf(...manyRecords(2)));
      const second = await store.list('work', {
        partition: READY,
        limit: 2,
        ...(first.next !== undefined && { after: first.next }),
      });

      expect(second.items.map((entry) => entry.key.sort)).toEqual(['002', '003']);
    });
  });
}

async function sortsIn(store: Store, index: IndexName, partition: string): Promise<readonly string[]> {
  const { items } = await store.list(index, { partition, limit: 100 });
  return items.map((entry) => `${entry.sort}:${entry.key.sort}`);
}

async function pageThrough(store: Store, isReversed: boolean): Promise<readonly string[]> {
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const range = { partition: READY, limit: 3, isReversed, ...(after !== undefined && { after }) };
    const page = await store.list('work', range);
    seen.push(...page.items.map((entry) => entry.key.sort));
    after = page.next;
  } while (after !== undefined && seen.length < 100);
  return seen;
}
