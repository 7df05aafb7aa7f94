/**
 * What a stage on AWS consists of, on this machine: the same functions behind engines that speak the protocols of
 * DynamoDB, SQS and API Gateway. Queues, batches, retries and time limits come from the plan, `@muster/infra`.
 *
 * C1. Nothing is reached beyond loopback.
 * C2. One cloud a process: functions find the others through the environment.
 */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createClient } from '@muster/dynamodb/client';
import { ENVIRONMENT } from '@muster/infra/environment';
import { SWEEP_INTERVAL_MS } from '@muster/infra/event-sources';
import { createClient as createQueueClient } from '@muster/sqs/client';
import { ensureTable, startDynamoEngine } from './dynamodb-engine.ts';
import { invoke, type LambdaFunction } from './gateway/lambda-function.ts';
import { loadFunctions } from './local-functions.ts';
import { openGateway } from './local-gateway.ts';
import { pollQueues, pollStreams } from './local-pollers.ts';
import { createQueues, type LocalQueues } from './local-queues.ts';
import { type SqsEngineOptions, startSqsEngine } from './sqs/sqs-engine.ts';

const TABLE = 'muster-local';
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: 'us-east-1' };

export interface LocalCloudOptions {
  /** Where the table is kept; in memory when absent. */
  readonly folder?: string;
  /** Of HTTP and WebSocket; a free one when absent. */
  readonly port?: number;
  /** Where `npm run bundle` has put the functions; their sources run when absent. */
  readonly bundles?: string;
  /** Notifications may go to this machine and its network, by HTTP too. */
  readonly allowsPrivate?: boolean;
  /** What a request to the queues meets instead of its answer, for tests. */
  readonly interfere?: SqsEngineOptions['interfere'];
  /** Told of what functions threw. */
  readonly onError: (error: unknown) => void;
}

export interface LocalCloud {
  /** Of GraphQL; sockets are opened at the same address. */
  readonly url: string;
  /** Invocations of functions and requests to queues so far: what a bill would count. */
  counts(): {
    readonly invocations: ReadonlyMap<string, number>;
    readonly queueRequests: ReadonlyMap<string, number>;
  };
  /** Runs the minute now. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

/** Rejects when an engine can't run here; nothing is left running then. */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const one of closing.splice(0).reverse()) await one();
  };
  try {
    return await start(options, closing, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  options: LocalCloudOptions,
  closing: (() => Promise<unknown>)[],
  close: () => Promise<void>,
): Promise<LocalCloud> {
  const { folder, port = 0, interfere, onError, allowsPrivate = false } = options;
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  const dynamo = await startDynamoEngine(folder === undefined ? {} : { folder });
  closing.push(() => dynamo.stop());
  const table = createClient(dynamo.clientOptions);
  await ensureTable(table, TABLE);
  const sqs = await startSqsEngine(interfere === undefined ? {} : { interfere });
  closing.push(() => sqs.close());
  const queueClient = createQueueClient({ ...dynamo.clientOptions, endpoint: sqs.url });
  const queues = await createQueues(queueClient);
  const gateway = await openGateway(port, onError);
  closing.push(() => gateway.close());
  tellFunctions({
    queues,
    dynamodb: dynamo.clientOptions.endpoint,
    sqs: sqs.url,
    gateway: gateway.endpoint,
    allowsPrivate,
  });
  const functions = await loadFunctions(options.bundles);
  gateway.serve(functions);
  const around = { functions, queues, queueClient, onError };
  const pollers = [
    ...pollQueues(around),
    ...pollStreams({ ...around, streamArn: await streamArnOf(table), clientOptions: dynamo.clientOptions }),
  ];
  closing.push(() => Promise.all(pollers.map(({ poller }) => poller.stop())));
  const minute = everyMinute(functions.sweep, onError);
  closing.push(() => minute.stop());
  const invocations = () => {
    const counts = new Map([...gateway.invocationCounts(), ['sweep', minute.invocationCount] as const]);
    for (const { name, poller } of pollers)
      counts.set(name, (counts.get(name) ?? 0) + poller.invocationCount);
    return counts;
  };
  return {
    url: gateway.url,
    counts: () => ({ invocations: invocations(), queueRequests: new Map(sqs.requestCounts) }),
    sweep: minute.run,
    close,
  };
}

function tellFunctions(told: {
  readonly queues: LocalQueues;
  readonly dynamodb: string;
  readonly sqs: string;
  readonly gateway: string;
  readonly allowsPrivate: boolean;
}): void {
  Object.assign(process.env, CREDENTIALS, {
    [ENVIRONMENT.stage]: 'local',
    [ENVIRONMENT.table]: TABLE,
    [ENVIRONMENT.advanceQueue]: told.queues.advance.url,
    [ENVIRONMENT.timersQueue]: told.queues.timers.url,
    [ENVIRONMENT.notifyQueue]: told.queues.notify.url,
    [ENVIRONMENT.socketsEndpoint]: told.gateway,
    [ENVIRONMENT.publicUrl]: told.gateway,
    // Links of an earlier process are worth nothing.
    [ENVIRONMENT.linkKey]: randomBytes(32).toString('base64url'),
    [ENVIRONMENT.allowsPrivate]: told.allowsPrivate ? '1' : '',
    [ENVIRONMENT.dynamodbEndpoint]: told.dynamodb,
    [ENVIRONMENT.sqsEndpoint]: told.sqs,
    // Metrics are written to standard output, for a service that does not read it here.
    POWERTOOLS_METRICS_DISABLED: 'true',
    POWERTOOLS_LOG_LEVEL: process.env.POWERTOOLS_LOG_LEVEL ?? 'ERROR',
  });
}

async function streamArnOf(client: DynamoDBClient): Promise<string> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: TABLE }));
  return Table?.LatestStreamArn ?? '';
}

/** As the schedule does; the first minute comes at once. */
function everyMinute(called: LambdaFunction, onError: (error: unknown) => void) {
  const counter = { invocationCount: 0 };
  const run = async () => {
    counter.invocationCount += 1;
    await invoke(called, {}).catch(onError);
  };
  let running = run();
  const timer = setInterval(() => {
    running = run();
  }, SWEEP_INTERVAL_MS);
  const stop = async () => {
    clearInterval(timer);
    await running;
  };
  return {
    get invocationCount() {
      return counter.invocationCount;
    },
    run,
    stop,
  };
}
