/** Uniform numbers in [0, 1) from a seed: a small linear congruential generator, good enough to vary tests. */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
