/** Does what has come due, from the queue `timers`. */
import { handleTimersBatch } from '@muster/sqs/timers-batch';
import type { SQSHandler } from 'aws-lambda';
import { postponeOf } from './queue-wiring.ts';
import { recordLateness, sendMetrics } from './timer-metrics.ts';
import { committingOf, settled } from './wiring.ts';

export const handler: SQSHandler = async (event) => {
  const { context, queues } = committingOf();
  const outside = { context, queues, onFired: recordLateness, postpone: postponeOf('timersQueue') };
  const answer = await settled(handleTimersBatch(outside, event));
  sendMetrics();
  return answer;
};
