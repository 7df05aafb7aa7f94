import type { Graph } from './graph.ts';

export interface BottomLevels {
  /** Weight of the heaviest path from the node to the end, itself included. */
  readonly weights: Float64Array;
  /** The next node on that path, -1 at its end. Among equally heavy ones, the path with the most nodes. */
  readonly next: Int32Array;
  readonly nodeCounts: Int32Array;
}

/** `order` is topological; `weightOf` is 0 or more for each node. */
export function bottomLevels(
  graph: Graph,
  order: readonly number[],
  weightOf: (node: number) => number,
): BottomLevels {
  const weights = new Float64Array(graph.nodeCount);
  const nodeCounts = new Int32Array(graph.nodeCount);
  const next = new Int32Array(graph.nodeCount).fill(-1);
  const levels = { weights, nodeCounts, next };
  for (let place = order.length - 1; place >= 0; place -= 1) {
    const node = order[place] ?? 0;
    const best = heaviest(levels, graph.successors[node] ?? []);
    next[node] = best;
    weights[node] = weightOf(node) + (weights[best] ?? 0);
    nodeCounts[node] = 1 + (nodeCounts[best] ?? 0);
  }
  return levels;
}

/** The nodes of the heaviest path of the whole graph, in order; empty for an empty graph. */
export function criticalPath(levels: BottomLevels): readonly number[] {
  const path: number[] = [];
  let node = heaviest(levels, levels.next.keys());
  while (node !== -1) {
    path.push(node);
    node = levels.next[node] ?? -1;
  }
  return path;
}

/** Of equally heavy ones the one with more nodes, then the first; -1 when there is none. */
function heaviest(levels: BottomLevels, candidates: Iterable<number>): number {
  let best = -1;
  for (const node of candidates) {
    const ahead = (levels.weights[node] ?? 0) - (levels.weights[best] ?? -1);
    const isLonger = (levels.nodeCounts[node] ?? 0) > (levels.nodeCounts[best] ?? 0);
    if (ahead > 0 || (ahead === 0 && isLonger)) best = node;
  }
  return best;
}
