/**
 * From the table's stream: sends the messages of commits, and records and sends what rules want told of them. Messages
 * first: nobody's work waits for a notification. When it throws, Lambda halves the batch until what can't be handled is
 * alone.
 */
import { createMatching } from '@muster/engine/notify/matching';
import { relay } from '@muster/engine/relaying';
import type { DynamoDBStreamHandler } from 'aws-lambda';
import { log } from './observing.ts';
import { recordsOf } from './stream-records.ts';
import { once } from './surroundings.ts';
import { committingOf } from './wiring.ts';

const matchingOf = once(() => createMatching(committingOf().context));

export const handler: DynamoDBStreamHandler = async (event) => {
  const { queues } = committingOf();
  const commits = recordsOf(event, log);
  await relay({ queues, log }, commits);
  const due = await matchingOf().notifyOf(commits);
  if (due.length > 0) await queues.sendDeliveries(due);
};
