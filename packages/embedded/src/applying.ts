/**
 * Brings what the journal has into the tables, in a thread of its own: neither the statements nor the pages of the tables
 * cost the event loop anything. Owns the thread and what it has not applied; the journal owns durability.
 *
 * A1. Entries are applied in their order, each once the journal has it, and are handed over again until they are applied.
 * A2. `onApplied` is told of the latest entry that the tables have on the disk: readers see it, and the journal may
 *     forget it.
 * A3. Entries wait for one another: those of `delayMs`, or `lengthMax` of them, are one transaction.
 */
import { Worker } from 'node:worker_threads';
import type { TablesPlace } from './tables-connection.ts';
import type { JournalMark } from './tables-writer.ts';

/** Between two attempts to write what a failing disk refused. */
const RETRY_AFTER_MS = 100;

export interface ApplyOrder {
  readonly entries: readonly string[];
  /** Of the last entry. */
  readonly mark: JournalMark;
}

export type ApplyReply =
  | { readonly isApplied: true }
  | { readonly isApplied: false; readonly reason: string };

export interface ApplyingOptions {
  readonly place: TablesPlace;
  readonly delayMs: number;
  /** UTF-16 units. */
  readonly lengthMax: number;
  /** See A2. Must not throw. */
  readonly onApplied: (entry: number) => void;
  /** The disk refused; it is tried again. Must not throw. */
  readonly onRefused: () => void;
}

export class Applying {
  readonly #options: ApplyingOptions;
  #thread: Worker | undefined;
  #waiting: string[] = [];
  #waitingLength = 0;
  #mark: JournalMark | undefined;
  #order: ApplyOrder | undefined;
  #timer: NodeJS.Timeout | undefined;
  #refusal: string | undefined;
  #isHurried = false;
  #closing: PromiseWithResolvers<void> | undefined;

  constructor(options: ApplyingOptions) {
    this.#options = options;
  }

  /** Why the disk refused what was tried last; undefined while it takes everything. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** `mark` names the entry. */
  add(entry: string, mark: JournalMark): void {
    this.#waiting.push(entry);
    this.#waitingLength += entry.length;
    this.#mark = mark;
    if (this.#waitingLength >= this.#options.lengthMax) this.#send();
    else this.#sendAfter(this.#options.delayMs);
  }

  /** Somebody waits for room in the journal. */
  hurry(): void {
    this.#isHurried = true;
    this.#send();
  }

  /** Ends the thread, once it has done what it is at. What was not applied, the journal has. */
  async close(): Promise<void> {
    this.#closing ??= Promise.withResolvers();
    clearTimeout(this.#timer);
    this.#endWhenIdle();
    await this.#closing.promise;
  }

  #sendAfter(delayMs: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#send();
    }, delayMs).unref();
  }

  #send(): void {
    const isBusy = this.#order !== undefined || this.#closing !== undefined;
    if (isBusy || this.#mark === undefined || this.#waiting.length === 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isHurried = false;
    this.#order = { entries: this.#waiting, mark: this.#mark };
    this.#waiting = [];
    this.#waitingLength = 0;
    this.#thread ??= this.#start();
    this.#thread.ref();
    this.#thread.postMessage(this.#order);
  }

  #start(): Worker {
    const thread = new Worker(new URL('./applying-thread.ts', import.meta.url), {
      workerData: this.#options.place,
    });
    thread.on('message', (reply: ApplyReply) => this.#heed(reply));
    thread.on('error', (error: unknown) => {
      this.#thread = undefined;
      this.#heed({ isApplied: false, reason: error instanceof Error ? error.message : String(error) });
    });
    return thread;
  }

  #heed(reply: ApplyReply): void {
    const order = this.#order;
    this.#order = undefined;
    this.#thread?.unref();
    if (order === undefined) return;
    if (reply.isApplied) this.#applied(order);
    else this.#refused(order, reply.reason);
    this.#endWhenIdle();
  }

  #applied({ mark }: ApplyOrder): void {
    this.#refusal = undefined;
    this.#options.onApplied(mark.sequence);
    if (this.#isHurried || this.#waitingLength >= this.#options.lengthMax) this.#send();
    else if (this.#waiting.length > 0) this.#sendAfter(this.#options.delayMs);
  }

  #refused({ entries }: ApplyOrder, reason: string): void {
    this.#refusal = reason;
    this.#waiting = [...entries, ...this.#waiting];
    this.#waitingLength = this.#waiting.reduce((sum, entry) => sum + entry.length, 0);
    this.#options.onRefused();
    this.#sendAfter(RETRY_AFTER_MS);
  }

  #endWhenIdle(): void {
    if (this.#closing === undefined || this.#order !== undefined) return;
    const { resolve } = this.#closing;
    if (this.#thread === undefined) {
      resolve();
      return;
    }
    this.#thread.ref();
    this.#thread.once('exit', () => resolve());
    this.#thread.postMessage('CLOSE');
  }
}
