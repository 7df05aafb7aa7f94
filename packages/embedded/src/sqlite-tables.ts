/**
 * The tables of the embedded store, and the only SQL: synchronous, one connection, statements prepared once. Knows
 * nothing of callers, promises or durability.
 *
 * T1. A record is one row. Both indexes are partial and covering: a record without an entry costs them nothing, and
 *     listing reads no record.
 * T2. Text is compared by bytes of UTF-8. For ASCII, which keys are to be, that is the order of UTF-16 code units.
 * T3. A limit is bound as `? + 0`: SQLite looks at a bare one while planning, and would plan the statement anew at every
 *     binding (`sqlite3ExprIsInteger` in https://sqlite.org/src/file/src/expr.c, 3.53).
 * T4. A feed row points to its record. The newest row is never pruned, so positions never start again.
 */
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { InvariantViolation } from '@muster/core/assert';
import type { IndexEntry, IndexName, JsonObject, Key, Range, StoredRecord } from '@muster/engine/ports/store';
import { parseIndexCursor } from './index-cursor.ts';
import type { Writes } from './journal-entry.ts';

export const SCHEMA = `
  CREATE TABLE records (
    id INTEGER PRIMARY KEY,
    partition TEXT NOT NULL,
    sort TEXT NOT NULL,
    revision INTEGER NOT NULL,
    work_partition TEXT,
    work_sort TEXT,
    due_partition TEXT,
    due_sort TEXT,
    vanishes_at INTEGER,
    value TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX records_key ON records (partition, sort);
  CREATE INDEX records_work ON records (work_partition, work_sort, partition, sort)
    WHERE work_partition IS NOT NULL;
  CREATE INDEX records_due ON records (due_partition, due_sort, partition, sort)
    WHERE due_partition IS NOT NULL;
  CREATE INDEX records_vanishing ON records (vanishes_at) WHERE vanishes_at IS NOT NULL;
  CREATE TABLE feed (position INTEGER PRIMARY KEY, partition TEXT NOT NULL, sort TEXT NOT NULL) STRICT;
`;

/** Since format 2. `journal` is the name of the journal that may hold more than the tables; empty when none does. */
export const MARK_SCHEMA = `
  CREATE TABLE journal_mark (journal TEXT NOT NULL, sequence INTEGER NOT NULL) STRICT;
  INSERT INTO journal_mark VALUES ('', 0);
`;

const COLUMNS =
  'partition, sort, revision, work_partition, work_sort, due_partition, due_sort, vanishes_at, value';

const PUT = `
  INSERT INTO records (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (partition, sort) DO UPDATE SET revision = excluded.revision,
    work_partition = excluded.work_partition, work_sort = excluded.work_sort,
    due_partition = excluded.due_partition, due_sort = excluded.due_sort,
    vanishes_at = excluded.vanishes_at, value = excluded.value`;

const STANDS = '(vanishes_at IS NULL OR vanishes_at >= ?)';

/** SQLite sorts every blob after every text: the open upper end of a range. */
const OPEN_END = new Uint8Array(0);

export interface JournalMark {
  readonly journal: string;
  readonly sequence: number;
}

const NO_MARK: JournalMark = { journal: '', sequence: 0 };

export interface FeedRow extends Key {
  readonly position: number;
}

/** A row before its JSON is parsed: whoever has the record at hand needn't. */
export interface RecordRow extends Key {
  readonly revision: number;
  readonly work_partition: string | null;
  readonly work_sort: string | null;
  readonly due_partition: string | null;
  readonly due_sort: string | null;
  readonly vanishes_at: number | null;
  readonly value: string;
}

