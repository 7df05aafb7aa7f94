import { QUEUES, type QueueName } from '../queues.ts';

export type Queues = Readonly<Record<QueueName, sst.aws.Queue>>;

/** Dead letters first: the others name them. */
export function createQueues(): Queues {
  const dead = {
    advanceDead: createQueue('advanceDead'),
    timersDead: createQueue('timersDead'),
    notifyDead: createQueue('notifyDead'),
    streamDead: createQueue('streamDead'),
  };
  return {
    ...dead,
    advance: createQueue('advance', dead.advanceDead),
    timers: createQueue('timers', dead.timersDead),
    notify: createQueue('notify', dead.notifyDead),
  };
}

function createQueue(name: QueueName, dead?: sst.aws.Queue): sst.aws.Queue {
  const { isFifo, visibilitySeconds, retentionSeconds, redrive } = QUEUES[name];
  return new sst.aws.Queue(resourceName(name), {
    fifo: isFifo,
    visibilityTimeout: `${visibilitySeconds} seconds`,
    ...(dead && redrive ? { dlq: { queue: dead.arn, retry: redrive.receiveCountMax } } : {}),
    transform: {
      queue: {
        messageRetentionSeconds: retentionSeconds,
        sqsManagedSseEnabled: true,
        ...(isFifo ? PER_GROUP : {}),
      },
    },
  });
}

/** Each mission has its own order and its own limit: without this, 300 messages a second for all of them together. */
const PER_GROUP = { deduplicationScope: 'messageGroup', fifoThroughputLimit: 'perMessageGroupId' };

function resourceName(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Queue`;
}
