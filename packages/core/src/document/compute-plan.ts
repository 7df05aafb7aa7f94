/** What can be said about a document before it runs. */
import { bottomLevels, criticalPath } from '../graph/critical-path.ts';
import { buildGraph } from '../graph/graph.ts';
import { levelsOf, topologicalOrder } from '../graph/levels.ts';
import { outlineOf } from '../graph/outline.ts';
import { type Coverage, contractCoverage } from './coverage.ts';
import type { Document } from './document.ts';

export interface ComputedPlan {
  /** Task keys by the earliest wave they can run in. */
  readonly levels: readonly (readonly string[])[];
  /** Task keys on the longest path by estimated minutes, in order; the one of most nodes among equally long ones. */
  readonly criticalPath: readonly string[];
  /** The largest level: how many agents can be busy at once. */
  readonly width: number;
  /** Edges of the graph: between tasks, elements and milestones. */
  readonly edgeCount: number;
  /** Along the critical path, and the sum over all tasks. A task without an estimate counts 0. */
  readonly criticalPathHours: number;
  readonly estimatedHours: number;
  readonly estimatedCostUsd: number;
  readonly estimatedTokens: number;
  readonly coverage: Coverage;
}

/** `document` is one that `parseDocument` has answered. */
export function computePlan(document: Document): ComputedPlan {
  const { tasks } = document;
  const graph = buildGraph(outlineOf(document));
  const order = topologicalOrder(graph);
  const levels = tasksByLevel(
    document,
    levelsOf(graph, order, (node) => node < tasks.length),
  );
  const minutesAt = (node: number) => tasks[node]?.estimate?.minutes ?? 0;
  const longest = criticalPath(bottomLevels(graph, order, minutesAt));
  return {
    levels,
    criticalPath: longest.flatMap((node) => tasks[node]?.key ?? []),
    width: levels.reduce((width, level) => Math.max(width, level.length), 0),
    edgeCount: graph.edgeCount,
    criticalPathHours: sumOf(longest, minutesAt) / 60,
    estimatedHours: sumOf(tasks, (task) => task.estimate?.minutes ?? 0) / 60,
    estimatedCostUsd: sumOf(tasks, (task) => task.estimate?.costUsd ?? 0),
    estimatedTokens: sumOf(tasks, (task) => task.estimate?.tokens ?? 0),
    coverage: contractCoverage(document),
  };
}

function tasksByLevel(document: Document, levelOf: Int32Array): readonly (readonly string[])[] {
  const levels: string[][] = [];
  for (const [position, task] of document.tasks.entries()) {
    const level = levelOf[position] ?? 0;
    while (levels.length <= level) levels.push([]);
    levels[level]?.push(task.key);
  }
  return levels;
}

function sumOf<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + amountOf(item), 0);
}
