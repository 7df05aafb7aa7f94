/** The queues of a deployment: the service's part, which no crash of a process touches. */
import { LocalQueue } from '@muster/aws-local/sqs/local-queue';
import { newAttributes } from '@muster/aws-local/sqs/queue-attributes';

export const QUEUE_NAMES = [
  'advance',
  'timers',
  'notify',
  'advanceDead',
  'timersDead',
  'notifyDead',
] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];
export type CloudQueues = Readonly<Record<QueueName, LocalQueue>>;

/** Deliveries of one message before it is a dead letter. */
export const RECEIVE_COUNT_MAX = 3;

export function openCloudQueues(now: () => number): CloudQueues {
  const fifo = (name: string) =>
    new LocalQueue(name, newAttributes(`${name}.fifo`, { FifoQueue: 'true' }), now);
  const standard = (name: string) => new LocalQueue(name, newAttributes(name, {}), now);
  return {
    advance: fifo('advance'),
    timers: standard('timers'),
    notify: standard('notify'),
    advanceDead: fifo('advance-dead'),
    timersDead: standard('timers-dead'),
    notifyDead: standard('notify-dead'),
  };
}

export function deadQueueOf(name: QueueName): 'advanceDead' | 'timersDead' | 'notifyDead' | undefined {
  switch (name) {
    case 'advance':
      return 'advanceDead';
    case 'timers':
      return 'timersDead';
    case 'notify':
      return 'notifyDead';
    default:
      return undefined;
  }
}
