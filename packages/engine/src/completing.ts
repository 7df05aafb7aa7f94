/** Completing many tasks at once: those of one mission share commits, one that is refused does not touch the others. */
import type { Decision } from '@muster/core/decide/ask';
import type { ClaimedTask } from '@muster/core/decide/claim';
import type { Draft } from '@muster/core/decide/draft';
import { loadSubmitted, submitTask, type TaskOutcome } from '@muster/core/decide/submit';
import type { DomainError } from '@muster/core/error-table';
import { invalidArgument } from '@muster/core/error-table';
import type { MissionId } from '@muster/core/ids';
import { LIMITS, type LimitName } from '@muster/core/limits';
import { err, ok, type Result } from '@muster/core/result';
import type { ClaimAlong } from './claim-along.ts';
import { overLimit } from './claiming.ts';
import { commitDecision } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import type { CompleteTask, CompleteTasks, TaskAnswer } from './engine.ts';
import { onBehalf } from './mission-use-cases.ts';
import type { Principal } from './principal.ts';
import { findReceipts, receiptPut } from './receipts.ts';
import { attemptNotFound, isForeign } from './task-use-cases.ts';

/** A repeated submission is answered like the first one by the attempt itself; the receipt only guards the key. */
export async function completeTasks(
  context: EngineContext,
  principal: Principal,
  { along, ...input }: CompleteTasks & { readonly along?: ClaimAlong | undefined },
): Promise<Result<readonly Result<TaskAnswer>[]>> {
  const tooMany = overLimit('completeTasksMax', ['tasks'], input.tasks.length);
  if (tooMany) return tooMany;
  const { idempotencyKey, tasks } = input;
  const found = await findReceipts(context, principal, { idempotencyKey, request: ['completeTasks', tasks] });
  if (!found.ok) return found;
  const answers: Result<TaskAnswer>[] = new Array(tasks.length);
  const missions = [...byMission(tasks).values()];
  // Several missions would each claim up to the limit.
  const claiming = missions.length === 1 ? along : undefined;
  await claiming?.readQueue();
  await Promise.all(
    missions.map((positions) =>
      completeIn(context, principal, { positions, tasks, answers, along: claiming }),
    ),
  );
  if (found.value && found.value.receipts.length === 0) {
    const put = receiptPut(context, found.value.keyed, { subject: '-', answer: {} });
    await context.store.commit({ puts: [put] });
  }
  return ok(answers);
}

interface MissionBatch {
  /** Places in `tasks` and `answers`. */
  readonly positions: readonly number[];
  readonly tasks: readonly CompleteTask[];
  readonly answers: Result<TaskAnswer>[];
  readonly along: ClaimAlong | undefined;
}

async function completeIn(context: EngineContext, principal: Principal, batch: MissionBatch): Promise<void> {
  let done = 0;
  while (done < batch.positions.length) {
    const positions = batch.positions.slice(done);
    const submissions = positions.flatMap((position) => batch.tasks[position] ?? []);
    const outcomes = await completePiece(context, principal, { submissions, along: batch.along });
    for (const [offset, outcome] of outcomes.entries()) {
      const position = positions[offset];
      if (position !== undefined) batch.answers[position] = outcome;
    }
    done += outcomes.length;
  }
}

interface Piece {
  readonly submissions: readonly CompleteTask[];
  /** Claims in the commit that completes the last of them. */
  readonly along: ClaimAlong | undefined;
}

/** Answers for as many submissions of one mission as went into one commit; for all of them when it was refused. */
async function completePiece(
  context: EngineContext,
  principal: Principal,
  { submissions, along }: Piece,
): Promise<readonly Result<TaskAnswer>[]> {
  const [first] = submissions;
  if (!first) return [];
  const committed = await commitDecision(context, onBehalf(principal, first.attempt.missionId), {
    decide: (draft) => completeAlong(draft, { submissions, along }),
    alsoPut: ({ value, sequence }) => along?.alsoPut({ value: value.claimed, sequence }) ?? [],
  });
  if (!committed.ok) {
    if (along?.giveUp(committed.error.code))
      return completePiece(context, principal, { submissions, along: undefined });
    return submissions.map(({ attempt }) =>
      isForeign(committed) ? err(attemptNotFound(attempt)) : committed,
    );
  }
  const { value, head, sequence } = committed.value;
  if (value.outcomes.length === submissions.length) along?.settle({ value: value.claimed, sequence });
  return value.outcomes.flatMap((outcome, offset): readonly Result<TaskAnswer>[] => {
    const ref = submissions[offset]?.attempt;
    if (!ref) return [];
    return [
      outcome.ok
        ? ok({ ref, task: outcome.value.task, mission: head, sequence: outcome.value.sequence })
        : outcome,
    ];
  });
}

