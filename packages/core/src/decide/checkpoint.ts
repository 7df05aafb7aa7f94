/**
 * What people decide at checkpoints.
 *
 * K1. One decision counts: whoever comes second is told that it is decided.
 * K2. A rejection that names tasks sends them back and asks anew when they have settled; one that names none fails
 *     the run.
 * K3. Time decides nothing in a run that has ended, and releases nothing in one that is paused.
 * K4. Who was asked at one opening decides about that one: what was opened anew since then has to be looked at anew.
 */

import { NOT_REQUESTER } from '../document/document.ts';
import { type DomainError, invalidArgument } from '../error-table.ts';
import { type NodeRef, nodeIdOf } from '../ids.ts';
import type { Instant } from '../instant.ts';
import { CHECKPOINT_LIFECYCLE } from '../lifecycle/checkpoint-lifecycle.ts';
import { checkMove, verbOf } from '../lifecycle/lifecycle.ts';
import { isRunEnded } from '../lifecycle/run-lifecycle.ts';
import { LIMITS } from '../limits.ts';
import { err, ok, type Result } from '../result.ts';
import type { CheckpointNode, TaskNode, Verdict } from '../run/node.ts';
import { argumentOf } from '../subject.ts';
import type { Decision } from './ask.ts';
import { type Draft, isKind } from './draft.ts';
import { endRunWhenSettled, failRun } from './end-run.ts';
import { findNode } from './guard.ts';
import { closeNode, moveCheckpoint } from './move.ts';
import { releaseSuccessors } from './release.ts';
import { reopenDone } from './reopen.ts';

export interface CheckpointOutcome {
  readonly checkpoint: CheckpointNode;
  readonly sequence: number;
}

export interface CheckpointCommand {
  readonly checkpoint: NodeRef;
  readonly feedback?: string;
  /** Of the opening that it is about; whichever it is when absent. See K4. */
  readonly openedAt?: Instant;
}

export function* approveCheckpoint(
  draft: Draft,
  command: CheckpointCommand,
): Decision<Result<CheckpointOutcome>> {
  const found = yield* findOpen(draft, command, 'approve');
  if (!found.ok) return found;
  const checkpoint = found.value;
  const { definition } = yield* draft.spec('CHECKPOINT', checkpoint.index);
  const hasVoted = checkpoint.approvals.some((vote) => vote.actor.name === draft.actor.name);
  const approvals = hasVoted
    ? checkpoint.approvals
    : [...checkpoint.approvals, verdict(draft, command.feedback)];
  if (approvals.length < definition.quorum) {
    if (!hasVoted) recordApproval(draft, { ...checkpoint, approvals }, definition.quorum);
  } else {
    yield* passCheckpoint(draft, { ...checkpoint, approvals });
  }
  return yield* decided(draft, checkpoint);
}

function recordApproval(draft: Draft, checkpoint: CheckpointNode, quorum: number): void {
  draft.putNode(checkpoint);
  draft.emitNode('CheckpointApprovalRecorded', checkpoint, {
    by: draft.actor,
    count: checkpoint.approvals.length,
    quorum,
  });
}

export function* rejectCheckpoint(
  draft: Draft,
  command: CheckpointCommand & { readonly reopen: readonly NodeRef[] },
): Decision<Result<CheckpointOutcome>> {
  const found = yield* findOpen(draft, command, 'reject');
  if (!found.ok) return found;
  const checkpoint = found.value;
  const tasks = yield* tasksToReopen(draft, checkpoint, command.reopen);
  if (!tasks.ok) return tasks;
  const rejected = rejectNow(draft, checkpoint, command.feedback, tasks.value);
  if (tasks.value.length === 0) failRun(draft, `The checkpoint "${rejected.name}" was rejected.`);
  const because = command.feedback === undefined ? {} : { reason: command.feedback };
  yield* reopenDone(draft, tasks.value, { checkpoint: checkpoint.index, ...because });
  return yield* decided(draft, checkpoint);
}

/** The time to decide has passed: what `onExpiry` says. */
export function* expireCheckpoint(draft: Draft, checkpoint: CheckpointNode): Decision<void> {
  const { definition } = yield* draft.spec('CHECKPOINT', checkpoint.index);
  const { expiresAt: _, ...open } = checkpoint;
  // Nobody can decide in a run that has ended: when it goes on, there is time anew.
  if (isRunEnded(draft.run.status)) {
    draft.putNode(open);
    return;
  }
  if (definition.onExpiry === 'ESCALATE') {
    draft.putNode({ ...open, escalatedAt: draft.now });
    draft.emitNode('CheckpointEscalated', open, { message: definition.message });
    return;
  }
  const failing = definition.onExpiry === 'REJECT' ? ({ failsRun: true } as const) : {};
  const expired: CheckpointNode = { ...open, ...failing, status: 'EXPIRED', decidedAt: draft.now };
  moveCheckpoint(draft, checkpoint, expired, { command: 'expire', data: { onExpiry: definition.onExpiry } });
  if (definition.onExpiry === 'REJECT') {
    failRun(draft, `The checkpoint "${checkpoint.name}" expired undecided.`);
    return;
  }
  if (draft.run.status === 'PAUSED') draft.putNode({ ...expired, isParked: true });
  else yield* letExpiredGoOn(draft, expired);
}

