import { beforeAll, expect, it } from 'vitest';
import { describePlan, type Plan, planOf } from './a-plan.ts';
import { allowedBy, inputsOf, ofType } from './plan-reading.ts';

const TABLE = 'dynamodb:table/TableTable';
const READS_AND_WRITES = [
  'dynamodb:BatchGetItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
].map((action) => `${action} ${TABLE}`);
const LISTS = ['work', 'due'].map((index) => `dynamodb:Query ${TABLE}/index/${index}`);
const USES_TABLE = [...READS_AND_WRITES, ...LISTS];
const SENDS = ['sqs:SendMessage sqs:AdvanceQueueQueue', 'sqs:SendMessage sqs:TimersQueueQueue'];
const NOTIFIES = ['sqs:SendMessage sqs:NotifyQueueQueue'];
const READS_STREAM = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
  (action) => `dynamodb:${action} ${TABLE}/stream/2026-11-21T00:00:00.000`,
);
const GIVES_UP = ['sqs:SendMessage sqs:StreamDeadQueueQueue'];
const PUSHES = ['POST', 'DELETE'].map(
  (method) => `execute-api:ManageConnections execute-api:socketsapi/$default/${method}/@connections/*`,
);

/** AWS grants these on everything or not at all. */
const TRACES = ['xray:PutTelemetryRecords *', 'xray:PutTraceSegments *'];

function receives(...queues: readonly string[]): readonly string[] {
  return queues.flatMap((queue) =>
    ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map(
      (action) => `sqs:${action} sqs:${queue}`,
    ),
  );
}

describePlan('what a function may do', () => {
  let plan: Plan;

  beforeAll(async () => {
    plan = await planOf('production');
  });

  it.each([
    ['Graphql', [...USES_TABLE, ...SENDS, ...NOTIFIES]],
    ['Socket', [...USES_TABLE, ...SENDS, ...NOTIFIES, ...PUSHES]],
    ['Advance', [...USES_TABLE, ...SENDS, ...receives('AdvanceQueueQueue')]],
    ['Timers', [...USES_TABLE, ...SENDS, ...receives('TimersQueueQueue')]],
    ['Notify', [...USES_TABLE, ...NOTIFIES, ...receives('NotifyQueueQueue')]],
    ['Sweep', [...USES_TABLE, ...SENDS, ...NOTIFIES]],
    ['Relay', [...USES_TABLE, ...SENDS, ...NOTIFIES, ...GIVES_UP, ...READS_STREAM]],
    ['Publish', [...USES_TABLE, ...GIVES_UP, ...READS_STREAM, ...PUSHES]],
    ['DeadLetters', [...USES_TABLE, ...SENDS, ...receives('AdvanceDeadQueueQueue', 'TimersDeadQueueQueue')]],
  ])('is listed in full: %s', (name, expected) => {
    const allowed = allowedBy(inputsOf(plan, 'aws:iam/role:Role', `${name}Role`));

    expect(allowed.map(({ action, resource }) => `${action} ${resource}`).sort()).toEqual(
      [...expected, ...TRACES].sort(),
    );
  });

  it('lets nobody trace in a stage that asks for no traces', async () => {
    const roles = ofType(await planOf('anybody'), 'aws:iam/role:Role');
    const allowed = roles.flatMap(({ inputs }) => allowedBy(inputs));

    expect(allowed.length).toBeGreaterThan(50);
    expect(allowed.filter(({ action }) => action.startsWith('xray:'))).toEqual([]);
  });

  it('is to mail from one identity, where the stage has one, and else not at all', async () => {
    const mailing = await planOf('trial', { MUSTER_MAIL_FROM: 'Muster <muster@mail.example.com>' });
    const mails = ofType(mailing, 'aws:iam/role:Role').flatMap(({ name, inputs }) =>
      allowedBy(inputs)
        .filter(({ action }) => action.startsWith('ses:'))
        .map(({ action, resource }) => `${name} ${action} ${resource}`),
    );

    expect(mails).toEqual([
      'NotifyRole ses:SendEmail ses:identity/muster@mail.example.com',
      'NotifyRole ses:SendEmail ses:identity/mail.example.com',
    ]);
  });

  it('names neither actions nor resources by a wildcard, but for the ids of sockets and what is told to X-Ray', () => {
    const allowed = ofType(plan, 'aws:iam/role:Role').flatMap(({ inputs }) => allowedBy(inputs));

    expect(allowed.length).toBeGreaterThan(50);
    expect(allowed.filter(({ action }) => action.includes('*'))).toEqual([]);
    const wide = allowed.filter(
      ({ resource }) => resource.includes('*') && !resource.endsWith('/@connections/*'),
    );
    expect([...new Set(wide.map(({ action, resource }) => `${action} ${resource}`))].sort()).toEqual(TRACES);
  });

  it('comes with the right to write logs, and with no other policy of AWS', () => {
    const roles = ofType(plan, 'aws:iam/role:Role').filter(({ name }) => !/^(APIGateway|Minute)/.test(name));

    expect(roles).toHaveLength(9);
    for (const { inputs } of roles) {
      expect(inputs.managedPolicyArns).toEqual([
        'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
      ]);
    }
  });

  it('is lent to Lambda alone', () => {
    const roles = ofType(plan, 'aws:iam/role:Role').filter(({ name }) => !/^(APIGateway|Minute)/.test(name));

    for (const { inputs } of roles) {
      const { Statement } = JSON.parse(String(inputs.assumeRolePolicy));

      expect(Statement).toEqual([
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ]);
    }
  });

  it('is called by this API, this schedule and these queues only', () => {
    const permissions = ofType(plan, 'aws:lambda/permission:Permission');

    expect(permissions.length).toBeGreaterThan(0);
    for (const { inputs } of permissions) {
      expect(inputs).toMatchObject({ principal: 'apigateway.amazonaws.com' });
      expect(inputs.sourceArn).toMatch(/^arn:aws:execute-api:us-east-1:000000000000:(apiapi|socketsapi)\/\*/);
    }
    expect(allowedBy(inputsOf(plan, 'aws:iam/role:Role', 'MinuteRole'))).toEqual([
      { action: 'lambda:InvokeFunction', resource: 'lambda:function:SweepFunction' },
    ]);
  });
});
