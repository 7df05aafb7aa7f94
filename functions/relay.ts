/**
 * Sends the messages of commits, from the table's stream. When it throws, Lambda halves the batch until what can't be
 * handled is alone.
 */
import { relay } from '@muster/engine/relaying';
import type { DynamoDBStreamHandler } from 'aws-lambda';
import { log } from './observing.ts';
import { recordsOf } from './stream-records.ts';
import { committingOf } from './wiring.ts';

export const handler: DynamoDBStreamHandler = async (event) => {
  await relay({ queues: committingOf().queues, log }, recordsOf(event));
};
