/**
 * Narrows wide joins. A node that waits for more than `LIMITS.joinWidthMax` others waits for junctions instead, each of
 * which waits for at most that many: the record of what a node still waits for stays small however wide the join.
 *
 * J1. Leaving the junctions out again gives exactly the predecessors there were.
 * J2. Every junction has at least two predecessors and exactly one successor.
 */
import { LIMITS } from '../limits.ts';

export interface Junction {
  readonly index: number;
  readonly waitsFor: readonly number[];
}

export interface NarrowedJoin {
  /** Ascending, at most `LIMITS.joinWidthMax` long. */
  readonly waitsFor: readonly number[];
  /** In the order of their indexes; empty when the join was narrow enough. */
  readonly junctions: readonly Junction[];
}

export interface WideJoin {
  /** Ascending. */
  readonly predecessors: readonly number[];
  /** One of the predecessors that must not end up behind a junction. */
  readonly keepDirect?: number;
  /** Index of the first junction made. */
  readonly nextIndex: number;
}

export function narrowJoin(join: WideJoin): NarrowedJoin {
  const width = LIMITS.joinWidthMax;
  if (join.predecessors.length <= width) return { waitsFor: join.predecessors, junctions: [] };

  const direct = join.keepDirect === undefined ? [] : [join.keepDirect];
  const junctions: Junction[] = [];
  let layer = join.predecessors.filter((predecessor) => predecessor !== join.keepDirect);
  while (layer.length + direct.length > width) {
    const next: number[] = [];
    for (let from = 0; from < layer.length; from += width) {
      const members = layer.slice(from, from + width);
      if (members.length === 1) {
        next.push(...members);
        continue;
      }
      const index = join.nextIndex + junctions.length;
      junctions.push({ index, waitsFor: members });
      next.push(index);
    }
    // Only a lone last member stays as it is; it may stand before the junctions.
    layer = next.sort((a, b) => a - b);
  }
  return { waitsFor: [...direct, ...layer].sort((a, b) => a - b), junctions };
}
