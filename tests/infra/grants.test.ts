import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FUNCTIONS } from '@muster/infra/functions';
import { statementsFor } from '@muster/infra/grants';
import { ROOT } from '@muster/infra/plan/platform';
import { QUEUES } from '@muster/infra/queues';
import { describe, expect, it } from 'vitest';

/** What a command of the SDK needs to be allowed. A transaction needs what is in it. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  BatchGetItem: ['dynamodb:BatchGetItem'],
  GetItem: ['dynamodb:GetItem'],
  PutItem: ['dynamodb:PutItem'],
  DeleteItem: ['dynamodb:DeleteItem'],
  Query: ['dynamodb:Query'],
  TransactWriteItems: ['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem'],
  SendMessageBatch: ['sqs:SendMessage'],
  ChangeMessageVisibilityBatch: ['sqs:ChangeMessageVisibility'],
  PostToConnection: ['execute-api:ManageConnections'],
  SendEmail: ['ses:SendEmail'],
  DeleteConnection: ['execute-api:ManageConnections'],
};

/** Follows the stream by itself, on one machine; on AWS Lambda does. */
const NOT_ON_AWS = ['stream-feed.ts'];

function commandsOf(name: 'dynamodb' | 'sqs' | 'realtime' | 'ses'): readonly string[] {
  const folder = join(ROOT, 'packages', name, 'src');
  const files = readdirSync(folder).filter((file) => !NOT_ON_AWS.includes(file));
  const found = files.flatMap((file) => [
    ...readFileSync(join(folder, file), 'utf8').matchAll(/new (\w+)Command\(/g),
  ]);
  return [...new Set(found.map(([, command = '']) => command))];
}

function grantedTo(name: keyof typeof FUNCTIONS): ReadonlySet<string> {
  const queueArns = Object.fromEntries(Object.keys(QUEUES).map((queue) => [queue, queue]));
  const statements = statementsFor(FUNCTIONS[name].access, {
    tableArn: 'table',
    indexArns: ['index'],
    streamArn: 'stream',
    queueArns: queueArns as Record<keyof typeof QUEUES, string>,
    socketArns: ['sockets'],
    mailArns: ['mail'],
  });
  return new Set(statements.flatMap(({ actions }) => actions));
}

describe('what a function is granted', () => {
  it.each([
    ['dynamodb', 'graphql', 6],
    ['sqs', 'advance', 2],
    ['realtime', 'publish', 2],
    ['ses', 'notify', 1],
  ] as const)('covers every command that packages/%s sends', (name, fn, count) => {
    const commands = commandsOf(name);
    const granted = grantedTo(fn);

    expect(commands).toHaveLength(count);
    for (const command of commands) {
      expect([command, NEEDED[command]?.every((action) => granted.has(action))]).toEqual([command, true]);
    }
  });
});
