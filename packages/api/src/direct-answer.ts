/**
 * The short way for what is answered in one piece. It answers as yoga would, byte for byte where it matters, without
 * building a Request and a Response for it; a test holds the two against each other. Subscriptions: direct-stream.ts.
 */
import { type ExecutionResult, execute } from 'graphql';
import { type Mask, present } from './masking.ts';
import { plainOperation } from './plain-operation.ts';
import type { Services } from './services.ts';

export interface DirectAnswer {
  readonly status: number;
  readonly body: string;
}

/** Undefined when this request is not for the short way. */
export async function answerDirectly(
  services: Services,
  mask: Mask,
  request: { readonly body: string; readonly authorization: string | undefined },
): Promise<DirectAnswer | undefined> {
  const operation = await plainOperation(services, request);
  if (!operation?.isAnsweredOnce) return undefined;
  const result: ExecutionResult = await execute(operation.args);
  // Without data nothing was executed: the variables don't fit, and yoga knows how to say that.
  if (result.data === undefined) return undefined;
  await services.store.durable();
  return { status: statusOf(result), body: JSON.stringify(present(result, mask)) };
}

function statusOf(result: ExecutionResult): number {
  return (result.errors ?? []).reduce((status, error) => {
    const http = error.extensions.http;
    const isStatus = typeof http === 'object' && http !== null && 'status' in http;
    const wanted = isStatus && typeof http.status === 'number' ? http.status : 200;
    return Math.max(status, wanted);
  }, 200);
}
