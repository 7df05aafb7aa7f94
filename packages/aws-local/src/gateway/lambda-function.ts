/** Calls a handler as Lambda would: with an event of its own, a context, and a bounded time. */
import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';

/** What a Lambda entry exports. */
// A handler is written for its own event; which one it gets is decided by what it is wired to.
export type LambdaHandler = (event: never, context: Context) => unknown;

export interface LambdaFunction {
  readonly name: string;
  readonly handler: LambdaHandler;
  readonly timeoutMs: number;
}

export class LambdaTimeout extends Error {
  override readonly name = 'LambdaTimeout';
}

const ACCOUNT = '000000000000';
const REGION = 'us-east-1';

/** Rejects with what the handler throws, or with `LambdaTimeout`; the handler then runs on, but nobody listens. */
export async function invoke({ name, handler, timeoutMs }: LambdaFunction, event: object): Promise<unknown> {
  const until = Date.now() + timeoutMs;
  const awsRequestId = randomUUID();
  const context: Context = {
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
    memoryLimitInMB: '512',
    awsRequestId,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, until - Date.now()),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const refuse = () => reject(new LambdaTimeout(`${awsRequestId} timed out after ${timeoutMs} ms`));
    timer = setTimeout(refuse, timeoutMs);
  });
  try {
    // What goes through JSON on AWS is a copy here too.
    const copy = JSON.parse(JSON.stringify(event)) as never;
    return await Promise.race([Promise.resolve().then(() => handler(copy, context)), late]);
  } finally {
    clearTimeout(timer);
  }
}
