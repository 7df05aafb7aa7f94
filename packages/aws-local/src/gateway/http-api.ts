/** An HTTP API of API Gateway in front of one function, with its limits and its own error answers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpAnswer, httpEvent, JSON_HEADERS } from './http-event.ts';
import { invoke, type LambdaHandler, LambdaTimeout } from './lambda-function.ts';
import { readBounded } from './read-bounded.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html (2026-11-21) */
const REQUEST_BYTES_MAX = 10 * 1_048_576;
/** Of what Lambda answers at once. */
const ANSWER_BYTES_MAX = 6 * 1_048_576;
/** An HTTP API waits 30 s; ours ends a function before that. */
const TIMEOUT_MS = 29_000;

export interface HttpApiOptions {
  readonly handler: LambdaHandler;
  /** Of the function in its context; `http-api` unless told. */
  readonly name?: string;
  /** 29,000 ms unless told. */
  readonly timeoutMs?: number;
  /** Told of what the function threw, before 500 is answered. */
  readonly onError?: (error: unknown) => void;
}

export type HttpListener = (request: IncomingMessage, response: ServerResponse) => void;

export function serveHttpApi(options: HttpApiOptions): HttpListener {
  return (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      options.onError?.(error);
      const isLate = error instanceof LambdaTimeout;
      refuse(response, isLate ? 503 : 500, isLate ? 'Service Unavailable' : 'Internal Server Error');
    });
  };
}

async function answer(
  options: HttpApiOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { handler, name = 'http-api', timeoutMs = TIMEOUT_MS } = options;
  const body = await readBounded(request, REQUEST_BYTES_MAX);
  if (body === undefined) return refuse(response, 413, 'Request Entity Too Large');
  const answered = await invoke({ name, handler, timeoutMs }, httpEvent(request, body, new Date()));
  const answerOfFunction = httpAnswer(answered);
  if (answerOfFunction === undefined) throw new Error('the function answered nothing that can be sent');
  const { statusCode, headers, cookies, body: sent } = answerOfFunction;
  if (sent.length > ANSWER_BYTES_MAX) throw new Error('the function answered more than Lambda lets through');
  for (const [header, value] of Object.entries(headers)) response.setHeader(header, value);
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  response.writeHead(statusCode).end(sent);
}

function refuse(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, JSON_HEADERS).end(JSON.stringify({ message }));
}
