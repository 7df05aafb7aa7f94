/**
 * What all commits of a turn of the event loop share: one entry of the journal, and the open transaction of the tables
 * in which they are seen. Owns that transaction, the memory of what it has not committed, and what happens when the
 * disk refuses; knows nothing of expectations, caches or the feed.
 *
 * G1. What `write` has taken is seen by every `read` after it, and is on the disk when a `durable` called after it
 *     resolves: in the journal, or, when that is full, in the tables. One fsync serves all that came in the same turn.
 * G2. A write that was taken is remembered until the tables have it on the disk. After a failure it is applied again
 *     before anything else is answered, so that a later `durable` never vouches for a write that was lost in between.
 * G3. While remembered writes wait, everything rejects with `StoreUnavailable`: any answer would rest on what is not on
 *     the disk.
 * G4. The tables commit a mark along with the rest: the latest journal entry they hold. What a killed process had in the
 *     journal alone is applied by the next one before it answers anything.
 */
import { StoreUnavailable } from '@muster/engine/ports/store';
import type { Journal } from './journal.ts';
import { encodeEntry, type Writes } from './journal-entry.ts';
import type { SqliteTables } from './sqlite-tables.ts';
import { resultCodeOf } from './store-folder.ts';

/** Writes that may wait for one flush; the next one flushes first. Bounds what G2 remembers. */
const PENDING_WRITES_MAX = 2_000;
/** How long what was written may stand in the journal alone. */
const SETTLE_AFTER_MS = 1_000;
/** Between two attempts to write what a failing disk refused. */
const RECOVERY_PAUSE_MS = 100;

export interface GroupCommitOptions {
  readonly tables: SqliteTables;
  readonly journal: Journal;
  readonly now: () => number;
  /** Called after each flush, while everything is durable and no transaction is open. Must not throw. */
  readonly onFlushed: () => void;
}

interface Outage {
  readonly reason: string;
  /** Undefined: not tried again yet. */
  readonly triedAt: number | undefined;
}

export class GroupCommit {
  readonly #tables: SqliteTables;
  readonly #journal: Journal;
  readonly #now: () => number;
  readonly #onFlushed: () => void;
  /** In the journal, but not in what the tables have committed. */
  #unsettled: Writes[] = [];
  #pending: Writes[] = [];
  #pendingCount = 0;
  #settling: NodeJS.Timeout | undefined;
  #isFlushDue = false;
  #flushed: PromiseWithResolvers<void> | undefined;
  #outage: Outage | undefined;
  #isClosed = false;

  constructor(options: GroupCommitOptions) {
    this.#tables = options.tables;
    this.#journal = options.journal;
    this.#now = options.now;
    this.#onFlushed = options.onFlushed;
  }

  /** Whether all that a read would see is on the disk. */
  get isAllDurable(): boolean {
    return this.#outage === undefined && this.#pending.length === 0;
  }

