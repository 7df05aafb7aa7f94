/** What notifications cost those who don't use them. */
import { createMatching } from '@muster/engine/notify/matching';
import type { Store } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { launchMission, workAll } from '../../support/a-launched-mission.ts';
import { aNotifyingEngine, setRules, told } from '../../support/a-notifying-engine.ts';

/** Counts the calls by their names. */
function counting(store: Store) {
  const counts: Record<string, number> = {};
  const count = <T>(name: string, answer: T): T => {
    counts[name] = (counts[name] ?? 0) + 1;
    return answer;
  };
  const counted: Store = {
    get: (keys) => count('get', store.get(keys)),
    query: (range) => count('query', store.query(range)),
    list: (index, range) => count('list', store.list(index, range)),
    commit: (commit) => count('commit', store.commit(commit)),
    durable: () => store.durable(),
    feed: (position, signal) => store.feed(position, signal),
  };
  return { counted, counts };
}

describe('a mission that notifies nobody, in a workspace without rules', () => {
  it('costs one read for all its commits, and says nothing about notifications in them (T3)', async () => {
    const under = aNotifyingEngine();
    await launchMission(under, { tasks: Array.from({ length: 30 }, (_, at) => `T${at}`) });
    await workAll(under);
    const { counted, counts } = counting(under.store);

    await createMatching({ ...under.notifying, store: counted }).notifyOf(under.published);

    expect(under.published.length).toBeGreaterThan(2);
    expect(counts).toEqual({ get: 1 });
    expect(under.published.filter(({ value }) => 'notifies' in value)).toEqual([]);
  });

  it('is read about again after a while, so that rules of another process are seen', async () => {
    const under = aNotifyingEngine();
    await launchMission(under, { tasks: ['A', 'B'] });
    await under.follow();
    const other = createMatching(under.notifying);
    await other.notifyOf(under.published);
    const from = under.published.length;

    await setRules(under, { events: ['TaskStatusChanged:DONE'], channels: ['ops'] });
    await under.wait(5_000);
    await workAll(under);
    await other.notifyOf(under.published.slice(from));

    expect(await told(under)).toHaveLength(2);
  });
});

describe('a mission whose rules name other events', () => {
  it('costs no read for each event', async () => {
    const under = aNotifyingEngine();
    await launchMission(under, {
      tasks: Array.from({ length: 30 }, (_, at) => `T${at}`),
      notifications: [{ events: ['GateHeld'], channels: ['ops'] }],
      checkpoints: [{ name: 'go', notifyChannels: ['ops'] }],
    });
    await workAll(under);
    const { counted, counts } = counting(under.store);
    const commits = under.published.slice(1);

    await createMatching({ ...under.notifying, store: counted }).notifyOf(commits);

    expect(commits.length).toBeGreaterThan(1);
    // Rules of the workspace, and the document.
    expect(counts).toEqual({ get: 1, query: 1 });
  });
});
