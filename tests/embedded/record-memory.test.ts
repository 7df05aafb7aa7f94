import type { Writes } from '@muster/embedded/journal-entry';
import { ABSENT, RecordMemory } from '@muster/embedded/record-memory';
import type { Key, StoredRecord } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { aRecord, manyRecords, numbered } from '../store-contract/a-record.ts';

/** Over tables that have records in the partitions named. */
function aMemory(options: { readonly lengthMax?: number; readonly stored?: readonly string[] } = {}) {
  const asked: string[] = [];
  const { lengthMax = 1_000_000, stored = [] } = options;
  const memory = new RecordMemory(lengthMax, (partition) => {
    asked.push(partition);
    return stored.includes(partition);
  });
  return { memory, asked };
}

function puts(...records: readonly StoredRecord[]): Writes {
  return { records, texts: records.map((record) => JSON.stringify(record.value)), deletes: [] };
}

function deletes(...keys: readonly Key[]): Writes {
  return { records: [], texts: [], deletes: keys };
}

function recordAt(memory: RecordMemory, key: Key): StoredRecord | string | undefined {
  const known = memory.get(key);
  return known === ABSENT || known === undefined ? known : (known.record ?? 'DELETED');
}

const KEY = aRecord();

describe('What the memory knows of a key', () => {
  it('is the record that was written last (U1)', () => {
    const { memory } = aMemory({ stored: [KEY.partition] });

    memory.take(puts(aRecord({ revision: 1 })), 1);
    memory.take(puts(aRecord({ revision: 2 })), 2);

    expect(recordAt(memory, KEY)).toEqual(aRecord({ revision: 2 }));
  });

  it('is that it was deleted, until the tables have heard of it (U1, U2)', () => {
    const { memory } = aMemory({ stored: [KEY.partition] });
    memory.take(puts(aRecord()), 1);
    memory.take(deletes(KEY), 2);

    const before = recordAt(memory, KEY);
    memory.settle(2);

    expect(before).toBe('DELETED');
    expect(recordAt(memory, KEY)).toBeUndefined();
  });

  it('is nothing where the tables may have more', () => {
    const { memory } = aMemory({ stored: [KEY.partition] });
    memory.take(puts(aRecord({ sort: 'another' })), 1);

    expect(recordAt(memory, KEY)).toBeUndefined();
  });

  it('is that there is none where the tables had nothing of the partition, which are asked once (U3)', () => {
    const { memory, asked } = aMemory();
    memory.take(puts(aRecord({ sort: 'another' })), 1);

    const before = recordAt(memory, KEY);
    memory.settle(1);

    expect([before, recordAt(memory, KEY)]).toEqual([ABSENT, ABSENT]);
    expect(asked).toEqual([KEY.partition]);
  });
});

describe('Written records', () => {
  it('stay through every clearing until their last entry is in the tables (U2)', () => {
    const { memory } = aMemory({ lengthMax: 0, stored: [KEY.partition] });
    memory.take(puts(aRecord({ revision: 1 }), aRecord({ sort: 'beside' })), 1);
    memory.take(puts(aRecord({ revision: 2 })), 2);

    memory.settle(1);
    const [kept, gone] = [recordAt(memory, KEY), recordAt(memory, aRecord({ sort: 'beside' }))];
    memory.settle(2);

    expect(kept).toEqual(aRecord({ revision: 2 }));
    expect(gone).toBeUndefined();
    expect(recordAt(memory, KEY)).toBeUndefined();
  });

  it('stand in the index where their last write has put them, until the tables show it', () => {
    const { memory } = aMemory();
    const at = (sort: string) => ({ work: { partition: sort, sort: '1' } });
    memory.take(puts(aRecord(at('ready')), aRecord({ sort: 'other', ...at('ready') })), 1);
    memory.take(puts(aRecord(at('taken'))), 2);
    const listed = (partition: string) =>
      [...memory.listedIn('work', partition).records].map(({ key }) => key.sort);

    const before = [listed('ready'), listed('taken')];
    memory.take(deletes(aRecord({ sort: 'other' })), 3);
    const deleted = listed('ready');
    memory.settle(3);

    expect(before).toEqual([['other'], [KEY.sort]]);
    expect([deleted, listed('taken')]).toEqual([[], []]);
  });

  it.each([[3], [600]])('of a partition are those that the tables lack, among %i', (count) => {
    const { memory } = aMemory();
    memory.take(puts(...manyRecords(count)), 1);
    memory.settle(1);
    memory.take(puts(aRecord({ sort: numbered(2), revision: 2 })), 2);
    memory.take(puts(aRecord({ partition: 'other' })), 2);

    expect(memory.writtenOf(KEY.partition).map(({ key }) => key.sort)).toEqual([numbered(2)]);
  });
});

describe('What the tables have too', () => {
  it('is kept within a bound, and what was asked for longest (U4)', () => {
    const { memory } = aMemory({ lengthMax: 20_000, stored: [KEY.partition] });
    const asked = aRecord({ sort: 'asked' });
    memory.remember(asked, 100);

    for (let number = 0; number < 1_000; number++) {
      memory.remember(aRecord({ sort: numbered(number) }), 100);
      memory.get(asked);
    }
    const kept = manyRecords(1_000).filter((record) => memory.get(record) !== undefined);

    expect(kept.length).toBeGreaterThan(20);
    expect(kept.length * 164).toBeLessThanOrEqual(20_000);
    expect(recordAt(memory, asked)).toEqual(asked);
  });

  it('is not kept for being looked at by somebody who reads everything once (U4)', () => {
    const { memory } = aMemory({ lengthMax: 20_000, stored: [KEY.partition] });
    const [asked, seen] = [aRecord({ sort: 'asked' }), aRecord({ sort: 'seen' })];
    memory.remember(asked, 100);
    memory.remember(seen, 100);

    for (let number = 0; number < 150; number++) {
      memory.remember(aRecord({ sort: numbered(number) }), 100);
      memory.get(asked);
      memory.peek(seen);
    }

    expect([memory.peek(asked), memory.peek(seen)]).toEqual([expect.anything(), undefined]);
  });

  it('is bounded too where only partitions are asked for that nobody has (U4)', () => {
    const { memory, asked } = aMemory({ lengthMax: 5_000 });
    const absent = manyRecords(1_000).map(({ sort }) => aRecord({ partition: sort }));

    for (const key of absent) memory.get(key);
    const before = asked.length;
    for (const key of absent) memory.get(key);

    expect(before).toBe(1_000);
    expect(asked.length - before).toBeGreaterThan(900);
  });

  it('is no longer all there is of a partition once something of it was let go (U3)', () => {
    const stored: string[] = [];
    const { memory } = aMemory({ lengthMax: 5_000, stored });
    memory.take(puts(...manyRecords(100)), 1);
    const all = [...(memory.allOf(KEY.partition) ?? [])];

    stored.push(KEY.partition);
    memory.settle(1);

    expect(all).toHaveLength(100);
    expect(memory.allOf(KEY.partition)).toBeUndefined();
    expect(recordAt(memory, aRecord({ sort: 'never' }))).toBeUndefined();
  });
});
