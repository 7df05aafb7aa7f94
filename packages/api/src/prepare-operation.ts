/** What a socket is asked for, made ready in the same way on every server. */
import { schema } from '@muster/schema/schema';
import { type ExecutionArgs, GraphQLError, getOperationAST, OperationTypeNode } from 'graphql';
import type { Services } from './services.ts';

export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

export interface PreparedOperation {
  /** All but the context. */
  readonly args: Omit<ExecutionArgs, 'contextValue'>;
  readonly isSubscription: boolean;
}

/** Why it can't be executed, or how to. */
export function prepareOperation(
  { documents }: Pick<Services, 'documents'>,
  request: OperationRequest,
): PreparedOperation | readonly GraphQLError[] {
  try {
    const { document, errors } = documents.prepare(request.query);
    if (errors.length > 0) return errors;
    const operationName = request.operationName ?? null;
    const operation = getOperationAST(document, operationName);
    if (!operation) {
      const extensions = { code: 'OPERATION_RESOLUTION_FAILURE' };
      return [new GraphQLError('Could not determine what operation to execute.', { extensions })];
    }
    return {
      args: { schema, document, operationName, variableValues: request.variables ?? null },
      isSubscription: operation.operation === OperationTypeNode.SUBSCRIPTION,
    };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

export function isRefused(
  prepared: PreparedOperation | readonly GraphQLError[],
): prepared is readonly GraphQLError[] {
  return Array.isArray(prepared);
}
