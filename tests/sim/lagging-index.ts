/**
 * The store as a cloud has it: durable once it has answered, with indexes that lag behind (S4). What a listing finds is
 * what had been committed some time ago, in the order of the commits.
 */
import { MemoryStore } from '@muster/embedded/memory-store';
import type {
  Commit,
  CommitOutcome,
  FeedEntry,
  FeedPosition,
  IndexEntry,
  IndexName,
  Key,
  Page,
  Range,
  Store,
  StoredRecord,
} from '@muster/engine/ports/store';

export interface LaggingOptions {
  readonly inner: MemoryStore;
  readonly now: () => number;
  /** How long the indexes take to learn of the next commit. */
  readonly lagMs: () => number;
}

export class LaggingIndex implements Store {
  readonly #options: LaggingOptions;
  readonly #indexes: MemoryStore;
  readonly #untold: { readonly at: number; readonly commit: Commit }[] = [];

  constructor(options: LaggingOptions) {
    this.#options = options;
    this.#indexes = new MemoryStore({ now: options.now });
  }

  get(keys: readonly Key[]): Promise<readonly (StoredRecord | undefined)[]> {
    return this.#options.inner.get(keys);
  }

  query(range: Range): Promise<Page<StoredRecord>> {
    return this.#options.inner.query(range);
  }

  async list(index: IndexName, range: Range): Promise<Page<IndexEntry>> {
    const now = this.#options.now();
    while ((this.#untold[0]?.at ?? Number.POSITIVE_INFINITY) <= now) {
      const { puts, deletes = [] } = this.#untold.shift()?.commit ?? { puts: [] };
      await this.#indexes.commit({ puts: puts.map(({ record }) => ({ record })), deletes });
    }
    await this.#indexes.durable();
    return this.#indexes.list(index, range);
  }

  async commit(commit: Commit): Promise<CommitOutcome> {
    const { inner, now, lagMs } = this.#options;
    const outcome = await inner.commit(commit);
    if (!outcome.isCommitted) return outcome;
    const at = Math.max(now() + lagMs(), this.#untold.at(-1)?.at ?? 0);
    this.#untold.push({ at, commit });
    await inner.durable();
    return outcome;
  }

  feed(position: FeedPosition, signal: AbortSignal): AsyncIterable<readonly FeedEntry[]> {
    return this.#options.inner.feed(position, signal);
  }

  durable(): Promise<void> {
    return this.#options.inner.durable();
  }
}
