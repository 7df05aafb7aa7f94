/**
 * Those who follow a store's feed. The store owns the entries and says when they may be read; this module owns the
 * waiting.
 *
 * F1. A follower is handed batches of 1–256 entries, ascending, each after the position it stands at.
 * F2. A follower reads from the store's own entries whenever it asks, however late: none is dropped for being slow.
 * F3. `read` is called only from `follow` and `deliver`, and answers undefined while what it would show is not durable:
 *     the follower then waits for the next `deliver`.
 */
import { assert } from '@muster/core/assert';
import type { FeedEntry, FeedPosition } from '@muster/engine/ports/store';

export const FEED_BATCH_MAX = 256;

/** Durable entries after a position, ascending; empty when there are none yet; undefined when it can't tell now. */
export type ReadFeed = (after: number, limit: number) => readonly FeedEntry[] | undefined;

interface Follower {
  after: number;
  /** Set while the follower waits. */
  wake?: ((entries: readonly FeedEntry[]) => void) | undefined;
  fail?: ((error: unknown) => void) | undefined;
}

const NOTHING: readonly FeedEntry[] = [];

export class Feed {
  readonly #read: ReadFeed;
  readonly #waiting = new Set<Follower>();

  constructor(read: ReadFeed) {
    this.#read = read;
  }

  /** Ends when `signal` aborts; rejects with what `interrupt` was given. */
  async *follow(position: FeedPosition, signal: AbortSignal): AsyncGenerator<readonly FeedEntry[]> {
    const follower: Follower = { after: parsePosition(position) };
    const leave = () => this.#hand(follower, NOTHING);
    signal.addEventListener('abort', leave, { once: true });
    try {
      while (!signal.aborted) {
        const ready = this.#read(follower.after, FEED_BATCH_MAX) ?? NOTHING;
        const entries = ready.length > 0 ? ready : await this.#wait(follower);
        const last = entries.at(-1);
        if (last === undefined || signal.aborted) continue;
        follower.after = parsePosition(last.position);
        yield entries;
      }
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** Hands what is new to everybody who waits. Call it after each flush, while everything is durable. */
  deliver(): void {
    for (const follower of [...this.#waiting]) {
      try {
        const entries = this.#read(follower.after, FEED_BATCH_MAX) ?? NOTHING;
        if (entries.length > 0) this.#hand(follower, entries);
      } catch (error) {
        this.#turnAway(follower, error);
      }
    }
  }

  /** Everybody who waits is told that the store went away. */
  interrupt(error: Error): void {
    for (const follower of [...this.#waiting]) this.#turnAway(follower, error);
  }

  #wait(follower: Follower): Promise<readonly FeedEntry[]> {
    return new Promise((resolve, reject) => {
      follower.wake = resolve;
      follower.fail = reject;
      this.#waiting.add(follower);
    });
  }

  #hand(follower: Follower, entries: readonly FeedEntry[]): void {
    if (this.#waiting.delete(follower)) follower.wake?.(entries);
  }

  #turnAway(follower: Follower, error: unknown): void {
    if (this.#waiting.delete(follower)) follower.fail?.(error);
  }
}

export function parsePosition(position: FeedPosition): number {
  if (position === '') return 0;
  const parsed = Number(position);
  assert(Number.isSafeInteger(parsed) && parsed >= 0, 'a feed position is one that the feed gave');
  return parsed;
}
