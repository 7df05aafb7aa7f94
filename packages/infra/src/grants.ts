/**
 * Turns what a function may touch into statements of its policy.
 *
 * G1. Actions are named one by one, and resources by their whole name: links of SST would grant `dynamodb:*` and
 *     `sqs:*`. Two wildcards: the id of a socket; and telling X-Ray, which AWS grants on everything or not at all
 *     (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html, checked 2026-11-21).
 */
import type { Access } from './functions.ts';
import type { QueueName } from './queues.ts';

/** Of one stage. `Text` is a string, or one that will be known when it is deployed. */
export interface Resources<Text> {
  readonly tableArn: Text;
  readonly indexArns: readonly Text[];
  readonly streamArn: Text;
  readonly queueArns: Readonly<Record<QueueName, Text>>;
  /** Sending to a socket, and closing one. */
  readonly socketArns: readonly Text[];
  /** The identity of SES that mail comes from: none when the stage sends no mail. */
  readonly mailArns: readonly Text[];
}

export interface Statement<Text> {
  readonly actions: string[];
  readonly resources: Text[];
}

const TABLE_ACTIONS = [
  'dynamodb:BatchGetItem',
  // A transaction needs the rights of what is in it: there is no action for the transaction itself.
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
];
const STREAM_ACTIONS = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];
const RECEIVE_ACTIONS = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
];

const TRACE_ACTIONS = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

/** Of whoever traces. */
export const TRACING = { actions: TRACE_ACTIONS, resources: ['*'] };

export function statementsFor<Text>(access: Access, resources: Resources<Text>): Statement<Text>[] {
  const arnsOf = (names: readonly QueueName[]) => names.map((name) => resources.queueArns[name]);
  const statements: Statement<Text>[] = [
    { actions: access.usesTable ? TABLE_ACTIONS : [], resources: [resources.tableArn] },
    { actions: access.usesTable ? ['dynamodb:Query'] : [], resources: [...resources.indexArns] },
    { actions: access.readsStream ? STREAM_ACTIONS : [], resources: [resources.streamArn] },
    { actions: ['sqs:SendMessage'], resources: arnsOf(access.sendsTo) },
    { actions: RECEIVE_ACTIONS, resources: arnsOf(access.receivesFrom) },
    {
      actions: access.pushes ? ['execute-api:ManageConnections'] : [],
      resources: [...resources.socketArns],
    },
    { actions: access.mails ? ['ses:SendEmail'] : [], resources: [...resources.mailArns] },
  ];
  return statements.filter(({ actions, resources }) => actions.length > 0 && resources.length > 0);
}
