/**
 * Doing a task again, and with it all that came of it: what stands behind it is undone and waits anew, so that it sees what
 * the task delivers now. What stands before it is kept.
 *
 * B1. All in one commit, so that nothing behind the task can be claimed in between: LIMIT_EXCEEDED where there is no
 *     room for that.
 * B2. What a person skipped or cancelled stays so. What may have had side effects waits for a person (F4).
 */
import type { DomainError } from '../error-table.ts';
import { LIMITS } from '../limits.ts';
import type { CheckpointNode, DelayNode, GateNode, MilestoneNode, Node, TaskNode } from '../run/node.ts';
import type { Decision } from './ask.ts';
import { endAttempt, interruptReview } from './attempt-end.ts';
import type { Draft } from './draft.ts';
import { moveCheckpoint, moveDelay, moveGate, moveMilestone, moveTask, reopenNode } from './move.ts';
import { rearmSuccessors } from './rearm.ts';
import { becomeReady } from './release.ts';
import { startedOver } from './reopen.ts';
import { sendValidate } from './send-validate.ts';

export interface RetryFrom {
  readonly root: TaskNode;
  /** Indexes of all that stands behind it, however far. */
  readonly behind: readonly number[];
}

/** What is to be undone; LIMIT_EXCEEDED where that is more than one commit can take. See B1. */
export function* planRetryFrom(draft: Draft, root: TaskNode): Decision<RetryFrom | DomainError> {
  const max = Math.min(LIMITS.retryFromNodesMax, draft.room);
  const behind = new Set<number>();
  let front: readonly number[] = [root.index];
  let recordCount = 2;
  while (front.length > 0) {
    const found: number[] = [];
    for (const { successors } of yield* draft.specs(front)) found.push(...successors);
    front = [...new Set(found)].filter((index) => !behind.has(index));
    for (const index of front) behind.add(index);
    recordCount += front.length;
    if (recordCount <= max) {
      const nodes = yield* draft.nodes(front);
      recordCount += nodes.filter((node) => node.status === 'IN_PROGRESS' || node.status === 'REVIEW').length;
    }
    if (recordCount > max) {
      const detail = { limit: 'retryFromNodesMax', max, actual: recordCount } as const;
      return { code: 'LIMIT_EXCEEDED', path: [], detail };
    }
  }
  return { root, behind: [...behind] };
}

export function* retryFrom(draft: Draft, { root, behind }: RetryFrom, reason: string): Decision<void> {
  yield* undoTask(draft, root, reason, true);
  const undone = new Set([root.index]);
  for (const index of behind)
    if (yield* undo(draft, yield* draft.node(index), undone, reason)) undone.add(index);
  for (const index of [root.index, ...behind]) yield* rearmSuccessors(draft, index);
  for (const index of undone) {
    const node = yield* draft.node(index);
    if (node.waitsFor.length === 0) yield* becomeReady(draft, node);
  }
}

/** Answers whether there was something to undo; what only waits is left to rearming. */
function* undo(draft: Draft, node: Node, undone: ReadonlySet<number>, reason: string): Decision<boolean> {
  switch (node.kind) {
    case 'TASK':
      return yield* undoTask(draft, node, reason, false);
    case 'CHECKPOINT':
      return yield* undoCheckpoint(draft, node);
    case 'GATE':
      return undoGate(draft, node);
    case 'DELAY':
      return undoDelay(draft, node);
    case 'MILESTONE':
      return undoMilestone(draft, node, undone);
    case 'ASSERTION':
    case 'VALIDATION':
      return false;
    case 'JUNCTION':
      if (node.status !== 'PASSED') return false;
      draft.putNode({ ...node, status: 'WAITING' });
      reopenNode(draft);
      return true;
  }
}

function* undoTask(draft: Draft, task: TaskNode, reason: string, isRoot: boolean): Decision<boolean> {
  const { status } = task;
  const hasBegun =
    status === 'IN_PROGRESS' || status === 'REVIEW' || status === 'DONE' || status === 'FAILED';
  if (!hasBegun) return false;
  const { definition } = yield* draft.spec('TASK', task.index);
  const failure = { reason: 'INTERRUPTED', message: reason } as const;
  if (task.lease) endAttempt(draft, task, { command: 'interrupt', status: 'INTERRUPTED', failure });
  else if (status === 'REVIEW') yield* interruptReview(draft, task);
  const again = startedOver(task);
  const note = 'It was begun before and may have had side effects. Unblock to do it again.';
  const waiting: TaskNode =
    definition.hasSideEffects && !isRoot
      ? { ...again, status: 'BLOCKED', blocked: { cause: 'AUTHORISATION', note } }
      : { ...again, status: 'WAITING' };
  moveTask(draft, task, waiting, { command: 'retryFrom', data: { reason } });
  const { onFailure } = definition;
  const wasClosed = status === 'DONE' || onFailure === 'CONTINUE' || onFailure === 'SKIP_DEPENDENTS';
  if (wasClosed && (status === 'DONE' || status === 'FAILED')) reopenNode(draft);
  return true;
}

function* undoCheckpoint(draft: Draft, checkpoint: CheckpointNode): Decision<boolean> {
  if (checkpoint.status !== 'APPROVED' && checkpoint.status !== 'EXPIRED') return false;
  const { definition } = yield* draft.spec('CHECKPOINT', checkpoint.index);
  const { failsRun: _, expiresAt: __, ...rest } = checkpoint;
  moveCheckpoint(draft, checkpoint, { ...rest, status: 'PENDING', approvals: [] }, { command: 'reset' });
  if (checkpoint.status === 'APPROVED' || definition.onExpiry === 'APPROVE') reopenNode(draft);
  return true;
}

function undoGate(draft: Draft, gate: GateNode): boolean {
  if (gate.status !== 'PASSED' && gate.status !== 'OVERRIDDEN') return false;
  const { override: _, ...rest } = gate;
  moveGate(draft, gate, { ...rest, status: 'PENDING' }, { command: 'reset' });
  reopenNode(draft);
  return true;
}

function undoDelay(draft: Draft, delay: DelayNode): boolean {
  if (delay.status !== 'ELAPSED') return false;
  const { index, name, waitsFor } = delay;
  moveDelay(draft, delay, { kind: 'DELAY', index, name, waitsFor, status: 'PENDING' }, { command: 'reset' });
  reopenNode(draft);
  return true;
}

/** One that follows an undone milestone is locked again. */
function undoMilestone(draft: Draft, milestone: MilestoneNode, undone: ReadonlySet<number>): boolean {
  const { status } = milestone;
  if (status === 'LOCKED') return false;
  const isLocked = undone.has(milestone.index - 1) && isMilestone(draft, milestone.index - 1);
  if (status === 'ACTIVE' && !isLocked) return false;
  const { settledAt: _, startedAt, ...rest } = milestone;
  const reset: MilestoneNode = isLocked
    ? { ...rest, status: 'LOCKED' }
    : { ...rest, status: 'ACTIVE', ...(startedAt === undefined ? {} : { startedAt }) };
  moveMilestone(draft, milestone, reset, 'reset');
  sendValidate(draft, milestone.validation);
  if (status === 'DONE') reopenNode(draft);
  return true;
}

function isMilestone(draft: Draft, index: number): boolean {
  return draft.run.ranges.some(
    ({ kind, from, count }) => kind === 'MILESTONE' && index >= from && index < from + count,
  );
}
