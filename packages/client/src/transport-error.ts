/** Why no answer came, as opposed to an answer that refuses: those are values in the payloads. */

/**
 * UNREACHABLE: nobody listens there, or the connection broke. TIMEOUT: no answer in time. UNAUTHENTICATED: no key, or
 * one that is no good. REFUSED: the request as such was refused, `code` says why. BAD_ANSWER: what came is not
 * GraphQL over HTTP. ABORTED: the caller's own signal.
 */
export type TransportFailure =
  | 'UNREACHABLE'
  | 'TIMEOUT'
  | 'UNAUTHENTICATED'
  | 'REFUSED'
  | 'BAD_ANSWER'
  | 'ABORTED';

export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly failure: TransportFailure;
  /** The server's error code, when it gave one. */
  readonly code: string | undefined;

  constructor(failure: TransportFailure, message: string, more: { code?: string; cause?: unknown } = {}) {
    super(message, 'cause' in more ? { cause: more.cause } : undefined);
    this.failure = failure;
    this.code = more.code;
  }
}

/** The `errors` of an answer as one error. */
export function refusalOf(errors: readonly unknown[]): TransportError {
  const messages = errors.map((error) => textAt(error, 'message') ?? 'no message');
  const code = textAt(fieldOf(errors[0], 'extensions'), 'code');
  const failure = code === 'UNAUTHENTICATED' ? 'UNAUTHENTICATED' : 'REFUSED';
  return new TransportError(failure, messages.join('; '), code === undefined ? {} : { code });
}

export function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function textAt(value: unknown, key: string): string | undefined {
  const field = fieldOf(value, key);
  return typeof field === 'string' ? field : undefined;
}
