/**
 * A process that ends at any call of the store while it follows the feed or sends, before the call or after it, and
 * another one that takes over: nothing is lost, and nothing is recorded twice.
 */
import { LIMITS } from '@muster/core/limits';
import { deliveryIdOf } from '@muster/core/notify/notify-ids';
import { type DeliveringContext, deliverNotification } from '@muster/engine/notify/delivering';
import { sweepDeliveries } from '@muster/engine/notify/due-deliveries';
import { createMatching } from '@muster/engine/notify/matching';
import { type Store, StoreUnavailable } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { claim, complete, launchMission } from '../../support/a-launched-mission.ts';
import { MINUTE } from '../../support/a-mission.ts';
import {
  allDeliveries,
  aNotifyingEngine,
  haveChannels,
  type NotifyingEngine,
  setRules,
} from '../../support/a-notifying-engine.ts';

import { RITA_IN_TESTS } from '../../support/an-engine.ts';

/** As whoever asks the store is told. */
class Crash extends StoreUnavailable {}

/** Ends the process at one call, and lets it do nothing from then on. */
function crashingStore(store: Store, crash: { readonly at: number; readonly isAfter: boolean }) {
  const calls = { count: 0 };
  const call = async <T>(act: () => Promise<T>): Promise<T> => {
    calls.count++;
    if (calls.count > crash.at || (calls.count === crash.at && !crash.isAfter)) throw new Crash();
    const answer = await act();
    if (calls.count === crash.at) throw new Crash();
    return answer;
  };
  const crashing: Store = {
    get: (keys) => call(() => store.get(keys)),
    query: (range) => call(() => store.query(range)),
    list: (index, range) => call(() => store.list(index, range)),
    commit: (commit) => call(() => store.commit(commit)),
    durable: () => call(() => store.durable()),
    feed: (position, signal) => store.feed(position, signal),
  };
  return { crashing, calls };
}

/** Rules of all scopes, cooldowns, one that can't be evaluated: and commits that were not followed yet. */
async function aBusyWorkspace(): Promise<NotifyingEngine> {
  const under = aNotifyingEngine();
  await haveChannels(under, 'ops', 'board');
  const done = { events: ['TaskStatusChanged:DONE'] };
  await setRules(
    under,
    { ...done, channels: ['ops', 'board'], cooldown: 'PT10M' },
    { ...done, channels: ['ops'], condition: 'data.nothing == 1.0' },
  );
  await launchMission(under, {
    tasks: ['A', 'B', { title: 'C', notifications: [{ ...done, channels: ['ops'], inherit: true }] }],
    checkpoints: [{ name: 'go', afterTasks: ['A'], notifyChannels: ['board'] }],
    notifications: [{ ...done, channels: ['board'], cooldown: 'PT10M', inherit: true }],
  });
  for (let count = 0; count < 3; count++) {
    await complete(under, await claim(under, { limit: 1 }));
    await under.wait(6 * MINUTE);
  }
  return under;
}

async function recorded(under: NotifyingEngine): Promise<readonly string[]> {
  const deliveries = await allDeliveries(under);
  return deliveries
    .map((one) => `${deliveryIdOf(one)} ${one.notification.scope} ${one.failure?.code}`)
    .sort();
}

const CALLS_MAX = 200;
const SIDES = [{ isAfter: false }, { isAfter: true }];

describe.each(SIDES)('a follower that ends at some call of the store (after it: $isAfter)', ({ isAfter }) => {
  it('and starts again records what one records that never ends (T1, T2)', async () => {
    const whole = await aBusyWorkspace();
    await whole.follow();
    const expected = await recorded(whole);
    expect(expected.length).toBeGreaterThan(5);

    let at = 1;
    for (let hasCrashed = true; hasCrashed; at++) {
      const under = await aBusyWorkspace();
      const { crashing } = crashingStore(under.store, { at, isAfter });
      const dying = createMatching({ ...under.notifying, store: crashing });
      hasCrashed = await dying.notifyOf(under.published).then(
        () => false,
        (error) => {
          expect(error).toBeInstanceOf(Crash);
          return true;
        },
      );
      await createMatching(under.notifying).notifyOf(under.published);

      expect(await recorded(under), `crash at call ${at}`).toEqual(expected);
      expect(at).toBeLessThan(CALLS_MAX);
    }
    expect(at).toBeGreaterThan(20);
  });
});

describe.each(SIDES)('a sender that ends at some call of the store (after it: $isAfter)', ({ isAfter }) => {
  async function twoDeliveries(): Promise<NotifyingEngine> {
    const under = aNotifyingEngine();
    await haveChannels(under, 'ops', 'dead');
    await setRules(under, { events: ['TaskStatusChanged:DONE'], channels: ['ops', 'dead'] });
    await launchMission(under, { tasks: ['A'] });
    await complete(under, await claim(under));
    await under.follow();
    under.notifier.deliver = async (delivery) => {
      under.notifier.sent.push(delivery);
      const isDead = delivery.channel.kind === 'WEBHOOK' && delivery.channel.url.includes('dead');
      return isDead ? { kind: 'GONE', reason: 'Status 410.' } : { kind: 'DELIVERED' };
    };
    return under;
  }

  async function sendAll(context: DeliveringContext): Promise<void> {
    for (const due of await sweepDeliveries(context)) await deliverNotification(context, due);
  }

  it('and starts again delivers everything, under the same ids (L1, L3)', async () => {
    let at = 1;
    for (let hasCrashed = true; hasCrashed; at++) {
      const under = await twoDeliveries();
      const { crashing } = crashingStore(under.store, { at, isAfter });
      hasCrashed = await sendAll({ ...under.notifying, store: crashing }).then(
        () => false,
        () => true,
      );
      await under.after(0);
      await under.after(LIMITS.deliveryLeaseMs);

      const statuses = (await allDeliveries(under)).map(({ channel, status }) => `${channel} ${status}`);
      const [dead] = await under.engine.channels(RITA_IN_TESTS, ['dead']);
      expect(statuses.sort(), `crash at call ${at}`).toEqual(['dead FAILED', 'ops DELIVERED']);
      expect(dead?.status, `crash at call ${at}`).toBe('DISABLED');
      expect(new Set(under.notifier.sent.map(({ id }) => id)).size).toBe(2);
      expect(under.notifier.sent.length).toBeLessThanOrEqual(3);
      expect(at).toBeLessThan(CALLS_MAX);
    }
    expect(at).toBeGreaterThan(10);
  });
});
