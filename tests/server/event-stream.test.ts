import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { sendEvents } from '@muster/server/event-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aServer, type TestServer } from './support/running-server.ts';

const READY = 'subscription { tasksReady { count } }';

function open(url: string, headers: Record<string, string> = {}, body = ''): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', headers, agent: false }, resolve);
    call.on('error', reject);
    call.end(body);
  });
}

/** One stream from its first byte to its last: the server is stopped after the first event. */
async function whole(server: TestServer, query: string) {
  const headers = {
    authorization: `Bearer ${server.key}`,
    'content-type': 'application/json',
    accept: 'text/event-stream',
  };
  const answer = await open(server.url, headers, JSON.stringify({ query }));
  let text = '';
  answer.setEncoding('utf8');
  const begun = Promise.withResolvers<void>();
  answer.on('data', (chunk: string) => {
    text += chunk;
    if (text.includes('event: ')) begun.resolve();
  });
  const ended = once(answer, 'end');
  await begun.promise;
  await server.stop();
  await ended;
  const { date: _, ...rest } = answer.headers;
  // Yoga sends more of them in tests.
  const events = text.replaceAll(/^:\n\n/gm, '');
  return { status: answer.statusCode, headers: rest, begins: text.slice(0, 3), events };
}

describe('an event stream', () => {
  it.each([
    ['an event', READY],
    ['a refusal', 'subscription { missionProgress(missionId: "mis_nobody") { progress } }'],
    ['what is not valid', 'subscription { nothing }'],
  ])('is the same on the short way and in yoga: %s', async (_, query) => {
    const direct = await whole(await aServer({ isDirect: true }), query);
    const yoga = await whole(await aServer({ isDirect: false }), query);

    expect(direct).toEqual(yoga);
    expect(direct.events).toContain('event: next\ndata: {"');
  });
});

describe('sending events', () => {
  let http: Server;
  let onRequest: (response: ServerResponse) => void;
  let url: string;
  beforeEach(async () => {
    http = createServer((_, response) => onRequest(response));
    await once(http.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/`;
  });
  afterEach(() => {
    http.closeAllConnections();
    http.close();
  });

  /** Large events without end, and how many of them were asked for. */
  function endless() {
    const seen = { asked: 0, isReturned: false };
    const events: AsyncIterableIterator<string> = {
      next: async () => {
        seen.asked += 1;
        // A turn for the sockets.
        await turn();
        return seen.isReturned
          ? { done: true, value: undefined }
          : { done: false, value: 'x'.repeat(65_536) };
      },
      return: async () => {
        seen.isReturned = true;
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]: () => events,
    };
    return { seen, events };
  }

  it('waits for a reader that does not read, and goes on when it does', async () => {
    const { seen, events } = endless();
    onRequest = (response) => void sendEvents(response, events);
    const answer = await open(url);
    const standing = async (): Promise<number> => {
      const before = seen.asked;
      for (let count = 0; count < 2_000; count++) await turn();
      return seen.asked === before ? before : standing();
    };

    const stood = await standing();
    answer.resume();
    while (seen.asked <= stood) await turn();

    expect(seen.asked).toBeGreaterThan(stood);
    answer.destroy();
  });

  it('ends when its reader goes away', async () => {
    const { seen, events } = endless();
    const sent = Promise.withResolvers<void>();
    onRequest = (response) => sendEvents(response, events).then(sent.resolve, sent.reject);
    const answer = await open(url);

    answer.destroy();
    await sent.promise;

    expect(seen.isReturned).toBe(true);
  });

  it('begins nothing for a reader that has gone already', async () => {
    const { seen, events } = endless();
    const sent = Promise.withResolvers<void>();
    onRequest = (response) => {
      response.once('close', () => sendEvents(response, events).then(sent.resolve, sent.reject));
      response.destroy();
    };
    await expect(open(url)).rejects.toThrow();

    await sent.promise;

    expect(seen).toEqual({ asked: 0, isReturned: true });
  });
});