export class SqliteTables {
  readonly #db: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #read: StatementSync;
  readonly #readRevision: StatementSync;
  readonly #readVanished: StatementSync;
  readonly #appendFeed: StatementSync;
  readonly #readFeed: StatementSync;
  readonly #pruneFeed: StatementSync;
  readonly #writeMark: StatementSync;
  readonly #pages = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#put = db.prepare(PUT);
    this.#writeMark = db.prepare('UPDATE journal_mark SET journal = ?, sequence = ?');
    this.#remove = db.prepare('DELETE FROM records WHERE partition = ? AND sort = ?');
    this.#read = db.prepare(`SELECT ${COLUMNS} FROM records WHERE partition = ? AND sort = ? AND ${STANDS}`);
    this.#readRevision = db.prepare(
      `SELECT revision FROM records WHERE partition = ? AND sort = ? AND ${STANDS}`,
    );
    this.#readVanished = db.prepare(
      'SELECT partition, sort FROM records WHERE vanishes_at < ? ORDER BY vanishes_at LIMIT ? + 0',
    );
    this.#appendFeed = db.prepare('INSERT OR REPLACE INTO feed (position, partition, sort) VALUES (?, ?, ?)');
    this.#readFeed = db.prepare('SELECT * FROM feed WHERE position > ? ORDER BY position LIMIT ? + 0');
    this.#pruneFeed = db.prepare(`
      DELETE FROM feed WHERE position <= ?1 AND position < (SELECT min(position) FROM feed) + ?2
        AND position < (SELECT max(position) FROM feed)`);
  }

  /** Up to which entry of which journal the tables hold everything. */
  readMark(): JournalMark {
    const mark = rowOf<JournalMark>(this.#db.prepare('SELECT journal, sequence FROM journal_mark').get());
    return mark ?? NO_MARK;
  }

  writeMark({ journal, sequence }: JournalMark): void {
    this.#writeMark.run(journal, sequence);
  }

  get isInTransaction(): boolean {
    return this.#db.isTransaction;
  }

  begin(): void {
    this.#begin.run();
  }

  commit(): void {
    this.#commit.run();
  }

  rollback(): void {
    this.#db.exec('ROLLBACK');
  }

  close(): void {
    this.#db.close();
  }

  /** Repeatable: applying the same writes twice leaves what applying them once does. */
  apply({ records, texts, deletes, feed }: Writes): void {
    for (const [place, record] of records.entries()) this.#putRecord(record, textAt(texts, place));
    for (const key of deletes) this.#remove.run(key.partition, key.sort);
    if (feed !== undefined) this.#appendFeed.run(feed.position, feed.key.partition, feed.key.sort);
  }

  #putRecord(record: StoredRecord, value: string): void {
    const { work, due } = record;
    this.#put.run(
      record.partition,
      record.sort,
      record.revision,
      work === undefined ? null : work.partition,
      work === undefined ? null : work.sort,
      due === undefined ? null : due.partition,
      due === undefined ? null : due.sort,
      record.vanishesAt ?? null,
      value,
    );
  }

  /** Undefined when there is none, or when it vanished before `now`. */
  read(key: Key, now: number): RecordRow | undefined {
    return rowOf<RecordRow>(this.#read.get(key.partition, key.sort, now));
  }

  /** As `read`; 0 when there is none. */
  readRevision(key: Key, now: number): number {
    const row = rowOf<{ revision: number }>(this.#readRevision.get(key.partition, key.sort, now));
    return row?.revision ?? 0;
  }

  /** Keys of at most `limit` records that vanished before `now`, the longest gone first. */
  readVanished(now: number, limit: number): readonly Key[] {
    return rowsOf<Key>(this.#readVanished.all(now, limit));
  }

  /** At most `range.limit` + 1 rows: the last one tells that there is a next page. */
  readPage(range: Range, now: number): readonly RecordRow[] {
    const { partition, after, limit } = range;
    const isReversed = range.isReversed === true;
    const from = isReversed ? (range.from ?? '') : (after ?? range.from ?? '');
    const to = isReversed ? (after ?? range.to ?? OPEN_END) : (range.to ?? OPEN_END);
    const statement = this.#page(recordsPageSql(isReversed, after !== undefined));
    return rowsOf<RecordRow>(statement.all(partition, from, to, now, limit + 1));
  }

  /** As `readPage`, over the entries of an index. Entries with the same sort key stand in the order of their records. */
  readIndexPage(index: IndexName, range: Range): readonly IndexEntry[] {
    const isReversed = range.isReversed === true;
    const after = range.after === undefined ? undefined : parseIndexCursor(range.after);
    const statement = this.#page(indexPageSql(index, isReversed));
    const limit = range.limit + 1;
    const rows = isReversed
      ? statement.all(range.partition, range.from ?? '', ...(after ?? endOf(range.to)), limit)
      : statement.all(range.partition, range.to ?? OPEN_END, ...(after ?? [range.from ?? '', '', '']), limit);
    return rowsOf<{ entry_sort: string } & Key>(rows).map((row) => ({
      key: { partition: row.partition, sort: row.sort },
      sort: row.entry_sort,
    }));
  }

  readFeed(after: number, limit: number): readonly FeedRow[] {
    return rowsOf<FeedRow>(this.#readFeed.all(after, limit));
  }

  /** 0 when the feed is empty. */
  readFeedEnd(): number {
    const row = rowOf<{ position: number | null }>(
      this.#db.prepare('SELECT max(position) AS position FROM feed').get(),
    );
    return row?.position ?? 0;
  }

  /** Removes the oldest rows up to `position`, over at most `span` positions; answers how many went. See T4. */
  pruneFeed(position: number, span: number): number {
    return Number(this.#pruneFeed.run(position, span).changes);
  }

  #page(sql: string): StatementSync {
    const known = this.#pages.get(sql);
    if (known !== undefined) return known;
    const prepared = this.#db.prepare(sql);
    this.#pages.set(sql, prepared);
    return prepared;
  }
}

export function decodeRow(row: RecordRow): StoredRecord {
  const { work_partition, work_sort, due_partition, due_sort, vanishes_at } = row;
  return {
    partition: row.partition,
    sort: row.sort,
    revision: row.revision,
    value: JSON.parse(row.value) as JsonObject,
    ...(work_partition !== null && work_sort !== null
      ? { work: { partition: work_partition, sort: work_sort } }
      : undefined),
    ...(due_partition !== null && due_sort !== null
      ? { due: { partition: due_partition, sort: due_sort } }
      : undefined),
    ...(vanishes_at !== null ? { vanishesAt: vanishes_at } : undefined),
  };
}

function endOf(
  to: string | undefined,
): readonly [string | Uint8Array, string | Uint8Array, string | Uint8Array] {
  return to === undefined ? [OPEN_END, '', ''] : [to, OPEN_END, OPEN_END];
}

function recordsPageSql(isReversed: boolean, isContinued: boolean): string {
  const above = isContinued && !isReversed ? '>' : '>=';
  const below = isContinued && isReversed ? '<' : '<=';
  return `
    SELECT ${COLUMNS} FROM records
    WHERE partition = ? AND sort ${above} ? AND sort ${below} ? AND ${STANDS}
    ORDER BY sort ${isReversed ? 'DESC' : 'ASC'} LIMIT ? + 0`;
}

function indexPageSql(index: IndexName, isReversed: boolean): string {
  const order = isReversed ? 'DESC' : 'ASC';
  return `
    SELECT ${index}_sort AS entry_sort, partition, sort FROM records
    WHERE ${index}_partition = ? AND ${index}_sort ${isReversed ? '>=' : '<='} ?
      AND (${index}_sort, partition, sort) ${isReversed ? '<' : '>'} (?, ?, ?)
    ORDER BY ${index}_sort ${order}, partition ${order}, sort ${order} LIMIT ? + 0`;
}

/** The columns are named in the statements above, and the tables are STRICT: their types are known. */
function rowOf<Row>(row: Record<string, SQLOutputValue> | undefined): Row | undefined {
  return row as Row | undefined;
}

function rowsOf<Row>(rows: readonly Record<string, SQLOutputValue>[]): readonly Row[] {
  return rows as readonly Row[];
}

function textAt(texts: readonly string[], place: number): string {
  const text = texts[place];
  if (text === undefined) throw new InvariantViolation('each record comes with its JSON');
  return text;
}
