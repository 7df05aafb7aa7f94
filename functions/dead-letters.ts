/** Lays before the owners of missions what the queues have given up. */
import { handleDeadLettersBatch } from '@muster/sqs/dead-letters-batch';
import type { SQSHandler } from 'aws-lambda';
import { committingOf, settled } from './wiring.ts';

export const handler: SQSHandler = (event) => {
  const { context, queues } = committingOf();
  return settled(handleDeadLettersBatch({ context, queues }, event));
};
