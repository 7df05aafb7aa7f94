import type { APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { aClient, aGateway, type GatewayUnderTest, refusalOf } from './gateway-under-test.ts';

type Event = APIGatewayProxyWebsocketEventV2 & {
  readonly headers?: Readonly<Record<string, string>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
};

const open: GatewayUnderTest[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function opened(handlers: Parameters<typeof aGateway>[0] = {}): Promise<GatewayUnderTest> {
  const gateway = await aGateway(handlers);
  open.push(gateway);
  return gateway;
}

function frame(bytes: number): string {
  return 'x'.repeat(bytes);
}

describe('opening a socket', () => {
  it('hands headers and query to $connect, and lets the client in when it answers 2xx', async () => {
    const events: Event[] = [];
    const { url } = await opened({
      connect: async (event: Event) => {
        events.push(event);
        return { statusCode: 200 };
      },
    });

    await aClient(`${url}?a=1`);

    expect(events[0]).toMatchObject({
      headers: { Host: expect.any(String), 'Sec-WebSocket-Version': '13' },
      queryStringParameters: { a: '1' },
      requestContext: {
        routeKey: '$connect',
        eventType: 'CONNECT',
        connectionId: expect.stringMatching(/=$/),
      },
    });
  });

  it.each([400, 401, 403])('answers %i as $connect did', async (statusCode) => {
    const { url } = await opened({ connect: async () => ({ statusCode }) });

    expect(await refusalOf(url)).toBe(statusCode);
  });

  it('answers 502 when $connect throws', async () => {
    const { url, gateway } = await opened({ connect: () => Promise.reject(new Error('ours')) });

    expect(await refusalOf(url)).toBe(502);
    expect(gateway.connectionIds()).toEqual([]);
  });

  it('agrees on a subprotocol only when $connect answered with it', async () => {
    const headers = { 'Sec-WebSocket-Protocol': 'two' };
    const naming = await opened({ connect: async () => ({ statusCode: 200, headers }) });

    const { socket } = await aClient(naming.url, ['one', 'two']);

    expect(socket.protocol).toBe('two');
    const silent = await opened();
    await expect(aClient(silent.url, ['one'])).rejects.toThrow(/subprotocol/);
  });
});

describe('a message', () => {
  it('is handed over as text, each with an id of its own', async () => {
    const events: Event[] = [];
    const { url } = await opened({
      message: async (event: Event) => {
        events.push(event);
        return { statusCode: 200 };
      },
    });
    const { socket } = await aClient(url);

    socket.send('one');
    socket.send('two');
    await vi.waitFor(() => expect(events).toHaveLength(2));

    expect(events.map((event) => event.body)).toEqual(['one', 'two']);
    expect(events[0]?.requestContext).toMatchObject({ routeKey: '$default', eventType: 'MESSAGE' });
    expect(new Set(events.map((event) => event.requestContext.messageId)).size).toBe(2);
    expect(new Set(events.map((event) => event.requestContext.connectionId)).size).toBe(1);
  });

  it('G1: is handed over while an earlier one is still being handled', async () => {
    const begun: string[] = [];
    const { url } = await opened({
      message: async (event: Event) => {
        begun.push(event.body ?? '');
        await vi.waitFor(() => expect(begun).toHaveLength(2));
        return { statusCode: 200 };
      },
    });
    const { socket } = await aClient(url);

    socket.send('one');
    socket.send('two');

    await vi.waitFor(() => expect(begun).toEqual(['one', 'two']));
  });

  it('whose function throws is answered with the error of the gateway', async () => {
    const { url } = await opened({ message: () => Promise.reject(new Error('ours')) });
    const { socket, messages } = await aClient(url);

    socket.send('one');
    await vi.waitFor(() => expect(messages).toHaveLength(1));

    expect(JSON.parse(messages[0] ?? '')).toMatchObject({ message: 'Internal server error' });
    expect(socket.readyState).toBe(socket.OPEN);
  });

  it('of 128 KB in frames of 32 KB arrives', async () => {
    const lengths: number[] = [];
    const { url } = await opened({
      message: async (event: Event) => {
        lengths.push(event.body?.length ?? 0);
        return { statusCode: 200 };
      },
    });
    const { socket } = await aClient(url);

    for (const fin of [false, false, false, true]) socket.send(frame(32_768), { fin });

    await vi.waitFor(() => expect(lengths).toEqual([131_072]));
  });

  it.each([
    ['in a frame of more than 32 KB', [frame(32_769)], 1009],
    ['of more than 128 KB', [frame(32_768), frame(32_768), frame(32_768), frame(32_768), 'x'], 1009],
    ['that is binary', [Buffer.from('x')], 1003],
  ])('%s closes the socket and is not handed over', async (_, frames, code) => {
    const message = vi.fn(async () => ({ statusCode: 200 }));
    const { url } = await opened({ message });
    const { socket, closed } = await aClient(url);

    for (const [at, part] of frames.entries()) socket.send(part, { fin: at === frames.length - 1 });

    expect(await closed).toBe(code);
    expect(message).not.toHaveBeenCalled();
  });
});

describe('the end of a socket', () => {
  it('is told to $disconnect with the code of the client', async () => {
    const events: Event[] = [];
    const { url, gateway } = await opened({
      disconnect: async (event: Event) => {
        events.push(event);
        return { statusCode: 200 };
      },
    });
    const { socket } = await aClient(url);

    socket.close(4001, 'enough');
    await vi.waitFor(() => expect(events).toHaveLength(1));

    expect(events[0]?.requestContext).toMatchObject({
      eventType: 'DISCONNECT',
      disconnectStatusCode: 4001,
      disconnectReason: 'enough',
    });
    expect(gateway.connectionIds()).toEqual([]);
  });

  it.each([
    ['nothing passed for too long', { idleMs: 30 }],
    ['D6: it has lived long enough', { lifeMs: 30 }],
  ])('comes when %s', async (_, limits) => {
    const { url } = await opened({ limits });

    const { closed } = await aClient(url);

    expect(await closed).toBe(1001);
  });
});

describe('@connections', () => {
  it('sends to a socket, tells of it, and closes it', async () => {
    const { url, gateway, push, endpoint } = await opened();
    const { messages, closed } = await aClient(url);
    const [id = ''] = gateway.connectionIds();

    expect(await push.push(id, 'hello')).toBe('SENT');
    await vi.waitFor(() => expect(messages).toEqual(['hello']));
    const told = await fetch(`${endpoint}/@connections/${encodeURIComponent(id)}`);
    expect(await told.json()).toMatchObject({ identity: { sourceIp: '127.0.0.1' } });
    await push.close(id);

    expect(await closed).toBe(1000);
  });

  it('answers 410 when there is no such socket, or no longer', async () => {
    const { url, gateway, push, endpoint } = await opened();
    const { socket, closed } = await aClient(url);
    const [id = ''] = gateway.connectionIds();
    socket.close();
    await closed;
    await vi.waitFor(() => expect(gateway.connectionIds()).toEqual([]));

    expect(await push.push(id, 'hello')).toBe('GONE');
    await push.close(id);
    const response = await fetch(`${endpoint}/@connections/nobody`, { method: 'POST', body: 'x' });
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([410, 'GoneException']);
  });

  it('G2: answers 410 while the client is not in yet', async () => {
    const outcomes: string[] = [];
    const under: { push?: GatewayUnderTest['push'] } = {};
    const opening = await opened({
      connect: async (event: Event) => {
        outcomes.push((await under.push?.push(event.requestContext.connectionId, 'too early')) ?? '');
        return { statusCode: 200 };
      },
    });
    under.push = opening.push;

    await aClient(opening.url);

    expect(outcomes).toEqual(['GONE']);
  });

  it('answers 413 to more than 128 KB, and 429 while a client does not read', async () => {
    const { url, gateway, endpoint, push } = await opened({ limits: { bufferBytes: 100_000 } });
    const { socket } = await aClient(url);
    const [id = ''] = gateway.connectionIds();

    const large = await fetch(`${endpoint}/@connections/${encodeURIComponent(id)}`, {
      method: 'POST',
      body: frame(131_073),
    });
    socket.pause();
    let outcome = 'SENT';
    for (let sent = 0; sent < 1_000 && outcome === 'SENT'; sent += 1) {
      outcome = await push.push(id, frame(131_072));
    }

    expect([large.status, large.headers.get('x-amzn-errortype')]).toEqual([413, 'PayloadTooLargeException']);
    expect(outcome).toBe('FAILED');
    socket.terminate();
  });
});
