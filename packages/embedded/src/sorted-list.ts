/** Items in one order, found by halving. Inserting moves what comes after, which is fast enough for some 100,000. */
export class SortedList<T> {
  readonly #compare: (left: T, right: T) => number;
  readonly #items: T[] = [];

  constructor(compare: (left: T, right: T) => number) {
    this.#compare = compare;
  }

  get items(): readonly T[] {
    return this.#items;
  }

  /** Takes the place of an equal item. */
  set(item: T): void {
    const place = this.placeOf(item);
    this.#items.splice(place, this.#isAt(place, item) ? 1 : 0, item);
  }

  delete(item: T): void {
    const place = this.placeOf(item);
    if (this.#isAt(place, item)) this.#items.splice(place, 1);
  }

  /** Index of the first item that is not before `probe`. */
  placeOf(probe: T): number {
    return this.boundary((item) => this.#compare(item, probe) >= 0);
  }

  /** Index of the first item for which `isBeyond` holds, given that it holds for all that come after that one. */
  boundary(isBeyond: (item: T) => boolean): number {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const item = this.#items[middle];
      if (item !== undefined && !isBeyond(item)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #isAt(place: number, probe: T): boolean {
    const item = this.#items[place];
    return item !== undefined && this.#compare(item, probe) === 0;
  }
}

/** By UTF-16 code units. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
