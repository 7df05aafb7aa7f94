/**
 * What a completed task costs. The engine counts by DynamoDB's published rules, which the first tests check on items
 * computed by hand: a write is a unit for each begun KB of the larger of what was and what is; in a transaction twice
 * that, checks included; each entry that an index gains or loses is a unit, in a transaction too.
 *
 * Prices: on demand in us-east-1, $0.625 for a million write units and $0.125 for a million read units
 * (https://aws.amazon.com/dynamodb/pricing/on-demand/ since November 2024; looked up on 2026-11-21 in
 * https://airbyte.com/data-engineering-resources/dynamodb-pricing). Functions read the stream for nothing.
 */
import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { Commit, Store } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { aPut, PARTITION } from '../store-contract/a-record.ts';
import { START } from '../support/a-mission.ts';
import { anEngine } from '../support/an-engine.ts';
import { type DynamoUnderTest, describeOnDynamo } from './a-dynamo-table.ts';
import { claimLayered, completeLayers, launchLayers } from './layered-mission.ts';
import { noise } from './noise.ts';

/** Twenty layers of fifty tasks, each depending on two of the layer before. */
const WRITE_UNITS_PER_TASK_MAX = 20;
const READ_UNITS_PER_TASK_MAX = 10;
const DOLLARS_PER_MILLION_TASKS_MAX = 15;

const DOLLARS_PER_WRITE_UNIT = 0.625 / 1e6;
const DOLLARS_PER_READ_UNIT = 0.125 / 1e6;

interface Counted {
  readonly store: Store;
  readonly units: { read: number; write: number };
}

async function aCountedStore(dynamo: DynamoUnderTest, now: () => number): Promise<Counted> {
  const units = { read: 0, write: 0 };
  let isWriting = false;
  const onConsumed = ({ CapacityUnits = 0 }: ConsumedCapacity) => {
    units[isWriting ? 'write' : 'read'] += CapacityUnits;
  };
  const inner = await dynamo.openStore({ now, onConsumed });
  const store: Store = {
    get: (keys) => inner.get(keys),
    query: (range) => inner.query(range),
    list: (index, range) => inner.list(index, range),
    feed: (position, signal) => inner.feed(position, signal),
    durable: () => inner.durable(),
    async commit(commit) {
      isWriting = true;
      return inner.commit(commit).finally(() => {
        isWriting = false;
      });
    },
  };
  return { store, units };
}

const ENTRY = { partition: 'ws_one#ready', sort: '1' };
/** More than a KB together with its key and names, deflated too. */
const TWO_UNITS = { text: noise(1_600) };

describeOnDynamo('on DynamoDB, cost', (dynamo) => {
  describe('of a commit', () => {
    const first: Commit = { puts: [aPut({ sort: 'a' }), aPut({ sort: 'b', work: ENTRY })] };

    it.each<[string, Commit, number]>([
      ['one put', { puts: [aPut()] }, 1],
      ['one put of more than a KB', { puts: [aPut({ value: TWO_UNITS })] }, 2],
      ['one put with two index entries', { puts: [aPut({ work: ENTRY, due: ENTRY })] }, 3],
      ['two puts', { puts: [aPut({ sort: 'x' }), aPut({ sort: 'y' })] }, 4],
      [
        'a put and a check',
        { puts: [aPut({ sort: 'x' })], checks: [{ partition: PARTITION, sort: 'y', revision: 0 }] },
        4,
      ],
      ['an entry that stays', { puts: [aPut({ sort: 'a' }), aPut({ sort: 'b', work: ENTRY })] }, 4],
      ['an entry that goes', { puts: [aPut({ sort: 'a' }), aPut({ sort: 'b' })] }, 5],
      [
        'an entry that moves',
        { puts: [aPut({ sort: 'a' }), aPut({ sort: 'b', work: { ...ENTRY, sort: '2' } })] },
        6,
      ],
      ['a record that shrinks', { puts: [aPut({ sort: 'large' })] }, 2],
    ])('%s', async (_, commit, expected) => {
      const { store, units } = await aCountedStore(dynamo(), () => 1_000);
      await store.commit(first);
      await store.commit({ puts: [aPut({ sort: 'large', value: TWO_UNITS })] });
      units.write = 0;

      await store.commit(commit);

      expect(units.write).toBe(expected);
    });
  });

  it(`of a task of the layered workload is at most ${WRITE_UNITS_PER_TASK_MAX} write units`, async () => {
    const opened = await aCountedStore(dynamo(), () => START);
    const under = anEngine(() => opened.store, { keepsOutbox: true });

    await launchLayers(under, { count: 20, width: 50 });
    const taskCount = await completeLayers(under, { held: await claimLayered(under) });

    const writes = opened.units.write / taskCount;
    const reads = opened.units.read / taskCount;
    expect(taskCount).toBe(1_000);
    expect(writes).toBeLessThanOrEqual(WRITE_UNITS_PER_TASK_MAX);
    expect(reads).toBeLessThanOrEqual(READ_UNITS_PER_TASK_MAX);
    const dollarsPerTask = writes * DOLLARS_PER_WRITE_UNIT + reads * DOLLARS_PER_READ_UNIT;
    expect(dollarsPerTask * 1e6).toBeLessThanOrEqual(DOLLARS_PER_MILLION_TASKS_MAX);
  }, 120_000);
});
