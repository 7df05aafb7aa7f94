/**
 * The newest rows of the feed, still in memory: all that the tables don't have yet, and so many of the others that who
 * follows closely needs no look into the tables.
 *
 * N1. The rows are the last ones of the feed, without a gap.
 */
import type { FeedRow } from './sqlite-tables.ts';

export interface TailRow extends FeedRow {
  /** Sequence of the journal entry that holds the row. */
  readonly entry: number;
}

const KEPT_MAX = 1_024;

export class FeedTail {
  #rows: TailRow[] = [];

  add(row: TailRow): void {
    this.#rows.push(row);
  }

  /** The tables have all entries up to this one: rows of these may go. */
  settle(entry: number): void {
    if (this.#rows.length <= 2 * KEPT_MAX) return;
    const waiting = this.#rows.findIndex((row) => row.entry > entry);
    const settledCount = waiting < 0 ? this.#rows.length : waiting;
    this.#rows = this.#rows.slice(Math.min(settledCount, this.#rows.length - KEPT_MAX));
  }

  /** What follows `after`; undefined when that is for the tables to say. */
  read(after: number, limit: number): readonly TailRow[] | undefined {
    const first = this.#rows[0];
    if (first === undefined) return undefined;
    const start = after + 1 - first.position;
    return start < 0 ? undefined : this.#rows.slice(start, start + limit);
  }
}
