/** Acts on each item as it comes, on at most `max` at a time. `act` must not reject. */
export async function inParallel<T>(
  items: AsyncIterable<T>,
  max: number,
  act: (item: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  try {
    for await (const item of items) {
      const acting: Promise<void> = act(item).finally(() => running.delete(acting));
      running.add(acting);
      if (running.size >= max) await Promise.race(running);
    }
  } finally {
    // Also when there are no more items because asking for them failed: nothing goes on unseen.
    await Promise.all(running);
  }
}
