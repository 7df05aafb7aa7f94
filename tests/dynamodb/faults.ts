/** What a client of DynamoDB may meet, put between the SDK's commands and the engine that answers them. */
import {
  type DynamoDBClient,
  InternalServerError,
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { createClient } from '@muster/dynamodb/client';
import type { Waiting } from '@muster/dynamodb/retry';
import type { DynamoUnderTest } from './a-dynamo-table.ts';

/** What becomes of one request. Undefined: nothing out of the ordinary. */
export type Fault =
  /** It never gets there. */
  | { readonly before: Error }
  /** It is done, and its answer gets lost. */
  | { readonly after: Error }
  /** So many keys of a batch are left for later. */
  | { readonly unprocessed: number };

export interface Request {
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Counts from 1, of this client. */
  readonly number: number;
}

/** A client of its own whose every request is put before `fault`. */
export function aFaultyClient(
  dynamo: DynamoUnderTest,
  fault: (request: Request) => Fault | undefined,
): { readonly client: DynamoDBClient; readonly requests: Request[] } {
  const client = createClient(dynamo.engine.clientOptions);
  const requests: Request[] = [];
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const input = { ...args.input };
        const request = { command: commandName.replace('Command', ''), input, number: requests.length + 1 };
        requests.push(request);
        const met = fault(request);
        if (met && 'before' in met) throw met.before;
        const left = met && 'unprocessed' in met ? leaveOut(args.input, met.unprocessed) : undefined;
        const answer = await next(args);
        if (met && 'after' in met) throw met.after;
        if (left) Object.assign(answer.output, left);
        return answer;
      },
    { step: 'initialize', name: 'faults' },
  );
  return { client, requests };
}

/** Takes the last keys out of a batch of one table; answers what its answer is to say of that. */
function leaveOut(input: object, count: number): object | undefined {
  if (!('RequestItems' in input)) return undefined;
  const asked = input.RequestItems as Record<string, { Keys: unknown[] }>;
  const [[tableName, batch] = []] = Object.entries(asked);
  if (tableName === undefined || batch === undefined) return undefined;
  const keptCount = batch.Keys.length - count;
  const UnprocessedKeys = { [tableName]: { ...batch, Keys: batch.Keys.slice(keptCount) } };
  // The engine doesn't take an empty batch: it answers, and nobody hears.
  if (keptCount === 0) return { UnprocessedKeys, Responses: {} };
  Object.assign(input, { RequestItems: { [tableName]: { ...batch, Keys: batch.Keys.slice(0, keptCount) } } });
  return { UnprocessedKeys };
}

const ANSWERED = { $metadata: { httpStatusCode: 400 }, message: 'injected' };

export const FAILURES = {
  throttled: () => new ThrottlingException(ANSWERED),
  throughput: () => new ProvisionedThroughputExceededException(ANSWERED),
  requestLimit: () => new RequestLimitExceeded(ANSWERED),
  internal: () => new InternalServerError({ ...ANSWERED, $metadata: { httpStatusCode: 500 } }),
  conflict: () => new TransactionConflictException(ANSWERED),
  inProgress: () => new TransactionInProgressException({ ...ANSWERED, Message: 'injected' }),
  timeout: () => Object.assign(new Error('injected'), { name: 'TimeoutError' }),
  reset: () => Object.assign(new Error('injected'), { code: 'ECONNRESET' }),
  cancelled: (...codes: readonly string[]) =>
    new TransactionCanceledException({ ...ANSWERED, CancellationReasons: codes.map((Code) => ({ Code })) }),
} as const;

/** Waits for nobody: time stands still, the pauses are kept, and others do something in the first one. */
export function noWaiting(
  random: () => number = () => 0.5,
): Waiting & { readonly pauses: number[]; readonly meanwhile: { act?: () => Promise<unknown> } } {
  const pauses: number[] = [];
  const meanwhile: { act?: () => Promise<unknown> } = {};
  const sleep = async (ms: number) => {
    pauses.push(ms);
    if (pauses.length === 1) await meanwhile.act?.();
  };
  return { now: () => 1_000, random, sleep, pauses, meanwhile };
}

/** A client to which every index looks as it did when it was last asked the same. */
export function aLaggingClient(dynamo: DynamoUnderTest): DynamoDBClient {
  const client = createClient(dynamo.engine.clientOptions);
  const seen = new Map<string, object>();
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if (!('IndexName' in args.input)) return answer;
      const question = JSON.stringify(args.input);
      const former = seen.get(question) ?? { Items: [], Count: 0 };
      seen.set(question, answer.output);
      return { ...answer, output: { ...former, $metadata: answer.output.$metadata } };
    },
    { step: 'initialize', name: 'lag' },
  );
  return client;
}
