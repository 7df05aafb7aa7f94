/** How an attempt ends, and what that means for its task. */
import { addDuration } from '../duration.ts';
import { addMs, type Instant } from '../instant.ts';
import type { AttemptStatus } from '../lifecycle/attempt-lifecycle.ts';
import type { Attempt, FailureReason, Submission } from '../run/attempt.ts';
import type { Lease, TaskNode } from '../run/node.ts';
import type { Decision } from './ask.ts';
import type { Draft } from './draft.ts';
import { failRun } from './end-run.ts';
import { closeNode, moveAttempt, moveTask } from './move.ts';
import { releaseSuccessors, skipSuccessors } from './release.ts';
import { resting } from './skip.ts';

export interface Failure {
  readonly reason: FailureReason;
  readonly message: string;
}

/** The ACTIVE attempt that a lease stands for. */
export function leasedAttempt(task: TaskNode, lease: Lease): Attempt {
  return {
    taskIndex: task.index,
    generation: task.generation,
    status: 'ACTIVE',
    agent: lease.agent,
    actor: lease.actor,
    claimedAt: lease.claimedAt,
    expiresAt: lease.expiresAt,
    artifactCount: 0,
  };
}

/** Ends the attempt that holds `task` and stores it. The task is still to be moved on by the caller. */
export function endAttempt(
  draft: Draft,
  task: TaskNode,
  end: {
    readonly command: 'submit' | 'fail' | 'expire' | 'interrupt';
    readonly status: AttemptStatus;
    readonly failure?: Failure;
    readonly submission?: Submission;
  },
): void {
  if (!task.lease) return;
  const active = leasedAttempt(task, task.lease);
  const { artifacts = [], ...submission } = end.submission ?? { artifacts: [] };
  const ended: Attempt = {
    ...active,
    status: end.status,
    endedAt: draft.now,
    artifactCount: artifacts.length,
    ...(end.failure ? { failure: end.failure } : {}),
    ...(end.submission ? { submission: submission as Omit<Submission, 'artifacts'> } : {}),
    settledSequence: draft.sequence + 1,
  };
  moveAttempt(draft, active, ended, {
    command: end.command,
    data: { agent: active.agent, failure: end.failure },
  });
  const { attemptCount, usage } = draft.run;
  const used = end.submission?.usage;
  draft.setRun({
    attemptCount: attemptCount + 1,
    usage: { tokens: usage.tokens + (used?.tokens ?? 0), costUsd: usage.costUsd + (used?.costUsd ?? 0) },
  });
}

/** After a failed, expired or rejected attempt: again, if attempts remain; else what `onFailure` says. */
export function* afterFailure(
  draft: Draft,
  task: TaskNode,
  failure: Failure & { readonly command: 'fail' | 'expire' | 'reject' },
): Decision<void> {
  const { definition } = yield* draft.spec('TASK', task.index);
  const attemptsSpent = task.attemptsSpent + 1;
  const rest: TaskNode = { ...resting(task), attemptsSpent };
  const move = { command: failure.command, data: { reason: failure.message } };
  if (attemptsSpent >= definition.maxAttempts) {
    yield* failTask(draft, task, { ...rest, reason: failure.message }, failure.command);
    return;
  }
  if (definition.hasSideEffects) {
    const note = `The failed attempt may have had side effects. Unblock to try again: ${failure.message}`;
    moveTask(draft, task, { ...rest, status: 'BLOCKED', blocked: { cause: 'AUTHORISATION', note } }, move);
    return;
  }
  const retryAt = retryInstant(draft.now, definition.retryBackoff, attemptsSpent);
  const again: TaskNode = { ...rest, status: 'READY', readyAt: draft.now, ...(retryAt ? { retryAt } : {}) };
  moveTask(draft, task, again, move);
}

function retryInstant(
  now: Instant,
  backoff: Parameters<typeof addDuration>[1] | undefined,
  attemptsSpent: number,
): Instant | undefined {
  if (backoff === undefined) return undefined;
  const backoffMs = addDuration(now, backoff) - now;
  return addMs(now, Math.min(backoffMs * 2 ** (attemptsSpent - 1), RETRY_BACKOFF_MS_MAX));
}

const RETRY_BACKOFF_MS_MAX = 366 * 24 * 3_600_000;

function* failTask(
  draft: Draft,
  task: TaskNode,
  rest: TaskNode,
  command: 'fail' | 'expire' | 'reject',
): Decision<void> {
  const { definition } = yield* draft.spec('TASK', task.index);
  const failed: TaskNode = { ...rest, status: 'FAILED', settledAt: draft.now };
  moveTask(draft, task, failed, { command, data: { reason: rest.reason, onFailure: definition.onFailure } });
  switch (definition.onFailure) {
    case 'FAIL_RUN':
      failRun(draft, `The task "${task.name}" failed: ${rest.reason}`);
      return;
    case 'BLOCK':
      return;
    case 'SKIP_DEPENDENTS':
      closeNode(draft);
      yield* skipSuccessors(draft, task.index);
      return;
    case 'CONTINUE':
      closeNode(draft);
      yield* releaseSuccessors(draft, task.index);
  }
}

/** The task is DONE: its successors are told. */
export function* settleTask(
  draft: Draft,
  task: TaskNode,
  settled: { readonly command: 'submit' | 'accept'; readonly score?: number },
): Decision<void> {
  const done: TaskNode = {
    ...resting(task),
    status: 'DONE',
    settledAt: draft.now,
    ...(settled.score === undefined ? {} : { score: settled.score }),
  };
  moveTask(draft, task, done, { command: settled.command, data: { score: settled.score } });
  closeNode(draft);
  yield* releaseSuccessors(draft, task.index);
}
