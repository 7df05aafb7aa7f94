/**
 * Ranges as queries. The service ends a page where it likes (1 MB, or what it filtered); ours end where the port says.
 */
import type { QueryCommandInput, QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { assert } from '@muster/core/assert';
import type { IndexEntry, IndexName, Range } from '@muster/engine/ports/store';
import { itemKey, type ReadItem } from './item.ts';
import { INDEX_KEYS, PARTITION_KEY, SORT_KEY } from './table.ts';

/** Undefined when the range holds no key: the service refuses bounds that are the wrong way round. */
export function recordQuery(tableName: string, range: Range): QueryCommandInput | undefined {
  const { partition, after } = range;
  const bounds = boundsOf(range, { partition: PARTITION_KEY, sort: SORT_KEY });
  if (!bounds) return undefined;
  const start = after === undefined ? {} : { ExclusiveStartKey: itemKey({ partition, sort: after }) };
  return { TableName: tableName, ConsistentRead: true, ...bounds, ...start };
}

export function indexQuery(tableName: string, index: IndexName, range: Range): QueryCommandInput | undefined {
  const attributes = INDEX_KEYS[index];
  const bounds = boundsOf(range, attributes);
  if (!bounds) return undefined;
  const query = { TableName: tableName, IndexName: index, ...bounds };
  if (range.after === undefined) return query;
  const [entrySort, partition, sort] = parseIndexCursor(range.after);
  const entry = { [attributes.partition]: { S: range.partition }, [attributes.sort]: { S: entrySort } };
  return { ...query, ExclusiveStartKey: { ...itemKey({ partition, sort }), ...entry } };
}

/** Sort keys of an index aren't unique: a page of one ends at an entry and its record. */
export function indexCursorOf({ key, sort }: IndexEntry): string {
  return JSON.stringify([sort, key.partition, key.sort]);
}

function parseIndexCursor(cursor: string): readonly [entrySort: string, partition: string, sort: string] {
  const parts: unknown = JSON.parse(cursor);
  const [entrySort, partition, sort]: readonly unknown[] = Array.isArray(parts) ? parts : [];
  const isWhole = typeof entrySort === 'string' && typeof partition === 'string' && typeof sort === 'string';
  assert(isWhole, 'an index cursor is the `next` of a page');
  return [entrySort, partition, sort];
}

export type SendQuery = (input: QueryCommandInput) => Promise<QueryCommandOutput>;

/** More than `limit` when there are more. However many are left out, each request reads on by a whole page. */
export async function readPages<T>(
  send: SendQuery,
  query: QueryCommandInput | undefined,
  wanted: {
    readonly limit: number;
    readonly read: (item: ReadItem) => T;
    readonly isKept?: (read: T) => boolean;
  },
): Promise<readonly T[]> {
  const found: T[] = [];
  let next = query;
  while (next && found.length <= wanted.limit) {
    const { Items = [], LastEvaluatedKey } = await send({ ...next, Limit: wanted.limit + 1 });
    const read = Items.map(wanted.read);
    found.push(...(wanted.isKept ? read.filter(wanted.isKept) : read));
    next = LastEvaluatedKey && { ...next, ExclusiveStartKey: LastEvaluatedKey };
  }
  return found;
}

function boundsOf(range: Range, names: { readonly partition: string; readonly sort: string }) {
  const { from, to, isReversed = false } = range;
  if (from !== undefined && to !== undefined && from > to) return undefined;
  const conditions = [`${names.partition} = :p`];
  if (from !== undefined && to !== undefined) conditions.push(`${names.sort} BETWEEN :f AND :t`);
  else if (from !== undefined) conditions.push(`${names.sort} >= :f`);
  else if (to !== undefined) conditions.push(`${names.sort} <= :t`);
  return {
    KeyConditionExpression: conditions.join(' AND '),
    ExpressionAttributeValues: {
      ':p': { S: range.partition },
      ...(from === undefined ? {} : { ':f': { S: from } }),
      ...(to === undefined ? {} : { ':t': { S: to } }),
    },
    ScanIndexForward: !isReversed,
  };
}
