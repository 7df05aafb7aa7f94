/** Does what commits ask for, from the queue `advance`. */
import { handleAdvanceBatch } from '@muster/sqs/advance-batch';
import type { SQSHandler } from 'aws-lambda';
import { committingOf, settled } from './wiring.ts';

export const handler: SQSHandler = (event) => settled(handleAdvanceBatch(committingOf().context, event));
