/**
 * Pages of what the tables and the memory of recent writes hold together. The tables are read a page at a time; of a page only
 * those rows count whose keys were not written since (U2).
 */
import { isStanding } from '@muster/engine/commit-rules';
import type { IndexEntry, IndexName, Range, StoredRecord } from '@muster/engine/ports/store';
import { comparePlaces, indexCursorOf, indexPlaceOf, parseIndexCursor } from './index-cursor.ts';
import { ABSENT, type RecordMemory } from './record-memory.ts';
import { compareText } from './sorted-list.ts';
import { decodeRow, type RecordRow, type SqliteTables } from './sqlite-tables.ts';

export interface Both {
  readonly tables: Pick<SqliteTables, 'readPage' | 'readIndexPage'>;
  readonly memory: RecordMemory;
}

/** At most `range.limit` + 1 of the records that stand at `now`: the last one tells that there is a next page. */
export function readMergedPage({ tables, memory }: Both, range: Range, now: number): readonly StoredRecord[] {
  const all = memory.allOf(range.partition);
  const fresh: StoredRecord[] = [];
  for (const { key, record } of all ?? memory.writtenOf(range.partition)) {
    const isIn = record !== undefined && isStanding(record, now) && isWithin(range, key.sort);
    if (isIn && (range.after === undefined || isBefore(range, compareText(range.after, key.sort))))
      fresh.push(record);
  }
  return merge(range, {
    fresh,
    compare: (left, right) => compareText(left.sort, right.sort),
    readStored: (after) => {
      if (all !== undefined) return NO_ROWS;
      const rows = tables.readPage(after === undefined ? range : { ...range, after }, now);
      const items = rows.filter((row) => !memory.isWritten(row)).map((row) => recordOf(memory, row));
      return { items, next: cursorAfter(rows, range, (row) => row.sort) };
    },
  });
}

/** A page passes by and is not worth the room in memory, but what is there saves the parsing. */
function recordOf(memory: RecordMemory, row: RecordRow): StoredRecord {
  const known = memory.get(row);
  return known === undefined || known === ABSENT || known.record === undefined
    ? decodeRow(row)
    : known.record;
}

/** As `readMergedPage`, over the entries of an index. */
export function readMergedIndexPage(
  { tables, memory }: Both,
  index: IndexName,
  range: Range,
): readonly IndexEntry[] {
  const after = range.after === undefined ? undefined : parseIndexCursor(range.after);
  const listing = memory.listedIn(index, range.partition);
  const fresh: IndexEntry[] = [];
  for (const { key, record } of listing.records) {
    const place = record?.[index];
    if (place === undefined || !isWithin(range, place.sort)) continue;
    const entry = { key: { partition: key.partition, sort: key.sort }, sort: place.sort };
    if (after === undefined || isBefore(range, comparePlaces(after, indexPlaceOf(entry)))) fresh.push(entry);
  }
  return merge(range, {
    fresh,
    compare: (left, right) => comparePlaces(indexPlaceOf(left), indexPlaceOf(right)),
    readStored: (next) => {
      if (listing.isComplete) return NO_ROWS;
      const entries = tables.readIndexPage(index, next === undefined ? range : { ...range, after: next });
      const items = entries.filter((entry) => !memory.isWritten(entry.key));
      const cursor = cursorAfter(entries, range, indexCursorOf);
      if (items.length === 0 && cursor === undefined && next === undefined && isWhole(range))
        memory.completeIndex(index, range.partition);
      return { items, next: cursor };
    },
  });
}

interface Sides<T> {
  /** Within the range, in any order. */
  readonly fresh: T[];
  readonly compare: (left: T, right: T) => number;
  /** One page in the order of the range: what of it is current, and the cursor of the next page when there is one. */
  readonly readStored: (after?: string) => {
    readonly items: readonly T[];
    readonly next: string | undefined;
  };
}

const NO_ROWS = { items: [], next: undefined };

/** Each step takes from one side or turns a page of the tables, so it ends. */
function merge<T>(range: Range, { fresh, compare, readStored }: Sides<T>): readonly T[] {
  fresh.sort((left, right) => (range.isReversed === true ? compare(right, left) : compare(left, right)));
  const found: T[] = [];
  let page = readStored();
  let [storedAt, freshAt] = [0, 0];
  while (found.length <= range.limit) {
    const [stored, written] = [page.items[storedAt], fresh[freshAt]];
    if (stored === undefined && page.next !== undefined) {
      page = readStored(page.next);
      storedAt = 0;
    } else if (stored !== undefined && (written === undefined || isBefore(range, compare(stored, written)))) {
      found.push(stored);
      storedAt += 1;
    } else if (written !== undefined) {
      found.push(written);
      freshAt += 1;
    } else {
      break;
    }
  }
  return found;
}

/** `compared` is of two places as a sort function says it. */
function isBefore({ isReversed }: Range, compared: number): boolean {
  return isReversed === true ? compared > 0 : compared < 0;
}

/** Of the whole partition, from its one end. */
function isWhole({ from, to, after }: Range): boolean {
  return from === undefined && to === undefined && after === undefined;
}

function isWithin({ from, to }: Range, sort: string): boolean {
  return (from === undefined || sort >= from) && (to === undefined || sort <= to);
}

/** The tables answer with one row more than a page has when there are more. */
function cursorAfter<T>(
  rows: readonly T[],
  { limit }: Range,
  cursorOf: (row: T) => string,
): string | undefined {
  const last = rows.at(-1);
  return rows.length > limit && last !== undefined ? cursorOf(last) : undefined;
}
