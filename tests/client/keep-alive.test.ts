import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { connect } from '../../packages/client/src/connect.ts';
import { watchMission } from '../../packages/client/src/watch-mission.ts';

const servers: WebSocketServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    for (const socket of server.clients) socket.terminate();
    server.close();
  }
});

/** A server that acknowledges with a hint and notes when it is pinged. */
async function aServer(payload: object | undefined) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  servers.push(server);
  const pings = { count: 0 };
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const { type } = JSON.parse(String(data));
      if (type === 'connection_init') socket.send(JSON.stringify({ type: 'connection_ack', payload }));
      if (type !== 'ping') return;
      pings.count += 1;
      socket.emit('pinged');
    });
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/graphql`, server, pings };
}

describe('keeping a socket alive', () => {
  it('pings as often as the server asks for', async () => {
    const { url, server } = await aServer({ keepAliveMs: 10 });
    const client = connect({ url, key: 'mk_any' });
    const connecting = once(server, 'connection');
    const watching = watchMission(client, { missionId: 'mis_any' }).next();

    const [socket] = await connecting;
    await once(socket, 'pinged');
    await once(socket, 'pinged');

    await client.close();
    expect(await watching).toMatchObject({ done: true });
  });

  it('pings seldom enough by itself', async () => {
    const { url, server, pings } = await aServer(undefined);
    const client = connect({ url, key: 'mk_any' });
    const connecting = once(server, 'connection');
    const watching = watchMission(client, { missionId: 'mis_any' }).next();
    await connecting;

    await new Promise((resolve) => setTimeout(resolve, 60));

    expect(pings.count).toBe(0);
    await client.close();
    await watching;
  });
});
