/** Channels and deliveries in each status, and the commands on them. */
import type { ChannelStatus } from '@muster/core/lifecycle/channel-lifecycle';
import type { DeliveryStatus } from '@muster/core/lifecycle/delivery-lifecycle';
import { MISSION_ID } from '../support/a-mission.ts';
import {
  allDeliveries,
  aNotifyingEngine,
  haveChannels,
  type NotifyingEngine,
} from '../support/a-notifying-engine.ts';
import { answerOf, RITA_IN_TESTS } from '../support/an-engine.ts';
import { aDumpedStore, type DumpedStore } from './a-dumped-store.ts';
import type { Call } from './calls.ts';
import type { Standing } from './standing.ts';

interface Notified extends Standing {
  readonly under: NotifyingEngine;
}

/** Of no mission. */
async function aChannel(): Promise<Notified> {
  let dumped: DumpedStore | undefined;
  const under = aNotifyingEngine((now) => {
    dumped = aDumpedStore(now);
    return dumped.store;
  });
  await haveChannels(under, 'ops');
  return { under, missionId: MISSION_ID, dump: () => dumped?.dump() ?? '' };
}

export async function aChannelAt(status: ChannelStatus): Promise<Standing> {
  const standing = await aChannel();
  const { engine } = standing.under;
  if (status === 'DISABLED') answerOf(await engine.disableChannel(RITA_IN_TESTS, { name: 'ops' }));
  const [channel] = await engine.channels(RITA_IN_TESTS, ['ops']);
  if (channel?.status !== status) throw new Error(`it is ${channel?.status}, not ${status}`);
  return standing;
}

export async function aDeliveryAt(status: DeliveryStatus): Promise<Standing> {
  const standing = await aChannel();
  const { under } = standing;
  answerOf(await under.engine.testChannel(RITA_IN_TESTS, { name: 'ops' }));
  if (status === 'FAILED') under.notifier.answers.push({ kind: 'REFUSED', reason: 'No.' });
  if (status !== 'PENDING') await under.send();
  const [delivery] = await allDeliveries(under);
  if (delivery?.status !== status) throw new Error(`it is ${delivery?.status}, not ${status}`);
  return standing;
}

const on = { name: 'ops' };

export const NOTIFY_CALLS: Readonly<Record<string, Call>> = {
  updateChannel: ({ under }) =>
    under.engine.updateChannel(RITA_IN_TESTS, { ...on, url: 'https://other.example/in' }),
  enableChannel: ({ under }) => under.engine.enableChannel(RITA_IN_TESTS, on),
  disableChannel: ({ under }) => under.engine.disableChannel(RITA_IN_TESTS, on),
  testChannel: ({ under }, keyed) => under.engine.testChannel(RITA_IN_TESTS, { ...on, ...keyed }),
  deleteChannel: ({ under }) => under.engine.deleteChannel(RITA_IN_TESTS, on),
  async redeliver({ under }, keyed) {
    const page = await under.engine.listDeliveries(RITA_IN_TESTS, { first: 1 });
    const delivery = page.items[0]?.node;
    if (!delivery) throw new Error('there is no delivery');
    return under.engine.redeliver(RITA_IN_TESTS, { delivery, ...keyed });
  },
};
