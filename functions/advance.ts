/** Does what commits ask for, from the queue `advance`. */
import { handleAdvanceBatch } from '@muster/sqs/advance-batch';
import type { SQSHandler } from 'aws-lambda';
import { postponeOf } from './queue-wiring.ts';
import { committingOf, settled } from './wiring.ts';

export const handler: SQSHandler = (event) => {
  const outside = { context: committingOf().context, postpone: postponeOf('advanceQueue') };
  return settled(handleAdvanceBatch(outside, event));
};
