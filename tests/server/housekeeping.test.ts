import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore, type SqliteStore } from '@muster/embedded/sqlite-store';
import { consumerKey } from '@muster/engine/keys';
import type { Put } from '@muster/engine/ports/store';
import { tidyUp } from '@muster/server/housekeeping';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const NOW = 1_800_000_000_000;

let folder: string;
let store: SqliteStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-house-'));
  store = openSqliteStore({ folder, now: () => NOW });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

function put(sort: string, more: { readonly vanishesAt?: number } = {}): Put {
  return { record: { partition: 'P', sort, revision: 1, value: {}, ...more } };
}

/** Commits `count` records that the feed carries; answers the position of each. */
async function feed(count: number): Promise<readonly string[]> {
  for (let place = 0; place < count; place += 1) {
    const sort = `fed ${place}`;
    await store.commit({ puts: [put(sort)], feed: { partition: 'P', sort } });
  }
  await store.durable();
  const positions: string[] = [];
  const stop = new AbortController();
  for await (const entries of store.feed('', stop.signal)) {
    positions.push(...entries.map(({ position }) => position));
    if (positions.length === count) stop.abort();
  }
  return positions;
}

describe('tidying up', () => {
  it('forgets what has vanished, and only that', async () => {
    await store.commit({
      puts: [put('gone', { vanishesAt: NOW - 1 }), put('later', { vanishesAt: NOW + 60_000 }), put('kept')],
    });

    const forgotten = await tidyUp(store, NOW);

    expect(forgotten.vanished).toBe(1);
    const page = await store.query({ partition: 'P', limit: 10 });
    expect(page.items.map(({ sort }) => sort)).toEqual(['kept', 'later']);
  });

  it('forgets of the feed what all of its consumers have handled, and only that', async () => {
    const positions = await feed(5);
    const consumer = (name: string, place: number): Put => ({
      record: { ...consumerKey(name), revision: 1, value: { v: 1, position: positions[place] } },
    });
    await store.commit({ puts: [consumer('messages', 2)] });
    const early = await tidyUp(store, NOW);
    await store.commit({ puts: [consumer('notify', 1)] });

    const forgotten = await tidyUp(store, NOW);

    expect([early.fed, forgotten.fed]).toEqual([0, 2]);
  });

  it('forgets nothing of a feed that nobody has followed yet', async () => {
    await feed(2);

    expect((await tidyUp(store, NOW)).fed).toBe(0);
  });
});
