/**
 * GraphQL over HTTP where a request comes and an answer goes in one piece: on Lambda. The same bounds, masking and
 * answers as on one machine; subscriptions go over WebSocket.
 */
import { LIMITS } from '@muster/core/limits';
import { APPROVE_PATH } from '@muster/engine/approve-links';
import { VERSION } from '@muster/schema/service';
import { answerDirectly } from './direct-answer.ts';
import { createMask, statusOfFailure } from './masking.ts';
import { mediaTypeFor } from './media-type.ts';
import { GRAPHQL_PATH } from './paths.ts';
import type { Services } from './services.ts';
import { tooLargeBody } from './too-large.ts';

export interface PlainRequest {
  readonly method: string;
  /** With its host. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PlainAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Yoga = ReturnType<typeof import('./yoga.ts').createGraphqlYoga>;

const JSON_TYPE = 'application/json';

export function createAnswerer(services: Services): (request: PlainRequest) => Promise<PlainAnswer> {
  const mask = createMask(services);
  let loading: Promise<Yoga> | undefined;

  /** Loaded when it is first needed: what clients send all day is answered without it. */
  function yoga(): Promise<Yoga> {
    loading ??= import('./yoga.ts').then(({ createGraphqlYoga }) =>
      createGraphqlYoga(services, mask, { hasStreams: false }),
    );
    return loading;
  }

  async function graphql(request: PlainRequest): Promise<PlainAnswer> {
    const { method, url, headers, body } = request;
    const length = Buffer.byteLength(body);
    if (length > LIMITS.requestBytesMax) return answer(413, tooLargeBody(length));
    const mediaType = method === 'POST' ? mediaTypeFor(headers) : undefined;
    if (mediaType !== undefined) {
      const direct = await answerDirectly(services, mask, { body, authorization: headers.authorization });
      if (direct !== undefined) return answer(direct.status, direct.body, mediaType);
    }
    const response = await (await yoga()).fetch(url, {
      method,
      headers,
      ...(method === 'GET' ? {} : { body }),
    });
    const sent: Record<string, string> = {};
    response.headers.forEach((value, name) => {
      sent[name.toLowerCase()] = value;
    });
    return { status: response.status, headers: sent, body: await response.text() };
  }

  async function approval(request: PlainRequest): Promise<PlainAnswer> {
    const { answerApproval } = await import('./answer-approval.ts');
    const answered = await answerApproval(services.linkDecisions, request);
    await services.store.durable();
    return answered;
  }

  return async (request) => {
    try {
      const path = new URL(request.url).pathname;
      if (path === GRAPHQL_PATH) return await graphql(request);
      if (path === APPROVE_PATH) return await approval(request);
      if (path === '/health')
        return answer(200, JSON.stringify({ status: 'ok', version: VERSION, isWarm: true }));
      return answer(404, '{"status":"not found"}');
    } catch (error) {
      const { message, extensions } = mask(error);
      return answer(statusOfFailure(extensions), JSON.stringify({ errors: [{ message, extensions }] }));
    }
  };
}

function answer(status: number, body: string, mediaType = JSON_TYPE): PlainAnswer {
  return { status, headers: { 'content-type': `${mediaType}; charset=utf-8` }, body };
}
