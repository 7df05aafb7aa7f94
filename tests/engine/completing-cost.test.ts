/** What settling one task costs the store: it depends on who follows, never on how large the mission is. */
import { MemoryStore } from '@muster/embedded/memory-store';
import type { Commit, Store } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import type { DocumentInput } from '../support/a-document.ts';
import { claim, complete, launchMission } from '../support/a-launched-mission.ts';
import { anEngine } from '../support/an-engine.ts';

interface Cost {
  /** How often records were asked for, however many at once. */
  asks: number;
  read: number;
  written: number;
  commits: number;
}

function counting(inner: Store): { readonly store: Store; readonly cost: Cost } {
  const cost: Cost = { asks: 0, read: 0, written: 0, commits: 0 };
  const store: Store = {
    async get(keys) {
      cost.asks += 1;
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

/** What completing the tasks of the first layer costs, all of them at once. */
async function costOf(tasks: NonNullable<DocumentInput['tasks']>, count: number): Promise<Cost> {
  let cost: Cost = { asks: 0, read: 0, written: 0, commits: 0 };
  const under = anEngine((now) => {
    const counted = counting(new MemoryStore({ now }));
    cost = counted.cost;
    return counted.store;
  });
  await launchMission(under, { tasks });
  const claims = await claim(under, { limit: count });
  Object.assign(cost, { asks: 0, read: 0, written: 0, commits: 0 });

  await complete(under, claims);

  return { ...cost };
}

function titles(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, place) => `${prefix}${place}`);
}

/** One task with so many right behind it, and others that have nothing to do with it: what completing the one costs. */
function costOfOne(mission: { readonly behind: number; readonly others: number }): Promise<Cost> {
  const tasks = [
    { title: 'First', priority: 1 },
    ...titles('Behind ', mission.behind).map((title) => ({ title, dependsOn: ['First'] })),
    { title: 'Other', priority: 5 },
    ...titles('Far ', mission.others).map((title) => ({ title, dependsOn: ['Other'] })),
  ];
  return costOf(tasks, 1);
}

/** So many tasks at once, two of them before each of those behind. */
function costOfAll(count: number): Promise<Cost> {
  const first = titles('First ', count);
  const behind = first.map((title, place) => ({
    title: `Behind ${place}`,
    dependsOn: [title, first.at(place - 1) ?? title],
  }));
  return costOf([...first.map((title) => ({ title, priority: 1 })), ...behind], count);
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

describe('Settling one task with another behind it', () => {
  it('asks the store for the head, for the task with its definition, and for the one behind', async () => {
    const cost = await costOfOne({ behind: 1, others: 0 });

    expect(cost.asks).toBe(3);
    expect(cost.read).toBe(4);
  });
});

describe('Settling tasks together', () => {
  it('asks the store as often for ten as for three, in as many commits', async () => {
    const [few, many] = [await costOfAll(3), await costOfAll(10)];

    expect(many.asks).toBe(few.asks);
    expect(many.commits).toBe(few.commits);
  });
});
