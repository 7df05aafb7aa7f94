/**
 * One open transaction that all commits of a turn of the event loop share, and what happens when the disk refuses it.
 * Owns the transaction and the memory of what is not durable; knows nothing of expectations, caches or the feed.
 *
 * G1. What `write` has taken is seen by every `read` after it, and is on the disk when a `durable` called after it
 *     resolves. One fsync serves all that came in the same turn.
 * G2. A write that was taken is remembered until it is durable. After a failure it is applied again before anything
 *     else is answered, so that a later `durable` never vouches for a write that was lost in between.
 * G3. While remembered writes wait, everything rejects with `StoreUnavailable`: any answer would rest on what is not on
 *     the disk.
 */
import { InvariantViolation } from '@muster/core/assert';
import { type Key, type StoredRecord, StoreUnavailable } from '@muster/engine/ports/store';
import type { SqliteTables } from './sqlite-tables.ts';
import { resultCodeOf } from './store-folder.ts';

/** Writes that may wait for one flush; the next one flushes first. Bounds what G2 remembers. */
const PENDING_WRITES_MAX = 2_000;
/** Between two attempts to write what a failing disk refused. */
const RECOVERY_PAUSE_MS = 100;

/** Belong together; `texts` are the JSON values of `records`, in their order. */
export interface Writes {
  readonly records: readonly StoredRecord[];
  readonly texts: readonly string[];
  readonly deletes: readonly Key[];
  readonly feed?: { readonly position: number; readonly key: Key };
}

export interface GroupCommitOptions {
  readonly tables: SqliteTables;
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
  readonly #now: () => number;
  readonly #onFlushed: () => void;
  #pending: Writes[] = [];
  #pendingCount = 0;
  #isFlushDue = false;
  #flushed: PromiseWithResolvers<void> | undefined;
  #outage: Outage | undefined;
  #isClosed = false;

  constructor(options: GroupCommitOptions) {
    this.#tables = options.tables;
    this.#now = options.now;
    this.#onFlushed = options.onFlushed;
  }

  /** Whether all that a read would see is on the disk. */
  get isAllDurable(): boolean {
    return this.#outage === undefined && !this.#tables.isInTransaction;
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
    this.change((tables) => applyWrites(tables, writes));
    this.#pending.push(writes);
    this.#pendingCount += writes.records.length + writes.deletes.length;
  }

  /** As `write`, for changes that may get lost in an outage. */
  change<T>(change: (tables: SqliteTables) => T): T {
    this.#ensureAvailable();
    try {
      if (!this.#tables.isInTransaction) this.#tables.begin();
      const answer = change(this.#tables);
      this.#scheduleFlush();
      return answer;
    } catch (error) {
      const unavailable = this.#fail(error);
      throw resultCodeOf(error) === undefined ? error : unavailable;
    }
  }

  async durable(): Promise<void> {
    this.#ensureAvailable();
    if (!this.#tables.isInTransaction) return;
    this.#flushed ??= Promise.withResolvers<void>();
    await this.#flushed.promise;
  }

  /** Makes durable what can be; everything rejects afterwards. */
  close(): void {
    if (this.#isClosed) return;
    this.#flush();
    this.#isClosed = true;
    this.#tables.close();
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
      if (isRecovery) this.#applyPendingAgain();
      if (this.#tables.isInTransaction) this.#tables.commit();
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

  #applyPendingAgain(): void {
    if (!this.#tables.isInTransaction) this.#tables.begin();
    for (const writes of this.#pending) applyWrites(this.#tables, writes);
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
    if (this.#pending.length > 0) this.#outage = { reason, triedAt };
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

/** Repeatable: applying the same writes twice leaves what applying them once does. */
function applyWrites(tables: SqliteTables, writes: Writes): void {
  for (const [place, record] of writes.records.entries()) tables.put(record, textAt(writes.texts, place));
  for (const key of writes.deletes) tables.remove(key);
  if (writes.feed !== undefined) tables.appendFeed(writes.feed.position, writes.feed.key);
}

function textAt(texts: readonly string[], place: number): string {
  const text = texts[place];
  if (text === undefined) throw new InvariantViolation('each record comes with its JSON');
  return text;
}
