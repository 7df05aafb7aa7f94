/** Routes what comes in over HTTP. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerApproval } from '@muster/api/answer-approval';
import { answerDirectly } from '@muster/api/direct-answer';
import { streamDirectly } from '@muster/api/direct-stream';
import { createMask, statusOfFailure } from '@muster/api/masking';
import { mediaTypeFor, wantsEvents } from '@muster/api/media-type';
import { GRAPHQL_PATH } from '@muster/api/paths';
import type { Services } from '@muster/api/services';
import { tooLargeBody } from '@muster/api/too-large';
import { createGraphqlYoga } from '@muster/api/yoga';
import { LIMITS } from '@muster/core/limits';
import { APPROVE_PATH } from '@muster/engine/approve-links';
import { VERSION } from '@muster/schema/service';
import { answeredPreflight } from './cross-origin.ts';
import { sendEvents } from './event-stream.ts';
import { GRAPHIQL } from './graphiql.ts';
import { readBody } from './read-body.ts';

/** How much of a refused body is read away, so that the client gets to see the answer. */
const DISCARDED_BYTES_MAX = 16 * LIMITS.requestBytesMax;

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void;

export interface HttpHandlerOptions {
  /** Answer plain requests without yoga. True unless told: tests compare the two. */
  readonly isDirect?: boolean;
  /** What `/health` tells of the rehearsal of a fresh process; true unless told. */
  readonly isWarm?: () => boolean;
}

export function createHttpHandler(services: Services, options: HttpHandlerOptions = {}): HttpHandler {
  const mask = createMask(services);
  const yoga = createGraphqlYoga(services, mask, { page: GRAPHIQL });
  const isDirect = options.isDirect ?? true;

  async function post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (body === 'TOO_LARGE') return refuseTooLarge(request, response);
    const mediaType = isDirect ? mediaTypeFor(request.headers) : undefined;
    if (mediaType !== undefined) {
      const { authorization } = request.headers;
      const answer = await answerDirectly(services, mask, { body: body.toString('utf8'), authorization });
      if (answer !== undefined) return send(response, { ...answer, mediaType });
    }
    if (isDirect && wantsEvents(request.headers)) {
      const { authorization } = request.headers;
      const events = await streamDirectly(services, mask, { body: body.toString('utf8'), authorization });
      if (events !== undefined) return sendEvents(response, events);
    }
    // The stream is used up: yoga's adapter takes the body from here.
    await yoga(Object.assign(request, { body }), response);
  }

  async function approval(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (body === 'TOO_LARGE') return refuseTooLarge(request, response);
    const { method = '', url = '', headers } = request;
    const asked = {
      method,
      // Where it was sent to is looked at by nobody: links say where they lead.
      url: new URL(url, 'http://localhost').href,
      headers: { 'content-type': headers['content-type'] ?? '' },
      body: body.toString('utf8'),
    };
    const answer = await answerApproval(services.linkDecisions, asked);
    await services.store.durable();
    response.writeHead(answer.status, {
      ...answer.headers,
      'content-length': Buffer.byteLength(answer.body),
    });
    response.end(answer.body);
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?', 1)[0];
    if (path === GRAPHQL_PATH) {
      if (answeredPreflight(request, response)) return;
      return request.method === 'POST' ? post(request, response) : void (await yoga(request, response));
    }
    if (path === APPROVE_PATH) return approval(request, response);
    if (path === '/health') return health(services, response, options.isWarm?.() ?? true);
    if (path === '/') return void response.writeHead(302, { location: GRAPHQL_PATH }).end();
    send(response, { status: 404, body: '{"status":"not found"}', mediaType: 'application/json' });
  }

  return (request, response) => {
    route(request, response).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return;
      const { message, extensions } = mask(error);
      if (response.headersSent) return void response.destroy();
      const body = JSON.stringify({ errors: [{ message, extensions }] });
      send(response, { status: statusOfFailure(extensions), body, mediaType: 'application/json' });
    });
  };
}

async function health({ store }: Services, response: ServerResponse, isWarm: boolean): Promise<void> {
  await store.durable();
  const body = JSON.stringify({ status: 'ok', version: VERSION, isWarm });
  send(response, { status: 200, body, mediaType: 'application/json' });
}

function refuseTooLarge(request: IncomingMessage, response: ServerResponse): void {
  const actual = Number(request.headers['content-length'] ?? LIMITS.requestBytesMax + 1);
  response.setHeader('connection', 'close');
  send(response, { status: 413, body: tooLargeBody(actual), mediaType: 'application/json' });
  discard(request);
}

function discard(request: IncomingMessage): void {
  let discarded = 0;
  request.on('data', (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > DISCARDED_BYTES_MAX) request.destroy();
  });
  request.resume();
}

function send(
  response: ServerResponse,
  answer: { readonly status: number; readonly body: string; readonly mediaType: string },
): void {
  response.writeHead(answer.status, {
    'content-type': `${answer.mediaType}; charset=utf-8`,
    'content-length': Buffer.byteLength(answer.body),
  });
  response.end(answer.body);
}
