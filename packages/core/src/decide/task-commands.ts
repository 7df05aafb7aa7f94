/** What people and agents do to a task besides working on it. */

import { type DomainError, invalidArgument } from '../error-table.ts';
import { type NodeRef, taskIdOf } from '../ids.ts';
import { checkMove, verbOf } from '../lifecycle/lifecycle.ts';
import { TASK_LIFECYCLE, type TaskCommand } from '../lifecycle/task-lifecycle.ts';
import { err, ok, type Result } from '../result.ts';
import type { BlockCause, TaskNode } from '../run/node.ts';
import { argumentOf } from '../subject.ts';
import type { Decision } from './ask.ts';
import { endAttempt, interruptReview } from './attempt-end.ts';
import { type Draft, isKind } from './draft.ts';
import { endRunWhenSettled } from './end-run.ts';
import { findNode } from './guard.ts';
import { closeNode, moveTask, reopenNode } from './move.ts';
import { rearmSuccessors, skipBehindFailure } from './rearm.ts';
import { becomeReady, releaseSuccessors } from './release.ts';
import { readyUnlessWaiting, reopenDone, startedOver } from './reopen.ts';
import { retryFrom } from './retry-from.ts';
import { sendValidate } from './send-validate.ts';
import { resting } from './skip.ts';
import type { TaskOutcome } from './submit.ts';

/** A task that can't go on. A running attempt is interrupted; nothing counts against its attempts. */
export function* blockTask(
  draft: Draft,
  command: { readonly task: NodeRef; readonly cause: BlockCause; readonly note: string },
): Decision<Result<TaskOutcome>> {
  const { task: ref, cause, note } = command;
  return yield* onTask(draft, ref, 'block', function* (task): Decision<void> {
    unpark(draft, task);
    interrupt(draft, task, note);
    const blocked: TaskNode = { ...resting(task), status: 'BLOCKED', blocked: { cause, note } };
    moveTask(draft, task, blocked, { command: 'block', data: { cause, note } });
  });
}

/** Of a task with side effects that was begun before, only by a person: it is tried again. */
export function* unblockTask(draft: Draft, ref: NodeRef): Decision<Result<TaskOutcome>> {
  const refused = yield* refuseRepetition(draft, ref, 'unblock');
  if (refused) return refused;
  return yield* onTask(draft, ref, 'unblock', function* (task): Decision<void> {
    const waiting: TaskNode = { ...resting(task), status: 'WAITING' };
    moveTask(draft, task, waiting, { command: 'unblock' });
    if (waiting.waitsFor.length === 0) yield* becomeReady(draft, waiting);
  });
}

/** A FAILED task starts over with all its attempts; what its failure skipped comes back. */
export function* retryTask(draft: Draft, ref: NodeRef): Decision<Result<TaskOutcome>> {
  const refused = yield* refuseRepetition(draft, ref, 'retry');
  if (refused) return refused;
  return yield* onTask(draft, ref, 'retry', (task) => resetFailed(draft, task));
}

function* resetFailed(draft: Draft, task: TaskNode): Decision<void> {
  if (yield* startAgain(draft, task)) yield* rearmSuccessors(draft, task.index);
  yield* skipBehindFailure(draft, task.index);
}

/** The failure is undone. Answers whether its successors had gone on without it, and are to be rearmed. */
export function* startAgain(draft: Draft, task: TaskNode): Decision<boolean> {
  const { definition } = yield* draft.spec('TASK', task.index);
  moveTask(draft, task, readyUnlessWaiting(startedOver(task), draft.now), { command: 'retry' });
  if (task.purpose?.kind === 'VALIDATION') sendValidate(draft, task.purpose.validation);
  const wasClosed = definition.onFailure === 'CONTINUE' || definition.onFailure === 'SKIP_DEPENDENTS';
  if (wasClosed) reopenNode(draft);
  return wasClosed;
}

/** A task that is DONE is to be done again; what waits for it waits anew, unless it has begun. */
export function* reopenTask(
  draft: Draft,
  command: { readonly task: NodeRef; readonly reason: string },
): Decision<Result<TaskOutcome>> {
  const { task: ref, reason } = command;
  const refused =
    (yield* refuseRound(draft, ref, 'reopen')) ?? (yield* refuseRepetition(draft, ref, 'reopen'));
  if (refused) return refused;
  return yield* onTask(draft, ref, 'reopen', (task) => reopenDone(draft, [task], { reason }));
}

/** See `retry-from.ts`. */
export function* retryFromTask(
  draft: Draft,
  command: { readonly task: NodeRef; readonly reason: string },
): Decision<Result<TaskOutcome>> {
  const { task: ref, reason } = command;
  const refused =
    (yield* refuseRound(draft, ref, 'retryFrom')) ?? (yield* refuseRepetition(draft, ref, 'retryFrom'));
  if (refused) return refused;
  const found = yield* findNode(draft, 'TASK', ref, verbOf(TASK_LIFECYCLE, 'retryFrom'));
  if (found.ok && draft.run.undoing) return err(isBeingUndone(ref));
  return yield* onTask(draft, ref, 'retryFrom', (task) => retryFrom(draft, task, reason));
}

