/**
 * What all commits of a turn of the event loop share: one entry of the journal. Owns the turn, and what happens when the
 * disk refuses; knows nothing of expectations, caches or the feed. What is durable goes on to applying.ts.
 *
 * G1. What `write` has taken is on the disk, in the journal, when a `durable` called after it resolves. One fsync serves
 *     all that came in the same turn.
 * G2. A write that was taken is remembered until it is durable. When the journal's disk refuses, it is appended again
 *     before anything else is answered, so that a later `durable` never vouches for a write that was lost in between.
 * G3. While remembered writes wait for a disk that refuses, everything rejects with `StoreUnavailable`: any answer would
 *     rest on what is not on the disk.
 * G4. The journal forgets an entry once the tables have it on the disk. A turn without room in the journal waits for the
 *     tables, and new writes wait with it; when it is the tables that refuse, G3 holds.
 */
import { StoreUnavailable } from '@muster/engine/ports/store';
import { Applying } from './applying.ts';
import type { Journal } from './journal.ts';
import { encodeWrites, type Writes } from './journal-entry.ts';
import type { TablesPlace } from './tables-connection.ts';

/** UTF-16 units that may wait for one flush; what would make it more flushes first. */
const PENDING_LENGTH_MAX = 1_000_000;
/** Of the journal, from 0 to 1: so much is brought into the tables without waiting for more. */
const APPLIED_SHARE = 0.25;
/** How long what was written may stand in the journal alone; more writes fewer pages twice (decision 22). */
const APPLY_DELAY_MS_DEFAULT = 10_000;
/** Between two attempts to write what a failing disk refused. */
const RECOVERY_PAUSE_MS = 100;

export interface GroupCommitOptions {
  readonly journal: Journal;
  readonly tables: TablesPlace;
  readonly now: () => number;
  /** 10,000 unless told. */
  readonly applyDelayMs?: number | undefined;
  /** Called after each flush, while everything is durable. Must not throw. */
  readonly onFlushed: () => void;
  /** Who reads the tables sees all entries up to this one. Must not throw. */
  readonly onApplied: (entry: number) => void;
}

interface Outage {
  readonly reason: string;
  /** Undefined: not tried again yet. */
  readonly triedAt: number | undefined;
}

export class GroupCommit {
  readonly #journal: Journal;
  readonly #applying: Applying;
  readonly #now: () => number;
  readonly #onFlushed: () => void;
  #pending: string[] = [];
  #pendingLength = 0;
  #isFlushDue = false;
  #flushed: PromiseWithResolvers<void> | undefined;
  /** There while a turn waits for room in the journal. */
  #roomMade: PromiseWithResolvers<void> | undefined;
  #outage: Outage | undefined;
  #isClosed = false;

  constructor({ journal, tables, now, applyDelayMs, onFlushed, onApplied }: GroupCommitOptions) {
    this.#journal = journal;
    this.#now = now;
    this.#onFlushed = onFlushed;
    this.#applying = new Applying({
      place: tables,
      delayMs: applyDelayMs ?? APPLY_DELAY_MS_DEFAULT,
      lengthMax: journal.byteLength * APPLIED_SHARE,
      onApplied: (entry) => {
        onApplied(entry);
        journal.release(entry);
        if (this.#roomMade !== undefined) this.#flush();
      },
      onRefused: () => {
        if (this.#roomMade !== undefined) this.#flush();
      },
    });
  }

  /** Sequence of the latest entry that is durable. */
  get durableEntry(): number {
    return this.#journal.mark.sequence;
  }

  /** See G3. */
  get isInOutage(): boolean {
    return this.#outage !== undefined;
  }

  /** There while a write has to wait: resolves when it is worth trying. See G4. */
  get room(): Promise<void> | undefined {
    return this.#roomMade?.promise;
  }

  /** Throws `StoreUnavailable` when nothing may be answered now. See G3. */
  ensureAvailable(): void {
    if (this.#isClosed) throw new StoreUnavailable('the store is closed');
    if (this.#outage === undefined) return;
    const { triedAt } = this.#outage;
    const waitedMs = triedAt === undefined ? RECOVERY_PAUSE_MS : Math.abs(this.#now() - triedAt);
    if (waitedMs >= RECOVERY_PAUSE_MS) this.#flush();
    if (this.#outage !== undefined) throw new StoreUnavailable(this.#outage.reason);
  }

  /** Answers the sequence of the entry that will hold the writes. */
  write(writes: Writes): number {
    const text = encodeWrites(writes);
    if (this.#pendingLength > 0 && this.#pendingLength + text.length > PENDING_LENGTH_MAX) this.#flush();
    this.ensureAvailable();
    if (text === '') return this.durableEntry;
    this.#pending.push(text);
    this.#pendingLength += text.length;
    this.#scheduleFlush();
    return this.durableEntry + 1;
  }

  async durable(): Promise<void> {
    this.ensureAvailable();
    if (this.#pending.length === 0) return;
    this.#flushed ??= Promise.withResolvers<void>();
    await this.#flushed.promise;
  }

  /** Makes durable what can be; everything rejects afterwards. The journal may have more than the tables then. */
  async close(): Promise<void> {
    if (!this.#isClosed) this.#flush();
    this.#isClosed = true;
    await this.#applying.close();
    if (this.#pending.length > 0) this.#flush();
    this.#letWritesTry();
    this.#flushed?.reject(new StoreUnavailable('the store is closed'));
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
      if (this.#pending.length > 0 && !this.#append()) {
        this.#awaitRoom();
        return;
      }
    } catch (error) {
      this.#fail(
        error instanceof Error ? error.message : String(error),
        isRecovery ? this.#now() : undefined,
      );
      return;
    }
    this.#outage = undefined;
    this.#letWritesTry();
    this.#flushed?.resolve();
    this.#flushed = undefined;
    this.#onFlushed();
  }

  #append(): boolean {
    const entry = this.#pending.join('\n');
    if (!this.#journal.append(entry)) return false;
    this.#pending = [];
    this.#pendingLength = 0;
    this.#applying.add(entry, this.#journal.mark);
    return true;
  }

  /** See G4. */
  #awaitRoom(): void {
    const { refusal } = this.#applying;
    if (refusal !== undefined) {
      this.#fail(refusal, this.#now());
      return;
    }
    this.#roomMade ??= Promise.withResolvers<void>();
    this.#applying.hurry();
  }

  #letWritesTry(): void {
    this.#roomMade?.resolve();
    this.#roomMade = undefined;
  }

  /** See G2. */
  #fail(cause: string, triedAt?: number): void {
    const reason = `the disk refused: ${cause}`;
    this.#outage = { reason, triedAt };
    this.#letWritesTry();
    this.#flushed?.reject(new StoreUnavailable(reason));
    this.#flushed = undefined;
  }
}
