/**
 * How the tables are written: by whoever holds the one connection that does so, entries of the journal at a time. When a
 * store is opened, that is the store itself (journal-recovery.ts); afterwards it is the thread of applying-thread.ts.
 *
 * W1. Entries and the mark that names the last of them are committed together: the tables always are what the journal was
 *     at some moment.
 * W2. Applying entries twice leaves what applying them once does.
 * W3. Of what entries say of one record, only the last is written.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Change, decodeEntry } from './journal-entry.ts';

/** Since format 2. `journal` is the name of the journal that may hold more than the tables; empty when none does. */
export const MARK_SCHEMA = `
  CREATE TABLE journal_mark (journal TEXT NOT NULL, sequence INTEGER NOT NULL) STRICT;
  INSERT INTO journal_mark VALUES ('', 0);
`;

export interface JournalMark {
  readonly journal: string;
  readonly sequence: number;
}

const NO_MARK: JournalMark = { journal: '', sequence: 0 };

const PUT = `
  INSERT INTO records (partition, sort, revision, work_partition, work_sort, due_partition, due_sort, vanishes_at, value)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (partition, sort) DO UPDATE SET revision = excluded.revision,
    work_partition = excluded.work_partition, work_sort = excluded.work_sort,
    due_partition = excluded.due_partition, due_sort = excluded.due_sort,
    vanishes_at = excluded.vanishes_at, value = excluded.value`;

export class TablesWriter {
  readonly #db: DatabaseSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #appendFeed: StatementSync;
  readonly #pruneFeed: StatementSync;
  readonly #writeMark: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#put = db.prepare(PUT);
    this.#remove = db.prepare('DELETE FROM records WHERE partition = ? AND sort = ?');
    this.#appendFeed = db.prepare('INSERT OR REPLACE INTO feed (position, partition, sort) VALUES (?, ?, ?)');
    this.#pruneFeed = db.prepare(
      'DELETE FROM feed WHERE position <= ? AND position < (SELECT max(position) FROM feed)',
    );
    this.#writeMark = db.prepare('UPDATE journal_mark SET journal = ?, sequence = ?');
  }

  /** Up to which entry of which journal the tables hold everything. */
  readMark(): JournalMark {
    const { journal, sequence } = this.#db.prepare('SELECT journal, sequence FROM journal_mark').get() ?? {};
    return typeof journal === 'string' && typeof sequence === 'number' ? { journal, sequence } : NO_MARK;
  }

  /** See W1. All of it or nothing: throws when the disk refuses, and nothing has changed then. */
  apply(entries: readonly string[], mark: JournalMark): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      for (const change of lastChanges(entries)) this.#make(change);
      this.#writeMark.run(mark.journal, mark.sequence);
      this.#db.exec('COMMIT');
    } catch (error) {
      // SQLite has often rolled back by itself when the disk fails.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  #make(change: Change): void {
    switch (change.kind) {
      case 'PUT':
        this.#put.run(...change.row);
        return;
      case 'DELETE':
        this.#remove.run(...change.row);
        return;
      case 'FEED':
        this.#appendFeed.run(...change.row);
        return;
      case 'PRUNE':
        this.#pruneFeed.run(change.position);
    }
  }
}

/** See W3. Feed rows come before what prunes them, as they did. */
function lastChanges(entries: readonly string[]): readonly Change[] {
  const ofRecords = new Map<string, Change>();
  const ofFeed: Change[] = [];
  for (const entry of entries) {
    for (const change of decodeEntry(entry)) {
      if (change.kind === 'PUT' || change.kind === 'DELETE') ofRecords.set(nameOf(change.row), change);
      else ofFeed.push(change);
    }
  }
  return [...ofRecords.values(), ...ofFeed];
}

function nameOf([partition, sort]: readonly [string, string, ...unknown[]]): string {
  return `${partition.length} ${partition}${sort}`;
}
