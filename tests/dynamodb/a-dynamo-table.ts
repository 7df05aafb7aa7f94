/** DynamoDB's protocol for the tests of one file: a real engine on loopback, and a fresh table for whoever asks. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import {
  type DynamoEngine,
  dynamoEngineMissing,
  ensureTable,
  startDynamoEngine,
} from '@muster/aws-local/dynamodb-engine';
import { createClient, createStreamsClient } from '@muster/dynamodb/client';
import { type DynamoStoreOptions, openDynamoStore } from '@muster/dynamodb/dynamo-store';
import type { Store } from '@muster/engine/ports/store';
import { afterAll, beforeAll, describe } from 'vitest';

export interface DynamoUnderTest {
  readonly engine: DynamoEngine;
  readonly client: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  /** Makes a table and answers its name. */
  readonly aTable: () => Promise<string>;
  /** Opens a store on the table, on a fresh one when none is named. Its feed is polled without mercy. */
  readonly openStore: (
    options: Partial<DynamoStoreOptions> & Pick<DynamoStoreOptions, 'now'>,
  ) => Promise<Store>;
}

/** Skips, and says so, where the engine isn't installed. */
export function describeOnDynamo(
  name: string,
  body: (dynamo: () => DynamoUnderTest) => void | Promise<void>,
): void {
  const missing = dynamoEngineMissing();
  if (missing !== undefined) {
    process.stderr.write(`\nSKIPPED: ${name}. ${missing}\n`);
    describe.skip(`${name} (skipped: ${missing})`, () => body(() => notRunning()));
    return;
  }
  describe(name, () => {
    let under: DynamoUnderTest | undefined;
    beforeAll(async () => {
      under = await startUnderTest();
    });
    afterAll(async () => {
      under?.client.destroy();
      under?.streams.destroy();
      await under?.engine.stop('SIGKILL');
    });
    return body(() => under ?? notRunning());
  });
}

async function startUnderTest(): Promise<DynamoUnderTest> {
  const engine = await startDynamoEngine();
  const client = createClient(engine.clientOptions);
  const streams = createStreamsClient(engine.clientOptions);
  let tableCount = 0;
  const aTable = async () => {
    const tableName = `table-${++tableCount}`;
    await ensureTable(client, tableName);
    return tableName;
  };
  return {
    engine,
    client,
    streams,
    aTable,
    openStore: async (options) =>
      openDynamoStore({
        client,
        tableName: options.tableName ?? (await aTable()),
        random: Math.random,
        sleep: (ms) => sleep(ms),
        feed: { streams, pollMs: 5 },
        ...options,
      }),
  };
}

function notRunning(): never {
  throw new Error('the engine runs only while tests run');
}
