/** Skipping one node, because a predecessor failed or because its run was cancelled. */
import type { CheckpointNode, DelayNode, GateNode, TaskNode } from '../run/node.ts';
import type { Draft } from './draft.ts';
import { closeNode, moveCheckpoint, moveDelay, moveGate, moveTask } from './move.ts';

/** Answers whether it was skipped: what has begun or settled is left alone. `cause` is the id of the failed node. */
export function skipSuccessor(
  draft: Draft,
  node: TaskNode | CheckpointNode | GateNode | DelayNode,
  cause: string,
): boolean {
  if (node.kind !== 'TASK') return node.status === 'PENDING' && skipElement(draft, node);
  if (node.status !== 'WAITING' && node.status !== 'READY' && node.status !== 'BLOCKED') return false;
  const reason = `${cause} failed and its dependents are skipped.`;
  const skipped: TaskNode = {
    ...resting(node),
    status: 'SKIPPED',
    reason,
    isSkippedByFailure: true,
    settledAt: draft.now,
  };
  moveTask(draft, node, skipped, { command: 'skip', data: { reason } });
  closeNode(draft);
  return true;
}

/** A checkpoint, gate or delay that nobody needs any more. Answers whether it was still open. */
export function skipElement(draft: Draft, node: CheckpointNode | GateNode | DelayNode): boolean {
  const move = { command: 'skip' } as const;
  switch (node.kind) {
    case 'CHECKPOINT': {
      if (node.status !== 'PENDING' && node.status !== 'OPEN') return false;
      const { expiresAt: _, ...rest } = node;
      moveCheckpoint(draft, node, { ...rest, status: 'SKIPPED' }, move);
      break;
    }
    case 'GATE':
      if (node.status !== 'PENDING' && node.status !== 'FAILED') return false;
      moveGate(draft, node, { ...node, status: 'SKIPPED' }, move);
      break;
    case 'DELAY': {
      if (node.status !== 'PENDING' && node.status !== 'RUNNING') return false;
      const { isParked: _, ...rest } = node;
      moveDelay(draft, node, { ...rest, status: 'SKIPPED', settledAt: draft.now }, move);
      break;
    }
  }
  closeNode(draft);
  return true;
}

/** A task without what only one that waits, is ready, running or in review has. */
export function resting(task: TaskNode): TaskNode {
  const {
    lease,
    readyAt,
    retryAt,
    isParked,
    blocked,
    keptFor,
    failsRun,
    reviewDueAt,
    isReviewEscalated,
    ...rest
  } = task;
  return rest;
}
