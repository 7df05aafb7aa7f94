/**
 * Tells subscribers what was committed, from the table's stream. When it throws, Lambda halves the batch until what
 * can't be told is alone; what was told is not told again.
 */
import { createServices } from '@muster/api/create-services';
import { createSocketServer } from '@muster/realtime/socket-server';
import type { DynamoDBStreamHandler } from 'aws-lambda';
import { log } from './observing.ts';
import { commitsOf } from './stream-records.ts';
import { pushOf, readingOf } from './wiring.ts';

const context = readingOf();
const sockets = createSocketServer({ services: createServices(context), context, push: pushOf() });

export const handler: DynamoDBStreamHandler = async (event) => {
  await sockets.publish(commitsOf(event, log));
};
