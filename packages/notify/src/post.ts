/**
 * One POST to an address that a customer of ours has chosen.
 *
 * P1. It reaches public addresses only, unless told otherwise: looked at when the connection is made, for names and for
 *     numbers alike.
 * P2. It ends within its time, whatever the other side does, and reads no more than `LIMITS.deliveryAnswerBytesMax`.
 * P3. Redirects are answers, and not followed. Nothing is kept between two posts: no connection, no cookie.
 */
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { LIMITS } from '@muster/core/limits';
import { targetUrlProblem } from '@muster/core/notify/target-url';
import { ForbiddenTarget, guardedLookup, type Resolve, resolveBySystem } from './guarded-lookup.ts';
import { isPublicAddress } from './public-address.ts';

export interface PostOptions {
  /** For trying things out: any address, and HTTP without TLS. */
  readonly allowsPrivate?: boolean;
  /** The system's unless told. */
  readonly resolve?: Resolve;
  /** `isPublicAddress` unless told, or unless `allowsPrivate`. */
  readonly isAllowed?: (address: string) => boolean;
  /** `LIMITS.deliveryMsMax` unless told. */
  readonly timeoutMs?: number;
}

export interface Posting {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type PostResult =
  | { readonly kind: 'ANSWERED'; readonly answer: PostAnswer }
  /** Nothing was sent, and nothing will be. */
  | { readonly kind: 'FORBIDDEN'; readonly reason: string }
  /** It may have arrived or not. */
  | { readonly kind: 'FAILED'; readonly reason: string };

export interface PostAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** Its beginning. */
  readonly text: string;
}

const SUCCESS_MIN = 200;
const SUCCESS_MAX = 299;

/** Never rejects. */
export async function post(posting: Posting, options: PostOptions = {}): Promise<PostResult> {
  const allowsPrivate = options.allowsPrivate ?? false;
  const isAllowed = options.isAllowed ?? (allowsPrivate ? () => true : isPublicAddress);
  const isTrial = allowsPrivate || options.isAllowed !== undefined;
  const problem = targetUrlProblem(posting.url, { allowsPrivate: isTrial });
  if (problem !== undefined) return { kind: 'FORBIDDEN', reason: problem };
  const url = new URL(posting.url);
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  // A number is connected to without being looked up.
  if (isIP(literal) !== 0 && !isAllowed(literal)) {
    return { kind: 'FORBIDDEN', reason: 'The address is not public.' };
  }
  try {
    return { kind: 'ANSWERED', answer: await send(url, posting, { ...options, isAllowed }) };
  } catch (error) {
    const forbidden = forbiddenIn(error);
    if (forbidden !== undefined) return { kind: 'FORBIDDEN', reason: forbidden.message };
    return { kind: 'FAILED', reason: reasonOf(error, options.timeoutMs ?? LIMITS.deliveryMsMax) };
  }
}

export function isSuccess(status: number): boolean {
  return status >= SUCCESS_MIN && status <= SUCCESS_MAX;
}

function send(
  url: URL,
  { headers, body }: Posting,
  options: PostOptions & { readonly isAllowed: (address: string) => boolean },
): Promise<PostAnswer> {
  const { isAllowed, resolve = resolveBySystem, timeoutMs = LIMITS.deliveryMsMax } = options;
  const open = url.protocol === 'https:' ? requestHttps : requestHttp;
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((fulfil, reject) => {
    const sending = {
      method: 'POST',
      agent: false,
      signal,
      lookup: guardedLookup(isAllowed, resolve),
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    };
    const outgoing = open(url, sending);
    const fail = (error: unknown) => reject(error);
    const endNow = () => reject(signal.reason);
    outgoing.once('response', (incoming) => {
      // From here on there is an answer, however it ends.
      signal.removeEventListener('abort', endNow);
      outgoing.off('error', fail).on('error', () => {});
      void readAnswer(incoming).then(fulfil, reject);
    });
    outgoing.on('error', fail);
    // Covers what the request itself does not: a name that is never resolved.
    signal.addEventListener('abort', endNow, { once: true });
    outgoing.end(body);
  });
}

/** What was decided by the status does not depend on how the rest arrives. */
async function readAnswer(incoming: IncomingMessage): Promise<PostAnswer> {
  const { statusCode: status = 0, headers } = incoming;
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= LIMITS.deliveryAnswerBytesMax) break;
    }
  } catch {
    // It was broken off, or took too long: what has come is what there is.
  } finally {
    incoming.destroy();
  }
  const text = Buffer.concat(chunks).subarray(0, LIMITS.deliveryAnswerBytesMax).toString('utf8');
  return { status, retryAfter: headers['retry-after'], text };
}

/** Where several addresses were tried, it is one of the errors of them all. */
function forbiddenIn(error: unknown): ForbiddenTarget | undefined {
  if (error instanceof ForbiddenTarget) return error;
  const causes: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  return causes.find((cause) => cause instanceof ForbiddenTarget);
}

/** By its kind alone: the text of an error of the network holds addresses. */
function reasonOf(error: unknown, timeoutMs: number): string {
  const { name, code } = error as { readonly name?: string; readonly code?: string };
  if (name === 'TimeoutError' || name === 'AbortError') return `There was no answer within ${timeoutMs} ms.`;
  const known = code === undefined ? undefined : WORDS[code];
  return known ?? `The connection failed${code === undefined ? '' : ` (${code})`}.`;
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was broken off.',
  ENOTFOUND: 'The name of the host is not known.',
  EAI_AGAIN: 'The name of the host could not be looked up.',
  EPROTO: 'The host does not speak TLS as it should.',
  CERT_HAS_EXPIRED: 'The certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is not one that is trusted.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate is not one that is trusted.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another name.',
};
