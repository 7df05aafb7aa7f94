/**
 * The directed graph of a document: who must settle before whom.
 *
 * G1. Neighbours are listed ascending and once each: equal edges collapse.
 * G2. Everything is linear in nodes and edges, and nothing recurses.
 * G3. A milestone follows its tasks and the milestone before it. Its tasks follow the milestone before it, directly
 *     unless something of their own milestone comes before them (a task, or a task before an element that blocks them).
 */
import type { Outline } from './outline.ts';

export interface Graph {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly predecessors: readonly (readonly number[])[];
  readonly successors: readonly (readonly number[])[];
}

/** Numbers nodes as the outline does (O1). */
export function buildGraph(outline: Outline): Graph {
  const before: number[][] = outline.tasks.map((task) => [...task.dependsOn]);
  const elementsFrom = outline.tasks.length;
  for (const [position, element] of outline.elements.entries()) {
    before.push([...element.after]);
    for (const blocked of element.blocks) before[blocked]?.push(elementsFrom + position);
  }
  addMilestoneEdges(outline, before);
  return graphOf(before);
}

/** `before[v]` lists the predecessors of v, in any order, repeated or not. */
export function graphOf(before: readonly (readonly number[])[]): Graph {
  const successors: number[][] = before.map(() => []);
  const lastSeenFrom = new Int32Array(before.length).fill(-1);
  let edgeCount = 0;
  for (const [node, list] of before.entries()) {
    for (const predecessor of list) {
      if (lastSeenFrom[predecessor] === node) continue;
      lastSeenFrom[predecessor] = node;
      successors[predecessor]?.push(node);
      edgeCount += 1;
    }
  }
  // Walking the successors in order lists the predecessors in order: no sort, so it stays linear.
  const predecessors: number[][] = before.map(() => []);
  for (const [node, list] of successors.entries()) {
    for (const successor of list) predecessors[successor]?.push(node);
  }
  return { nodeCount: before.length, edgeCount, predecessors, successors };
}

/** See G3. */
function addMilestoneEdges(outline: Outline, before: number[][]): void {
  if (outline.milestoneCount === 0) return;
  const milestonesFrom = outline.tasks.length + outline.elements.length;
  for (let place = 0; place < outline.milestoneCount; place += 1) {
    before.push(place === 0 ? [] : [milestonesFrom + place - 1]);
  }
  const isInner = tasksWithInnerPredecessor(outline);
  for (const [position, task] of outline.tasks.entries()) {
    if (task.milestone === undefined) continue;
    const milestone = milestonesFrom + task.milestone;
    before[milestone]?.push(position);
    if (task.milestone > 0 && isInner[position] !== 1) before[position]?.push(milestone - 1);
  }
}

/** 1 for tasks that something of their own milestone comes before. */
function tasksWithInnerPredecessor(outline: Outline): Uint8Array {
  const isInner = new Uint8Array(outline.tasks.length);
  for (const [position, task] of outline.tasks.entries()) {
    if (task.dependsOn.some((other) => outline.tasks[other]?.milestone === task.milestone))
      isInner[position] = 1;
  }
  for (const element of outline.elements) {
    const milestones = new Set(element.after.map((position) => outline.tasks[position]?.milestone));
    for (const blocked of element.blocks) {
      if (milestones.has(outline.tasks[blocked]?.milestone)) isInner[blocked] = 1;
    }
  }
  return isInner;
}
