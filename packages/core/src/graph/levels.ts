import type { Graph } from './graph.ts';

/** Every node after all of its predecessors; nodes on a cycle, and behind one, are left out. */
export function topologicalOrder(graph: Graph): readonly number[] {
  const open = graph.predecessors.map((list) => list.length);
  const order: number[] = [];
  for (const [node, count] of open.entries()) if (count === 0) order.push(node);
  // The list grows while it is walked: it is the queue and the answer.
  for (const node of order) {
    for (const successor of graph.successors[node] ?? []) {
      const left = (open[successor] ?? 0) - 1;
      open[successor] = left;
      if (left === 0) order.push(successor);
    }
  }
  return order;
}

/**
 * For each node the earliest wave it can settle in, from 0: the most nodes that `countsAt` on a path before it. Nodes
 * that don't count (elements, milestones) let the wave of their latest predecessor through.
 */
export function levelsOf(
  graph: Graph,
  order: readonly number[],
  countsAt: (node: number) => boolean,
): Int32Array {
  const levels = new Int32Array(graph.nodeCount);
  for (const node of order) {
    const next = (levels[node] ?? 0) + (countsAt(node) ? 1 : 0);
    for (const successor of graph.successors[node] ?? []) {
      if (next > (levels[successor] ?? 0)) levels[successor] = next;
    }
  }
  return levels;
}
