/** What the event of an addition tells of the edges that it made, so that a graph that is folded from events has them too. */
import type { Growth } from '../graph/plan-growth.ts';
import { nodeIdOf } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { Decision } from './ask.ts';
import type { Draft } from './draft.ts';

export interface ToldEdges {
  readonly edgeCount: number;
  /** Ids of the node that goes before and of the one that waits. Absent where there are more than the limit. */
  readonly edges?: readonly (readonly [string, string])[];
}

export function* toldEdges(draft: Draft, growth: Growth): Decision<ToldEdges> {
  const pairs = [...growth.specs, ...growth.followed].flatMap(({ index, successors }) =>
    successors.map((successor) => [index, successor] as const),
  );
  if (pairs.length > LIMITS.edgesToldMax) return { edgeCount: pairs.length };
  const former = [...new Set(pairs.flat())].filter((index) => index < growth.firstIndex);
  const nodes = [...growth.nodes, ...(yield* draft.nodes(former))];
  const ids = new Map(nodes.map(({ kind, index }) => [index, nodeIdOf(kind, { ...draft.runRef, index })]));
  const edges = pairs.map(([before, after]) => [ids.get(before) ?? '', ids.get(after) ?? ''] as const);
  return { edgeCount: pairs.length, edges };
}
