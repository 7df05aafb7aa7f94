/** What settling one task costs the store: it depends on who follows, never on how large the mission is. */
import { MemoryStore } from '@muster/embedded/memory-store';
import type { Commit, Store } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { claim, complete, launchMission } from '../support/a-launched-mission.ts';
import { anEngine } from '../support/an-engine.ts';

interface Cost {
  read: number;
  written: number;
  commits: number;
}

function counting(inner: Store): { readonly store: Store; readonly cost: Cost } {
  const cost: Cost = { read: 0, written: 0, commits: 0 };
  const store: Store = {
    async get(keys) {
      cost.read += keys.length;
      return inner.get(keys);
    },
    async query(range) {
      const page = await inner.query(range);
      cost.read += page.items.length;
      return page;
    },
    async list(index, range) {
      const page = await inner.list(index, range);
      cost.read += page.items.length;
      return page;
    },
    async commit(commit: Commit) {
      cost.commits += 1;
      cost.written += commit.puts.length + (commit.deletes?.length ?? 0);
      return inner.commit(commit);
    },
    feed: (position, signal) => inner.feed(position, signal),
    durable: () => inner.durable(),
  };
  return { store, cost };
}

/** One task with so many right behind it, and others that have nothing to do with it: what completing the one costs. */
async function costOfOne(mission: { readonly behind: number; readonly others: number }): Promise<Cost> {
  let cost: Cost = { read: 0, written: 0, commits: 0 };
  const under = anEngine((now) => {
    const counted = counting(new MemoryStore({ now }));
    cost = counted.cost;
    return counted.store;
  });
  const titles = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, place) => `${prefix}${place}`);
  await launchMission(under, {
    tasks: [
      { title: 'First', priority: 1 },
      ...titles('Behind ', mission.behind).map((title) => ({ title, dependsOn: ['First'] })),
      { title: 'Other', priority: 5 },
      ...titles('Far ', mission.others).map((title) => ({ title, dependsOn: ['Other'] })),
    ],
  });
  const claims = await claim(under, { limit: 1 });
  Object.assign(cost, { read: 0, written: 0, commits: 0 });

  await complete(under, claims);

  return { ...cost };
}

describe('Settling a task', () => {
  it('costs as many reads, writes and commits in a mission of 2,000 tasks as in one of 20', async () => {
    const small = await costOfOne({ behind: 3, others: 15 });
    const large = await costOfOne({ behind: 3, others: 1_995 });

    expect(large).toEqual(small);
  });

  it.each([
    [5, 10],
    [10, 40],
    [40, 60],
  ])('costs the same more for each task behind it: between %d and %d', async (fewer, more) => {
    const [small, large] = [
      await costOfOne({ behind: fewer, others: 0 }),
      await costOfOne({ behind: more, others: 0 }),
    ];

    // The node of a follower is read and written: its definition is nobody's business before it is claimed.
    expect(large.read - small.read).toBe(more - fewer);
    expect(large.written - small.written).toBe(more - fewer);
    expect(large.commits).toBe(small.commits);
  });
});
