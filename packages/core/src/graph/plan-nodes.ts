/** The nodes and specs of a plan as they stand before the first node is released. */
import type { Document, ElementDefinition, TaskDefinition } from '../document/document.ts';
import { parseInstant } from '../instant.ts';
import type { Lane, Node, NodeSpec, TaskNode } from '../run/node.ts';
import { inSequence, type Outline } from './outline.ts';

/** Index of the first node of each kind; tasks start at 0. */
export interface Offsets {
  readonly checkpoints: number;
  readonly gates: number;
  readonly delays: number;
  readonly milestones: number;
  readonly junctions: number;
}

export function offsetsOf(document: Document): Offsets {
  const checkpoints = document.tasks.length;
  const gates = checkpoints + document.checkpoints.length;
  const delays = gates + document.qualityGates.length;
  const milestones = delays + document.delays.length;
  return { checkpoints, gates, delays, milestones, junctions: milestones + document.milestones.length };
}

export interface NodesInput {
  readonly document: Document;
  /** By index. */
  readonly waitsFor: readonly (readonly number[])[];
  /** For each junction the index of the node whose join it narrows. */
  readonly joined: readonly number[];
  /** By index, minutes. */
  readonly remainingPaths: Float64Array;
}

export function nodesOf({ document, waitsFor, joined, remainingPaths }: NodesInput): readonly Node[] {
  const offsets = offsetsOf(document);
  const base = (index: number, name: string) => ({ index, name, waitsFor: waitsFor[index] ?? [] });
  const nodes: Node[] = document.tasks.map((task, index) => ({
    ...base(index, task.key),
    ...taskState(task, remainingPaths[index] ?? 0),
  }));
  for (const [at, { name }] of document.checkpoints.entries()) {
    nodes.push({
      ...base(offsets.checkpoints + at, name),
      kind: 'CHECKPOINT',
      status: 'PENDING',
      approvals: [],
    });
  }
  for (const [at, { name }] of document.qualityGates.entries()) {
    nodes.push({ ...base(offsets.gates + at, name), kind: 'GATE', status: 'PENDING', reasons: [] });
  }
  for (const [at, { name }] of document.delays.entries()) {
    nodes.push({ ...base(offsets.delays + at, name), kind: 'DELAY', status: 'PENDING' });
  }
  for (const [at, { name }] of inSequence(document).entries()) {
    nodes.push({ ...base(offsets.milestones + at, name), kind: 'MILESTONE', status: 'LOCKED' });
  }
  for (const [at, join] of joined.entries()) {
    const name = `before ${nodes[join]?.name ?? ''}`;
    nodes.push({ ...base(offsets.junctions + at, name), kind: 'JUNCTION', status: 'WAITING' });
  }
  return nodes;
}

/** A task as it is before anything has happened to it. */
export function taskState(
  task: TaskDefinition,
  remainingPath: number,
): Omit<TaskNode, 'index' | 'name' | 'waitsFor'> {
  return {
    kind: 'TASK',
    status: 'WAITING',
    title: task.title,
    priority: task.priority,
    remainingPath,
    lane: laneOf(task),
    weight: task.weight,
    generation: 0,
    attemptsSpent: 0,
    ...deadlineOf(task),
  };
}

function deadlineOf({ deadline }: TaskDefinition): Pick<TaskNode, 'deadline'> {
  const at = deadline === undefined ? undefined : parseInstant(deadline);
  return at === undefined ? {} : { deadline: { at } };
}

function laneOf(task: TaskDefinition): Lane {
  if (task.assignTo !== undefined) return { kind: 'AGENT', name: task.assignTo };
  return task.specialty === undefined ? { kind: 'ANY' } : { kind: 'SPECIALTY', name: task.specialty };
}

export interface SpecsInput {
  readonly document: Document;
  readonly outline: Outline;
  /** By index. */
  readonly successors: readonly (readonly number[])[];
}

export function specsOf({ document, outline, successors }: SpecsInput): readonly NodeSpec[] {
  const offsets = offsetsOf(document);
  const elements = <Kind extends 'CHECKPOINT' | 'GATE' | 'DELAY', Definition extends ElementDefinition>(
    kind: Kind,
    from: number,
    definitions: readonly Definition[],
  ) =>
    definitions.map((definition, at) => ({
      index: from + at,
      kind,
      definition,
      after: ascending(outline.elements[from - offsets.checkpoints + at]?.after ?? []),
      successors: successors[from + at] ?? [],
    }));
  const specs: NodeSpec[] = document.tasks.map((definition, index) => ({
    index,
    kind: 'TASK',
    definition,
    successors: successors[index] ?? [],
  }));
  specs.push(...elements('CHECKPOINT', offsets.checkpoints, document.checkpoints));
  specs.push(...elements('GATE', offsets.gates, document.qualityGates));
  specs.push(...elements('DELAY', offsets.delays, document.delays));
  for (const [at, definition] of inSequence(document).entries()) {
    const index = offsets.milestones + at;
    specs.push({ index, kind: 'MILESTONE', definition, successors: successors[index] ?? [] });
  }
  for (let index = offsets.junctions; index < successors.length; index += 1) {
    specs.push({ index, kind: 'JUNCTION', successors: successors[index] ?? [] });
  }
  return specs;
}

function ascending(positions: readonly number[]): readonly number[] {
  return [...positions].sort((a, b) => a - b);
}
