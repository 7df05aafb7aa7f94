/** Does what has come due, from the queue `timers`. */
import { handleTimersBatch } from '@muster/sqs/timers-batch';
import type { SQSHandler } from 'aws-lambda';
import { recordLateness, sendMetrics } from './timer-metrics.ts';
import { committingOf, settled } from './wiring.ts';

export const handler: SQSHandler = async (event) => {
  const { context, queues } = committingOf();
  const answer = await settled(handleTimersBatch({ context, queues, onFired: recordLateness }, event));
  sendMetrics();
  return answer;
};
