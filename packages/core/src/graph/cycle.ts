/**
 * Finds what can never start. One cycle is shown for each knot (strongly connected component): mending it is the next
 * step anyway, and the number of cycles in a knot is exponential.
 */
import type { Graph } from './graph.ts';

/** Each cycle as its nodes in order, from its smallest; empty when the graph has none. */
export function findCycles(graph: Graph): readonly (readonly number[])[] {
  const cycles: (readonly number[])[] = [];
  for (const knot of knotsOf(graph)) cycles.push(shortestCycleIn(graph, knot));
  return cycles.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

/** Tarjan's algorithm on an explicit stack. Answers only components that hold a cycle. */
function knotsOf(graph: Graph): readonly ReadonlySet<number>[] {
  const walk = newWalk(graph);
  for (let root = 0; root < graph.nodeCount; root += 1) {
    if (walk.number[root] !== 0) continue;
    enter(walk, root);
    while (walk.path.length > 0) advance(walk);
  }
  return walk.knots;
}

interface Walk {
  readonly graph: Graph;
  /** Order of discovery from 1; 0 is undiscovered. */
  readonly number: Int32Array;
  /** Lowest number reachable through nodes whose component is still open. */
  readonly low: Int32Array;
  readonly isOpen: Uint8Array;
  /** How many successors of a node have been followed. */
  readonly followed: Int32Array;
  /** From the root to the node at hand. */
  readonly path: number[];
  /** Discovered nodes whose component is not complete. */
  readonly open: number[];
  readonly knots: ReadonlySet<number>[];
  discovered: number;
}

function newWalk(graph: Graph): Walk {
  const { nodeCount } = graph;
  return {
    graph,
    number: new Int32Array(nodeCount),
    low: new Int32Array(nodeCount),
    isOpen: new Uint8Array(nodeCount),
    followed: new Int32Array(nodeCount),
    path: [],
    open: [],
    knots: [],
    discovered: 0,
  };
}

function enter(walk: Walk, node: number): void {
  walk.discovered += 1;
  walk.number[node] = walk.discovered;
  walk.low[node] = walk.discovered;
  walk.isOpen[node] = 1;
  walk.path.push(node);
  walk.open.push(node);
}

/** Follows one more edge of the node at hand, or leaves it. */
function advance(walk: Walk): void {
  const node = walk.path.at(-1) ?? 0;
  const place = walk.followed[node] ?? 0;
  const successor = walk.graph.successors[node]?.[place];
  if (successor === undefined) {
    leave(walk, node);
    return;
  }
  walk.followed[node] = place + 1;
  if (walk.number[successor] === 0) enter(walk, successor);
  else if (walk.isOpen[successor] === 1) lower(walk, node, walk.number[successor] ?? 0);
}

function leave(walk: Walk, node: number): void {
  walk.path.pop();
  const parent = walk.path.at(-1);
  if (parent !== undefined) lower(walk, parent, walk.low[node] ?? 0);
  if (walk.low[node] !== walk.number[node]) return;

  const component = walk.open.splice(walk.open.lastIndexOf(node));
  for (const member of component) walk.isOpen[member] = 0;
  const isKnot = component.length > 1 || (walk.graph.successors[node] ?? []).includes(node);
  if (isKnot) walk.knots.push(new Set(component));
}

function lower(walk: Walk, node: number, reach: number): void {
  if (reach < (walk.low[node] ?? 0)) walk.low[node] = reach;
}

/** Breadth first from the smallest node of the knot until an edge leads back to it. */
function shortestCycleIn(graph: Graph, knot: ReadonlySet<number>): readonly number[] {
  let start = Number.POSITIVE_INFINITY;
  for (const node of knot) start = Math.min(start, node);
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (const node of queue) {
    for (const successor of graph.successors[node] ?? []) {
      if (successor === start) return pathTo(node, start, cameFrom);
      if (!knot.has(successor) || cameFrom.has(successor)) continue;
      cameFrom.set(successor, node);
      queue.push(successor);
    }
  }
  return [start];
}

function pathTo(end: number, start: number, cameFrom: ReadonlyMap<number, number>): readonly number[] {
  const path = [end];
  for (let node = end; node !== start; ) {
    node = cameFrom.get(node) ?? start;
    path.push(node);
  }
  return path.reverse();
}
