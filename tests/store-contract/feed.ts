import type { FeedEntry, FeedPosition, Store } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { aCommitOf, aFedCommit, aPut, aRecord, numbered, PARTITION } from './a-record.ts';
import { type OpenStore, useStore } from './store-under-test.ts';

export function describeFeed(openStore: OpenStore): void {
  describe('feed', () => {
    const stage = useStore(openStore);

    it('yields the feed records of commits, in their order, and nothing else', async () => {
      const { store } = stage();
      await store.commit(aFedCommit('b'));
      await store.commit(aCommitOf(aRecord({ sort: 'unfed' })));
      await store.commit({ puts: [aPut({ sort: 'c' }), aPut({ sort: 'a' })], feed: aRecord({ sort: 'a' }) });
      await store.commit(aFedCommit('z', 'ws_two#mission'));
      await store.durable();

      const entries = await take(store, '', 3);

      expect(entries.map((entry) => entry.record)).toEqual([
        aRecord({ sort: 'b' }),
        aRecord({ sort: 'a' }),
        aRecord({ sort: 'z', partition: 'ws_two#mission' }),
      ]);
    });

    it('waits for what comes', async () => {
      const { store } = stage();
      const following = take(store, '', 2);

      await store.commit(aFedCommit('a'));
      await store.durable();
      await store.commit(aFedCommit('b'));
      await store.durable();

      expect(sortsOf(await following)).toEqual(['a', 'b']);
    });

    it('yields nothing of a commit before it is durable', async () => {
      const { store } = stage();
      const seen: string[] = [];
      const following = take(store, '', 1).then((entries) => seen.push(...sortsOf(entries)));

      await store.commit(aFedCommit('a'));
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      const seenBefore = [...seen];
      await store.durable();
      await following;

      expect(seenBefore).toEqual([]);
      expect(seen).toEqual(['a']);
    });

    it('goes on right after any position it gave', async () => {
      const { store } = stage();
      for (const sort of ['a', 'b', 'c', 'd']) await store.commit(aFedCommit(sort));
      await store.durable();
      const entries = await take(store, '', 4);

      for (const [place, entry] of entries.slice(0, 3).entries()) {
        const rest = await take(store, entry.position, 3 - place);
        expect(sortsOf(rest)).toEqual(['a', 'b', 'c', 'd'].slice(place + 1));
      }
    });

    it('yields the same entries again to whoever asks again', async () => {
      const { store } = stage();
      await store.commit(aFedCommit('a'));
      await store.durable();

      const first = await take(store, '', 1);
      const second = await take(store, '', 1);

      expect(second).toEqual(first);
    });

    it('loses nothing for a follower that is slower than the commits, and hands out bounded batches', async () => {
      const { store } = stage();
      const abort = new AbortController();
      const sizes: number[] = [];
      const seen: string[] = [];
      await store.commit(aFedCommit('first'));
      await store.durable();

      for await (const entries of store.feed('', abort.signal)) {
        sizes.push(entries.length);
        seen.push(...sortsOf(entries));
        if (seen.length === 1) await commitMany(store, 600);
        if (seen.length === 601) abort.abort();
      }

      expect(Math.max(...sizes)).toBeLessThanOrEqual(256);
      expect(seen).toEqual(['first', ...Array.from({ length: 600 }, (_, place) => numbered(place))]);
    });

    it('serves several followers, each from its own position', async () => {
      const { store } = stage();
      await store.commit(aFedCommit('a'));
      await store.durable();
      const [entry] = await take(store, '', 1);

      const fromStart = take(store, '', 2);
      const fromLater = take(store, entry?.position ?? 'missing', 1);
      await store.commit(aFedCommit('b'));
      await store.durable();

      expect(sortsOf(await fromStart)).toEqual(['a', 'b']);
      expect(sortsOf(await fromLater)).toEqual(['b']);
    });

    it('leaves out a record that was deleted since', async () => {
      const { store } = stage();
      await store.commit(aFedCommit('a'));
      await store.commit(aFedCommit('b'));
      await store.commit({ puts: [], deletes: [aRecord({ sort: 'a' })] });
      await store.durable();

      const entries = await take(store, '', 1);

      expect(sortsOf(entries)).toEqual(['b']);
    });

    it('ends when its signal aborts while it waits', async () => {
      const { store } = stage();
      const abort = new AbortController();
      const batches: (readonly FeedEntry[])[] = [];
      const following = (async () => {
        for await (const entries of store.feed('', abort.signal)) batches.push(entries);
      })();

      abort.abort();
      await following;

      expect(batches).toEqual([]);
    });

    it('does not begin under a signal that has aborted', async () => {
      const { store } = stage();
      await store.commit(aFedCommit('a'));
      await store.durable();

      const batches: (readonly FeedEntry[])[] = [];
      for await (const entries of store.feed('', AbortSignal.abort())) batches.push(entries);

      expect(batches).toEqual([]);
    });
  });
}

async function commitMany(store: Store, count: number): Promise<void> {
  for (let place = 0; place < count; place += 1) await store.commit(aFedCommit(numbered(place), PARTITION));
  await store.durable();
}

async function take(store: Store, position: FeedPosition, count: number): Promise<readonly FeedEntry[]> {
  const abort = new AbortController();
  const taken: FeedEntry[] = [];
  for await (const entries of store.feed(position, abort.signal)) {
    taken.push(...entries);
    if (taken.length >= count) abort.abort();
  }
  return taken;
}

function sortsOf(entries: readonly FeedEntry[]): readonly string[] {
  return entries.map((entry) => entry.record.sort);
}
