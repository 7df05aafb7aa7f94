import type { Writes } from '@muster/embedded/journal-entry';
import { MemoryTables } from '@muster/embedded/memory-tables';
import { readMergedIndexPage } from '@muster/embedded/merged-pages';
import { RecordMemory } from '@muster/embedded/record-memory';
import type { Key, Range, StoredRecord } from '@muster/engine/ports/store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aRecord, numbered } from '../store-contract/a-record.ts';

/** Tables that get entries of the journal when they are told to, and a memory that hears of it later still. */
class Apart {
  /** As everything written says it. */
  readonly current = new MemoryTables();
  readonly memory: RecordMemory;
  readonly #stored = new MemoryTables();
  readonly #entries: Writes[] = [];
  #storedCount = 0;
  #askedCount = 0;

  constructor(lengthMax: number) {
    this.memory = new RecordMemory(lengthMax, (partition) => this.#page({ partition, limit: 1 }).length > 0);
  }

  write(records: readonly StoredRecord[], deletes: readonly Key[] = []): void {
    const writes = { records, texts: records.map(({ value }) => JSON.stringify(value)), deletes };
    this.memory.take(writes, this.#entries.push(writes));
    writeInto(this.current, writes);
  }

  /** As the thread that writes the tables does, which nobody hears of yet. */
  store(count: number): void {
    for (const writes of this.#entries.slice(this.#storedCount, this.#storedCount + count)) {
      writeInto(this.#stored, writes);
      this.#storedCount += 1;
    }
  }

  /** The memory hears of what the tables have. */
  settle(): void {
    this.memory.settle(this.#storedCount);
  }

  read(key: Key): void {
    if (this.memory.get(key) !== undefined) return;
    const record = this.#stored.get(key);
    if (record) this.memory.remember(record, 100);
  }

  list(range: Range) {
    return readMergedIndexPage({ tables: this.#tables, memory: this.memory }, 'work', range);
  }

  /** How often a page of the index was asked for, while `act` ran. */
  asked(act: () => void): number {
    const before = this.#askedCount;
    act();
    return this.#askedCount - before;
  }

  get #tables() {
    return {
      readPage: () => [],
      readIndexPage: (index: 'work' | 'due', range: Range) => {
        this.#askedCount += 1;
        return this.#stored.readIndexPage(index, range);
      },
    };
  }

  #page(range: Range): readonly StoredRecord[] {
    return this.#stored.readPage(range, () => true);
  }
}

function writeInto(tables: MemoryTables, { records, deletes }: Writes): void {
  for (const record of records) tables.set(record, record);
  for (const key of deletes) tables.set(key, undefined);
}

const WHOLE: Range = { partition: 'ready', limit: 10 };

function ready(sort: string, revision = 1): StoredRecord {
  return aRecord({ sort, revision, work: { partition: 'ready', sort } });
}

function taken(sort: string): StoredRecord {
  return aRecord({ sort, revision: 2, work: { partition: 'taken', sort } });
}

const sortsOf = (page: readonly { readonly sort: string }[]) => page.map(({ sort }) => sort);

describe('A page of an index', () => {
  it('is read without the tables once they had nothing of its partition (L1)', () => {
    const apart = new Apart(1_000_000);
    apart.list(WHOLE);

    apart.write([ready('a'), ready('b')]);
    apart.store(1);
    apart.settle();
    apart.write([taken('a'), ready('c')]);

    expect(apart.asked(() => expect(sortsOf(apart.list(WHOLE))).toEqual(['b', 'c']))).toBe(0);
  });

  it('is read without the tables too when all they had was written since (L1)', () => {
    const apart = new Apart(1_000_000);
    apart.write([ready('a')]);
    apart.store(1);
    apart.settle();
    apart.write([taken('a')]);
    apart.list(WHOLE);

    apart.write([ready('b')]);

    expect(apart.asked(() => expect(sortsOf(apart.list(WHOLE))).toEqual(['b']))).toBe(0);
  });

  it.each<[string, Range]>([
    ['a part of it', { ...WHOLE, from: 'b' }],
    ['what comes after a part', { ...WHOLE, to: 'b' }],
  ])('asks the tables when only %s was asked for so far', (_, range) => {
    const apart = new Apart(1_000_000);
    apart.list(range);

    expect(apart.asked(() => apart.list(WHOLE))).toBe(1);
  });

  it('asks the tables again where so many stand that looking through them costs more (L2)', () => {
    const apart = new Apart(1_000_000);
    apart.list(WHOLE);

    apart.write(Array.from({ length: 65 }, (_, place) => ready(numbered(place))));
    apart.store(1);
    apart.settle();

    expect(apart.asked(() => expect(apart.list(WHOLE)).toHaveLength(11))).toBe(1);
  });

  it('asks the tables again once nobody asked for it while the memory was cleared (U4)', () => {
    const apart = new Apart(2_000);
    apart.list(WHOLE);
    apart.write([ready('a')]);
    apart.store(1);
    apart.settle();

    for (let place = 0; place < 100; place++) apart.memory.get({ partition: numbered(place), sort: 'a' });

    expect(apart.asked(() => expect(sortsOf(apart.list(WHOLE))).toEqual(['a']))).toBe(1);
  });

  it('asks them no more for what is asked for again and again, however often what is read only once is cleared', () => {
    const apart = new Apart(2_000);
    apart.list(WHOLE);
    apart.write([ready('a')]);
    apart.store(1);
    apart.settle();

    const asked = apart.asked(() => {
      for (let place = 0; place < 100; place++) {
        apart.memory.remember(aRecord({ partition: 'other', sort: numbered(place) }), 100);
        expect(sortsOf(apart.list(WHOLE))).toEqual(['a']);
      }
    });

    expect(asked).toBe(0);
  });

  it('shows what was written last, however far the tables are behind and the memory behind them', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 300, 600, 1_000_000),
        fc.array(step, { maxLength: 60, size: 'max' }),
        (lengthMax, steps) => {
          const apart = new Apart(lengthMax);
          for (const next of steps) {
            if (next.do === 'list') {
              expect(apart.list(next.range)).toEqual(apart.current.readIndexPage('work', next.range));
            } else take(apart, next);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const place = fc.record({ partition: fc.constantFrom('ready', 'taken'), sort: name });
const bounds = fc.record({ from: name, to: name, isReversed: fc.boolean() }, { requiredKeys: [] });

const step = fc.oneof(
  fc.record({ do: fc.constant('put' as const), sort: name, work: fc.option(place, { nil: undefined }) }),
  fc.record({ do: fc.constant('delete' as const), sort: name }),
  fc.record({ do: fc.constant('store' as const), count: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constant('settle' as const) }),
  fc.record({ do: fc.constant('read' as const), sort: name }),
  fc
    .tuple(fc.constantFrom('ready', 'taken'), fc.integer({ min: 1, max: 4 }), fc.option(bounds, { nil: {} }))
    .map(([partition, limit, rest]) => ({ do: 'list' as const, range: { partition, limit, ...rest } })),
);

type Step = Exclude<typeof step extends fc.Arbitrary<infer S> ? S : never, { readonly do: 'list' }>;

function take(apart: Apart, next: Step): void {
  if (next.do === 'put') apart.write([aRecord({ sort: next.sort, ...(next.work && { work: next.work }) })]);
  else if (next.do === 'delete') apart.write([], [aRecord({ sort: next.sort })]);
  else if (next.do === 'store') apart.store(next.count);
  else if (next.do === 'settle') apart.settle();
  else apart.read(aRecord({ sort: next.sort }));
}
