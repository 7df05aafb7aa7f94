import { findCycles } from '@muster/core/graph/cycle';
import { type Graph, graphOf } from '@muster/core/graph/graph';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('findCycles', () => {
  it('finds none in a graph that has none', () => {
    expect(findCycles(graphOf([[], [0], [0, 1]]))).toEqual([]);
  });

  it('gives the nodes in the order of their edges, from the smallest', () => {
    // 2 before 0 before 1 before 2.
    expect(findCycles(graphOf([[2], [0], [1]]))).toEqual([[0, 1, 2]]);
  });

  it('gives a shortest one where cycles are tangled', () => {
    // 0→1→2→3→0 and 1→0.
    expect(findCycles(graphOf([[3, 1], [0], [1], [2]]))).toEqual([[0, 1]]);
  });

  it('gives one for each knot', () => {
    expect(findCycles(graphOf([[1], [0], [3, 1], [2], []]))).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('sees a node that waits for itself', () => {
    expect(findCycles(graphOf([[0]]))).toEqual([[0]]);
  });

  it('agrees with a naive search on every graph of up to four nodes', () => {
    for (let size = 0; size <= 4; size += 1) {
      for (let bits = 0; bits < 2 ** (size * size); bits += 1) {
        const before = Array.from({ length: size }, (_, node) =>
          Array.from({ length: size }, (_, other) => other).filter(
            (other) => (bits >> (node * size + other)) & 1,
          ),
        );
        const problem = disagreement(graphOf(before));
        if (problem !== undefined) expect.fail(`${problem}: ${JSON.stringify(before)}`);
      }
    }
  });

  it('agrees with a naive search on random graphs', () => {
    const graphs = fc
      .integer({ min: 1, max: 25 })
      .chain((size) =>
        fc.array(fc.array(fc.nat(size - 1), { maxLength: 3 }), { minLength: size, maxLength: size }),
      );
    fc.assert(
      fc.property(graphs, (before) => {
        expect(disagreement(graphOf(before))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('copes with a cycle of 100,000 nodes', () => {
    const size = 100_000;
    const before = Array.from({ length: size }, (_, node) => [(node + size - 1) % size]);

    expect(findCycles(graphOf(before))[0]).toHaveLength(size);
  });
});

/** What is wrong with the cycles found: each must be one, and exactly the nodes that can reach themselves lie in a knot. */
function disagreement(graph: Graph): string | undefined {
  const cycles = findCycles(graph);
  for (const cycle of cycles) {
    for (const [place, node] of cycle.entries()) {
      const next = cycle[(place + 1) % cycle.length] ?? -1;
      if (!graph.successors[node]?.includes(next)) return `${cycle} is no cycle`;
    }
    if (new Set(cycle).size !== cycle.length) return `${cycle} repeats a node`;
  }
  const reach = graph.successors.map((_, node) => reachedFrom(graph, node));
  const knots = new Set<string>();
  for (const [node, reached] of reach.entries()) {
    if (!reached.has(node)) continue;
    const members = [...reached].filter((other) => reach[other]?.has(node)).sort((a, b) => a - b);
    knots.add(members.join());
    const shown = cycles.filter((cycle) => cycle.every((member) => members.includes(member)));
    if (shown.length !== 1) return `the knot ${members} is shown ${shown.length} times`;
  }
  return knots.size === cycles.length ? undefined : `${knots.size} knots, ${cycles.length} cycles`;
}

function reachedFrom(graph: Graph, start: number): ReadonlySet<number> {
  const reached = new Set<number>();
  const open = [start];
  for (const node of open) {
    for (const successor of graph.successors[node] ?? []) {
      if (reached.has(successor)) continue;
      reached.add(successor);
      open.push(successor);
    }
  }
  return reached;
}
