/** What can be said about a document before it runs. */
import { bottomLevels, criticalPath } from '../graph/critical-path.ts';
import { buildGraph } from '../graph/graph.ts';
import { levelsOf, topologicalOrder } from '../graph/levels.ts';
import { outlineOf } from '../graph/outline.ts';
import type { Document, TaskDefinition } from './document.ts';

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

/** Which tasks fulfil which assertions of the contract. */
export interface Coverage {
  readonly assertions: readonly { readonly id: string; readonly tasks: readonly string[] }[];
  readonly unclaimed: readonly string[];
  readonly multiClaimed: readonly string[];
  /** Share of assertions with at least one task, a whole number 0–100, rounded down; 100 for an empty contract. */
  readonly percent: number;
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
    coverage: coverageOf(document),
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

function coverageOf(document: Document): Coverage {
  const claims = new Map<string, string[]>(document.contract.map((assertion) => [assertion.id, []]));
  for (const task of document.tasks) claim(claims, task);
  const assertions = [...claims].map(([id, tasks]) => ({ id, tasks }));
  const unclaimed = assertions.filter((assertion) => assertion.tasks.length === 0);
  const multiClaimed = assertions.filter((assertion) => assertion.tasks.length > 1);
  const claimedCount = assertions.length - unclaimed.length;
  return {
    assertions,
    unclaimed: unclaimed.map((assertion) => assertion.id),
    multiClaimed: multiClaimed.map((assertion) => assertion.id),
    percent: assertions.length === 0 ? 100 : Math.floor((100 * claimedCount) / assertions.length),
  };
}

function claim(claims: ReadonlyMap<string, string[]>, task: TaskDefinition): void {
  for (const id of task.fulfills) claims.get(id)?.push(task.key);
}

function sumOf<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + amountOf(item), 0);
}
