/** Operations at random on a store, and all that can be told of their outcome: for comparing two engines. */
import type { Commit, IndexName, Key, Range, Store, StoredRecord } from '@muster/engine/ports/store';
import fc from 'fast-check';

/** Few texts, so that keys meet: prefixes of one another, and in both indexes. */
const text = fc.constantFrom('a', 'a#1', 'a#10', 'a#2', 'b', 'B', '~');
const key: fc.Arbitrary<Key> = fc.record({ partition: fc.constantFrom('p', 'p#q'), sort: text });
const revision = fc.integer({ min: 1, max: 3 });

const record: fc.Arbitrary<StoredRecord> = fc
  .tuple(
    key,
    fc.record(
      {
        revision,
        value: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), {
          maxKeys: 3,
          noNullPrototype: true,
        }),
      },
      { requiredKeys: ['revision', 'value'] },
    ),
    fc.record({ work: key, due: key, vanishesAt: fc.integer({ min: 0, max: 50 }) }, { requiredKeys: [] }),
  )
  .map(([place, content, rest]) => ({ ...place, ...content, ...rest }));

const commit: fc.Arbitrary<Commit> = fc
  .tuple(
    fc.uniqueArray(record, { maxLength: 4, selector: nameOf }),
    fc.uniqueArray(fc.tuple(key, fc.integer({ min: 0, max: 3 })), {
      maxLength: 3,
      selector: ([place]) => nameOf(place),
    }),
    fc.array(fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }), { minLength: 4, maxLength: 4 }),
    fc.boolean(),
  )
  .map(([records, others, expectations, isFed]) => {
    const isFree = ([place]: readonly [Key, number]) => !records.some((put) => nameOf(put) === nameOf(place));
    const free = others.filter(isFree);
    const first = records[0];
    return {
      puts: records.map((put, place) => {
        const expected = expectations[place];
        return expected === undefined ? { record: put } : { record: put, expect: expected };
      }),
      deletes: free.filter(([, number]) => number === 0).map(([place]) => place),
      checks: free.filter(([, number]) => number === 1).map(([place]) => ({ ...place, revision: 0 })),
      ...(isFed && first !== undefined && { feed: { partition: first.partition, sort: first.sort } }),
    };
  });

const range: fc.Arbitrary<Range> = fc
  .tuple(
    fc.record({ partition: fc.constantFrom('p', 'p#q'), limit: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ from: text, to: text, isReversed: fc.boolean() }, { requiredKeys: [] }),
  )
  .map(([base, bounds]) => ({ ...base, ...bounds }));

const index = fc.constantFrom<IndexName>('work', 'due');

export type Operation =
  | { readonly kind: 'commit'; readonly commit: Commit }
  | { readonly kind: 'query'; readonly range: Range }
  | { readonly kind: 'list'; readonly index: IndexName; readonly range: Range }
  | { readonly kind: 'get'; readonly keys: readonly Key[] }
  | { readonly kind: 'durable' | 'sweep' }
  | { readonly kind: 'wait'; readonly ms: number };

/** Time passes, and what has vanished is swept, where the test sees to it. */
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('commit' as const), commit }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('query' as const), range }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('list' as const), index, range }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('get' as const), keys: fc.array(key, { maxLength: 5 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('durable' as const, 'sweep' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 10 }) }),
  },
);

/** Pages are read to their end, so that cursors are compared by what they lead to. */
export async function answerOf(store: Store, next: Operation): Promise<unknown> {
  switch (next.kind) {
    case 'commit':
      return store.commit(next.commit);
    case 'query':
      return readPages((after) => store.query({ ...next.range, ...after }));
    case 'list':
      return readPages((after) => store.list(next.index, { ...next.range, ...after }));
    case 'get':
      return store.get(next.keys);
    case 'durable':
      return store.durable();
    case 'wait':
    case 'sweep':
      return undefined;
  }
}

async function readPages<T>(
  read: (after: {
    readonly after?: string;
  }) => Promise<{ readonly items: readonly T[]; readonly next?: string }>,
): Promise<readonly (readonly T[])[]> {
  const pages: (readonly T[])[] = [];
  let after: { readonly after?: string } = {};
  for (;;) {
    const page = await read(after);
    pages.push(page.items);
    if (page.next === undefined) return pages;
    after = { after: page.next };
  }
}

/** All there is: a last entry of our own tells where it ends. Positions may differ, their order may not. */
export async function readFeed(store: Store): Promise<readonly StoredRecord[]> {
  const end: Key = { partition: 'end', sort: 'end' };
  await store.commit({ puts: [{ record: { ...end, revision: 1, value: {} } }], feed: end });
  await store.durable();
  const abort = new AbortController();
  const records: StoredRecord[] = [];
  for await (const entries of store.feed('', abort.signal)) {
    records.push(...entries.map((entry) => entry.record));
    if (records.at(-1)?.partition === 'end') abort.abort();
  }
  return records;
}

function nameOf(place: Key): string {
  return JSON.stringify([place.partition, place.sort]);
}
