/**
 * A document reduced to what its graph needs: positions instead of names. It exists for documents that are still
 * wrong elsewhere too, so that a cycle is found beside a misspelt key.
 *
 * O1. Nodes are numbered tasks first, then checkpoints, gates and delays, all in document order, then milestones in
 *     the order of their sequence.
 */
import type { Document, ElementDefinition } from '../document/document.ts';

export interface Outline {
  readonly tasks: readonly OutlineTask[];
  /** Checkpoints, then gates, then delays. */
  readonly elements: readonly OutlineElement[];
  readonly milestoneCount: number;
}

export interface OutlineTask {
  /** Positions of tasks. */
  readonly dependsOn: readonly number[];
  /** Place of its milestone in the order of sequence, from 0. */
  readonly milestone?: number;
}

export interface OutlineElement {
  readonly after: readonly number[];
  readonly blocks: readonly number[];
}

/** The outline of a document that has passed validation. */
export function outlineOf(document: Document): Outline {
  const taskPositions = positionsOf(document.tasks.map((task) => task.key));
  const milestonePlaces = positionsOf(inSequence(document).map((milestone) => milestone.name));
  const elements: readonly ElementDefinition[] = [
    ...document.checkpoints,
    ...document.qualityGates,
    ...document.delays,
  ];
  return {
    tasks: document.tasks.map((task) => {
      const milestone = task.milestone === undefined ? undefined : milestonePlaces.get(task.milestone);
      const dependsOn = resolve(taskPositions, task.dependsOn);
      return milestone === undefined ? { dependsOn } : { dependsOn, milestone };
    }),
    elements: elements.map((element) => ({
      after: resolve(taskPositions, element.afterTasks),
      blocks: resolve(taskPositions, element.blocksTasks),
    })),
    milestoneCount: document.milestones.length,
  };
}

/** The milestones in the order in which they open. */
export function inSequence(document: Document): Document['milestones'] {
  const sequences = document.milestones.map((milestone) => milestone.sequence);
  return milestoneOrderOf(sequences).flatMap((position) => document.milestones[position] ?? []);
}

/** Positions in ascending order of their sequence; equal ones in document order. */
export function milestoneOrderOf(sequences: readonly number[]): readonly number[] {
  return sequences
    .map((sequence, position) => ({ sequence, position }))
    .sort((a, b) => a.sequence - b.sequence || a.position - b.position)
    .map((entry) => entry.position);
}

function positionsOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, position) => [name, position]));
}

function resolve(positions: ReadonlyMap<string, number>, names: readonly string[]): readonly number[] {
  return names.flatMap((name) => positions.get(name) ?? []);
}
