/**
 * The store: small records under a partition and a sort key, changed in atomic commits.
 *
 * S1. A commit is applied whole or not at all, and only if each of its expectations holds at that moment.
 * S2. After `commit` has resolved, `get` and `query` of this process see it. It is durable once a later call to
 *     `durable` has resolved: nothing that was read or committed may leave the process before.
 * S3. `feed` yields the `feed` records of durable commits, each at least once; those of one partition in the order of
 *     their commits, unless a cloud splits a partition that is very busy: consumers look at sequences.
 * S4. An index entry is a hint: it may lag behind its record. Read the record before acting on it.
 *
 * Errors: every method may reject with `StoreUnavailable`; the commit may then have been applied or not. Nothing else
 * is thrown for a reason outside this process.
 */
export interface Store {
  /** Records in the order of `keys`, undefined where there is none. At most 100 keys. Sees all that is committed. */
  get(keys: readonly Key[]): Promise<readonly (StoredRecord | undefined)[]>;

  /** One page of a partition in the order of the sort keys. Sees all that is committed. */
  query(range: Range): Promise<Page<StoredRecord>>;

  /** One page of an index partition, in the order of the index's sort keys. See S4. */
  list(index: IndexName, range: Range): Promise<Page<IndexEntry>>;

  /** See S1. Answers which expectations did not hold. At most `LIMITS.commitRecordsMax` puts, deletes and checks. */
  commit(commit: Commit): Promise<CommitOutcome>;

  /** Everything after `position` ('' is as far back as the feed is kept), then what comes, until `signal` aborts. See S3. */
  feed(position: FeedPosition, signal: AbortSignal): AsyncIterable<readonly FeedEntry[]>;

  /** See S2. */
  durable(): Promise<void>;
}

/** Compared by UTF-16 code units; keep them ASCII. At most 1,024 bytes each. */
export interface Key {
  readonly partition: string;
  readonly sort: string;
}

/** `work`: what there is to do or to list. `due`: what time will change. */
export type IndexName = 'work' | 'due';

export interface StoredRecord extends Key {
  /** Chosen by the writer; 1 or more. Expectations compare it. */
  readonly revision: number;
  /** JSON. At most `LIMITS.recordBytesMax`. Never changed after it was handed over or read. */
  readonly value: JsonObject;
  readonly work?: Key;
  readonly due?: Key;
  /** After this instant (milliseconds since 1970) the record may vanish. */
  readonly vanishesAt?: number;
}

export type JsonObject = { readonly [key: string]: unknown };

export interface Range {
  readonly partition: string;
  /** Inclusive bounds on the sort key. */
  readonly from?: string;
  readonly to?: string;
  /** 1–1,000. */
  readonly limit: number;
  /** Descending. */
  readonly isReversed?: boolean;
  /** A `next` of a former page of the same range. */
  readonly after?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly next?: string;
}

export interface IndexEntry {
  readonly key: Key;
  /** Sort key within the index. */
  readonly sort: string;
}

export interface Commit {
  readonly puts: readonly Put[];
  readonly deletes?: readonly Key[];
  /** Records that must stand at these revisions though the commit does not write them. 0: must be absent. */
  readonly checks?: readonly (Key & { readonly revision: number })[];
  /** The one of `puts` that the feed is to carry. */
  readonly feed?: Key;
}

export interface Put {
  readonly record: StoredRecord;
  /** The revision it replaces; 0: there must be none. Absent: whatever is there. */
  readonly expect?: number;
}

export type CommitOutcome =
  | { readonly isCommitted: true }
  | { readonly isCommitted: false; readonly conflicts: readonly Key[] };

/** Opaque; compared by the store only. */
export type FeedPosition = string;

export interface FeedEntry {
  readonly position: FeedPosition;
  readonly record: StoredRecord;
}

/** The store can't answer now: disk full, throttled, closed. Trying again later can help. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
