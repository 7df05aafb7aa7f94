/** Each minute: sends what comes due soon, and finds again what got lost. */
import { sendDueDeliveries } from '@muster/engine/notify/sweeping-deliveries';
import { sweep } from '@muster/engine/sweeping';
import { committingOf, settled } from './wiring.ts';

export async function handler(): Promise<void> {
  const outcomes = await settled(Promise.allSettled([sweepMissions(), sendDeliveries()]));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function sweepMissions(): Promise<void> {
  const { context, queues } = committingOf();
  await sweep(context, queues);
}

async function sendDeliveries(): Promise<void> {
  const { context, queues } = committingOf();
  await sendDueDeliveries(context, queues);
}
