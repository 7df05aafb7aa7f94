/** One request over HTTP. Connections are kept open between requests by the platform's `fetch`. */
import type { Operation, VariableValues } from './operation.ts';
import { fieldOf, refusalOf, TransportError } from './transport-error.ts';

export const REQUEST_TIMEOUT_MS = 30_000;

export interface Target {
  readonly url: string;
  readonly socketUrl: string;
  readonly authorization: string;
}

interface Call<Data, Variables extends VariableValues> {
  readonly operation: Operation<Data, Variables>;
  readonly variables: Variables;
}

export async function postOperation<Data, Variables extends VariableValues>(
  target: Target,
  { operation, variables }: Call<Data, Variables>,
  options: { readonly signal?: AbortSignal; readonly timeoutMs?: number } = {},
): Promise<Data> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? REQUEST_TIMEOUT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const body = JSON.stringify({ query: operation.text, operationName: operation.name, variables });
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json, application/json',
        authorization: target.authorization,
        'content-type': 'application/json',
      },
      body,
      signal,
    });
    return dataOf<Data>(await response.text(), response.status);
  } catch (error) {
    if (error instanceof TransportError) throw error;
    throw brokenBy(error, target.url, { timeout, caller: options.signal });
  }
}

function dataOf<Data>(text: string, status: number): Data {
  const answer = parsed(text);
  const errors = fieldOf(answer, 'errors');
  if (Array.isArray(errors) && errors.length > 0) throw refusalOf(errors);
  const data = fieldOf(answer, 'data');
  if (typeof data !== 'object' || data === null) {
    throw new TransportError('BAD_ANSWER', `The answer (HTTP ${status}) is not one of a GraphQL server.`);
  }
  // The codec of this edge: the text of the operation and this type were generated from the same schema.
  return data as Data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function brokenBy(
  error: unknown,
  url: string,
  signals: { readonly timeout: AbortSignal; readonly caller: AbortSignal | undefined },
): TransportError {
  if (signals.caller?.aborted)
    return new TransportError('ABORTED', 'Given up by the caller.', { cause: error });
  if (signals.timeout.aborted) {
    return new TransportError('TIMEOUT', `No answer from ${url} in time.`, { cause: error });
  }
  return new TransportError('UNREACHABLE', `No connection to ${url}.`, { cause: error });
}
