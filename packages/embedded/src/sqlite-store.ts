/**
 * The embedded store: one folder, a journal and tables in SQLite, one process that writes. A commit is taken in memory,
 * durable with its turn's entry of the journal, and in the tables some seconds later, by a thread. This
 * module is the port over the three; group-commit.ts owns durability, store-folder.ts whose folder it is.
 *
 * E1. A commit is checked before its first write: a refused one has written nothing.
 * E2. The feed shows only what is durable: a row whose record a later turn has written again waits for that turn.
 * E3. A key is looked up in memory (U1), then in the tables.
 */

import {
  assertCommit,
  assertCommitBytes,
  assertGet,
  assertRange,
  conflictsOf,
  encodeRecords,
  isStanding,
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
import { FeedTail } from './feed-tail.ts';
import { GroupCommit } from './group-commit.ts';
import { indexCursorOf } from './index-cursor.ts';
import type { Journal } from './journal.ts';
import type { Writes } from './journal-entry.ts';
import { leaveJournal, recover } from './journal-recovery.ts';
import { readMergedIndexPage, readMergedPage } from './merged-pages.ts';
import { ABSENT, RecordMemory, type Remembered } from './record-memory.ts';
import { decodeRow, type FeedRow, SqliteTables, type VanishedRow } from './sqlite-tables.ts';
import { type FolderOptions, type OpenFolder, openFolder, resultCodeOf } from './store-folder.ts';
import { TablesWriter } from './tables-writer.ts';

/** Positions that one `pruneFeed` looks at. */
const PRUNE_SPAN = 10_000;
/** Measured: less loses hits among hundreds of missions, more costs the collector what it saves. */
const CACHE_LENGTH_DEFAULT = 4_000_000;

const COMMITTED: CommitOutcome = { isCommitted: true };
const NO_KEYS: readonly Key[] = [];

export interface SqliteStoreOptions extends FolderOptions {
  /** Milliseconds since 1970: what `vanishesAt` is compared with. */
  readonly now: () => number;
  /** UTF-16 units of JSON whose records are kept decoded in memory though the tables have them; 4 million unless told, 0 for none. */
  readonly cacheLengthMax?: number;
  /** How long changes that are durable may wait for others before the tables get them; 10,000 unless told. */
  readonly applyDelayMs?: number;
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

/**
 * Throws `FolderInUse`, `FolderForeign`, `FolderUnusable`, `FormatTooNew` or `JournalMissing` of store-folder.ts, or
 * `JournalDamaged` of journal.ts.
 */
export function openSqliteStore(options: SqliteStoreOptions): SqliteStore {
  const folder = openFolder(options);
  try {
    return new FolderStore(folder, options);
  } catch (error) {
    giveBack(folder);
    throw error;
  }
}

function giveBack({ db, journal, release }: OpenFolder): void {
  db.close();
  journal.close();
  release();
}

class FolderStore implements SqliteStore {
  readonly #folder: OpenFolder;
  readonly #now: () => number;
  readonly #writer: TablesWriter;
  readonly #tables: SqliteTables;
  readonly #journal: Journal;
  readonly #disk: GroupCommit;
  readonly #memory: RecordMemory;
  readonly #tail = new FeedTail();
  readonly #feed = new Feed((after, limit) => this.#readFeed(after, limit));
  #feedEnd: number;
  /** Feed positions up to this one are forgotten. */
  #prunedTo: number;
  #isAnnouncing = false;
  #closed: Promise<void> | undefined;

  constructor(folder: OpenFolder, options: SqliteStoreOptions) {
    this.#folder = folder;
    this.#now = options.now;
    this.#writer = new TablesWriter(folder.db);
    this.#tables = new SqliteTables(folder.db);
    this.#journal = folder.journal;
    recover(this.#writer, this.#journal);
    this.#memory = new RecordMemory(options.cacheLengthMax ?? CACHE_LENGTH_DEFAULT, (name) =>
      this.#hasRecords(name),
    );
    this.#disk = new GroupCommit({
      journal: this.#journal,
      tables: folder.tables,
      now: options.now,
      applyDelayMs: options.applyDelayMs,
      onFlushed: () => this.#announce(),
      onApplied: (entry) => {
        this.#tail.settle(entry);
        this.#memory.settle(entry);
      },
    });
    const { first, last } = this.#tables.readFeedBounds() ?? { first: 1, last: 0 };
    this.#prunedTo = first - 1;
    this.#feedEnd = last;
  }

  async get(keys: readonly Key[]): Promise<readonly (StoredRecord | undefined)[]> {
    assertGet(keys);
    const now = this.#now();
    return this.#answer(() => keys.map((key) => this.#read(key, now)));
  }

  async query(range: Range): Promise<Page<StoredRecord>> {
    assertRange(range);
    const now = this.#now();
    const found = this.#answer(() => readMergedPage(this.#both, range, now));
    return pageOf(found, range.limit, (record) => record.sort);
  }

  async list(index: IndexName, range: Range): Promise<Page<IndexEntry>> {
    assertRange(range);
    const found = this.#answer(() => readMergedIndexPage(this.#both, index, range));
    return pageOf(found, range.limit, indexCursorOf);
  }

  async commit(commit: Commit): Promise<CommitOutcome> {
    assertCommit(commit);
    const records = commit.puts.map((put) => put.record);
    const texts = encodeRecords(records);
    assertCommitBytes(texts);
    while (this.#disk.room !== undefined) await this.#disk.room;
    const now = this.#now();
    const conflicts = this.#answer(() => conflictsOf(commit, (key) => this.#revisionOf(key, now)));
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
    const deletes = this.#answer(() => this.#vanished(now, limit));
    if (deletes.length > 0) this.#write({ records: [], texts: [], deletes });
    return deletes.length;
  }

  async pruneFeed(...positions: readonly FeedPosition[]): Promise<number> {
    this.#disk.ensureAvailable();
    const asked = positions.length === 0 ? 0 : Math.min(...positions.map(parsePosition));
    const prunedTo = Math.min(asked, this.#prunedTo + PRUNE_SPAN, this.#feedEnd - 1);
    const count = prunedTo - this.#prunedTo;
    if (count <= 0) return 0;
    this.#write({ records: [], texts: [], deletes: NO_KEYS, prunedTo });
    this.#prunedTo = prunedTo;
    return count;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const closing = this.#disk.close();
    this.#feed.interrupt(new StoreUnavailable('the store was closed'));
    await closing;
    try {
      recover(this.#writer, this.#journal);
      leaveJournal(this.#writer, this.#journal);
    } catch (error) {
      // The disk refuses: whoever opens the folder next reads the journal too.
      if (resultCodeOf(error) === undefined) throw error;
    } finally {
      giveBack(this.#folder);
    }
  }

  get #both() {
    return { tables: this.#tables, memory: this.#memory };
  }

  #answer<T>(read: () => T): T {
    this.#disk.ensureAvailable();
    try {
      return read();
    } catch (error) {
      if (resultCodeOf(error) === undefined) throw error;
      throw new StoreUnavailable('the disk can not be read', { cause: error });
    }
  }

  #read(key: Key, now: number): StoredRecord | undefined {
    const known = this.#memory.get(key);
    return known === undefined ? this.#readStored(key, now) : standing(known, now);
  }

  #readStored(key: Key, now: number): StoredRecord | undefined {
    const row = this.#tables.read(key, now);
    if (row === undefined) return undefined;
    const record = decodeRow(row);
    this.#memory.remember(record, row.value.length);
    return record;
  }

  /** When it can't be told, whoever reads the records of the partition finds out why. */
  #hasRecords(partition: string): boolean {
    try {
      return this.#tables.hasRecords(partition);
    } catch (error) {
      if (resultCodeOf(error) === undefined) throw error;
      return true;
    }
  }

  #revisionOf(key: Key, now: number): number {
    const known = this.#memory.get(key);
    if (known !== undefined) return standing(known, now)?.revision ?? 0;
    return this.#tables.readRevision(key, now);
  }

  #write(writes: Writes): void {
    const entry = this.#disk.write(writes);
    this.#memory.take(writes, entry);
    const { feed } = writes;
    if (feed === undefined) return;
    this.#feedEnd = feed.position;
    const { partition, sort } = feed.key;
    this.#tail.add({ position: feed.position, partition, sort, entry });
  }

  /** Keys of at most `limit` records that vanished before `now`, the longest gone first. */
  #vanished(now: number, limit: number): readonly Key[] {
    const written = this.#memory.allWritten();
    const vanished: VanishedRow[] = this.#tables
      .readVanished(now, limit + written.length)
      .filter((row) => !this.#memory.isWritten(row));
    for (const { key, record } of written) {
      const { vanishesAt = now } = record ?? {};
      if (vanishesAt < now) vanished.push({ ...key, vanishes_at: vanishesAt });
    }
    vanished.sort((left, right) => left.vanishes_at - right.vanishes_at);
    return vanished.slice(0, limit).map(({ partition, sort }) => ({ partition, sort }));
  }

  /** Answers that waited for the disk leave first; then those who follow the feed are told. */
  #announce(): void {
    if (this.#isAnnouncing) return;
    this.#isAnnouncing = true;
    setImmediate(() => {
      this.#isAnnouncing = false;
      this.#feed.deliver();
    });
  }

  /** See E2. A record that was deleted since leaves its place in the feed empty. */
  #readFeed(after: number, limit: number): readonly FeedEntry[] | undefined {
    if (this.#disk.isInOutage) return undefined;
    return this.#answer(() => {
      let from = Math.max(after, this.#prunedTo);
      for (;;) {
        const rows = this.#tail.read(from, limit) ?? this.#feedRows(from, limit);
        const last = rows.at(-1);
        const { entries, isAll } = this.#durableAmong(rows);
        if (entries.length > 0 || last === undefined) return entries;
        if (!isAll) return undefined;
        from = last.position;
      }
    });
  }

  /** Of the tables, and what follows there in the tail. */
  #feedRows(after: number, limit: number): readonly FeedRow[] {
    const rows = this.#tables.readFeed(after, limit);
    const last = rows.at(-1)?.position ?? after;
    return [...rows, ...(this.#tail.read(last, limit - rows.length) ?? [])];
  }

  /** Of the rows up to the first that is not. */
  #durableAmong(rows: readonly FeedRow[]): {
    readonly entries: readonly FeedEntry[];
    readonly isAll: boolean;
  } {
    const now = this.#now();
    const { durableEntry } = this.#disk;
    const entries: FeedEntry[] = [];
    for (const row of rows) {
      const known = this.#memory.peek(row);
      if (known !== undefined && known !== ABSENT && known.entry > durableEntry)
        return { entries, isAll: false };
      const record = known === undefined ? this.#readStored(row, now) : standing(known, now);
      if (record !== undefined) entries.push({ position: String(row.position), record });
    }
    return { entries, isAll: true };
  }
}

function standing(known: Remembered | typeof ABSENT, now: number): StoredRecord | undefined {
  const record = known === ABSENT ? undefined : known.record;
  return record !== undefined && isStanding(record, now) ? record : undefined;
}
