/** Turns elements whose shape is right into definitions: our field names, keys for titles, nothing left unsaid. */
import type {
  AgentDefinition,
  CheckpointDefinition,
  DelayDefinition,
  GateDefinition,
  MilestoneDefinition,
  TaskDefinition,
} from './document.ts';
import type { Shape } from './document-schema.ts';

/** Keys of the tasks that the element names, each once. */
export interface ElementReferences {
  readonly after: readonly string[];
  readonly blocks: readonly string[];
}

export function taskDefinition(shape: Shape<'tasks'>, dependsOn: readonly string[]): TaskDefinition {
  const { key, sideEffects, review, ...rest } = shape;
  return {
    ...rest,
    key: key ?? shape.title,
    dependsOn,
    fulfills: unique(shape.fulfills),
    // Naming reviewers asks for a review; saying NONE beside them keeps the names for later.
    review: review ?? (shape.reviewers.length > 0 ? 'REQUIRED' : 'NONE'),
    hasSideEffects: sideEffects,
  };
}

/** `position` in the document is the sequence of a milestone that names none, from 1. */
export function milestoneDefinition(shape: Shape<'milestones'>, position: number): MilestoneDefinition {
  return { ...shape, sequence: shape.sequence ?? position + 1 };
}

export function checkpointDefinition(
  shape: Shape<'checkpoints'>,
  references: ElementReferences,
): CheckpointDefinition {
  return { ...shape, afterTasks: references.after, blocksTasks: references.blocks };
}

/** A gate that names no other criterion asks that all have passed: a gate that asks nothing would be none. */
export function gateDefinition(shape: Shape<'qualityGates'>, references: ElementReferences): GateDefinition {
  const asksNothingElse = shape.minScore === undefined && shape.condition === undefined;
  return {
    ...shape,
    afterTasks: references.after,
    blocksTasks: references.blocks,
    requireAllPassed: shape.requireAllPassed ?? asksNothingElse,
  };
}

export function delayDefinition(shape: Shape<'delays'>, references: ElementReferences): DelayDefinition {
  return { ...shape, afterTasks: references.after, blocksTasks: references.blocks };
}

export function agentDefinition(shape: Shape<'team'>): AgentDefinition {
  const { volatile, ...rest } = shape;
  return { ...rest, isVolatile: volatile };
}

function unique(list: readonly string[]): readonly string[] {
  return list.length < 2 ? list : [...new Set(list)];
}
