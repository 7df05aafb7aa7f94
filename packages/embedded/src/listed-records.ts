/**
 * What of the records in memory stands in one index, by the partitions of the index: what was written and is not in the
 * tables yet, and of complete partitions all there is.
 *
 * L1. Of a complete partition every entry is here: the tables have none for a record that is not listed.
 * L2. A complete partition that lists more than `ENTRIES_MAX` records as one of them settles is complete no longer:
 *     looking through it for each page would cost more than asking the tables.
 */
import type { Key } from '@muster/engine/ports/store';
import type { Remembered } from './record-memory.ts';

export interface Listing {
  /** In no order. */
  readonly records: Iterable<Remembered>;
  /** See L1. Otherwise the tables have to be asked too. */
  readonly isComplete: boolean;
}

interface Group {
  readonly records: Set<Remembered>;
  isComplete: boolean;
  /** Number of the clearing before which it was asked for last. */
  usedAt: number;
}

export const ENTRIES_MAX = 64;
const NOTHING: Listing = { records: [], isComplete: false };

export class ListedRecords {
  readonly #groups = new Map<string, Group>();

  read(partition: string, clearing: number): Listing {
    const group = this.#groups.get(partition);
    if (group === undefined) return NOTHING;
    group.usedAt = clearing;
    return group;
  }

  /** A written record stands at `next`, no longer at `former`. */
  move(remembered: Remembered, former: Key | undefined, next: Key | undefined): void {
    if (former !== undefined && former.partition !== next?.partition)
      this.#remove(former.partition, remembered);
    if (next !== undefined) this.#group(next.partition).records.add(remembered);
  }

  /** The tables have what was written of it, at `place` in the index. */
  settle(remembered: Remembered, place: Key | undefined): void {
    if (place === undefined) return;
    const group = this.#groups.get(place.partition);
    if (group?.isComplete && group.records.size > ENTRIES_MAX) release(group);
    if (!group?.isComplete) this.#remove(place.partition, remembered);
  }

  /** To be told when the tables have no entry in the partition but such as were written since. Answers whether it is news. */
  complete(partition: string, clearing: number): boolean {
    const group = this.#group(partition);
    if (group.isComplete || group.records.size > ENTRIES_MAX) return false;
    group.isComplete = true;
    group.usedAt = clearing;
    return true;
  }

  /**
   * Partitions that were not asked for since the last clearing are complete no longer. What the others list counts as used.
   * Answers how many these are.
   */
  clear(clearing: number): number {
    let keptCount = 0;
    for (const [partition, group] of this.#groups) {
      if (!group.isComplete) continue;
      if (group.usedAt === clearing) {
        for (const remembered of group.records) remembered.usedAt = clearing;
        keptCount += 1;
      } else {
        release(group);
        if (group.records.size === 0) this.#groups.delete(partition);
      }
    }
    return keptCount;
  }

  #group(partition: string): Group {
    let group = this.#groups.get(partition);
    if (group === undefined) {
      group = { records: new Set(), isComplete: false, usedAt: 0 };
      this.#groups.set(partition, group);
    }
    return group;
  }

  #remove(partition: string, remembered: Remembered): void {
    const group = this.#groups.get(partition);
    if (group === undefined) return;
    group.records.delete(remembered);
    if (group.records.size === 0 && !group.isComplete) this.#groups.delete(partition);
  }
}

function release(group: Group): void {
  group.isComplete = false;
  for (const remembered of group.records) if (remembered.entry === 0) group.records.delete(remembered);
}
