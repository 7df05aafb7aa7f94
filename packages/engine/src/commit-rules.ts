/**
 * What every engine of the store refuses before it touches anything. All of these are mistakes of ours, so they are
 * asserted: a caller's input was measured against `LIMITS` long before.
 *
 * R1. Keys are non-empty, well-formed and at most 1,024 bytes.
 * R2. A commit names each record at most once, and at most `LIMITS.commitRecordsMax` of them: those it writes and those
 *     it only checks. It writes at most `LIMITS.commitBytesMax` bytes of JSON, and its feed record is one of its puts.
 * R3. A record's JSON is at most `LIMITS.recordBytesMax` bytes, its revision an integer of 1 or more.
 */
import { Buffer } from 'node:buffer';
import { assert } from '@muster/core/assert';
import { LIMITS } from '@muster/core/limits';
import type { Commit, Key, Page, Range, StoredRecord } from './ports/store.ts';

export const KEY_BYTES_MAX = 1_024;
export const GET_KEYS_MAX = 100;
export const PAGE_LIMIT_MAX = 1_000;

/** A UTF-16 code unit becomes at most this many bytes of UTF-8: most texts needn't be measured. */
const BYTES_PER_UNIT_MAX = 3;

/** One text per record, for maps. The length in front keeps ('ab', 'c') and ('a', 'bc') apart. */
export function keyText(key: Key): string {
  return `${key.partition.length} ${key.partition}${key.sort}`;
}

export function assertKey(key: Key): void {
  assert(isKeyPart(key.partition) && isKeyPart(key.sort), 'R1: a key is 1–1,024 bytes of well-formed text');
}

export function assertGet(keys: readonly Key[]): void {
  assert(keys.length <= GET_KEYS_MAX, `get takes at most ${GET_KEYS_MAX} keys`);
  for (const key of keys) assertKey(key);
}

export function assertRange(range: Range): void {
  assert(isKeyPart(range.partition), 'R1: a range names a partition');
  const { limit } = range;
  assert(Number.isSafeInteger(limit) && limit >= 1 && limit <= PAGE_LIMIT_MAX, 'a page has 1–1,000 items');
}

export function assertCommit(commit: Commit): void {
  const { puts, deletes = [], checks = [] } = commit;
  const recordCount = puts.length + deletes.length + checks.length;
  assert(recordCount <= LIMITS.commitRecordsMax, `R2: ${recordCount} records in one commit`);
  const named = [...puts.map(({ record }) => record), ...deletes, ...checks];
  for (const key of named) assertKey(key);
  const twice = namedTwice(named);
  assert(twice === undefined, `R2: ${twice?.sort} is named twice in one commit`);
  const { feed } = commit;
  assert(
    feed === undefined || puts.some(({ record }) => isSameKey(feed, record)),
    'R2: the feed record is one of the puts',
  );
}

/**
 * The JSON of each record of a commit that `assertCommit` let pass, measured: answers them all or throws, so that a refusal
 * comes before the first write.
 */
export function encodeRecords(records: readonly StoredRecord[]): readonly string[] {
  return records.map(encodeRecord);
}

export function assertCommitBytes(texts: readonly string[]): void {
  let unitCount = 0;
  for (const text of texts) unitCount += text.length;
  if (unitCount * BYTES_PER_UNIT_MAX <= LIMITS.commitBytesMax) return;
  const byteCount = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  assert(byteCount <= LIMITS.commitBytesMax, `R2: ${byteCount} bytes in one commit`);
}

/** Keys of the expectations and checks that don't hold. `revisionOf` answers 0 for a record that isn't there. */
export function conflictsOf(commit: Commit, revisionOf: (key: Key) => number): readonly Key[] {
  const conflicts: Key[] = [];
  for (const { record, expect } of commit.puts) {
    if (expect !== undefined && revisionOf(record) !== expect) conflicts.push(bareKey(record));
  }
  for (const check of commit.checks ?? []) {
    if (revisionOf(check) !== check.revision) conflicts.push(bareKey(check));
  }
  return conflicts;
}

/** A record stands up to the millisecond of its `vanishesAt`. */
export function isStanding(record: StoredRecord, now: number): boolean {
  return record.vanishesAt === undefined || record.vanishesAt >= now;
}

/** `found` holds one item more than `limit` when there is a next page. */
export function pageOf<T>(found: readonly T[], limit: number, cursorOf: (last: T) => string): Page<T> {
  const last = found[limit - 1];
  if (found.length <= limit || last === undefined) return { items: found };
  return { items: found.slice(0, limit), next: cursorOf(last) };
}

function bareKey(key: Key): Key {
  return { partition: key.partition, sort: key.sort };
}

/** Its own key was looked at when it was named. */
function encodeRecord(record: StoredRecord): string {
  if (record.work !== undefined) assertKey(record.work);
  if (record.due !== undefined) assertKey(record.due);
  assert(Number.isSafeInteger(record.revision) && record.revision >= 1, 'R3: a revision is 1 or more');
  assert(isWholeOrAbsent(record.vanishesAt), 'R3: a record vanishes at a whole millisecond');
  const text = JSON.stringify(record.value);
  assert(isWithin(text, LIMITS.recordBytesMax), `R3: the record ${record.sort} is too large`);
  return text;
}

/** By partition: a text of both parts would be made and hashed for each key. */
function namedTwice(keys: readonly Key[]): Key | undefined {
  const sortsOf = new Map<string, Set<string>>();
  return keys.find(({ partition, sort }) => {
    const sorts = sortsOf.get(partition) ?? new Set();
    sortsOf.set(partition, sorts);
    return sorts.size === sorts.add(sort).size;
  });
}

export function isSameKey(left: Key | undefined, right: Key): boolean {
  return left !== undefined && left.sort === right.sort && left.partition === right.partition;
}

function isWholeOrAbsent(value: number | undefined): boolean {
  return value === undefined || Number.isSafeInteger(value);
}

function isKeyPart(text: string): boolean {
  return text.length > 0 && isWithin(text, KEY_BYTES_MAX) && text.isWellFormed();
}

function isWithin(text: string, bytesMax: number): boolean {
  return text.length * BYTES_PER_UNIT_MAX <= bytesMax || Buffer.byteLength(text) <= bytesMax;
}
