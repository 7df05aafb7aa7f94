/**
 * The short way for what clients send all day: a plain JSON POST of a valid query or mutation. It answers as yoga
 * would, byte for byte where it matters, without building a Request and a Response for it; a test holds the two
 * against each other. Whatever is unusual is left to yoga, before anything was executed.
 */
import { schema } from '@muster/schema/schema';
import { type ExecutionResult, execute, GraphQLError } from 'graphql';
import { isAnsweredOnce } from './document-cache.ts';
import { type Mask, present } from './masking.ts';
import { contextFor, principalFrom } from './request-context.ts';
import type { Services } from './services.ts';

export interface DirectAnswer {
  readonly status: number;
  readonly body: string;
}

interface Parameters {
  readonly query: string;
  readonly variables: { readonly [name: string]: unknown } | undefined;
  readonly operationName: string | undefined;
}

/** Undefined when this request is not for the short way. */
export async function answerDirectly(
  services: Services,
  mask: Mask,
  request: { readonly body: string; readonly authorization: string | undefined },
): Promise<DirectAnswer | undefined> {
  const parameters = parametersOf(request.body);
  if (parameters === undefined) return undefined;
  const document = executable(services, parameters);
  if (document === undefined) return undefined;
  const principal = await principalFrom(services, request.authorization).catch(onlyUnauthenticated);
  if (principal === 'UNAUTHENTICATED') return undefined;
  const result: ExecutionResult = await execute({
    schema,
    document,
    contextValue: contextFor(services, principal),
    variableValues: parameters.variables ?? null,
    operationName: parameters.operationName ?? null,
  });
  // Without data nothing was executed: the variables don't fit, and yoga knows how to say that.
  if (result.data === undefined) return undefined;
  await services.store.durable();
  return { status: statusOf(result), body: JSON.stringify(present(result, mask)) };
}

function parametersOf(body: string): Parameters | undefined {
  const parsed = parseJson(body);
  if (!isRecord(parsed)) return undefined;
  const { query, variables, operationName, extensions, ...unknown } = parsed;
  const isUsual =
    typeof query === 'string' &&
    (variables === undefined || variables === null || isRecord(variables)) &&
    (operationName === undefined || operationName === null || typeof operationName === 'string') &&
    (extensions === undefined || extensions === null || isRecord(extensions)) &&
    Object.keys(unknown).length === 0;
  return isUsual
    ? { query, variables: variables ?? undefined, operationName: operationName ?? undefined }
    : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function executable({ documents }: Services, { query, operationName }: Parameters) {
  try {
    const { document, errors } = documents.prepare(query);
    return errors.length === 0 && isAnsweredOnce(document, operationName) === true ? document : undefined;
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

function onlyUnauthenticated(error: unknown): 'UNAUTHENTICATED' {
  if (error instanceof GraphQLError) return 'UNAUTHENTICATED';
  throw error;
}

function statusOf(result: ExecutionResult): number {
  return (result.errors ?? []).reduce((status, error) => {
    const http = error.extensions.http;
    const wanted = isRecord(http) && typeof http.status === 'number' ? http.status : 200;
    return Math.max(status, wanted);
  }, 200);
}

function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
