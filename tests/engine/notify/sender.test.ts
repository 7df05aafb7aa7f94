import { addMs } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import type { Delivery } from '@muster/core/notify/delivery';
import { DUE_SHARDS } from '@muster/engine/keys';
import { sweepDeliveries } from '@muster/engine/notify/due-deliveries';
import { deliveryRecord } from '@muster/engine/notify/notify-records';
import { Sender } from '@muster/engine/notify/sender';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claim, complete, launchMission } from '../../support/a-launched-mission.ts';
import { SECOND, WORKSPACE_ID } from '../../support/a-mission.ts';
import {
  allDeliveries,
  aNotifyingEngine,
  haveChannels,
  type NotifyingEngine,
  setRules,
} from '../../support/a-notifying-engine.ts';
import { changeLimits } from '../../support/change-limits.ts';

/** Of the mission, so that all lie in one shard; more than one page of it. */
const DEAD_COUNT = 450;
const SHARE = 10;

let under: NotifyingEngine;
let restores: (() => void)[];
beforeEach(() => {
  under = aNotifyingEngine();
  restores = [changeLimits({ deliverySweepRowsMax: SHARE * DUE_SHARDS })];
});
afterEach(() => {
  for (const restore of restores) restore();
});

/** One delivery to `ops`, and before it, in the same shard, many to `dead`. */
async function manyBeforeOne(): Promise<void> {
  await haveChannels(under, 'dead', 'ops');
  await setRules(under, { events: ['TaskStatusChanged:DONE'], channels: ['dead', 'ops'] });
  await launchMission(under, { tasks: ['A'] });
  await complete(under, await claim(under));
  await under.follow();
  const deliveries = await allDeliveries(under);
  const dead = deliveries.find(({ channel }) => channel === 'dead');
  if (!dead) throw new Error('nobody tells the dead one');
  for (let place = 0; place < DEAD_COUNT; place++) await put({ ...dead, sequence: 1_000 + place });
  under.clock.now = addMs(under.clock.now, 10 * SECOND);
  const late = deliveries.find(({ channel }) => channel === 'ops');
  if (!late) throw new Error('nobody tells ops');
  await put({ ...late, sequence: 5_000, nextTryAt: under.clock.now });
}

async function put(delivery: Delivery): Promise<void> {
  const record = deliveryRecord(WORKSPACE_ID, delivery, 1);
  await under.store.commit({ puts: [{ record }] });
}

describe('the sender', () => {
  it('looks past what a dead channel has no place for, to what is due later of others (X1)', async () => {
    await manyBeforeOne();
    const stopping = new AbortController();
    const told = new Promise<void>((resolve) => {
      under.notifier.meanwhile.act = ({ id }) => {
        if (id.endsWith('_5000_ops')) resolve();
        return id.endsWith('_dead') ? new Promise(() => {}) : Promise.resolve();
      };
    });

    const sender = new Sender();
    const running = sender.run(under.notifying, stopping.signal);
    await told;
    stopping.abort();
    await running;

    const dead = under.notifier.sent.filter(({ id }) => id.endsWith('_dead'));
    expect(dead).toHaveLength(LIMITS.deliveriesPerChannelMax);
  });
});

describe('a sweep of what is due', () => {
  it('looks at so many entries only, wanted or not', async () => {
    await manyBeforeOne();
    restores.push(changeLimits({ deliverySweepLookedMax: DUE_SHARDS }));
    let askedCount = 0;

    const found = await sweepDeliveries(under.notifying, () => {
      askedCount++;
      return false;
    });

    expect(found).toEqual([]);
    expect(askedCount).toBeGreaterThan(0);
    expect(askedCount).toBeLessThan(DEAD_COUNT);
  });
});
