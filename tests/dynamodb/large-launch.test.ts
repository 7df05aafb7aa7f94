import { addMs } from '@muster/core/instant';
import { createEngine } from '@muster/engine/create-engine';
import { handleMessage } from '@muster/engine/messages';
import { NotHandled } from '@muster/engine/not-handled';
import { SETTLED_MS, sweepOutbox } from '@muster/engine/outbox';
import { type Store, StoreUnavailable } from '@muster/engine/ports/store';
import { COMMIT } from '@muster/engine/records';
import { expect, it } from 'vitest';
import { layers } from '../bench/workloads.ts';
import { START } from '../support/a-mission.ts';
import { anEngine, answerOf, RITA_IN_TESTS } from '../support/an-engine.ts';
import { describeOnDynamo } from './a-dynamo-table.ts';

const TASK_COUNT = 400;

function aLargeDocument(): object {
  const tasks = layers(TASK_COUNT / 50, 50).map((dependencies, index) => ({
    key: `t${index}`,
    title: `Task ${index}`,
    dependsOn: dependencies.map((dependency) => `t${dependency}`),
  }));
  return { tasks };
}

/** A process that is killed before its commit number `limit`: nothing it does from then on gets there. */
function dyingAt(store: Store, limit: number): Store {
  let commitCount = 0;
  const dead = () => Promise.reject(new StoreUnavailable('the process was killed'));
  const ifAlive = <T>(act: () => Promise<T>) => (commitCount >= limit ? dead() : act());
  return {
    get: (keys) => ifAlive(() => store.get(keys)),
    query: (range) => ifAlive(() => store.query(range)),
    list: (index, range) => ifAlive(() => store.list(index, range)),
    feed: (position, signal) => store.feed(position, signal),
    durable: () => store.durable(),
    commit: (commit) => (++commitCount >= limit ? dead() : store.commit(commit)),
  };
}

/** Counts how often each record of a run was written. */
function counting(store: Store): { readonly store: Store; readonly writes: Map<string, number> } {
  const writes = new Map<string, number>();
  return {
    writes,
    store: {
      get: (keys) => store.get(keys),
      query: (range) => store.query(range),
      list: (index, range) => store.list(index, range),
      feed: (position, signal) => store.feed(position, signal),
      durable: () => store.durable(),
      async commit(commit) {
        const outcome = await store.commit(commit);
        const staged = outcome.isCommitted
          ? commit.puts.filter(({ record }) => /^[NS]#/.test(record.sort))
          : [];
        for (const { record } of staged) writes.set(record.sort, (writes.get(record.sort) ?? 0) + 1);
        return outcome;
      },
    },
  };
}

describeOnDynamo('on DynamoDB, a launch larger than a transaction', (dynamo) => {
  it.each([
    ['before the first piece', 3],
    ['between two pieces', 7],
    ['after the last piece', 12],
  ])('killed %s and lost by the stream is finished by the sweep', async (_, limit) => {
    const store = await dynamo().openStore({ now: () => START });
    const killed = anEngine(() => dyingAt(store, limit));
    const before = createEngine({ ...killed.context, keepsOutbox: true }, killed.hub);
    const draft = answerOf(
      await before.createMission(RITA_IN_TESTS, { title: 'Large', document: aLargeDocument() }),
    );
    const missionId = draft.mission.id;
    await expect(before.launchMission(RITA_IN_TESTS, { missionId })).rejects.toThrow(StoreUnavailable);

    const after = anEngine(() => store);
    after.clock.now = addMs(START, SETTLED_MS);
    const { context } = after;
    const [staged] = await after.engine.missions(RITA_IN_TESTS, [missionId]);
    await sweepOutbox(context, async (records) => {
      for (const commit of records.map(({ value }) => COMMIT.decode(value))) {
        for (const message of commit.messages) await handleMessage(context, { ...commit, message });
      }
    });

    const [head] = await after.engine.missions(RITA_IN_TESTS, [missionId]);
    expect(staged).toMatchObject({ status: 'DRAFT', runCount: 0 });
    expect(head).toMatchObject({
      status: 'ACTIVE',
      runCount: 1,
      run: { nodeCount: TASK_COUNT, taskCounts: { READY: 50, WAITING: TASK_COUNT - 50 } },
    });
  });

  it('is written once, also when its message is delivered while it goes on', async () => {
    const { store, writes } = counting(await dynamo().openStore({ now: () => START }));
    const under = anEngine(() => store);
    const context = { ...under.context, keepsOutbox: true };
    const early: unknown[] = [];
    under.meanwhile.act = async function deliver() {
      for (const record of under.pending.splice(0)) {
        const commit = COMMIT.decode(record.value);
        for (const message of commit.messages) {
          await handleMessage(context, { ...commit, message }).catch((error: unknown) => early.push(error));
        }
      }
      under.meanwhile.act = deliver;
    };

    await createEngine(context, under.hub).createMission(RITA_IN_TESTS, {
      title: 'Large',
      document: aLargeDocument(),
      launch: true,
    });

    expect(early).toEqual([expect.any(NotHandled)]);
    expect(writes.size).toBe(TASK_COUNT * 2);
    const again = [...writes].filter(([sort, count]) => count > 1 && sort.startsWith('S#'));
    expect(again).toEqual([]);
  });

  it('that died is taken up where it was left, not from its beginning', async () => {
    const { store, writes } = counting(await dynamo().openStore({ now: () => START }));
    const killed = anEngine(() => dyingAt(store, 7));
    const input = { title: 'Large', document: aLargeDocument(), launch: true };
    await expect(killed.engine.createMission(RITA_IN_TESTS, input)).rejects.toThrow(StoreUnavailable);
    const leftCount = writes.size;
    const after = anEngine(() => store);
    after.pending.push(...killed.pending);

    await after.settle();

    expect(leftCount).toBeGreaterThan(300);
    expect(writes.size).toBe(TASK_COUNT * 2);
    expect([...writes].filter(([sort, count]) => count > 1 && sort.startsWith('S#'))).toEqual([]);
  });
});
