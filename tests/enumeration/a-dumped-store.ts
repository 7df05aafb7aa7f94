/** A memory store that shows all it holds, so that a test can compare the bytes before and after. */
import { MemoryStore } from '@muster/embedded/memory-store';
import type { Commit, Store } from '@muster/engine/ports/store';

export interface DumpedStore {
  readonly store: Store;
  /** All records, in the order of their keys, as text. */
  readonly dump: () => string;
}

export function aDumpedStore(now: () => number): DumpedStore {
  const inner = new MemoryStore({ now });
  const texts = new Map<string, string>();
  const store: Store = {
    get: (keys) => inner.get(keys),
    query: (range) => inner.query(range),
    list: (index, range) => inner.list(index, range),
    feed: (position, signal) => inner.feed(position, signal),
    durable: () => inner.durable(),
    async commit(commit: Commit) {
      const outcome = await inner.commit(commit);
      if (!outcome.isCommitted) return outcome;
      for (const { record } of commit.puts)
        texts.set(`${record.partition} ${record.sort}`, JSON.stringify(record));
      for (const { partition, sort } of commit.deletes ?? []) texts.delete(`${partition} ${sort}`);
      return outcome;
    },
  };
  return {
    store,
    dump: () =>
      [...texts]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, text]) => `${key} ${text}`)
        .join('\n'),
  };
}
