/**
 * What a client may see of a failure. A store that is out of reach is UNAVAILABLE, in our words: trying again can help. What
 * was not foreseen becomes INTERNAL with a correlation id. Both are logged, once, here.
 */
import { StoreUnavailable } from '@muster/engine/ports/store';
import { failure } from '@muster/schema/errors';
import {
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLErrorExtensions,
  type GraphQLFormattedError,
} from 'graphql';
import type { Services } from './services.ts';

export type Mask = (error: unknown) => GraphQLError;

export function createMask({ log, nextId }: Pick<Services, 'log' | 'nextId'>): Mask {
  return (error) => {
    if (isForeseen(error)) return withoutCause(error);
    const failed = error instanceof GraphQLError ? error : undefined;
    const cause = failed?.originalError ?? error;
    const masked = cause instanceof StoreUnavailable ? unavailable() : internal(nextId());
    if (cause instanceof StoreUnavailable)
      log.warn({ err: cause, path: failed?.path }, 'a request found the store out of reach');
    else {
      const { correlationId } = masked.extensions;
      log.error({ err: cause, correlationId, path: failed?.path }, 'a request failed for a reason of ours');
    }
    return new GraphQLError(masked.message, { ...placeOf(failed), extensions: masked.extensions });
  };
}

/** Of a whole request that got no answer. */
export function statusOfFailure({ code }: GraphQLErrorExtensions): 500 | 503 {
  return code === 'UNAVAILABLE' ? 503 : 500;
}

function unavailable(): GraphQLError {
  return failure({ code: 'UNAVAILABLE', path: [], detail: { reason: 'the store is out of reach' } });
}

function internal(correlationId: string): GraphQLError {
  return failure({ code: 'INTERNAL', path: [], detail: { correlationId } });
}

/**
 * What yoga's parser says of a body that is no JSON stays here. By that yoga tells a body from a document, and answers 400 for
 * either media type: this has to be said instead.
 */
function withoutCause(error: GraphQLError): GraphQLError {
  const { originalError, ...extensions } = error.extensions;
  if (originalError === undefined) return error;
  const visible = { ...extensions, http: { status: 400 } };
  return new GraphQLError(error.message, { ...placeOf(error), extensions: visible });
}

/** The same error with hints for the transport; what it says itself goes before them. */
export function hinted(error: GraphQLError, hints: GraphQLErrorExtensions): GraphQLError {
  const extensions = { ...hints, ...error.extensions };
  return new GraphQLError(error.message, { ...placeOf(error), extensions });
}

function placeOf(error: GraphQLError | undefined) {
  const { nodes = null, source = null, positions = null, path = null } = error ?? {};
  return { nodes, source, positions, path };
}

/** Thrown by graphql-js or by us on purpose, all the way down. */
function isForeseen(error: unknown): error is GraphQLError {
  if (!(error instanceof GraphQLError)) return false;
  const cause = error.originalError;
  return cause === undefined || cause === null || isForeseen(cause);
}

/** Of what is refused before anything is executed, and has no code of its own: variables that don't fit. */
export const UNFIT = { code: 'BAD_REQUEST' };

/**
 * The answer as it goes out: errors masked, each with a code, and without the hints that are meant for the transport.
 */
export function present(
  result: { readonly data?: unknown; readonly errors?: readonly GraphQLError[] },
  mask: Mask,
): FormattedExecutionResult {
  if (result.errors === undefined) return result as FormattedExecutionResult;
  return {
    ...result,
    errors: result.errors.map((error) =>
      withoutHints(result.data === undefined ? hinted(mask(error), UNFIT) : mask(error)),
    ),
  } as FormattedExecutionResult;
}

function withoutHints(error: GraphQLError): GraphQLFormattedError {
  const { extensions, ...rest } = error.toJSON();
  if (extensions === undefined) return rest;
  const { http: _, ...visible } = extensions;
  return { ...rest, extensions: visible };
}
