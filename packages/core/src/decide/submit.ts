/**
 * What the holder of a lease says about its task: still at it, done, or failed.
 *
 * U1. Only the current attempt is heard: everybody else gets STALE_ATTEMPT and changes nothing.
 * U2. Repeating a submission that was taken answers as the first time and changes nothing.
 */

import type { TaskDefinition } from '../document/document.ts';
import { addDuration } from '../duration.ts';
import type { DomainError } from '../error-table.ts';
import { type AttemptRef, attemptIdOf } from '../ids.ts';
import { addMs } from '../instant.ts';
import { LIMITS } from '../limits.ts';
import { err, ok, type Result } from '../result.ts';
import type { Attempt, Submission } from '../run/attempt.ts';
import { leasedAttempt } from '../run/leased-attempt.ts';
import type { TaskNode } from '../run/node.ts';
import { argumentOf } from '../subject.ts';
import { afterFailure } from './after-failure.ts';
import type { Decision } from './ask.ts';
import { endAttempt, settleTask } from './attempt-end.ts';
import { leaseEnd } from './claim.ts';
import { deliverArtifacts } from './deliver.ts';
import { type Draft, isKind } from './draft.ts';
import { endRunWhenSettled } from './end-run.ts';
import { failedExpectations } from './expectation-results.ts';
import { checkIssues } from './found-issues.ts';
import { findHeldTask } from './guard.ts';
import { moveTask } from './move.ts';
import { askedDimensions } from './scoring.ts';
import { resting } from './skip.ts';
import { unreportedAssertions } from './validation-round.ts';

/** `sequence` is that of the last event the command caused, now or when it was first taken. */
export interface TaskOutcome {
  readonly task: TaskNode;
  readonly sequence: number;
}

export function* heartbeat(draft: Draft, ref: AttemptRef): Decision<Result<Attempt>> {
  const held = yield* findHeldTask(draft, ref);
  if (!held.ok) return held;
  const { lease } = held.value;
  if (!lease) return err(staleAttempt(ref, 'over'));
  const expiresAt = leaseEnd(draft.now, lease.durationMs, lease.endsAt);
  const renewed = draft.putNode({ ...held.value, lease: { ...lease, expiresAt } });
  return ok(leasedAttempt(renewed, renewed.lease));
}

/** Asks once for what several submissions would ask for one after another, of a store that may be far away. */
export function* loadSubmitted(draft: Draft, refs: readonly AttemptRef[]): Decision<void> {
  const indexes = [...new Set(refs.filter((ref) => isThere(draft, ref)).map((ref) => ref.index))];
  yield* draft.load(indexes);
  const successors = new Set((yield* draft.specs(indexes)).flatMap((spec) => spec.successors));
  // Those of a wide fan-out are told as far as there is room.
  if (successors.size <= draft.room) yield* draft.nodes([...successors]);
}

function isThere({ head: { run } }: Draft, ref: AttemptRef): boolean {
  return ref.runNumber === run?.number && ref.index < run.nodeCount;
}

export function* submitTask(
  draft: Draft,
  command: { readonly attempt: AttemptRef; readonly submission: Submission },
): Decision<Result<TaskOutcome>> {
  const { attempt: ref, submission } = command;
  if (isThere(draft, ref)) yield* draft.load([ref.index]);
  const repeated = yield* findRepeated(draft, ref, submission);
  if (repeated) return ok(repeated);
  const held = yield* findHeldTask(draft, ref);
  if (!held.ok) return held;
  if (!hasEvidence(submission)) {
    return err({
      code: 'EVIDENCE_REQUIRED',
      path: ['submission', 'evidence'],
      detail: { attemptId: attemptIdOf(ref) },
    });
  }
  const badIssue = checkIssues(submission.issues);
  if (badIssue) return err(badIssue);
  const { definition } = yield* draft.spec('TASK', ref.index);
  const unreported = yield* unreportedAssertions(draft, held.value);
  if (unreported.length > 0) {
    const detail = { attemptId: attemptIdOf(ref), assertionIds: unreported };
    return err({ code: 'ASSERTIONS_UNREPORTED', path: argumentOf('attempt'), detail });
  }
  const failed = failedExpectations(definition.expectations, submission.expectationResults);
  if (!failed.ok) return failed;
  // Before the successors are told: those take all the room there is left (D3).
  const delivered = yield* deliverArtifacts(draft, ref, submission.artifacts);
  if (!delivered.ok) return delivered;
  yield* takeSubmission(draft, held.value, { definition, submission, failed: failed.value });
  endRunWhenSettled(draft);
  yield* keepSequence(draft, ref);
  const task = yield* draft.node(ref.index);
  return ok({ task: isKind(task, 'TASK') ? task : held.value, sequence: draft.sequence });
}

