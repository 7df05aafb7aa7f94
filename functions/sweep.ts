/** Each minute: sends what comes due soon, and finds again what got lost. */
import { sweep } from '@muster/engine/sweeping';
import { committingOf, settled } from './wiring.ts';

export async function handler(): Promise<void> {
  const { context, queues } = committingOf();
  await settled(sweep(context, queues));
}
