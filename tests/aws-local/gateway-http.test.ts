import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import { anHttpApi } from './gateway-under-test.ts';

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

type Handler = (event: APIGatewayProxyEventV2, context: Context) => unknown;

async function anApi(handler: Handler, timeoutMs = 29_000): Promise<string> {
  const api = await anHttpApi({ handler, timeoutMs });
  open.push(api);
  return api.url;
}

/** What the function gets for a request. */
async function eventOf(path: string, init: RequestInit = {}): Promise<APIGatewayProxyEventV2> {
  const url = await anApi((event) => ({ statusCode: 200, body: JSON.stringify(event) }));
  return (await fetch(`${url}${path}`, init)).json() as Promise<APIGatewayProxyEventV2>;
}

describe('an HTTP API hands over', () => {
  it('method, path, query and headers in payload format 2.0', async () => {
    const event = await eventOf('/graphql?a=1&b=2&a=3', { headers: { 'X-One': 'one', accept: 'text/html' } });

    expect(event).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/graphql',
      rawQueryString: 'a=1&b=2&a=3',
      queryStringParameters: { a: '1,3', b: '2' },
      headers: { 'x-one': 'one', accept: 'text/html' },
      isBase64Encoded: false,
      requestContext: { stage: '$default', http: { method: 'GET', path: '/graphql', sourceIp: '127.0.0.1' } },
    });
    expect(event).not.toHaveProperty('body');
    expect(event).not.toHaveProperty('cookies');
  });

  it('cookies as a list, and not among the headers', async () => {
    const event = await eventOf('/', { headers: { cookie: 'a=1; b=2' } });

    expect(event.cookies).toEqual(['a=1', 'b=2']);
    expect(event.headers).not.toHaveProperty('cookie');
  });

  it.each([
    ['application/json', false],
    ['application/graphql-response+json; charset=utf-8', false],
    ['application/octet-stream', true],
  ])('a body of type %s, in base64: %s', async (type, isBase64Encoded) => {
    const event = await eventOf('/', { method: 'POST', body: 'grün', headers: { 'content-type': type } });

    const body = isBase64Encoded ? Buffer.from('grün').toString('base64') : 'grün';
    expect(event).toMatchObject({ body, isBase64Encoded });
  });
});

describe('an HTTP API answers', () => {
  it('status, headers, cookies and a binary body as the function said', async () => {
    const url = await anApi(() => ({
      statusCode: 201,
      headers: { 'content-type': 'image/gif', 'x-two': 2 },
      cookies: ['a=1; Path=/', 'b=2'],
      body: Buffer.from([1, 2, 255]).toString('base64'),
      isBase64Encoded: true,
    }));

    const response = await fetch(url);

    expect(response.status).toBe(201);
    expect(response.headers.get('x-two')).toBe('2');
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 2, 255]);
  });

  it('200 and JSON when the function answers without a status', async () => {
    const response = await fetch(await anApi(() => ({ hello: 'world' })));

    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await response.json()).toEqual({ hello: 'world' });
  });

  it.each([
    ['500 when the function throws', () => Promise.reject(new Error('ours')), 500, 'Internal Server Error'],
    ['500 when its answer is no answer', () => ({ statusCode: 'x' }), 500, 'Internal Server Error'],
    ['500 when it answers more than 6 MB', () => 'x'.repeat(6_300_000), 500, 'Internal Server Error'],
    ['503 when it takes too long', () => new Promise(() => {}), 503, 'Service Unavailable'],
  ])('%s', async (_, handler, status, message) => {
    const response = await fetch(await anApi(handler, 50));

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ message });
  });

  it('413 to more than 10 MB', async () => {
    const url = await anApi(() => ({ statusCode: 200 }));

    const response = await fetch(url, { method: 'POST', body: 'x'.repeat(10 * 1_048_576 + 1) });

    expect(response.status).toBe(413);
  });

  it('after telling the function how long it has', async () => {
    const url = await anApi((_event, context) => ({ left: context.getRemainingTimeInMillis() }), 5_000);

    const { left } = (await (await fetch(url)).json()) as { left: number };

    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(5_000);
  });
});
