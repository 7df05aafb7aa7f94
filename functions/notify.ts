/** Sends notifications, from the queue `notify`. */
import { deliverNotification } from '@muster/engine/notify/delivering';
import { handleNotifyBatch } from '@muster/sqs/notify-batch';
import type { SQSHandler } from 'aws-lambda';
import { notifierOf } from './notifier-wiring.ts';
import { postponeOf } from './queue-wiring.ts';
import { once } from './surroundings.ts';
import { committingOf } from './wiring.ts';

const wired = once(() => {
  const { context, queues } = committingOf();
  const delivering = { ...context, notifier: notifierOf() };
  return { context, queues, postpone: postponeOf('notifyQueue'), delivering };
});

export const handler: SQSHandler = (event) => {
  const { delivering, ...outside } = wired();
  const deliver = (delivery: Parameters<typeof deliverNotification>[1]) =>
    deliverNotification(delivering, delivery);
  return handleNotifyBatch({ ...outside, deliver }, event);
};
