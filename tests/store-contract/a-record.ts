/** Records with everything fixed but what a test is about. */
import type { Commit, Put, StoredRecord } from '@muster/engine/ports/store';

export const PARTITION = 'ws_one#mission';

export function aRecord(overrides: Partial<StoredRecord> = {}): StoredRecord {
  return { partition: PARTITION, sort: 'a', revision: 1, value: { note: 'plain' }, ...overrides };
}

/** Records `count` long, with sort keys 000, 001, 002 … */
export function manyRecords(count: number, overrides: Partial<StoredRecord> = {}): readonly StoredRecord[] {
  return Array.from({ length: count }, (_, place) => aRecord({ ...overrides, sort: numbered(place) }));
}

export function numbered(place: number): string {
  return String(place).padStart(3, '0');
}

export function aPut(overrides: Partial<StoredRecord> = {}, expect?: number): Put {
  const record = aRecord(overrides);
  return expect === undefined ? { record } : { record, expect };
}

export function aCommitOf(...records: readonly StoredRecord[]): Commit {
  return { puts: records.map((record) => ({ record })) };
}

/** A commit whose one record the feed carries. */
export function aFedCommit(sort: string, partition = PARTITION): Commit {
  return { puts: [aPut({ sort, partition })], feed: { partition, sort } };
}
