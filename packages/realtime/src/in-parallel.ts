/** Acts on each item as it comes, on at most `max` at a time. `act` must not reject. */
export async function inParallel<T>(
  items: AsyncIterable<T>,
  max: number,
  act: (item: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  for await (const item of items) {
    const acting: Promise<void> = act(item).finally(() => running.delete(acting));
    running.add(acting);
    if (running.size >= max) await Promise.race(running);
  }
  await Promise.all(running);
}