interface Completed {
  readonly outcomes: readonly Result<TaskOutcome>[];
  readonly claimed: readonly ClaimedTask[];
}

function* completeAlong(draft: Draft, { submissions, along }: Piece): Decision<Result<Completed>> {
  const outcomes = yield* submitMany(draft, submissions);
  const isLast = outcomes.length === submissions.length;
  return ok({ outcomes, claimed: isLast && along ? yield* along.decide(draft) : [] });
}

/** As many as fit into one commit, at least one. */
function* submitMany(
  draft: Draft,
  submissions: readonly CompleteTask[],
): Decision<readonly Result<TaskOutcome>[]> {
  const outcomes: Result<TaskOutcome>[] = [];
  const fitting = submissions.slice(0, Math.ceil(draft.room / RECORDS_PER_SUBMISSION));
  if (fitting.length > 1)
    yield* loadSubmitted(
      draft,
      fitting.map(({ attempt }) => attempt),
    );
  let bytes = 0;
  for (const submission of submissions) {
    const { artifacts, issues } = submission.submission;
    const delivered = artifacts.length > 0 ? artifacts.length + 1 : 0;
    const needed = RECORDS_PER_SUBMISSION + delivered + RECORDS_PER_ISSUE * issues.length;
    const size = bytesOf(submission.submission);
    bytes += size;
    if (outcomes.length > 0 && (draft.room < needed || bytes > SUBMITTED_BYTES_MAX)) break;
    outcomes.push(checkSubmission(submission, size) ?? (yield* submitTask(draft, submission)));
  }
  return outcomes;
}

/** The task, its attempt, and a successor or two: more goes on through a message. */
const RECORDS_PER_SUBMISSION = 4;
/** A blocking one becomes a task: its node, its spec, the record of the addition, and one that waits for it. */
const RECORDS_PER_ISSUE = 4;

/** Of what is submitted in one commit; the rest of its bytes is for the nodes, the events and the records around them. */
const SUBMITTED_BYTES_MAX = LIMITS.commitBytesMax / 2;
/** An attempt's record holds more than its submission. */
const SUBMISSION_BYTES_MAX = LIMITS.recordBytesMax - 10_000;

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function checkSubmission(
  { submission }: CompleteTask,
  size: number,
): { readonly ok: false; readonly error: DomainError } | undefined {
  const { artifacts, selfScore } = submission;
  if (selfScore !== undefined && !(selfScore >= 1 && selfScore <= 5)) {
    return err(invalidArgument(['submission', 'selfScore'], 'A score lies between 1 and 5.'));
  }
  for (const field of ['evidence', 'noEvidenceReason', 'summary'] as const) {
    const long = overLimit('evidenceLengthMax', ['submission', field], submission[field]?.length ?? 0);
    if (long) return long;
  }
  const tooMany = overLimit('artifactsPerAttemptMax', ['submission', 'artifacts'], artifacts.length);
  if (tooMany) return tooMany;
  // No part is larger than the whole, which most often fits into one record.
  const sizeOf = (part: object) => (size <= SUBMISSION_BYTES_MAX ? size : bytesOf(part));
  for (const [place, artifact] of artifacts.entries()) {
    const path = ['submission', 'artifacts', place];
    const length = (artifact.text ?? JSON.stringify(artifact.json ?? '')).length;
    const large =
      overLimit('artifactBytesMax', path, length) ??
      overBytes('recordBytesMax', path, { actual: sizeOf(artifact), max: SUBMISSION_BYTES_MAX });
    if (large) return large;
  }
  return size <= SUBMISSION_BYTES_MAX ? undefined : checkLarge(submission, size);
}

/** One that is too large for a record with all its artifacts, which have records of their own. */
function checkLarge(submission: CompleteTask['submission'], size: number) {
  const { artifacts: _, ...attempt } = submission;
  return (
    overBytes('recordBytesMax', ['submission'], { actual: bytesOf(attempt), max: SUBMISSION_BYTES_MAX }) ??
    overBytes('commitBytesMax', ['submission'], { actual: size, max: SUBMITTED_BYTES_MAX })
  );
}

function overBytes(
  limit: LimitName,
  path: DomainError['path'],
  { actual, max }: { readonly actual: number; readonly max: number },
) {
  if (actual <= max) return undefined;
  return err({ code: 'LIMIT_EXCEEDED', path, detail: { limit, max, actual } } as const);
}

function byMission(tasks: readonly CompleteTask[]): ReadonlyMap<MissionId, readonly number[]> {
  const groups = new Map<MissionId, number[]>();
  for (const [position, task] of tasks.entries()) {
    const group = groups.get(task.attempt.missionId);
    if (group) group.push(position);
    else groups.set(task.attempt.missionId, [position]);
  }
  return groups;
}
