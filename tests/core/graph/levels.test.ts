import { graphOf } from '@muster/core/graph/graph';
import { levelsOf, topologicalOrder } from '@muster/core/graph/levels';
import { describe, expect, it } from 'vitest';

describe('topologicalOrder', () => {
  it('puts every node after all it waits for', () => {
    expect(topologicalOrder(graphOf([[2], [0], [], [1, 2]]))).toEqual([2, 0, 1, 3]);
  });

  it('leaves out what is on a cycle and what is behind one', () => {
    expect(topologicalOrder(graphOf([[], [2, 0], [1], [2]]))).toEqual([0]);
  });
});

describe('levelsOf', () => {
  it('gives each node the longest way to it, not the shortest', () => {
    const graph = graphOf([[], [0], [0, 1], [0, 2]]);

    expect([...levelsOf(graph, topologicalOrder(graph), () => true)]).toEqual([0, 1, 2, 3]);
  });

  it('counts no level for nodes that let the wave through', () => {
    const graph = graphOf([[], [0], [1]]);

    expect([...levelsOf(graph, topologicalOrder(graph), (node) => node !== 1)]).toEqual([0, 1, 1]);
  });
});
