/** Sort keys of an index aren't unique: a page of one ends at an entry and its record. */
import { assert } from '@muster/core/assert';
import type { IndexEntry } from '@muster/engine/ports/store';
import { compareText } from './sorted-list.ts';

/** Sort key in the index, then partition and sort key of the record: the order of an index. */
export type IndexPlace = readonly [entrySort: string, partition: string, sort: string];

export function indexPlaceOf(entry: IndexEntry): IndexPlace {
  return [entry.sort, entry.key.partition, entry.key.sort];
}

export function indexCursorOf(entry: IndexEntry): string {
  return JSON.stringify(indexPlaceOf(entry));
}

export function parseIndexCursor(cursor: string): IndexPlace {
  const parts: unknown = JSON.parse(cursor);
  assert(Array.isArray(parts), 'an index cursor is the `next` of a page');
  const [entrySort, partition, sort] = parts;
  assert(
    typeof entrySort === 'string' && typeof partition === 'string' && typeof sort === 'string',
    'an index cursor is the `next` of a page',
  );
  return [entrySort, partition, sort];
}

export function comparePlaces(left: IndexPlace, right: IndexPlace): number {
  return compareText(left[0], right[0]) || compareText(left[1], right[1]) || compareText(left[2], right[2]);
}
