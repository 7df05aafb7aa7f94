import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { DescribeTableCommand, DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { ensureTable, startDynamoEngine } from '@muster/aws-local/dynamodb-engine';
import { createClient } from '@muster/dynamodb/client';
import { TTL_ATTRIBUTE, tableDefinition } from '@muster/dynamodb/table';
import { expect, it } from 'vitest';
import { describeOnDynamo } from '../dynamodb/a-dynamo-table.ts';

describeOnDynamo('the DynamoDB engine on loopback', (dynamo) => {
  it('has the table as it is described, with its time to live, however often it is asked for', async () => {
    const { client } = dynamo();
    await ensureTable(client, 'described');
    await ensureTable(client, 'described');

    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'described' }));
    const ttl = await client.send(new DescribeTimeToLiveCommand({ TableName: 'described' }));

    const { KeySchema, AttributeDefinitions, StreamSpecification, GlobalSecondaryIndexes } =
      tableDefinition('described');
    expect(Table).toMatchObject({ KeySchema, StreamSpecification, TableStatus: 'ACTIVE' });
    expect(Table?.AttributeDefinitions).toEqual(expect.arrayContaining(AttributeDefinitions));
    expect(Table?.GlobalSecondaryIndexes).toEqual(
      expect.arrayContaining(GlobalSecondaryIndexes.map((index) => expect.objectContaining(index))),
    );
    expect(ttl.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: TTL_ATTRIBUTE });
  });

  it('listens on loopback only', async () => {
    const port = Number(new URL(dynamo().engine.clientOptions.endpoint).port);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');

    expect(await isListening('127.0.0.1', port)).toBe(true);
    for (const { address } of others) expect(await isListening(address, port)).toBe(false);
  });

  it('is gone once it was stopped', async () => {
    const engine = await startDynamoEngine();
    const port = Number(new URL(engine.clientOptions.endpoint).port);
    createClient(engine.clientOptions).destroy();

    await engine.stop();

    expect(await isListening('127.0.0.1', port)).toBe(false);
  });

  it('is gone when the process that started it was killed (D1)', async () => {
    const script = join(import.meta.dirname, 'an-engine-of-its-own.ts');
    const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = await once(parent.stdout, 'data');
    const pid = Number(String(said));

    const wasRunning = isRunning(pid);
    parent.kill('SIGKILL');

    expect(wasRunning).toBe(true);
    await expect.poll(() => isRunning(pid), { timeout: 5_000 }).toBe(false);
  });

  it('says why it did not start', async () => {
    const port = Number(new URL(dynamo().engine.clientOptions.endpoint).port);

    await expect(startDynamoEngine({ folder: '/nowhere/at/all' })).rejects.toThrow(/dynoxide did not start/);
    await expect(startDynamoEngine({ port })).rejects.toThrow(/EADDRINUSE/);
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function isListening(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}
