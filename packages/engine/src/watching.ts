/**
 * A subscription that ends when its reader goes, even while it waits for news: returning the iterator aborts the wait,
 * which a bare generator can't.
 */
export function watching<T>(
  outer: AbortSignal,
  start: (signal: AbortSignal) => AsyncGenerator<T>,
): AsyncIterable<T> & AsyncIterator<T> {
  const gone = new AbortController();
  const items = start(AbortSignal.any([outer, gone.signal]));
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => items.next(),
    return: () => {
      gone.abort();
      return items.return(undefined);
    },
  };
}
