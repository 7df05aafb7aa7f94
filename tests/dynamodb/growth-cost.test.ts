/** What a task costs in a mission of a hundred and of ten thousand, in the units that DynamoDB bills; no clock. */
import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { Store } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { START } from '../support/a-mission.ts';
import { anEngine } from '../support/an-engine.ts';
import { describeOnDynamo } from './a-dynamo-table.ts';
import { storeCountingUnits, type Units } from './counted-units.ts';
import { claimLayered, completeLayers, launchLayers } from './layered-mission.ts';

/** A task of ten thousand may cost so much more than one of a hundred. */
const GROWTH_MAX = 1.2;
/** As for a thousand tasks: see cost.test.ts. */
const WRITE_UNITS_PER_TASK_MAX = 20;
const READ_UNITS_PER_TASK_MAX = 10;
const WIDTH = 50;

interface Cost {
  readonly launching: Units;
  readonly claiming: Units;
  readonly completing: Units;
}

/** For each task: of launching all, of claiming ten, and of completing the first layer. */
async function costOf(taskCount: number): Promise<Cost> {
  const { store, units } = storeCountingUnits(() => START);
  const under = anEngine(() => store, { keepsOutbox: true });
  const since = { ...units };
  const lap = (count: number): Units => {
    const spent = { read: (units.read - since.read) / count, write: (units.write - since.write) / count };
    Object.assign(since, units);
    return spent;
  };
  await launchLayers(under, { count: taskCount / WIDTH, width: WIDTH });
  const launching = lap(taskCount);
  const held = await claimLayered(under);
  const claiming = lap(held.length);
  const completing = await completeLayers(under, { held, roundsMax: WIDTH / held.length });
  return { launching, claiming, completing: lap(completing) };
}

function growth(small: Units, large: Units): number {
  return Math.max(large.read / small.read, large.write / small.write);
}

describe('A task of a mission of 10,000', () => {
  it('is claimed and completed for the same units as one of 100, and launched for no more', async () => {
    const [small, large] = [await costOf(100), await costOf(10_000)];

    expect(growth(small.claiming, large.claiming)).toBeLessThanOrEqual(GROWTH_MAX);
    expect(growth(small.completing, large.completing)).toBeLessThanOrEqual(GROWTH_MAX);
    expect(growth(small.launching, large.launching)).toBeLessThanOrEqual(GROWTH_MAX);
  }, 60_000);

  it(`costs at most ${WRITE_UNITS_PER_TASK_MAX} write units from its launch to the mission's report`, async () => {
    const { store, units } = storeCountingUnits(() => START);
    const under = anEngine(() => store, { keepsOutbox: true });
    await launchLayers(under, { count: 10_000 / WIDTH, width: WIDTH });

    const taskCount = await completeLayers(under, { held: await claimLayered(under) });

    expect(taskCount).toBe(10_000);
    expect(units.write / taskCount).toBeLessThanOrEqual(WRITE_UNITS_PER_TASK_MAX);
    expect(units.read / taskCount).toBeLessThanOrEqual(READ_UNITS_PER_TASK_MAX);
  }, 240_000);
});

describeOnDynamo('on DynamoDB, what is counted without it', (dynamo) => {
  it('is what the engine counts', async () => {
    const counted = storeCountingUnits(() => START);
    const consumed: Units = { read: 0, write: 0 };
    let kind: keyof Units = 'read';
    const onConsumed = ({ CapacityUnits = 0 }: ConsumedCapacity) => {
      consumed[kind] += CapacityUnits;
    };
    const inner = await dynamo().openStore({ now: () => START, onConsumed });
    const store: Store = {
      get: (keys) => inner.get(keys),
      query: (range) => inner.query(range),
      list: (index, range) => inner.list(index, range),
      feed: (position, signal) => inner.feed(position, signal),
      durable: () => inner.durable(),
      async commit(commit) {
        kind = 'write';
        return inner.commit(commit).finally(() => {
          kind = 'read';
        });
      },
    };
    for (const one of [counted.store, store]) {
      const under = anEngine(() => one, { keepsOutbox: true });
      await launchLayers(under, { count: 4, width: WIDTH });
      await completeLayers(under, { held: await claimLayered(under) });
    }

    expect(counted.units).toEqual(consumed);
  }, 60_000);
});
