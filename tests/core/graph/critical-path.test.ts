import { bottomLevels, criticalPath } from '@muster/core/graph/critical-path';
import { graphOf } from '@muster/core/graph/graph';
import { topologicalOrder } from '@muster/core/graph/levels';
import { describe, expect, it } from 'vitest';

function bottomLevelsOf(before: readonly (readonly number[])[], weights: readonly number[]) {
  const graph = graphOf(before);
  return bottomLevels(graph, topologicalOrder(graph), (node) => weights[node] ?? 0);
}

describe('bottomLevels', () => {
  it('sums the weights of the heaviest way to the end, the node itself included', () => {
    const levels = bottomLevelsOf([[], [0], [0], [1, 2]], [1, 10, 20, 5]);

    expect([...levels.weights]).toEqual([26, 15, 25, 5]);
  });
});

describe('criticalPath', () => {
  it('follows the heaviest way through the graph', () => {
    expect(criticalPath(bottomLevelsOf([[], [0], [0], [1, 2]], [1, 10, 20, 5]))).toEqual([0, 2, 3]);
  });

  it('takes the longer one of two equally heavy ways', () => {
    expect(criticalPath(bottomLevelsOf([[], [], [1], [2]], [0, 0, 0, 0]))).toEqual([1, 2, 3]);
  });

  it('takes the first one of two equal ways', () => {
    expect(criticalPath(bottomLevelsOf([[], []], [3, 3]))).toEqual([0]);
  });

  it('is empty for an empty graph', () => {
    expect(criticalPath(bottomLevelsOf([], []))).toEqual([]);
  });
});
