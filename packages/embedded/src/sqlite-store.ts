/**
 * The embedded store: one folder, tables and a journal in two SQLite files, one process that writes. This module is the
 * port over the tables; group-commit.ts owns durability, store-folder.ts whose folder it is.
 *
 * E1. A commit is checked before its first write: a refused one has written nothing.
 * E2. The feed shows only what is durable: the tables are read for it while nothing in them waits for the disk, and the
 *     entries in memory (N1) are those of former turns.
 * E3. The cache holds what the store shows. It follows each write after it was taken, and a taken write stays (G2).
 */

import {
  assertCommit,
  assertCommitBytes,
  assertGet,
  assertRange,
  conflictsOf,
  encodeRecords,
  isSameKey,
  isStanding,
  keyText,
  pageOf,
} from '@muster/engine/commit-rules';
import {
  type Commit,
  type CommitOutcome,
  type FeedEntry,
  type FeedPosition,
  type IndexEntry,
  type IndexName,
  type Key,
  type Page,
  type Range,
  type Store,
  type StoredRecord,
  StoreUnavailable,
} from '@muster/engine/ports/store';
import { Feed, parsePosition } from './feed.ts';
import { FreshEntries } from './fresh-entries.ts';
import { GroupCommit } from './group-commit.ts';
import { indexCursorOf } from './index-cursor.ts';
import { Journal } from './journal.ts';
import type { Writes } from './journal-entry.ts';
import { recover } from './journal-recovery.ts';
import { RecordCache } from './record-cache.ts';
import { decodeRow, type RecordRow, SqliteTables } from './sqlite-tables.ts';
import { type FolderOptions, type OpenFolder, openFolder } from './store-folder.ts';

/** Positions that one `pruneFeed` looks at. */
const PRUNE_SPAN = 10_000;
/** Measured: less loses hits among 64 callers, more costs the collector what it saves. */
const CACHE_LENGTH_DEFAULT = 4_000_000;

const COMMITTED: CommitOutcome = { isCommitted: true };
const NO_KEYS: readonly Key[] = [];

export interface SqliteStoreOptions extends FolderOptions {
  /** Milliseconds since 1970: what `vanishesAt` is compared with. */
  readonly now: () => number;
  /** UTF-16 units of JSON whose records are kept decoded in memory; 4 million unless told, 0 for none. */
  readonly cacheLengthMax?: number;
}

export interface SqliteStore extends Store {
  /** Deletes at most `limit` records that vanished before `now`; answers how many. */
  sweepVanished(now: number, limit: number): Promise<number>;
  /**
   * Forgets feed entries up to the earliest of `positions`, the oldest 10,000 at most; answers how many. The newest
   * always stays.
   */
  pruneFeed(...positions: readonly FeedPosition[]): Promise<number>;
  /** Makes durable what can be, and gives the folder back. Calls that come later reject; closing again is harmless. */
  close(): Promise<void>;
}

/** Throws `FolderInUse`, `FolderForeign`, `FormatTooNew` or `JournalMissing` of store-folder.ts. */
export function openSqliteStore(options: SqliteStoreOptions): SqliteStore {
  return new FolderStore(openFolder(options), options);
}

class FolderStore implements SqliteStore {
  readonly #folder: OpenFolder;
  readonly #now: () => number;
  readonly #cache: RecordCache;
  readonly #disk: GroupCommit;
  readonly #fresh = new FreshEntries();
  readonly #feed = new Feed((after, limit) => this.#readFeed(after, limit));
  #feedEnd: number;
  #isAnnouncing = false;

  constructor(folder: OpenFolder, options: SqliteStoreOptions) {
    const tables = new SqliteTables(folder.db);
    const journal = new Journal(folder.journal);
    recover(tables, journal);
    this.#folder = folder;
    this.#now = options.now;
    this.#cache = new RecordCache(options.cacheLengthMax ?? CACHE_LENGTH_DEFAULT);
    this.#disk = new GroupCommit({ tables, journal, now: options.now, onFlushed: () => this.#announce() });
    this.#feedEnd = tables.readFeedEnd();
  }

  async get(keys: readonly Key[]): Promise<readonly (StoredRecord | undefined)[]> {
    assertGet(keys);
    return this.#disk.read((tables) => keys.map((key) => this.#read(tables, key)));
  }

