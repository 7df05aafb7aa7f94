/**
 * Loads with the first who asks, once for all. What failed is forgotten: the next who asks tries again, so that a bad
 * moment does not last for as long as the process.
 */
export function onDemand<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
