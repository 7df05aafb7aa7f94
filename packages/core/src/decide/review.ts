/** Accepting and rejecting submitted work. Never by the one who did it. */
import { type NodeRef, taskIdOf } from '../ids.ts';
import { checkMove, verbOf } from '../lifecycle/lifecycle.ts';
import { TASK_LIFECYCLE } from '../lifecycle/task-lifecycle.ts';
import { err, ok, type Result } from '../result.ts';
import type { Attempt } from '../run/attempt.ts';
import type { TaskNode } from '../run/node.ts';
import { afterFailure } from './after-failure.ts';
import type { Decision } from './ask.ts';
import { settleTask } from './attempt-end.ts';
import { type Draft, isKind } from './draft.ts';
import { endRunWhenSettled } from './end-run.ts';
import { findNode } from './guard.ts';
import { moveAttempt } from './move.ts';
import type { TaskOutcome } from './submit.ts';

export interface ReviewCommand {
  readonly task: NodeRef;
  readonly feedback?: string;
  /** 1–5; replaces the implementer's own. */
  readonly score?: number;
}

export function* acceptTask(draft: Draft, command: ReviewCommand): Decision<Result<TaskOutcome>> {
  const found = yield* findReview(draft, command, 'accept');
  if (!found.ok) return found;
  const { task, attempt } = found.value;
  moveAttempt(
    draft,
    attempt,
    { ...attempt, status: 'ACCEPTED', review: verdict(draft, command) },
    { command: 'accept' },
  );
  const score = command.score ?? task.score;
  yield* settleTask(draft, task, { command: 'accept', ...(score === undefined ? {} : { score }) });
  return yield* reviewed(draft, task);
}

export function* rejectTask(draft: Draft, command: ReviewCommand): Decision<Result<TaskOutcome>> {
  const found = yield* findReview(draft, command, 'reject');
  if (!found.ok) return found;
  const { task, attempt } = found.value;
  const message = command.feedback ?? 'Rejected in review.';
  const failure = { reason: 'REVIEW', message } as const;
  const rejected: Attempt = { ...attempt, status: 'REJECTED', failure, review: verdict(draft, command) };
  moveAttempt(draft, attempt, rejected, { command: 'reject', data: { feedback: message } });
  const { score: _, ...unscored } = task;
  yield* afterFailure(draft, unscored, { ...failure, command: 'reject' });
  return yield* reviewed(draft, task);
}

function* findReview(
  draft: Draft,
  command: ReviewCommand,
  verb: 'accept' | 'reject',
): Decision<Result<{ readonly task: TaskNode; readonly attempt: Attempt }>> {
  const found = yield* findNode(draft, 'TASK', command.task, verbOf(TASK_LIFECYCLE, verb));
  if (!found.ok) return found;
  const task = found.value;
  const legal = checkMove(TASK_LIFECYCLE, verb, task.status, taskIdOf(command.task));
  if (!legal.ok) return legal;
  const attempt = yield* draft.attempt({ index: task.index, generation: task.generation });
  const implementers = [task.implementer, attempt?.actor.name];
  if (!attempt || (implementers.includes(draft.actor.name) && draft.actor.kind !== 'SYSTEM')) {
    const detail = { taskId: taskIdOf(command.task), actor: draft.actor.name };
    return err({ code: 'IMPLEMENTER_CANNOT_REVIEW', path: [], detail });
  }
  return ok({ task, attempt });
}

function* reviewed(draft: Draft, before: TaskNode): Decision<Result<TaskOutcome>> {
  endRunWhenSettled(draft);
  const task = yield* draft.node(before.index);
  return ok({ task: isKind(task, 'TASK') ? task : before, sequence: draft.sequence });
}

function verdict(draft: Draft, command: ReviewCommand) {
  return {
    actor: draft.actor,
    at: draft.now,
    ...(command.feedback === undefined ? {} : { feedback: command.feedback }),
    ...(command.score === undefined ? {} : { score: command.score }),
  };
}
