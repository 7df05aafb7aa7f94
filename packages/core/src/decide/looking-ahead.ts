/**
 * What to load along with the nodes of a walk through a run: one that leads from node to node would ask for each of them by
 * itself, ten thousand times in a long chain. Mostly what comes next in the walk comes next in the document too.
 *
 * A1. At most twice as much is loaded as the walk needs, and a few more.
 */

/** What a store reads at once. */
const TOGETHER_MAX = 100;

export class LookingAhead {
  readonly #nodeCount: number;
  readonly #loaded = new Set<number>();
  /** How many are loaded behind one that is needed: the more, the more often the walk went on where the last load ended. */
  #width = 1;
  #end = -1;

  constructor(nodeCount: number) {
    this.#nodeCount = nodeCount;
  }

  /** To be loaded before the walk looks at `needed`; what it has loaded before is left out. */
  indexesFor(needed: readonly number[]): readonly number[] {
    const missing = needed.filter((index) => !this.#loaded.has(index));
    if (missing.length === 0) return [];
    const goesOn = missing.includes(this.#end);
    this.#width = goesOn ? Math.min(TOGETHER_MAX, 2 * this.#width) : 1;
    const indexes = new Set(missing);
    for (const index of missing) this.#addBehind(index, indexes);
    for (const index of indexes) this.#loaded.add(index);
    this.#end = Math.max(...indexes) + 1;
    return [...indexes];
  }

  #addBehind(index: number, indexes: Set<number>): void {
    const end = Math.min(this.#nodeCount, index + 1 + this.#width);
    for (let next = index + 1; next < end && indexes.size < TOGETHER_MAX; next++) {
      if (!this.#loaded.has(next)) indexes.add(next);
    }
  }
}
