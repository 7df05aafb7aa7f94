/** What bundles leave out of the clients of AWS is not missed: they ask, and understand answers, as the whole SDK does. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { bothWays, type Calls, type Scripted, startScriptedService } from './a-lean-probe.ts';

const service = await startScriptedService();
const { installed, lean } = await bothWays();
beforeEach(() => service.requests.splice(0));
afterAll(service.close);

/** As AWS names failures in its JSON protocols. */
function failed(
  type: string,
  { status = 400, ...rest }: { readonly status?: number; readonly [field: string]: unknown } = {},
): Scripted {
  return {
    status,
    headers: { 'x-amzn-errortype': type },
    body: JSON.stringify({ __type: type, message: 'No.', ...rest }),
  };
}

const dynamo = (name: string) => `com.amazonaws.dynamodb.v20120810#${name}`;
const sqs = (name: string) => `com.amazonaws.sqs#${name}`;

const ANSWERS: Readonly<Record<keyof Calls, readonly Scripted[]>> = {
  put: [
    { status: 200, body: '{"ConsumedCapacity":{"TableName":"T","CapacityUnits":1.5}}' },
    failed(dynamo('ConditionalCheckFailedException'), { Item: { pk: { S: 'a' }, value: { B: 'AP8H' } } }),
    failed(dynamo('TransactionCanceledException'), {
      CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict', Message: 'Busy.' }],
    }),
    failed(dynamo('ProvisionedThroughputExceededException')),
    failed(dynamo('ThrottlingException')),
    failed(dynamo('TransactionConflictException')),
    failed(dynamo('TransactionInProgressException')),
    failed(dynamo('ItemCollectionSizeLimitExceededException')),
    failed(dynamo('InternalServerError'), { status: 500 }),
    failed(dynamo('ResourceNotFoundException')),
    failed('com.amazon.coral.validate#ValidationException'),
    { status: 503, body: '<html>Out of order.</html>' },
  ],
  query: [
    {
      status: 200,
      body: '{"Count":1,"Items":[{"pk":{"S":"ä"},"value":{"B":"AP8H"},"n":{"N":"12345678901234567890"}}]}',
    },
    failed(dynamo('RequestLimitExceeded')),
  ],
  sendBatch: [
    {
      status: 200,
      body: '{"Successful":[{"Id":"1","MessageId":"m","MD5OfMessageBody":"d41d8cd98f00b204e9800998ecf8427e"}],"Failed":[]}',
    },
    {
      status: 200,
      body: '{"Successful":[],"Failed":[{"Id":"1","SenderFault":false,"Code":"InternalError"}]}',
    },
    failed(sqs('QueueDoesNotExist')),
    failed(sqs('RequestThrottled')),
    { ...failed(sqs('OverLimit')), headers: { 'x-amzn-query-error': 'OverLimit;Sender' } },
  ],
  sendMail: [
    { status: 200, body: '{"MessageId":"m"}' },
    failed('MessageRejected'),
    failed('TooManyRequestsException', { status: 429 }),
  ],
  pushTo: [
    { status: 200, body: '' },
    failed('GoneException', { status: 410 }),
    failed('LimitExceededException', { status: 429 }),
    failed('PayloadTooLargeException', { status: 413 }),
  ],
};

const CASES = Object.entries(ANSWERS).flatMap(([call, answers]) =>
  answers.map(
    (answer) =>
      [
        call as keyof Calls,
        `${answer.status} ${answer.headers?.['x-amzn-errortype'] ?? answer.body}`,
        answer,
      ] as const,
  ),
);

describe('a client in a bundle', () => {
  it.each(CASES)('asks and hears as the whole one does: %s, %s', async (call, _name, answer) => {
    service.answers(answer);

    const heard = await lean[call](service.endpoint);
    const expected = await installed[call](service.endpoint);

    expect(heard).toEqual(expected);
    expect(service.requests).toHaveLength(2);
    expect(service.requests[0]).toEqual(service.requests[1]);
  });
});
