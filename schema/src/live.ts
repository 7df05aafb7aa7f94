/**
 * Carries an engine subscription to GraphQL. Ending the GraphQL side aborts the engine's at once, also while it waits
 * for its next item: a generator could not be ended there.
 */
import { clearAllDataLoaders } from '@pothos/plugin-dataloader';
import type { GraphContext } from './context.ts';

/** Rejects as `open` does, so that a refused subscription never begins. */
export async function live<T>(
  context: GraphContext,
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
): Promise<AsyncIterableIterator<T>> {
  const controller = new AbortController();
  const source = (await open(controller.signal))[Symbol.asyncIterator]();
  const stop = async () => {
    controller.abort();
    await source.return?.();
  };
  const iterator: AsyncIterableIterator<T> = {
    next: async () => {
      const item = await source.next();
      // Each item is answered from what is stored now, not from what an earlier one has loaded.
      clearAllDataLoaders(context);
      return item;
    },
    return: async () => {
      await stop();
      return { done: true, value: undefined };
    },
    throw: async (error) => {
      await stop();
      throw error;
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}
