/**
 * Every subscription that is being answered. Each of its events leaves only once what it tells is durable, and all of
 * them can be ended at once when the server stops.
 */
import type { Store } from '@muster/engine/ports/store';

export class LiveStreams {
  readonly #open = new Set<AsyncIterator<unknown>>();
  readonly #store: Pick<Store, 'durable'>;
  #isClosed = false;

  constructor(store: Pick<Store, 'durable'>) {
    this.#store = store;
  }

  follow<T>(source: AsyncIterable<T>): AsyncIterableIterator<T> {
    const iterator = source[Symbol.asyncIterator]();
    this.#open.add(iterator);
    if (this.#isClosed) void this.#end(iterator);
    const followed: AsyncIterableIterator<T> = {
      next: async () => {
        const item = await iterator.next();
        if (item.done === true) this.#open.delete(iterator);
        else await this.#store.durable();
        return item;
      },
      return: async () => {
        await this.#end(iterator);
        return { done: true, value: undefined };
      },
      throw: async (error) => {
        await this.#end(iterator);
        throw error;
      },
      [Symbol.asyncIterator]: () => followed,
    };
    return followed;
  }

  /** Ends all of them, and those that come later at once. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#open].map((iterator) => this.#end(iterator)));
  }

  async #end(iterator: AsyncIterator<unknown>): Promise<void> {
    this.#open.delete(iterator);
    await iterator.return?.();
  }
}
