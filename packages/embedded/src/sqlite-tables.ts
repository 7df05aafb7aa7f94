/**
 * The tables of the embedded store, and how they are read: synchronous, one connection, statements prepared once. Who
 * writes them is tables-writer.ts; that what was written last is not in them yet is known to recent-writes.ts alone.
 *
 * T1. A record is one row. Both indexes are partial and covering: a record without an entry costs them nothing, and
 *     listing reads no record.
 * T2. Text is compared by bytes of UTF-8. For ASCII, which keys are to be, that is the order of UTF-16 code units.
 * T3. A limit is bound as `? + 0`: SQLite looks at a bare one while planning, and would plan the statement anew at every
 *     binding (`sqlite3ExprIsInteger` in https://sqlite.org/src/file/src/expr.c, 3.53).
 * T4. A feed row points to its record. Positions are dense, and the newest row is never pruned, so they never start again.
 */
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { IndexEntry, IndexName, JsonObject, Key, Range, StoredRecord } from '@muster/engine/ports/store';
import { parseIndexCursor } from './index-cursor.ts';

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

const COLUMNS =
  'partition, sort, revision, work_partition, work_sort, due_partition, due_sort, vanishes_at, value';

const STANDS = '(vanishes_at IS NULL OR vanishes_at >= ?)';

/** SQLite sorts every blob after every text: the open upper end of a range. */
const OPEN_END = new Uint8Array(0);

export interface FeedRow extends Key {
  readonly position: number;
}

export interface VanishedRow extends Key {
  readonly vanishes_at: number;
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
  readonly #read: StatementSync;
  readonly #readRevision: StatementSync;
  readonly #readAny: StatementSync;
  readonly #readVanished: StatementSync;
  readonly #readFeed: StatementSync;
  readonly #pages = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#read = db.prepare(`SELECT ${COLUMNS} FROM records WHERE partition = ? AND sort = ? AND ${STANDS}`);
    this.#readRevision = db.prepare(
      `SELECT revision FROM records WHERE partition = ? AND sort = ? AND ${STANDS}`,
    );
    this.#readAny = db.prepare('SELECT 1 FROM records WHERE partition = ? LIMIT 1');
    this.#readVanished = db.prepare(
      'SELECT partition, sort, vanishes_at FROM records WHERE vanishes_at < ? ORDER BY vanishes_at LIMIT ? + 0',
    );
    this.#readFeed = db.prepare('SELECT * FROM feed WHERE position > ? ORDER BY position LIMIT ? + 0');
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

  /** Vanished ones too. */
  hasRecords(partition: string): boolean {
    return this.#readAny.get(partition) !== undefined;
  }

  /** At most `limit` records that vanished before `now`, the longest gone first. */
  readVanished(now: number, limit: number): readonly VanishedRow[] {
    return rowsOf<VanishedRow>(this.#readVanished.all(now, limit));
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

  /** Positions of the oldest and the newest feed row; undefined when there is none. */
  readFeedBounds(): { readonly first: number; readonly last: number } | undefined {
    const bounds = this.#db.prepare('SELECT min(position) AS first, max(position) AS last FROM feed').get();
    const { first, last } = bounds ?? {};
    return typeof first === 'number' && typeof last === 'number' ? { first, last } : undefined;
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