export function* failTask(
  draft: Draft,
  command: { readonly attempt: AttemptRef; readonly message: string },
): Decision<Result<TaskOutcome>> {
  const held = yield* findHeldTask(draft, command.attempt);
  if (!held.ok) return held;
  const failure = { reason: 'REPORTED', message: command.message } as const;
  endAttempt(draft, held.value, { command: 'fail', status: 'FAILED', failure });
  yield* afterFailure(draft, held.value, { ...failure, command: 'fail' });
  endRunWhenSettled(draft);
  const task = yield* draft.node(command.attempt.index);
  return ok({ task: isKind(task, 'TASK') ? task : held.value, sequence: draft.sequence });
}

interface Taken {
  readonly definition: TaskDefinition;
  readonly submission: Submission;
  /** Positions of the expectations that were not met. */
  readonly failed: readonly number[];
}

function* takeSubmission(draft: Draft, task: TaskNode, taken: Taken): Decision<void> {
  const { definition, submission, failed } = taken;
  if (failed.length > 0) {
    const message = `Expectations not met: number ${failed.join(', ')}.`;
    const failure = { reason: 'EXPECTATION', message } as const;
    endAttempt(draft, task, { command: 'fail', status: 'FAILED', failure, submission });
    yield* afterFailure(draft, task, { ...failure, command: 'fail' });
    return;
  }
  if (needsReview(definition)) {
    endAttempt(draft, task, { command: 'submit', status: 'SUBMITTED', submission });
    const { reviewWithin } = definition;
    const reviewDueAt =
      reviewWithin === undefined
        ? addMs(draft.now, LIMITS.reviewMsDefault)
        : addDuration(draft.now, reviewWithin);
    const inReview: TaskNode = { ...resting(task), status: 'REVIEW', reviewDueAt, ...scoreOf(submission) };
    moveTask(draft, task, inReview, { command: 'submit' });
    return;
  }
  endAttempt(draft, task, { command: 'submit', status: 'ACCEPTED', submission });
  const { issues } = submission;
  // What validates is no part of what is scored.
  const score = task.purpose?.kind === 'VALIDATION' ? {} : scoreOf(submission);
  yield* settleTask(draft, task, { command: 'submit', issues, ...score });
}

/** Whoever is to be asked for scores reviews, whatever else the document says. */
function needsReview({ review, expectations }: TaskDefinition): boolean {
  return review === 'REQUIRED' || askedDimensions(expectations).length > 0;
}

/** What a repeated submission is answered (U2). */
function* keepSequence(draft: Draft, ref: AttemptRef): Decision<void> {
  const attempt = yield* draft.attempt(ref);
  if (attempt) draft.putAttempt({ ...attempt, settledSequence: draft.sequence });
}

function scoreOf(submission: Submission): { score?: number } {
  return submission.selfScore === undefined ? {} : { score: submission.selfScore };
}

function* findRepeated(
  draft: Draft,
  ref: AttemptRef,
  submission: Submission,
): Decision<TaskOutcome | undefined> {
  const { run } = draft.head;
  if (!run || ref.runNumber !== run.number || ref.index >= run.nodeCount) return undefined;
  const task = yield* draft.node(ref.index);
  if (!isKind(task, 'TASK') || (task.generation === ref.generation && task.lease)) return undefined;
  const attempt = yield* draft.attempt(ref);
  if (attempt?.submission === undefined || attempt.settledSequence === undefined) return undefined;
  const { artifacts, ...rest } = submission;
  const isSame =
    artifacts.length === attempt.artifactCount && canonical(rest) === canonical(attempt.submission);
  return isSame ? { task, sequence: attempt.settledSequence } : undefined;
}

/** Equal for equal content whatever the order of keys, since a record may come back with another one. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function hasEvidence(submission: Submission): boolean {
  return isTold(submission.evidence) || isTold(submission.noEvidenceReason);
}

function isTold(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '';
}

function staleAttempt(ref: AttemptRef, status: string): DomainError {
  return {
    code: 'STALE_ATTEMPT',
    path: argumentOf('attempt'),
    detail: { attemptId: attemptIdOf(ref), status },
  };
}