  read<T>(question: (tables: SqliteTables) => T): T {
    this.#ensureAvailable();
    try {
      return question(this.#tables);
    } catch (error) {
      if (resultCodeOf(error) === undefined) throw error;
      throw this.#fail(error);
    }
  }

  /** All or nothing: after a rejection none of it is there, and none of it comes later. */
  write(writes: Writes): void {
    if (this.#pendingCount >= PENDING_WRITES_MAX) this.#flush();
    this.change((tables) => tables.apply(writes));
    this.#scheduleFlush();
    this.#pending.push(writes);
    this.#pendingCount += writes.records.length + writes.deletes.length;
  }

  /** As `write`, for changes that may get lost in an outage. */
  change<T>(change: (tables: SqliteTables) => T): T {
    this.#ensureAvailable();
    try {
      this.#ensureTransaction();
      return change(this.#tables);
    } catch (error) {
      const unavailable = this.#fail(error);
      throw resultCodeOf(error) === undefined ? error : unavailable;
    }
  }

  async durable(): Promise<void> {
    this.#ensureAvailable();
    if (this.#pending.length === 0) return;
    this.#flushed ??= Promise.withResolvers<void>();
    await this.#flushed.promise;
  }

  /** Makes durable what can be, in the tables if they take it; everything rejects afterwards. */
  close(): void {
    if (this.#isClosed) return;
    this.#settleNow();
    if (this.#outage === undefined) this.#leaveJournal();
    this.#forgetTimer();
    this.#isClosed = true;
    this.#tables.close();
    this.#journal.close();
  }

  #scheduleFlush(): void {
    if (this.#isFlushDue) return;
    this.#isFlushDue = true;
    setImmediate(() => {
      this.#isFlushDue = false;
      if (!this.#isClosed) this.#flush();
    });
  }

  #flush(): void {
    const isRecovery = this.#outage !== undefined;
    try {
      if (isRecovery) this.#applyAgain();
      if (this.#pending.length > 0 && !this.#journal.append(encodeEntry(this.#pending))) this.#settle();
      else this.#unsettled.push(...this.#pending);
    } catch (error) {
      this.#fail(error, isRecovery ? this.#now() : undefined);
      return;
    }
    this.#outage = undefined;
    this.#pending = [];
    this.#pendingCount = 0;
    this.#flushed?.resolve();
    this.#flushed = undefined;
    this.#onFlushed();
  }

  #applyAgain(): void {
    this.#ensureTransaction();
    for (const writes of [...this.#unsettled, ...this.#pending]) this.#tables.apply(writes);
  }

  #ensureTransaction(): void {
    if (!this.#tables.isInTransaction) this.#tables.begin();
    this.#settling ??= setTimeout(() => {
      this.#forgetTimer();
      this.#settleNow();
    }, SETTLE_AFTER_MS).unref();
  }

  /** Commits the tables: all that was written is on the disk then, and the journal can begin anew. */
  #settle(): void {
    this.#forgetTimer();
    if (!this.#tables.isInTransaction) return;
    this.#tables.writeMark(this.#journal.mark);
    this.#tables.commit();
    this.#journal.restart();
    this.#unsettled = [];
  }

  #forgetTimer(): void {
    clearTimeout(this.#settling);
    this.#settling = undefined;
  }

  /** What fails here is remembered, and tried again with the next call. */
  #settleNow(): void {
    this.#flush();
    if (this.#outage !== undefined) return;
    try {
      this.#settle();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Says in the tables that nothing stands in the journal alone. If the disk refuses, it is found out by reading it. */
  #leaveJournal(): void {
    try {
      this.#tables.begin();
      this.#tables.writeMark({ ...this.#journal.mark, journal: '' });
      this.#tables.commit();
    } catch (error) {
      this.#fail(error);
    }
  }

  #ensureAvailable(): void {
    if (this.#isClosed) throw new StoreUnavailable('the store is closed');
    if (this.#outage === undefined) return;
    const { triedAt } = this.#outage;
    const waitedMs = triedAt === undefined ? RECOVERY_PAUSE_MS : Math.abs(this.#now() - triedAt);
    if (waitedMs >= RECOVERY_PAUSE_MS) this.#flush();
    if (this.#outage !== undefined) throw new StoreUnavailable(this.#outage.reason);
  }

  /** See G2. With nothing remembered there is nothing to repair, and the store goes on. */
  #fail(error: unknown, triedAt?: number): StoreUnavailable {
    const reason = `the disk refused: ${error instanceof Error ? error.message : String(error)}`;
    const unavailable = new StoreUnavailable(reason, { cause: error });
    this.#rollBack();
    if (this.#pending.length + this.#unsettled.length > 0) this.#outage = { reason, triedAt };
    this.#flushed?.reject(unavailable);
    this.#flushed = undefined;
    return unavailable;
  }

  #rollBack(): void {
    if (!this.#tables.isInTransaction) return;
    try {
      this.#tables.rollback();
    } catch (error) {
      // SQLite has often rolled back by itself when the disk fails; anything else leaves the transaction to the retry.
      if (resultCodeOf(error) === undefined) throw error;
    }
  }
}
