/**
 * HTTP as an HTTP API hands it to Lambda, payload format 2.0, and back.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html (2026-11-21)
 */
import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

const ROUTE = '$default';

export function httpEvent(request: IncomingMessage, body: Buffer, now: Date): APIGatewayProxyEventV2 {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const { cookie, ...headers } = request.headers;
  const isText = isTextual(request.headers['content-type']);
  const query = queryOf(url.searchParams);
  return {
    version: '2.0',
    routeKey: ROUTE,
    rawPath: decoded(url.pathname),
    rawQueryString: url.search.slice(1),
    headers: joined(headers),
    ...(cookie === undefined ? {} : { cookies: cookie.split(/;\s*/) }),
    ...(query === undefined ? {} : { queryStringParameters: query }),
    requestContext: requestContext(request, url.pathname, now),
    ...(body.length === 0 ? {} : { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

function requestContext(request: IncomingMessage, path: string, now: Date) {
  return {
    accountId: '000000000000',
    apiId: 'local',
    domainName: request.headers.host ?? 'localhost',
    domainPrefix: 'local',
    http: {
      method: request.method ?? 'GET',
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? '',
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: randomBytes(11).toString('base64url'),
    routeKey: ROUTE,
    stage: ROUTE,
    time: now.toUTCString(),
    timeEpoch: now.getTime(),
  };
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** Names in lower case, several values of one joined by commas. */
function joined(headers: IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(',') : value]],
  );
  return Object.fromEntries(entries);
}

function queryOf(parameters: URLSearchParams): Record<string, string> | undefined {
  const query: Record<string, string> = {};
  for (const name of parameters.keys()) query[name] = parameters.getAll(name).join(',');
  return Object.keys(query).length === 0 ? undefined : query;
}

function isTextual(contentType: string | undefined): boolean {
  const text = /^(text\/|application\/(json|xml|javascript|graphql|x-www-form-urlencoded|[\w.-]+\+json))/i;
  return contentType === undefined || text.test(contentType);
}

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

/** What a handler answers; without a status code it is the JSON body of a 200. Undefined for what is neither. */
export function httpAnswer(answered: unknown): HttpAnswer | undefined {
  if (answered === undefined) return undefined;
  if (!isObject(answered) || answered.statusCode === undefined) {
    const text = typeof answered === 'string' ? answered : JSON.stringify(answered);
    return { statusCode: 200, headers: JSON_HEADERS, cookies: [], body: Buffer.from(text) };
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = answered;
  const isWellFormed =
    Number.isInteger(Number(statusCode)) &&
    (headers === undefined || isObject(headers)) &&
    (body === undefined || typeof body === 'string');
  if (!isWellFormed) return undefined;
  const texts = Object.entries(isObject(headers) ? headers : {}).map(([name, value]) => [
    name,
    String(value),
  ]);
  return {
    statusCode: Number(statusCode),
    headers: Object.fromEntries(texts),
    cookies: Array.isArray(cookies) ? cookies.map(String) : [],
    body: Buffer.from(typeof body === 'string' ? body : '', isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

export const JSON_HEADERS = { 'content-type': 'application/json' } as const;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
