/** What memory-store.ts holds: records by partition and sort key, and the two indexes, each in its order. */
import type { IndexEntry, IndexName, Key, Range, StoredRecord } from '@muster/engine/ports/store';
import { comparePlaces, indexPlaceOf, parseIndexCursor } from './index-cursor.ts';
import { compareText, SortedList } from './sorted-list.ts';

interface Partition {
  readonly records: Map<string, StoredRecord>;
  readonly sorts: SortedList<string>;
}

type Index = Map<string, SortedList<IndexEntry>>;

export class MemoryTables {
  readonly #partitions = new Map<string, Partition>();
  readonly #indexes: Readonly<Record<IndexName, Index>> = { work: new Map(), due: new Map() };

  get(key: Key): StoredRecord | undefined {
    return this.#partitions.get(key.partition)?.records.get(key.sort);
  }

  /** Puts a record under its key, or with undefined removes what is there. */
  set(key: Key, record: StoredRecord | undefined): void {
    const former = this.get(key);
    if (former !== undefined) this.#unlist(former);
    if (record === undefined) this.#remove(key);
    else this.#put(record);
  }

  /** At most `range.limit` + 1 of the records that `isShown`: the last one tells that there is a next page. */
  readPage(range: Range, isShown: (record: StoredRecord) => boolean): readonly StoredRecord[] {
    const partition = this.#partitions.get(range.partition);
    if (partition === undefined) return [];
    const { after } = range;
    const found: StoredRecord[] = [];
    const fromCursor = after === undefined ? undefined : (sort: string) => compareText(sort, after);
    for (const sort of walk(partition.sorts, range, { sortOf: (item) => item, fromCursor })) {
      const record = partition.records.get(sort);
      if (record !== undefined && isShown(record)) found.push(record);
      if (found.length > range.limit) break;
    }
    return found;
  }

  /** As `readPage`, over the entries of an index. */
  readIndexPage(index: IndexName, range: Range): readonly IndexEntry[] {
    const entries = this.#indexes[index].get(range.partition);
    if (entries === undefined) return [];
    const after = range.after === undefined ? undefined : parseIndexCursor(range.after);
    const fromCursor = after && ((entry: IndexEntry) => comparePlaces(indexPlaceOf(entry), after));
    const found: IndexEntry[] = [];
    for (const entry of walk(entries, range, { sortOf: (item) => item.sort, fromCursor })) {
      found.push(entry);
      if (found.length > range.limit) break;
    }
    return found;
  }

  readAll(): readonly StoredRecord[] {
    return [...this.#partitions.values()].flatMap((partition) => [...partition.records.values()]);
  }

  /** Keys of at most `limit` records that vanished before `now`, the longest gone first. */
  readVanished(now: number, limit: number): readonly Key[] {
    const vanishesAt = (record: StoredRecord) => record.vanishesAt ?? Number.POSITIVE_INFINITY;
    return this.readAll()
      .filter((record) => vanishesAt(record) < now)
      .sort((left, right) => vanishesAt(left) - vanishesAt(right))
      .slice(0, limit);
  }

  #put(record: StoredRecord): void {
    let partition = this.#partitions.get(record.partition);
    if (partition === undefined) {
      partition = { records: new Map(), sorts: new SortedList(compareText) };
      this.#partitions.set(record.partition, partition);
    }
    if (!partition.records.has(record.sort)) partition.sorts.set(record.sort);
    partition.records.set(record.sort, record);
    if (record.work !== undefined)
      this.#indexAt('work', record.work.partition).set(entryOf(record, record.work));
    if (record.due !== undefined) this.#indexAt('due', record.due.partition).set(entryOf(record, record.due));
  }

  #remove(key: Key): void {
    const partition = this.#partitions.get(key.partition);
    if (partition === undefined || !partition.records.delete(key.sort)) return;
    partition.sorts.delete(key.sort);
    if (partition.records.size === 0) this.#partitions.delete(key.partition);
  }

  #unlist(record: StoredRecord): void {
    const { work, due } = record;
    if (work !== undefined) this.#indexAt('work', work.partition).delete(entryOf(record, work));
    if (due !== undefined) this.#indexAt('due', due.partition).delete(entryOf(record, due));
  }

  #indexAt(index: IndexName, partition: string): SortedList<IndexEntry> {
    const known = this.#indexes[index].get(partition);
    if (known !== undefined) return known;
    const fresh = new SortedList<IndexEntry>((left, right) =>
      comparePlaces(indexPlaceOf(left), indexPlaceOf(right)),
    );
    this.#indexes[index].set(partition, fresh);
    return fresh;
  }
}

function entryOf(record: StoredRecord, place: Key): IndexEntry {
  return { key: { partition: record.partition, sort: record.sort }, sort: place.sort };
}

interface Walk<T> {
  readonly sortOf: (item: T) => string;
  /** Below 0 for what stands before the cursor, above 0 for what stands after it. */
  readonly fromCursor: ((item: T) => number) | undefined;
}

/** The items of a range in the order asked for, from its start or from behind its cursor. */
function* walk<T>(list: SortedList<T>, range: Range, { sortOf, fromCursor }: Walk<T>): Generator<T> {
  const { from, to } = range;
  const isBelow = (item: T) => from !== undefined && sortOf(item) < from;
  const isAbove = (item: T) => to !== undefined && sortOf(item) > to;
  const isReversed = range.isReversed === true;
  const start = isReversed
    ? list.boundary(fromCursor ? (item) => fromCursor(item) >= 0 : isAbove) - 1
    : list.boundary(fromCursor ? (item) => fromCursor(item) > 0 : (item) => !isBelow(item));
  const end = isReversed ? isBelow : isAbove;
  for (let place = start; ; place += isReversed ? -1 : 1) {
    const item = list.items[place];
    if (item === undefined || end(item)) return;
    yield item;
  }
}
