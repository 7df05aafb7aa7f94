/**
 * DynamoDB's protocol on loopback: dynoxide, a binary from the npm registry that not every platform has. Its folder
 * survives kill -9; without a folder everything is in memory.
 *
 * D1. It ends with the process that started it, however that ends: where nobody can say goodbye any more, a shell that
 *     waits for the end of a pipe does.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type AddressInfo, connect, createServer, Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { ClientOptions } from '@muster/dynamodb/client';
import { TTL_ATTRIBUTE, tableDefinition } from '@muster/dynamodb/table';

export interface DynamoEngine {
  /** For the clients of @muster/dynamodb/client. */
  readonly clientOptions: Required<Omit<ClientOptions, 'requestTimeoutMs'>>;
  readonly pid: number | undefined;
  /** Ends the process; `SIGKILL` as a crash would. */
  readonly stop: (signal?: 'SIGTERM' | 'SIGKILL') => Promise<void>;
}

export interface DynamoEngineOptions {
  /** Where the data is kept; in memory when absent. */
  readonly folder?: string;
  /** A free one when absent. */
  readonly port?: number;
}

const PACKAGE = '@dynoxide/linux-x64';
const START_MS_MAX = 10_000;

/** Why the engine can't run here; undefined when it can. Say it loudly: what it would have shown is not shown. */
export function dynamoEngineMissing(): string | undefined {
  if (binaryPath() !== undefined) return undefined;
  return `${PACKAGE} is not installed (it exists for Linux on x64 only): nothing runs against DynamoDB's protocol here.`;
}

export async function startDynamoEngine(options: DynamoEngineOptions = {}): Promise<DynamoEngine> {
  const path = binaryPath();
  if (path === undefined) throw new Error(dynamoEngineMissing());
  const port = await freePort(options.port);
  const database = options.folder === undefined ? [] : ['--db-path', join(options.folder, 'dynamodb.sqlite')];
  const child = spawn(path, ['serve', '--host', '127.0.0.1', '--port', String(port), ...database], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = endOf(child);
  const leave = () => child.kill('SIGKILL');
  process.once('exit', leave);
  const mourner = endWithThisProcess(child);
  // Its number may be somebody else's from now on.
  void ended.then(() => mourner.kill('SIGKILL'));
  await untilListening(port, ended);
  return {
    clientOptions: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    },
    pid: child.pid,
    async stop(signal = 'SIGTERM') {
      process.removeListener('exit', leave);
      child.kill(signal);
      await ended;
    },
  };
}

/** Makes the table as @muster/dynamodb describes it, or finds that it is there; resolves when it can be used. */
export async function ensureTable(client: DynamoDBClient, tableName: string): Promise<void> {
  try {
    await client.send(new CreateTableCommand(tableDefinition(tableName)));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await untilActive(client, tableName);
  // What made the table may have been killed before it came to this.
  const { TimeToLiveDescription: stands } = await client.send(
    new DescribeTimeToLiveCommand({ TableName: tableName }),
  );
  if (stands?.TimeToLiveStatus === 'ENABLED' || stands?.TimeToLiveStatus === 'ENABLING') return;
  const TimeToLiveSpecification = { Enabled: true, AttributeName: TTL_ATTRIBUTE };
  await client.send(new UpdateTimeToLiveCommand({ TableName: tableName, TimeToLiveSpecification }));
}

async function untilActive(client: DynamoDBClient, tableName: string): Promise<void> {
  for (const giveUpAt = Date.now() + START_MS_MAX; Date.now() < giveUpAt; await sleep(20)) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    if (Table?.TableStatus === 'ACTIVE') return;
  }
  throw new Error(`the table ${tableName} did not become active`);
}

function binaryPath(): string | undefined {
  try {
    const path = join(dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`)), 'dynoxide');
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** See D1. Of a group of its own: what kills all of ours leaves it to do its work. */
function endWithThisProcess({ pid }: ChildProcess): ChildProcess {
  const script = 'read -r _; kill -9 "$0"';
  const mourner = spawn('/bin/sh', ['-c', script, String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  mourner.unref();
  if (mourner.stdin instanceof Socket) mourner.stdin.unref();
  return mourner;
}

/** Resolves with what it said last. */
function endOf(child: ChildProcess): Promise<string> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(String(error)));
    child.once('exit', (code, signal) => resolve(`ended with ${code ?? signal}: ${said}`));
  });
}

async function untilListening(port: number, ended: Promise<string>): Promise<void> {
  let last: string | undefined;
  void ended.then((said) => {
    last = said;
  });
  for (const giveUpAt = Date.now() + START_MS_MAX; Date.now() < giveUpAt; await sleep(10)) {
    if (last !== undefined) break;
    if (await isListening(port)) return;
  }
  throw new Error(`dynoxide did not start: ${last ?? 'it never listened'}`);
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const done = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

/** Rejects when the port that is wanted is taken: whoever listens there would be taken for the engine. */
async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
