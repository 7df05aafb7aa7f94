/** Accepting and rejecting submitted work as a whole. Scores are given in `score-review.ts`. */

import type { NodeRef } from '../ids.ts';
import { err, ok, type Result } from '../result.ts';
import type { Attempt } from '../run/attempt.ts';
import type { TaskNode } from '../run/node.ts';
import { argumentOf } from '../subject.ts';
import { afterFailure } from './after-failure.ts';
import type { Decision } from './ask.ts';
import { settleTask } from './attempt-end.ts';
import { type Draft, isKind } from './draft.ts';
import { endRunWhenSettled } from './end-run.ts';
import { findReview } from './find-review.ts';
import { moveAttempt } from './move.ts';
import { askedDimensions } from './scoring.ts';
import type { TaskOutcome } from './submit.ts';

export interface ReviewCommand {
  readonly task: NodeRef;
  readonly feedback?: string;
  /** 1–5; replaces the implementer's own. */
  readonly score?: number;
}

export function* acceptTask(draft: Draft, command: ReviewCommand): Decision<Result<TaskOutcome>> {
  const found = yield* findReview(draft, command.task, 'accept');
  if (!found.ok) return found;
  const { task, attempt, definition } = found.value;
  if (draft.actor.kind === 'AGENT' && askedDimensions(definition.expectations).length > 0) {
    const action = 'accept a task that asks for scores: give them, or leave it to a person';
    return err({ code: 'FORBIDDEN', path: argumentOf('task'), detail: { action } });
  }
  moveAttempt(
    draft,
    attempt,
    { ...attempt, status: 'ACCEPTED', review: verdict(draft, command) },
    { command: 'accept' },
  );
  const score = command.score ?? task.score;
  const issues = attempt.submission?.issues ?? [];
  yield* settleTask(draft, task, { command: 'accept', issues, ...(score === undefined ? {} : { score }) });
  return yield* reviewed(draft, task);
}

/** Where the review is an expectation it was not met (F1), without a score; else an attempt is spent. */
export function* rejectTask(draft: Draft, command: ReviewCommand): Decision<Result<TaskOutcome>> {
  const found = yield* findReview(draft, command.task, 'reject');
  if (!found.ok) return found;
  const { task, attempt, definition } = found.value;
  const message = command.feedback ?? 'Rejected in review.';
  const isExpected = askedDimensions(definition.expectations).length > 0;
  const failure = { reason: isExpected ? 'EXPECTATION' : 'REVIEW', message } as const;
  const rejected: Attempt = { ...attempt, status: 'REJECTED', failure, review: verdict(draft, command) };
  moveAttempt(draft, attempt, rejected, { command: 'reject', data: { feedback: message } });
  const { score: _, ...unscored } = task;
  yield* afterFailure(draft, unscored, { ...failure, command: 'reject' });
  return yield* reviewed(draft, task);
}

export function* reviewed(draft: Draft, before: TaskNode): Decision<Result<TaskOutcome>> {
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
