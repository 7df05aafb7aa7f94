/**
 * What clients send all day: a plain JSON POST of a valid operation, by somebody who is known or nobody. Whatever is
 * unusual is left to yoga, before anything was executed.
 */
import { schema } from '@muster/schema/schema';
import { type ExecutionArgs, GraphQLError } from 'graphql';
import { isAnsweredOnce } from './document-cache.ts';
import { contextFor, principalFrom } from './request-context.ts';
import type { Services } from './services.ts';

export interface PlainOperation {
  readonly args: ExecutionArgs;
  /** A query or a mutation; else it is a subscription. */
  readonly isAnsweredOnce: boolean;
}

interface Parameters {
  readonly query: string;
  readonly variables: { readonly [name: string]: unknown } | undefined;
  readonly operationName: string | undefined;
}

/** Undefined when this request is not for the short ways. */
export async function plainOperation(
  services: Services,
  request: { readonly body: string; readonly authorization: string | undefined },
): Promise<PlainOperation | undefined> {
  const parameters = parametersOf(request.body);
  if (parameters === undefined) return undefined;
  const { variables, operationName } = parameters;
  const document = validDocument(services, parameters);
  const isOnce = document && isAnsweredOnce(document, operationName);
  if (document === undefined || isOnce === undefined) return undefined;
  const principal = await principalFrom(services, request.authorization).catch(onlyUnauthenticated);
  if (principal === 'UNAUTHENTICATED') return undefined;
  const contextValue = contextFor(services, principal);
  const values = { variableValues: variables ?? null, operationName: operationName ?? null };
  return { args: { schema, document, contextValue, ...values }, isAnsweredOnce: isOnce };
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

function validDocument({ documents }: Services, { query }: Parameters) {
  try {
    const { document, errors } = documents.prepare(query);
    return errors.length === 0 ? document : undefined;
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

function onlyUnauthenticated(error: unknown): 'UNAUTHENTICATED' {
  if (error instanceof GraphQLError) return 'UNAUTHENTICATED';
  throw error;
}

function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
