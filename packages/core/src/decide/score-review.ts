/**
 * Scores of reviewers, for tasks that ask for them.
 *
 * W1. A reviewer counts once; what he says later replaces what he said before, until it is decided.
 * W2. It is decided once all named reviewers but the implementer have spoken, without names once one has; and, when
 *     nobody decided in time, with those who have.
 * W3. A score that reaches its threshold accepts the work. Below it an expectation was not met, see `next-try.ts`.
 */

import type { TaskDefinition } from '../document/document.ts';
import { jsonBytes } from '../document/json-bytes.ts';
import { personNamed } from '../document/person-name.ts';
import { type DomainError, invalidArgument } from '../error-table.ts';
import { attemptIdOf, type NodeRef } from '../ids.ts';
import { isRunEnded } from '../lifecycle/run-lifecycle.ts';
import { LIMITS, type LimitName } from '../limits.ts';
import { err, type Result } from '../result.ts';
import type { Attempt, DimensionScore, ScoredReview } from '../run/attempt.ts';
import type { TaskNode } from '../run/node.ts';
import { argumentOf } from '../subject.ts';
import { afterFailure } from './after-failure.ts';
import type { Decision } from './ask.ts';
import { settleTask } from './attempt-end.ts';
import type { Draft } from './draft.ts';
import { type FoundReview, findReview } from './find-review.ts';
import { moveAttempt } from './move.ts';
import { reviewed } from './review.ts';
import { type AskedDimension, askedDimensions, judgeReviews } from './scoring.ts';
import type { TaskOutcome } from './submit.ts';

export interface ScoreCommand {
  readonly task: NodeRef;
  readonly scores: readonly DimensionScore[];
  readonly feedback?: string;
}

export function* reviewTask(draft: Draft, command: ScoreCommand): Decision<Result<TaskOutcome>> {
  const found = yield* findReview(draft, command.task, 'review');
  if (!found.ok) return found;
  const { task, attempt, definition } = found.value;
  const refused = checkScores(askedDimensions(definition.expectations), command.scores);
  if (refused) return err(refused);
  const others = (attempt.reviews ?? []).filter(({ actor }) => actor.name !== draft.actor.name);
  const review: ScoredReview = {
    actor: draft.actor,
    at: draft.now,
    ...(command.feedback === undefined ? {} : { feedback: command.feedback }),
    scores: command.scores,
  };
  const spoken: Attempt = { ...attempt, reviews: [...others, review] };
  const tooMuch = checkRoom(spoken, command.feedback);
  if (tooMuch) return err(tooMuch);
  draft.putAttempt(spoken);
  const attemptId = attemptIdOf({ ...command.task, generation: attempt.generation });
  draft.emitNode('ReviewRecorded', task, { attemptId, by: draft.actor, scores: command.scores });
  if (hasAllSpoken(spoken, task, definition))
    yield* decideReview(draft, { task, attempt: spoken, definition });
  return yield* reviewed(draft, task);
}

/** Nobody decided in time: what was said so far decides, and when that is nothing others are asked. */
export function* escalateReview(draft: Draft, task: TaskNode): Decision<void> {
  const { reviewDueAt: _, ...rest } = task;
  const late = draft.putNode({ ...rest, isReviewEscalated: true });
  // Whoever retries the run finds that others may review.
  if (isRunEnded(draft.run.status)) return;
  const { definition } = yield* draft.spec('TASK', task.index);
  const attempt = yield* draft.attempt({ index: task.index, generation: task.generation });
  const { escalateTo } = definition;
  draft.emitNode('ReviewEscalated', late, { to: escalateTo && (personNamed(escalateTo) ?? escalateTo) });
  if (attempt?.reviews?.length) yield* decideReview(draft, { task: late, attempt, definition });
}

/** See W2. */
function hasAllSpoken(attempt: Attempt, task: TaskNode, { reviewers }: TaskDefinition): boolean {
  const spoken = (attempt.reviews ?? []).map(({ actor }) => actor.name);
  if (task.isReviewEscalated || reviewers.length === 0) return spoken.length > 0;
  const asked = reviewers.filter((name) => name !== task.implementer).slice(0, LIMITS.reviewersMax);
  return spoken.length > 0 && asked.every((name) => spoken.includes(name));
}

/** See W3. */
function* decideReview(draft: Draft, { task, attempt, definition }: FoundReview): Decision<void> {
  const reviews = attempt.reviews ?? [];
  const { score, reasons } = judgeReviews(definition.expectations, reviews);
  const said = reviews.flatMap((one) => one.feedback ?? []).join('\n');
  const feedback = said.slice(0, LIMITS.reviewFeedbackLengthMax);
  const review = {
    actor: draft.actor,
    at: draft.now,
    score,
    ...(feedback === '' ? {} : { feedback }),
  };
  if (reasons.length === 0) {
    moveAttempt(draft, attempt, { ...attempt, status: 'ACCEPTED', review }, { command: 'accept' });
    const issues = attempt.submission?.issues ?? [];
    return yield* settleTask(draft, task, { command: 'review', score, issues });
  }
  const message = [...reasons, ...(feedback === '' ? [] : [feedback])].join(' ');
  const failure = { reason: 'EXPECTATION', message } as const;
  const rejected: Attempt = { ...attempt, status: 'REJECTED', failure, review };
  moveAttempt(draft, attempt, rejected, { command: 'reject', data: { feedback: message } });
  const { score: _, ...unscored } = task;
  yield* afterFailure(draft, unscored, { ...failure, command: 'review' });
}

/** The reviews stand in the record of the attempt, beside what was submitted. */
function checkRoom(attempt: Attempt, feedback: string | undefined): DomainError | undefined {
  const over = (limit: LimitName, path: readonly string[], actual: number): DomainError | undefined => {
    const max = LIMITS[limit];
    return actual > max ? { code: 'LIMIT_EXCEEDED', path, detail: { limit, max, actual } } : undefined;
  };
  return (
    over('reviewersMax', argumentOf('task'), attempt.reviews?.length ?? 0) ??
    over('reviewFeedbackLengthMax', ['feedback'], feedback?.length ?? 0) ??
    over('recordBytesMax', ['feedback'], jsonBytes(attempt, LIMITS.recordBytesMax) + DECISION_BYTES)
  );
}

/** What deciding still adds to the record. */
const DECISION_BYTES = 8 * LIMITS.reviewFeedbackLengthMax;

function checkScores(
  asked: readonly AskedDimension[],
  scores: readonly DimensionScore[],
): DomainError | undefined {
  if (asked.length === 0) {
    return invalidArgument(['scores'], 'The task asks for no scores: accept or reject it.');
  }
  const left = new Set(asked.map(nameOf));
  for (const [place, given] of scores.entries()) {
    if (!(given.score >= 1 && given.score <= 5)) {
      return invalidArgument(['scores', place, 'score'], 'A score lies between 1 and 5.');
    }
    if (!left.delete(nameOf(given))) {
      const reason = `The task doesn’t ask for ${nameOf(given)}, or it was scored already.`;
      return invalidArgument(['scores', place], reason);
    }
  }
  if (left.size === 0) return undefined;
  return invalidArgument(['scores'], `Score all that the task asks for. Missing: ${[...left].join('; ')}.`);
}

function nameOf({ position, dimension }: AskedDimension): string {
  return dimension === undefined
    ? `expectation number ${position}`
    : `"${dimension}" of expectation number ${position}`;
}
