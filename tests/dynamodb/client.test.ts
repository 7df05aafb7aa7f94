import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createClient } from '@muster/dynamodb/client';
import { openDynamoStore } from '@muster/dynamodb/dynamo-store';
import { StoreUnavailable } from '@muster/engine/ports/store';
import { afterEach, describe, expect, it } from 'vitest';
import { aRecord } from '../store-contract/a-record.ts';
import { noWaiting } from './faults.ts';

let server: Server | undefined;
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await new Promise((resolve) => server?.close(resolve));
});

/** Something that takes connections and does with each what the test says. */
async function aServer(onSocket: (socket: Socket) => void): Promise<string> {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function aStoreAt(endpoint: string) {
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const client = createClient({ endpoint, region: 'us-east-1', credentials, requestTimeoutMs: 20 });
  const waiting = noWaiting();
  return { store: openDynamoStore({ client, tableName: 'table', ...waiting }), pauses: waiting.pauses };
}

describe('a client', () => {
  it('gives up a request that is never answered, and tries again', async () => {
    const { store, pauses } = aStoreAt(await aServer(() => {}));

    await expect(store.get([aRecord()])).rejects.toThrow(StoreUnavailable);

    expect(pauses).toHaveLength(8);
  });

  it('tries again when the connection is cut', async () => {
    const { store, pauses } = aStoreAt(
      await aServer((socket) => socket.once('data', () => socket.destroy())),
    );

    await expect(store.commit({ puts: [{ record: aRecord() }] })).rejects.toThrow(StoreUnavailable);

    expect(pauses).toHaveLength(8);
  });

  it('rejects with StoreUnavailable when nobody listens', async () => {
    const endpoint = await aServer(() => {});
    await new Promise((resolve) => server?.close(resolve));

    await expect(aStoreAt(endpoint).store.get([aRecord()])).rejects.toThrow(StoreUnavailable);
  });
});
