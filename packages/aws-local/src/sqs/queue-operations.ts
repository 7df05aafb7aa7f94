/** Making, finding and describing queues, as the JSON protocol speaks of them. */
import type { LocalAccount } from './local-account.ts';
import type { LocalQueue } from './local-queue.ts';
import { unknownAttribute } from './queue-attributes.ts';
import { optionalTextOf, type Request, recordOf, textOf, textsOf, wholeNumberOf } from './request-fields.ts';

const LIST_MAX = 1_000;
const MOVE_TASKS_MAX = 10;

/** What the operations need of the server around them. */
export interface Addressing {
  readonly account: LocalAccount;
  readonly urlOf: (queue: LocalQueue) => string;
}

export function createQueue({ account, urlOf }: Addressing, request: Request): object {
  return { QueueUrl: urlOf(account.create(textOf(request, 'QueueName'), recordOf(request, 'Attributes'))) };
}

export function getQueueUrl({ account, urlOf }: Addressing, request: Request): object {
  return { QueueUrl: urlOf(account.named(textOf(request, 'QueueName'))) };
}

export function listQueues({ account, urlOf }: Addressing, request: Request): object {
  const prefix = optionalTextOf(request, 'QueueNamePrefix') ?? '';
  const after = optionalTextOf(request, 'NextToken') ?? '';
  const count = wholeNumberOf(request, 'MaxResults', { min: 1, max: LIST_MAX }) ?? LIST_MAX;
  const named = account.queues
    .filter(({ name }) => name.startsWith(prefix) && name > after)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = named.slice(0, count);
  return {
    QueueUrls: page.map(urlOf),
    ...(named.length > page.length && { NextToken: page.at(-1)?.name }),
  };
}

export function deleteQueue({ account }: Addressing, queue: LocalQueue): object {
  account.delete(queue);
  return {};
}

export function getQueueAttributes({ account }: Addressing, queue: LocalQueue, request: Request): object {
  const { visible, inFlight, delayed } = queue.counts();
  const all: Readonly<Record<string, string>> = {
    ...queue.attributes,
    QueueArn: account.arnOf(queue),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1_000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1_000)),
  };
  const wanted = textsOf(request, 'AttributeNames');
  if (wanted.includes('All')) return { Attributes: all };
  const known = wanted.map((name) => {
    if (!(name in all) && !OPTIONAL.includes(name)) throw unknownAttribute(name);
    return [name, all[name]] as const;
  });
  return { Attributes: Object.fromEntries(known.filter(([, value]) => value !== undefined)) };
}

/** Attributes that a queue may lack. */
const OPTIONAL = [
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'Policy',
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'SqsManagedSseEnabled',
];

export function setQueueAttributes({ account }: Addressing, queue: LocalQueue, request: Request): object {
  account.setAttributes(queue, recordOf(request, 'Attributes'));
  return {};
}

export function listDeadLetterSourceQueues({ account, urlOf }: Addressing, queue: LocalQueue): object {
  return { queueUrls: account.sourcesOf(queue).map(urlOf) };
}

export function startMessageMoveTask({ account }: Addressing, request: Request): object {
  const task = account.move(textOf(request, 'SourceArn'), optionalTextOf(request, 'DestinationArn'));
  return { TaskHandle: task.handle };
}

export function listMessageMoveTasks({ account }: Addressing, request: Request): object {
  const count = wholeNumberOf(request, 'MaxResults', { min: 1, max: MOVE_TASKS_MAX }) ?? 1;
  const tasks = account.moveTasksOf(textOf(request, 'SourceArn')).slice(0, count);
  return {
    Results: tasks.map((task) => ({
      Status: 'COMPLETED',
      SourceArn: task.sourceArn,
      ...(task.destinationArn !== undefined && { DestinationArn: task.destinationArn }),
      ApproximateNumberOfMessagesMoved: task.movedCount,
      ApproximateNumberOfMessagesToMove: task.movedCount,
      StartedTimestamp: task.startedAt,
    })),
  };
}
