import { FreshEntries } from '@muster/embedded/fresh-entries';
import { keyText } from '@muster/engine/commit-rules';
import type { FeedEntry } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { aRecord, numbered } from '../store-contract/a-record.ts';

function anEntry(position: number, vanishesAt?: number): FeedEntry {
  const record = aRecord({ sort: numbered(position), ...(vanishesAt === undefined ? {} : { vanishesAt }) });
  return { position: String(position), record };
}

/** Entries from one position to another, durable unless told. */
function fresh(from: number, to: number): FreshEntries {
  const entries = new FreshEntries();
  add(entries, from, to);
  entries.settle();
  return entries;
}

function add(entries: FreshEntries, from: number, to: number): void {
  for (let position = from; position <= to; position++) entries.add(anEntry(position));
}

function positions(read: readonly FeedEntry[] | undefined): readonly number[] | undefined {
  return read?.map((entry) => Number(entry.position));
}

describe('The newest feed entries', () => {
  it('are not shown before they are durable (N1)', () => {
    const entries = fresh(7, 8);

    entries.add(anEntry(9));
    const before = positions(entries.read(6, 10));
    entries.settle();

    expect(before).toEqual([7, 8]);
    expect(positions(entries.read(6, 10))).toEqual([7, 8, 9]);
  });

  it('are those that follow, at most as many as are asked for (N1)', () => {
    const entries = fresh(7, 12);

    expect(positions(entries.read(8, 3))).toEqual([9, 10, 11]);
    expect(positions(entries.read(11, 3))).toEqual([12]);
    expect(positions(entries.read(12, 3))).toEqual([]);
  });

  it('leave to the tables what comes before them, rather than show a gap (N1)', () => {
    const entries = fresh(7, 8);

    expect(entries.read(5, 10)).toBeUndefined();
    expect(positions(entries.read(6, 10))).toEqual([7, 8]);
  });

  it('leave everything to the tables while there are none', () => {
    expect(new FreshEntries().read(0, 10)).toBeUndefined();
  });

  it.each(['durable', 'pending'])(
    'are all forgotten when the record of one that is %s is written again (N2)',
    (state) => {
      const entries = fresh(1, 2);
      entries.add(anEntry(3));
      const position = state === 'durable' ? 2 : 3;

      entries.touch(keyText(anEntry(position).record));
      entries.settle();

      expect(entries.read(0, 10)).toBeUndefined();
    },
  );

  it('stay when another record is written (N2)', () => {
    const entries = fresh(1, 2);

    entries.touch(keyText(anEntry(3).record));

    expect(positions(entries.read(0, 10))).toEqual([1, 2]);
  });

  it('begin anew behind a record that may vanish', () => {
    const entries = fresh(1, 2);

    entries.add(anEntry(3, 1_000));
    add(entries, 4, 5);
    entries.settle();

    expect(entries.read(2, 10)).toBeUndefined();
    expect(positions(entries.read(3, 10))).toEqual([4, 5]);
  });

  it('are bounded: the oldest go, and the last thousand stay without a gap', () => {
    const entries = new FreshEntries();

    for (let position = 1; position <= 5_000; position++) {
      entries.add(anEntry(position));
      entries.settle();
    }

    expect(entries.read(5_000 - 2_049, 1)).toBeUndefined();
    expect(positions(entries.read(4_000, 5_000))).toEqual(
      Array.from({ length: 1_000 }, (_, place) => 4_001 + place),
    );
  });

  it('are not forgotten for a record that went with the oldest of them', () => {
    const entries = fresh(1, 2_049);

    entries.touch(keyText(anEntry(1).record));

    expect(positions(entries.read(2_048, 1))).toEqual([2_049]);
  });
});