function isBeingUndone(ref: NodeRef): DomainError {
  const status = 'in a run that is still being undone from another task on';
  const command = 'retryFromTask';
  const detail = { subject: 'task', id: taskIdOf(ref), status, command, legal: [] } as const;
  return { code: 'ILLEGAL_MOVE', path: argumentOf('task'), detail };
}

/** A round of a validation is over when its task is: another one validates anew. */
function* refuseRound(
  draft: Draft,
  ref: NodeRef,
  command: 'retryFrom' | 'reopen',
): Decision<{ readonly ok: false; readonly error: DomainError } | undefined> {
  const found = yield* findNode(draft, 'TASK', ref, verbOf(TASK_LIFECYCLE, command));
  if (!found.ok || found.value.purpose?.kind !== 'VALIDATION') return undefined;
  const reason = 'A validation is not done again: report the assertion, or open the work again.';
  return err(invalidArgument(argumentOf('task'), reason));
}

/** F4 of `next-try.ts`: an agent can't decide that a task with side effects is done once more. */
function* refuseRepetition(
  draft: Draft,
  ref: NodeRef,
  command: 'unblock' | 'retry' | 'retryFrom' | 'reopen',
): Decision<{ readonly ok: false; readonly error: DomainError } | undefined> {
  if (draft.actor.kind === 'USER') return undefined;
  const found = yield* findNode(draft, 'TASK', ref, verbOf(TASK_LIFECYCLE, command));
  if (!found.ok || found.value.generation === 0) return undefined;
  const { definition } = yield* draft.spec('TASK', ref.index);
  if (!definition.hasSideEffects) return undefined;
  const action = `have the task ${taskIdOf(ref)} done again: it may have side effects, and a person has to say so`;
  return err({ code: 'FORBIDDEN', path: argumentOf('task'), detail: { action } });
}

/** Counts as settled well: what waits for it goes on. */
export function* skipTask(
  draft: Draft,
  command: { readonly task: NodeRef; readonly reason: string },
): Decision<Result<TaskOutcome>> {
  const { task: ref, reason } = command;
  return yield* onTask(draft, ref, 'skip', function* (task): Decision<void> {
    const wasClosed = yield* isClosedFailure(draft, task);
    unpark(draft, task);
    const skipped: TaskNode = { ...resting(task), status: 'SKIPPED', settledAt: draft.now, reason };
    moveTask(draft, task, skipped, { command: 'skip', data: { reason } });
    if (wasClosed) yield* rearmSuccessors(draft, task.index);
    else closeNode(draft);
    yield* releaseSuccessors(draft, task.index);
  });
}

/** Taken out of the plan: it no longer counts in progress, and what waits for it goes on without it. */
export function* cancelTask(
  draft: Draft,
  command: { readonly task: NodeRef; readonly reason: string },
): Decision<Result<TaskOutcome>> {
  return yield* onTask(draft, command.task, 'cancel', function* (task): Decision<void> {
    yield* cancelOpenTask(draft, task, command.reason);
    yield* releaseSuccessors(draft, task.index);
  });
}

/** Cancels without telling the successors: the caller does, or cancels them too. */
export function* cancelOpenTask(draft: Draft, task: TaskNode, reason: string): Decision<void> {
  unpark(draft, task);
  if (task.lease) interrupt(draft, task, reason);
  else if (task.status === 'REVIEW') yield* interruptReview(draft, task);
  // A score that nobody has accepted counts nowhere.
  const { score: _, ...rest } = resting(task);
  const cancelled: TaskNode = { ...rest, status: 'CANCELLED', settledAt: draft.now, reason };
  moveTask(draft, task, cancelled, { command: 'cancel', data: { reason } });
  closeNode(draft);
}

function interrupt(draft: Draft, task: TaskNode, message: string): void {
  const failure = { reason: 'INTERRUPTED', message } as const;
  endAttempt(draft, task, { command: 'interrupt', status: 'INTERRUPTED', failure });
}

function unpark(draft: Draft, task: TaskNode): void {
  if (task.isParked) draft.setRun({ parkedCount: draft.run.parkedCount - 1 });
}

/** A failure that had let the run go on: its node no longer holds the run's end. */
function* isClosedFailure(draft: Draft, task: TaskNode): Decision<boolean> {
  if (task.status !== 'FAILED') return false;
  const { definition } = yield* draft.spec('TASK', task.index);
  return definition.onFailure === 'CONTINUE' || definition.onFailure === 'SKIP_DEPENDENTS';
}

function* onTask(
  draft: Draft,
  ref: NodeRef,
  command: TaskCommand,
  act: (task: TaskNode) => Decision<void>,
): Decision<Result<TaskOutcome>> {
  const found = yield* findNode(draft, 'TASK', ref, verbOf(TASK_LIFECYCLE, command));
  if (!found.ok) return found;
  const legal = checkMove(TASK_LIFECYCLE, command, found.value.status, taskIdOf(ref));
  if (!legal.ok) return legal;
  yield* act(found.value);
  endRunWhenSettled(draft);
  const task = yield* draft.node(ref.index);
  return ok({ task: isKind(task, 'TASK') ? task : found.value, sequence: draft.sequence });
}
