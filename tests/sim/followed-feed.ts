/** The feed, followed through crashes of the store. It stands outside the server process and survives it. */
import { type FeedEntry, StoreUnavailable } from '@muster/engine/ports/store';
import type { World } from './world.ts';

export class FollowedFeed {
  /** What it carried, in its order. */
  readonly entries: FeedEntry[] = [];
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Until `signal` aborts. */
  async follow(signal: AbortSignal, take: (entry: FeedEntry) => void): Promise<void> {
    while (!signal.aborted) {
      try {
        const position = this.entries.at(-1)?.position ?? '';
        for await (const entries of this.#world.memory.feed(position, signal))
          for (const entry of entries) {
            this.entries.push(entry);
            take(entry);
          }
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) return this.#world.surprise('following the feed', error);
      }
    }
  }
}
