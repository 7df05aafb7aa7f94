import { requestOf, resultOf } from '@muster/functions/gateway-event';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';

function anEvent(change: Partial<APIGatewayProxyEventV2> = {}): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: 'POST /graphql',
    rawPath: '/graphql',
    rawQueryString: '',
    headers: { 'Content-Type': 'application/json', authorization: 'Bearer mk_x' },
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'api.example',
      domainPrefix: 'api',
      http: {
        method: 'POST',
        path: '/graphql',
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: 'test',
      },
      requestId: 'r',
      routeKey: 'POST /graphql',
      stage: '$default',
      time: '21/Nov/2026:00:00:00 +0000',
      timeEpoch: 0,
    },
    body: '{"query":"{ __typename }"}',
    isBase64Encoded: false,
    ...change,
  };
}

describe('a request of the HTTP API', () => {
  it('keeps its method, address, headers and body', () => {
    expect(requestOf(anEvent({ rawQueryString: 'query=%7Ba%7D&x=1' }))).toEqual({
      method: 'POST',
      url: 'https://api.example/graphql?query=%7Ba%7D&x=1',
      headers: { 'content-type': 'application/json', authorization: 'Bearer mk_x' },
      body: '{"query":"{ __typename }"}',
    });
  });

  it('may have a body that is encoded, or none', () => {
    const encoded = Buffer.from('{"query":"{ é }"}').toString('base64');

    expect(requestOf(anEvent({ body: encoded, isBase64Encoded: true })).body).toBe('{"query":"{ é }"}');
    const { body: _, ...bare } = anEvent();
    expect(requestOf(bare).body).toBe('');
  });

  it('is answered with a status, headers and a body', () => {
    expect(resultOf({ status: 400, headers: { 'content-type': 'application/json' }, body: '{}' })).toEqual({
      statusCode: 400,
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
  });
});
