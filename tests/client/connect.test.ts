import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type RequestOptions } from '../../packages/client/src/connect.ts';
import { isFailure, isSuccess } from '../../packages/client/src/failure.ts';
import {
  CancelMissionDocument,
  CreateMissionDocument,
  MissionProgressDocument,
  MissionsDocument,
} from '../../packages/client/src/generated/operations.ts';
import { aServer, type TestServer } from '../server/support/running-server.ts';

const NOBODY = 'mis_00000000000000000000000000';

describe('a connection', () => {
  let server: TestServer;
  let url: string;
  let key: string;
  const others: Server[] = [];

  beforeAll(async () => {
    server = await aServer();
    ({ url, key } = server);
  });

  afterAll(async () => {
    await server.stop();
    for (const other of others) other.close();
  });

  async function anotherServer(answer: string | undefined): Promise<string> {
    const other = createServer((_request, response) => {
      if (answer !== undefined) response.end(answer);
    });
    others.push(other);
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    return `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  }

  it('answers a query with its data', async () => {
    const { missions } = await connect({ url, key }).request(MissionsDocument, { first: 1 });

    expect(missions.nodes).toEqual([]);
  });

  it('subscribes at an address of its own, when one is given', async () => {
    const socketUrl = `ws://127.0.0.1:${new URL(url).port}/graphql`;
    const elsewhere = await anotherServer('{"data":{}}');
    const client = connect({ url: elsewhere, key, socketUrl });

    const progress = client.subscribe(MissionProgressDocument, { missionId: NOBODY });

    // The server that has sockets answers, and the other one is not asked.
    await expect(progress[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await client.close();
  });

  it('refuses an address of sockets that is none', () => {
    expect(() => connect({ url, key, socketUrl: 'https://sockets.example' })).toThrow('wss://');
  });

  it('finds the endpoint when given the origin of the server', async () => {
    const client = connect({ url: new URL(url).origin, key });

    expect(client.url).toBe(url);
  });

  it('answers a refused command with a value that has code, message and path', async () => {
    const input = { missionId: NOBODY, reason: 'no longer needed' };

    const { cancelMission } = await connect({ url, key }).request(CancelMissionDocument, { input });

    expect(isFailure(cancelMission)).toBe(true);
    expect(isSuccess(cancelMission)).toBe(false);
    expect(cancelMission).toMatchObject({
      __typename: 'NotFoundError',
      code: 'NOT_FOUND',
      path: ['missionId'],
    });
  });

  it('answers every problem of a document', async () => {
    const input = {
      title: 'Two mistakes',
      launch: true,
      document: { tasks: [{ title: 'a', bogus: 1 }, {}] },
    };

    const { createMission } = await connect({ url, key }).request(CreateMissionDocument, { input });

    if (createMission.__typename !== 'InvalidDocumentError') throw new Error(createMission.__typename);
    expect(createMission.problems.map(({ code }) => code).sort()).toEqual(['MISSING', 'UNKNOWN_KEY']);
  });

  it('says UNAUTHENTICATED over HTTP and over the socket for a key that is not good', async () => {
    const client = connect({ url, key: 'mk_nobody' });

    const asked = client.request(MissionsDocument, { first: 1 });
    const watched = client
      .subscribe(MissionProgressDocument, { missionId: NOBODY })
      [Symbol.asyncIterator]()
      .next();

    await expect(asked).rejects.toMatchObject({ name: 'TransportError', failure: 'UNAUTHENTICATED' });
    await expect(watched).rejects.toMatchObject({ name: 'TransportError', failure: 'UNAUTHENTICATED' });
  });

  it('says REFUSED with the code of the server when a request or a subscription is refused', async () => {
    const client = connect({ url, key });

    const asked = client.request(MissionsDocument, { first: 1_000 });
    const watched = client
      .subscribe(MissionProgressDocument, { missionId: NOBODY })
      [Symbol.asyncIterator]()
      .next();

    await expect(asked).rejects.toMatchObject({ failure: 'REFUSED', code: 'LIMIT_EXCEEDED' });
    await expect(watched).rejects.toMatchObject({ failure: 'REFUSED', code: 'NOT_FOUND' });
    await client.close();
  });

  it('says UNREACHABLE where nobody listens', async () => {
    const client = connect({ url: 'http://127.0.0.1:1', key });

    await expect(client.request(MissionsDocument, { first: 1 })).rejects.toMatchObject({
      failure: 'UNREACHABLE',
    });
  });

  it('says TIMEOUT when no answer comes in time, and ABORTED when the caller gives up', async () => {
    const client = connect({ url: await anotherServer(undefined), key });

    const ask = (options: RequestOptions) => client.request(MissionsDocument, { first: 1 }, options);

    await expect(ask({ timeoutMs: 20 })).rejects.toMatchObject({ failure: 'TIMEOUT' });
    await expect(ask({ signal: AbortSignal.abort() })).rejects.toMatchObject({ failure: 'ABORTED' });
  });

  it('says BAD_ANSWER when what answers is no GraphQL server', async () => {
    const client = connect({ url: await anotherServer('<h1>Hello</h1>'), key });

    await expect(client.request(MissionsDocument, { first: 1 })).rejects.toMatchObject({
      failure: 'BAD_ANSWER',
    });
  });

  it('refuses an address that is none', () => {
    expect(() => connect({ url: 'ftp://127.0.0.1', key })).toThrow(TypeError);
    expect(() => connect({ url: 'somewhere', key })).toThrow(TypeError);
  });
});