/** K3. What expires while the run is paused lets others go on when the run does. */
export function* letExpiredGoOn(draft: Draft, checkpoint: CheckpointNode): Decision<void> {
  const { isParked: _, ...expired } = checkpoint;
  draft.putNode(expired);
  closeNode(draft);
  yield* releaseSuccessors(draft, checkpoint.index);
}

function* passCheckpoint(draft: Draft, checkpoint: CheckpointNode): Decision<void> {
  const { expiresAt: _, ...open } = checkpoint;
  const approved: CheckpointNode = { ...open, status: 'APPROVED', decidedAt: draft.now };
  moveCheckpoint(draft, checkpoint, approved, { command: 'approve', data: { by: draft.actor } });
  closeNode(draft);
  yield* releaseSuccessors(draft, checkpoint.index);
}

function rejectNow(
  draft: Draft,
  checkpoint: CheckpointNode,
  feedback: string | undefined,
  tasks: readonly TaskNode[],
): CheckpointNode {
  const { expiresAt: _, ...open } = checkpoint;
  const rejected: CheckpointNode = {
    ...open,
    status: 'REJECTED',
    decidedAt: draft.now,
    rejection: verdict(draft, feedback),
    ...(tasks.length > 0 ? { reopened: tasks.map((task) => task.index) } : { failsRun: true }),
  };
  const data = { by: draft.actor, feedback, reopened: tasks.map((task) => task.name) };
  return moveCheckpoint(draft, checkpoint, rejected, { command: 'reject', data });
}

function* tasksToReopen(
  draft: Draft,
  checkpoint: CheckpointNode,
  refs: readonly NodeRef[],
): Decision<Result<readonly TaskNode[]>> {
  const max = LIMITS.reopenTasksMax;
  if (refs.length > max) {
    const detail = { limit: 'reopenTasksMax', max, actual: refs.length } as const;
    return err({ code: 'LIMIT_EXCEEDED', path: ['reopenTaskIds'], detail });
  }
  const { after } = yield* draft.spec('CHECKPOINT', checkpoint.index);
  const tasks: TaskNode[] = [];
  for (const [position, ref] of refs.entries()) {
    const path = ['reopenTaskIds', position];
    const isBefore =
      ref.missionId === draft.head.id && ref.runNumber === draft.run.number && after.includes(ref.index);
    if (!isBefore)
      return err(invalidArgument(path, 'Only tasks that stand right before the checkpoint can be reopened.'));
    const task = yield* draft.node(ref.index);
    if (!isKind(task, 'TASK') || task.status !== 'DONE') {
      return err(invalidArgument(path, 'Only a task that is DONE can be reopened.'));
    }
    if (!tasks.includes(task)) tasks.push(task);
  }
  return ok(tasks);
}

function* findOpen(
  draft: Draft,
  { checkpoint: ref, openedAt }: CheckpointCommand,
  verb: 'approve' | 'reject',
): Decision<Result<CheckpointNode, DomainError>> {
  const found = yield* findNode(draft, 'CHECKPOINT', ref, verbOf(CHECKPOINT_LIFECYCLE, verb));
  if (!found.ok) return found;
  const id = nodeIdOf('CHECKPOINT', ref);
  const legal = checkMove(CHECKPOINT_LIFECYCLE, verb, found.value.status, id);
  if (!legal.ok) return legal;
  if (openedAt !== undefined && found.value.openedAt !== openedAt) {
    return err(invalidArgument(argumentOf('checkpoint'), 'It was opened anew since then.'));
  }
  const { definition } = yield* draft.spec('CHECKPOINT', ref.index);
  const named = definition.approvers.filter((name) => name !== NOT_REQUESTER);
  // An agent decides only where it is named: what nobody in particular is asked is for people.
  const mayDecide = named.length > 0 ? named.includes(draft.actor.name) : draft.actor.kind !== 'AGENT';
  if (!mayDecide) {
    return err({
      code: 'NOT_AN_APPROVER',
      path: argumentOf('checkpoint'),
      detail: { checkpointId: id, actor: draft.actor.name },
    });
  }
  const isOwn = named.length < definition.approvers.length && (yield* isRequester(draft, ref.index));
  if (verb === 'approve' && isOwn) {
    const detail = { checkpointId: id, actor: draft.actor.name };
    return err({ code: 'REQUESTER_CANNOT_APPROVE', path: argumentOf('checkpoint'), detail });
  }
  return found;
}

/** Whether the actor launched the run, or did what the checkpoint is about. */
function* isRequester(draft: Draft, index: number): Decision<boolean> {
  const { name } = draft.actor;
  if (draft.run.launchedBy?.name === name) return true;
  const { after } = yield* draft.spec('CHECKPOINT', index);
  const tasks = yield* draft.nodes(after);
  return tasks.some((task) => isKind(task, 'TASK') && task.implementer === name);
}

function* decided(draft: Draft, before: CheckpointNode): Decision<Result<CheckpointOutcome>> {
  endRunWhenSettled(draft);
  const node = yield* draft.node(before.index);
  return ok({ checkpoint: isKind(node, 'CHECKPOINT') ? node : before, sequence: draft.sequence });
}

function verdict(draft: Draft, feedback: string | undefined): Verdict {
  return { actor: draft.actor, at: draft.now, ...(feedback === undefined ? {} : { feedback }) };
}
