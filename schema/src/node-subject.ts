/** The shape of a node that somebody has to see to. */
import type { NodeRef } from '@muster/core/ids';
import type { Node, NodeOf } from '@muster/core/run/node';
import {
  type AssertionShape,
  type CheckpointShape,
  type QualityGateShape,
  type TaskShape,
  taskShape,
  type ValidationShape,
} from './shapes.ts';

export type NodeSubject = TaskShape | CheckpointShape | QualityGateShape | AssertionShape | ValidationShape;

export function nodeSubjectOf(ref: NodeRef, node: Node): NodeSubject {
  switch (node.kind) {
    case 'CHECKPOINT':
      return { __typename: 'Checkpoint', ref, node };
    case 'GATE':
      return { __typename: 'QualityGate', ref, node };
    case 'ASSERTION':
      return { __typename: 'Assertion', ref, node };
    case 'VALIDATION':
      return { __typename: 'Validation', ref, node };
    default:
      // Nothing else asks a person, or is stuck.
      return taskShape(ref, node as NodeOf<'TASK'>);
  }
}
