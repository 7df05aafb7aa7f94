/**
 * A record as an item of the table, and back.
 *
 * I1. The value is one text of JSON: what is stored is what the codec of the record wrote. Nothing in DynamoDB looks
 *     into it. Where that saves write units, it is stored deflated: commits and reports shrink to a fifth.
 * I2. An item has no version of its own: its attributes are these; a later shape adds one that says so.
 * I3. `fd` marks the record that the feed is to carry. It is gone when the record is written again outside a commit
 *     that feeds it.
 */
import { Buffer } from 'node:buffer';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { UnreadableRecord } from '@muster/engine/codec';
import type { JsonObject, Key, StoredRecord } from '@muster/engine/ports/store';
import { itemBytes, WRITE_UNIT_BYTES, writeUnits } from './item-size.ts';
import { INDEX_KEYS, PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE } from './table.ts';

export const REVISION = 'r';
export const VALUE = 'v';
/** Instead of the value's text: the same, deflated. */
export const DEFLATED_VALUE = 'z';
/** The exact millisecond; the attribute for the service's own deletion has whole seconds. */
export const VANISHES_AT = 'va';
export const FEED_MARK = 'fd';
/** Tells apart who wrote the revision, where a lost answer would leave that open. */
export const WRITE_TOKEN = 'wt';

/** As the SDK and the events of a stream have it, as far as we use it. */
export interface Attribute {
  readonly S?: string;
  readonly N?: string;
  /** Bytes from the API, base64 in the event of a function. */
  readonly B?: Uint8Array | string;
}
export type ReadItem = Readonly<Record<string, Attribute>>;
export type WrittenItem = Record<string, { S: string } | { N: string } | { B: Uint8Array }>;

export function itemKey(key: Key): Record<string, { S: string }> {
  return { [PARTITION_KEY]: { S: key.partition }, [SORT_KEY]: { S: key.sort } };
}

export function keyOfItem(item: ReadItem): Key {
  return { partition: textOf(item, PARTITION_KEY), sort: textOf(item, SORT_KEY) };
}

/** `text` is the JSON of the record's value. */
export function encodeItem(
  record: StoredRecord,
  text: string,
  extra: { readonly isFed?: boolean; readonly writeToken?: string } = {},
): WrittenItem {
  const { work, due, vanishesAt } = record;
  const { isFed = false, writeToken } = extra;
  const item: WrittenItem = {
    ...itemKey(record),
    [REVISION]: { N: String(record.revision) },
    [VALUE]: { S: text },
  };
  if (work) Object.assign(item, indexEntry('work', work));
  if (due) Object.assign(item, indexEntry('due', due));
  if (vanishesAt !== undefined) {
    item[VANISHES_AT] = { N: String(vanishesAt) };
    item[TTL_ATTRIBUTE] = { N: String(Math.ceil(vanishesAt / 1_000)) };
  }
  if (isFed) item[FEED_MARK] = { N: '1' };
  if (writeToken !== undefined) item[WRITE_TOKEN] = { S: writeToken };
  return deflated(item, text) ?? item;
}

/** See I1. Undefined where it saves nothing. */
function deflated(item: WrittenItem, text: string): WrittenItem | undefined {
  const bytes = itemBytes(item);
  if (bytes <= WRITE_UNIT_BYTES) return undefined;
  const { [VALUE]: _, ...rest } = item;
  const smaller: WrittenItem = { ...rest, [DEFLATED_VALUE]: { B: deflateRawSync(text) } };
  return writeUnits(itemBytes(smaller)) < writeUnits(bytes) ? smaller : undefined;
}

export function decodeItem(item: ReadItem): StoredRecord {
  const work = readIndexEntry('work', item);
  const due = readIndexEntry('due', item);
  const vanishesAt = item[VANISHES_AT]?.N;
  return {
    ...keyOfItem(item),
    revision: Number(numberOf(item, REVISION)),
    value: JSON.parse(valueTextOf(item)) as JsonObject,
    ...(work ? { work } : {}),
    ...(due ? { due } : {}),
    ...(vanishesAt === undefined ? {} : { vanishesAt: Number(vanishesAt) }),
  };
}

function indexEntry(index: keyof typeof INDEX_KEYS, entry: Key): WrittenItem {
  const { partition, sort } = INDEX_KEYS[index];
  return { [partition]: { S: entry.partition }, [sort]: { S: entry.sort } };
}

function readIndexEntry(index: keyof typeof INDEX_KEYS, item: ReadItem): Key | undefined {
  const { partition, sort } = INDEX_KEYS[index];
  const entry = { partition: item[partition]?.S, sort: item[sort]?.S };
  if (entry.partition === undefined || entry.sort === undefined) return undefined;
  return { partition: entry.partition, sort: entry.sort };
}

function valueTextOf(item: ReadItem): string {
  const bytes = item[DEFLATED_VALUE]?.B;
  if (bytes === undefined) return textOf(item, VALUE);
  return inflateRawSync(typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : bytes).toString();
}

export function textOf(item: ReadItem, name: string): string {
  const text = item[name]?.S;
  if (text === undefined) throw new UnreadableRecord(`item: ${name} is missing`);
  return text;
}

function numberOf(item: ReadItem, name: string): string {
  const text = item[name]?.N;
  if (text === undefined) throw new UnreadableRecord(`item: ${name} is missing`);
  return text;
}
