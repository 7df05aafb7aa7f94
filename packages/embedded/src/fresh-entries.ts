/**
 * The newest feed entries, still in memory: who follows closely needs no look into the tables, and can be served while
 * a later transaction is open.
 *
 * N1. Only durable entries are shown, and they are the last ones of the feed, without a gap.
 * N2. An entry shows its record as it stands: when one of the records is written again, all are forgotten.
 */

import { keyText } from '@muster/engine/commit-rules';
import type { FeedEntry } from '@muster/engine/ports/store';

const KEPT_MAX = 1_024;

export class FreshEntries {
  #pending: FeedEntry[] = [];
  #durable: FeedEntry[] = [];
  readonly #keys = new Set<string>();

  /** Not shown before `settle`. */
  add(entry: FeedEntry): void {
    // Whether a vanishing record still stands is for the tables to say; what follows it starts anew.
    if (entry.record.vanishesAt !== undefined) {
      this.forget();
      return;
    }
    this.#pending.push(entry);
    this.#keys.add(keyText(entry.record));
  }

  /** A record is about to be written or deleted. See N2. */
  touch(key: string): void {
    if (this.#keys.has(key)) this.forget();
  }

  /** All that was added is durable now. */
  settle(): void {
    if (this.#pending.length === 0) return;
    this.#durable.push(...this.#pending);
    this.#pending = [];
    if (this.#durable.length > 2 * KEPT_MAX) this.#dropOldest();
  }

  /** What follows `after`; undefined when that is not known here. */
  read(after: number, limit: number): readonly FeedEntry[] | undefined {
    const first = this.#durable[0];
    if (first === undefined) return undefined;
    const start = after + 1 - Number(first.position);
    return start < 0 ? undefined : this.#durable.slice(start, start + limit);
  }

  /** Everything is read from the tables again, the pending ones too. */
  forget(): void {
    this.#pending = [];
    this.#durable = [];
    this.#keys.clear();
  }

  #dropOldest(): void {
    for (const { record } of this.#durable.splice(0, this.#durable.length - KEPT_MAX)) {
      this.#keys.delete(keyText(record));
    }
  }
}
