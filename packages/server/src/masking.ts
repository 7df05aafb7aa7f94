/**
 * What a client may see of a failure. What was not foreseen becomes INTERNAL with a correlation id, and is logged with
 * it, once, here.
 */
import { failure } from '@muster/schema/errors';
import { type FormattedExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Services } from './services.ts';

export type Mask = (error: unknown) => GraphQLError;

export function createMask({ log, nextId }: Pick<Services, 'log' | 'nextId'>): Mask {
  return (error) => {
    if (isForeseen(error)) return error;
    const correlationId = nextId();
    const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
    const path = error instanceof GraphQLError ? error.path : undefined;
    log.error({ err: cause, correlationId, path }, 'a request failed for a reason of ours');
    const masked = failure({ code: 'INTERNAL', path: [], detail: { correlationId } });
    const { nodes, source, positions } = error instanceof GraphQLError ? error : masked;
    return new GraphQLError(masked.message, {
      nodes: nodes ?? null,
      source: source ?? null,
      positions: positions ?? null,
      path: path ?? null,
      extensions: masked.extensions,
    });
  };
}

/** Thrown by graphql-js or by us on purpose, all the way down. */
function isForeseen(error: unknown): error is GraphQLError {
  if (!(error instanceof GraphQLError)) return false;
  const cause = error.originalError;
  return cause === undefined || cause === null || isForeseen(cause);
}

/** The answer as it goes out: errors masked, and without the hints that are meant for the transport. */
export function present(
  result: { readonly data?: unknown; readonly errors?: readonly GraphQLError[] },
  mask: Mask,
): FormattedExecutionResult {
  if (result.errors === undefined) return result as FormattedExecutionResult;
  return {
    ...result,
    errors: result.errors.map((error) => withoutHints(mask(error))),
  } as FormattedExecutionResult;
}

function withoutHints(error: GraphQLError): GraphQLFormattedError {
  const { extensions, ...rest } = error.toJSON();
  if (extensions === undefined) return rest;
  const { http: _, ...visible } = extensions;
  return { ...rest, extensions: visible };
}
