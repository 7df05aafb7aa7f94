/**
 * The short way for subscriptions over HTTP: as many events as there are in a burst leave in one write, where yoga takes
 * several turns and writes for each. A test holds the two against each other.
 */
import { subscribe } from 'graphql';
import { type Mask, present } from './masking.ts';
import { plainOperation } from './plain-operation.ts';
import type { Services } from './services.ts';
import { toldToReader } from './told-to-reader.ts';

/** The events, each as the text of its answer; undefined when this request is not for the short way. */
export async function streamDirectly(
  services: Services,
  mask: Mask,
  request: { readonly body: string; readonly authorization: string | undefined },
): Promise<AsyncIterableIterator<string> | undefined> {
  const operation = await plainOperation(services, request);
  if (operation?.isAnsweredOnce !== false) return undefined;
  const result = await subscribe(operation.args);
  // It was refused, and so it will be by yoga, which knows how to say that.
  if (!(Symbol.asyncIterator in result)) return undefined;
  const told = toldToReader(services, request.authorization, result);
  const texts: AsyncIterableIterator<string> = {
    next: async () => {
      const { done, value } = await told.next();
      return done === true
        ? { done, value: undefined }
        : { done: false, value: JSON.stringify(present(value, mask)) };
    },
    return: async () => {
      await told.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => texts,
  };
  return texts;
}
