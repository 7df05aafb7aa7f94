/** One call of each client that functions have, and what came of it. Is bundled by the test beside it. */
import {
  ApiGatewayManagementApiClient,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import {
  ConditionalCheckFailedException,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { createClient as createDynamoClient } from '@muster/dynamodb/client';
import { createClient as createSqsClient } from '@muster/sqs/client';

const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };

function at(endpoint: string) {
  return { endpoint, region: 'eu-central-1', credentials: CREDENTIALS, maxAttempts: 1 };
}

export function put(endpoint: string) {
  const Item = {
    pk: { S: 'a' },
    value: { B: new Uint8Array([0, 255, 7]) },
    n: { N: '12345678901234567890' },
  };
  return outcomeOf(createDynamoClient(at(endpoint)).send(new PutItemCommand({ TableName: 'T', Item })));
}

export function query(endpoint: string) {
  const asked = {
    TableName: 'T',
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: 'ä' } },
  };
  return outcomeOf(createDynamoClient(at(endpoint)).send(new QueryCommand(asked)));
}

export function sendBatch(endpoint: string) {
  const asked = {
    QueueUrl: `${endpoint}/queue/advance.fifo`,
    Entries: [{ Id: '1', MessageBody: '{"ö":1}' }],
  };
  return outcomeOf(createSqsClient(at(endpoint)).send(new SendMessageBatchCommand(asked)));
}

export function sendMail(endpoint: string) {
  const Text = { Data: 'What was done.' };
  const Content = { Simple: { Subject: { Data: 'Done' }, Body: { Text } } };
  const asked = {
    FromEmailAddress: 'muster@example.com',
    Destination: { ToAddresses: ['a@example.com'] },
    Content,
  };
  return outcomeOf(new SESv2Client(at(endpoint)).send(new SendEmailCommand(asked)));
}

export function pushTo(endpoint: string) {
  const asked = { ConnectionId: 'abc=', Data: '{"type":"next"}' };
  return outcomeOf(new ApiGatewayManagementApiClient(at(endpoint)).send(new PostToConnectionCommand(asked)));
}

async function outcomeOf(call: Promise<{ readonly $metadata: object }>) {
  try {
    const { $metadata: _unlike, ...answer } = await call;
    return { answer };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { name, message } = error;
    const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
    const isKnown = [ConditionalCheckFailedException, TransactionCanceledException, GoneException].map(
      (known) => error instanceof known,
    );
    const reasons = error instanceof TransactionCanceledException ? error.CancellationReasons : undefined;
    const item = error instanceof ConditionalCheckFailedException ? error.Item : undefined;
    return { name, message, status: $metadata?.httpStatusCode, isKnown, reasons, item };
  }
}
