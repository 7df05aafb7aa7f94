import { InvariantViolation } from '@muster/core/assert';
import { LIMITS } from '@muster/core/limits';
import type { Commit } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { aCommitOf, aPut, aRecord, manyRecords, numbered, PARTITION } from './a-record.ts';
import { type OpenStore, useStore } from './store-under-test.ts';

/** JSON of `{"text":"…"}` with exactly this many bytes. */
function valueOfBytes(byteCount: number): { readonly text: string } {
  return { text: 'x'.repeat(byteCount - '{"text":""}'.length) };
}

const REFUSED: readonly (readonly [string, Commit])[] = [
  ['more than 100 writes', aCommitOf(...manyRecords(LIMITS.commitRecordsMax + 1))],
  [
    'more than 100 writes, deletes counted',
    { puts: manyRecords(60).map((record) => ({ record })), deletes: manyRecords(50, { partition: 'other' }) },
  ],
  [
    'more than 100 records, checks counted',
    {
      puts: manyRecords(60).map((record) => ({ record })),
      checks: manyRecords(41, { partition: 'other' }).map((record) => ({ ...record, revision: 0 })),
    },
  ],
  ['a record over the limit', aCommitOf(aRecord({ value: valueOfBytes(LIMITS.recordBytesMax + 1) }))],
  [
    'a record over the limit in bytes, though not in characters',
    aCommitOf(aRecord({ value: { text: '漢'.repeat(LIMITS.recordBytesMax / 2) } })),
  ],
  ['more bytes than a commit takes', aCommitOf(...manyRecords(11, { value: valueOfBytes(340_000) }))],
  ['the same record put twice', aCommitOf(aRecord(), aRecord({ revision: 2 }))],
  ['the same record put twice among many', aCommitOf(...manyRecords(50), aRecord({ sort: numbered(7) }))],
  [
    'a record both put and checked, among many',
    {
      puts: manyRecords(50).map((record) => ({ record })),
      checks: [{ ...aRecord({ sort: numbered(7) }), revision: 1 }],
    },
  ],
  ['a record both put and deleted', { puts: [aPut()], deletes: [aRecord()] }],
  ['a record both put and checked', { puts: [aPut()], checks: [{ ...aRecord(), revision: 1 }] }],
  ['a feed record that is not among its puts', { puts: [aPut()], feed: aRecord({ sort: 'b' }) }],
  ['a revision of 0', aCommitOf(aRecord({ revision: 0 }))],
  ['a revision that is no integer', aCommitOf(aRecord({ revision: 1.5 }))],
  ['an empty key', aCommitOf(aRecord({ sort: '' }))],
  ['a key of more than 1,024 bytes', aCommitOf(aRecord({ sort: 'k'.repeat(1_025) }))],
  [
    'an index key of more than 1,024 bytes',
    aCommitOf(aRecord({ work: { partition: 'p', sort: 'k'.repeat(1_025) } })),
  ],
  ['a key that is no well-formed text', aCommitOf(aRecord({ sort: 'a\ud800' }))],
  ['an expiry between two milliseconds', aCommitOf(aRecord({ vanishesAt: 0.5 }))],
];

export function describeBounds(openStore: OpenStore): void {
  describe('bounds', () => {
    const stage = useStore(openStore);

    it('takes a commit of 100 writes', async () => {
      const { store } = stage();

      await store.commit(aCommitOf(...manyRecords(100)));

      expect((await store.query({ partition: PARTITION, limit: 1_000 })).items).toHaveLength(100);
    });

    it('takes many records with the same sort keys in two partitions', async () => {
      const { store } = stage();

      await store.commit(aCommitOf(...manyRecords(40), ...manyRecords(40, { partition: 'other' })));

      expect((await store.query({ partition: PARTITION, limit: 1_000 })).items).toHaveLength(40);
      expect((await store.query({ partition: 'other', limit: 1_000 })).items).toHaveLength(40);
    });

    it('takes a commit of 99 writes and a check', async () => {
      const { store } = stage();
      const puts = manyRecords(99).map((record) => ({ record }));

      const outcome = await store.commit({ puts, checks: [{ ...aRecord({ sort: 'none' }), revision: 0 }] });

      expect(outcome).toEqual({ isCommitted: true });
    });

    it('takes a record of exactly the largest size, and keys of 1,024 bytes', async () => {
      const { store } = stage();
      const record = aRecord({ sort: 'k'.repeat(1_024), value: valueOfBytes(LIMITS.recordBytesMax) });

      await store.commit(aCommitOf(record));
      await store.durable();

      expect(await store.get([record])).toEqual([record]);
    });

    it('answers 100 keys in the order asked, repeated and unknown ones included', async () => {
      const { store } = stage();
      await store.commit(aCommitOf(...manyRecords(50)));
      const asked = [...manyRecords(50).toReversed(), ...manyRecords(49), aRecord({ sort: 'none' })];

      const answered = await store.get(asked);

      expect(answered).toEqual([...asked.slice(0, 99), undefined]);
    });

    it.each(REFUSED)('refuses %s as a mistake of ours, and writes nothing', async (_, commit) => {
      const { store } = stage();

      await expect(store.commit(commit)).rejects.toThrow(InvariantViolation);

      expect((await store.query({ partition: PARTITION, limit: 10 })).items).toEqual([]);
    });

    it.each([0, 1_001, 1.5])('refuses a page of %d', async (limit) => {
      const { store } = stage();

      await expect(store.query({ partition: PARTITION, limit })).rejects.toThrow(InvariantViolation);
      await expect(store.list('due', { partition: PARTITION, limit })).rejects.toThrow(InvariantViolation);
    });

    it('refuses to get more than 100 keys', async () => {
      await expect(stage().store.get(manyRecords(101))).rejects.toThrow(InvariantViolation);
    });

    it('refuses a feed position that it did not give', async () => {
      const { signal } = new AbortController();
      const following = stage().store.feed('the end', signal)[Symbol.asyncIterator]();

      await expect(following.next()).rejects.toThrow(InvariantViolation);
    });

    it('has nothing to wait for when nothing was written', async () => {
      await expect(stage().store.durable()).resolves.toBeUndefined();
    });
  });
}