  async query(range: Range): Promise<Page<StoredRecord>> {
    assertRange(range);
    const rows = this.#disk.read((tables) => tables.readPage(range, this.#now()));
    return pageOf(
      rows.map((row) => this.#recordOf(row)),
      range.limit,
      (record) => record.sort,
    );
  }

  async list(index: IndexName, range: Range): Promise<Page<IndexEntry>> {
    assertRange(range);
    const entries = this.#disk.read((tables) => tables.readIndexPage(index, range));
    return pageOf(entries, range.limit, indexCursorOf);
  }

  async commit(commit: Commit): Promise<CommitOutcome> {
    assertCommit(commit);
    const records = commit.puts.map((put) => put.record);
    const texts = encodeRecords(records);
    assertCommitBytes(texts);
    const conflicts = this.#disk.read((tables) =>
      conflictsOf(commit, (key) => this.#revisionOf(tables, key)),
    );
    if (conflicts.length > 0) return { isCommitted: false, conflicts };
    const writes = { records, texts, deletes: commit.deletes ?? NO_KEYS };
    this.#write(
      commit.feed === undefined
        ? writes
        : { ...writes, feed: { position: this.#feedEnd + 1, key: commit.feed } },
    );
    return COMMITTED;
  }

  feed(position: FeedPosition, signal: AbortSignal): AsyncIterable<readonly FeedEntry[]> {
    return this.#feed.follow(position, signal);
  }

  durable(): Promise<void> {
    return this.#disk.durable();
  }

  async sweepVanished(now: number, limit: number): Promise<number> {
    const deletes = this.#disk.read((tables) => tables.readVanished(now, limit));
    if (deletes.length > 0) this.#write({ records: [], texts: [], deletes });
    return deletes.length;
  }

  async pruneFeed(...positions: readonly FeedPosition[]): Promise<number> {
    const last = positions.length === 0 ? 0 : Math.min(...positions.map(parsePosition));
    this.#fresh.forget();
    return this.#disk.change((tables) => tables.pruneFeed(last, PRUNE_SPAN));
  }

  async close(): Promise<void> {
    this.#disk.close();
    this.#feed.interrupt(new StoreUnavailable('the store was closed'));
    this.#folder.release();
  }

  #read(tables: SqliteTables, key: Key): StoredRecord | undefined {
    const text = keyText(key);
    const now = this.#now();
    const cached = this.#cache.get(text);
    if (cached !== undefined) return isStanding(cached, now) ? cached : undefined;
    const row = tables.read(key, now);
    if (row === undefined) return undefined;
    const record = decodeRow(row);
    this.#cache.set(text, record, row.value.length);
    return record;
  }

  /** A page passes by and is not worth the room in the cache, but what is there saves the parsing. */
  #recordOf(row: RecordRow): StoredRecord {
    return this.#cache.get(keyText(row)) ?? decodeRow(row);
  }

  #revisionOf(tables: SqliteTables, key: Key): number {
    const now = this.#now();
    const cached = this.#cache.get(keyText(key));
    if (cached !== undefined) return isStanding(cached, now) ? cached.revision : 0;
    return tables.readRevision(key, now);
  }

  #write(writes: Writes): void {
    this.#disk.write(writes);
    const { feed } = writes;
    if (feed !== undefined) this.#feedEnd = feed.position;
    for (const [place, record] of writes.records.entries()) {
      const key = keyText(record);
      this.#fresh.touch(key);
      this.#cache.set(key, record, writes.texts[place]?.length ?? 0);
      if (feed !== undefined && isSameKey(feed.key, record)) {
        this.#fresh.add({ position: String(feed.position), record });
      }
    }
    for (const deleted of writes.deletes) {
      const key = keyText(deleted);
      this.#fresh.touch(key);
      this.#cache.delete(key);
    }
  }

  /** Answers that waited for the disk leave first; then those who follow the feed are told. */
  #announce(): void {
    this.#fresh.settle();
    if (this.#isAnnouncing) return;
    this.#isAnnouncing = true;
    setImmediate(() => {
      this.#isAnnouncing = false;
      this.#feed.deliver();
    });
  }

  /** A record that was deleted since leaves its place in the feed empty. */
  #readFeed(after: number, limit: number): readonly FeedEntry[] | undefined {
    const fresh = this.#fresh.read(after, limit);
    if (fresh !== undefined) return fresh;
    if (!this.#disk.isAllDurable) return undefined;
    return this.#disk.read((tables) => {
      let rows = tables.readFeed(after, limit);
      for (;;) {
        const entries = rows.flatMap((row) => {
          const record = this.#read(tables, row);
          return record === undefined ? [] : [{ position: String(row.position), record }];
        });
        const last = rows.at(-1);
        if (entries.length > 0 || last === undefined) return entries;
        rows = tables.readFeed(last.position, limit);
      }
    });
  }
}
