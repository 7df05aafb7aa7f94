import { GraphQLError } from 'graphql';
import { principalFrom } from './request-context.ts';
import type { Services } from './services.ts';

/**
 * Looks at the credential again before each event, so that a revoked key hears nothing more. Within
 * `LIMITS.apiKeyCacheMsMax` of a revocation by another process.
 */
export function whileAuthorised<T>(
  services: Pick<Services, 'access'>,
  authorization: string | null | undefined,
  source: AsyncIterable<T>,
): AsyncIterableIterator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const end = async () => {
    await iterator.return?.();
    return { done: true, value: undefined } as const;
  };
  const checked: AsyncIterableIterator<T> = {
    next: async () => {
      const item = await iterator.next();
      if (item.done === true) return item;
      const refusal = await refusalOf(services, authorization);
      if (refusal === undefined) return item;
      await end();
      throw refusal;
    },
    return: end,
    [Symbol.asyncIterator]: () => checked,
  };
  return checked;
}

async function refusalOf(
  services: Pick<Services, 'access'>,
  authorization: string | null | undefined,
): Promise<GraphQLError | undefined> {
  try {
    await principalFrom(services, authorization);
    return undefined;
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}
