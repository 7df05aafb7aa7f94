/** How an attempt ends. What a failure means for its task is in `after-failure.ts`. */
import type { AttemptStatus } from '../lifecycle/attempt-lifecycle.ts';
import type { Attempt, DiscoveredIssue, FailureReason, Submission } from '../run/attempt.ts';
import { leasedAttempt } from '../run/leased-attempt.ts';
import type { TaskNode } from '../run/node.ts';
import type { Decision } from './ask.ts';
import type { Draft } from './draft.ts';
import { tellIssues } from './found-issues.ts';
import { closeNode, moveAttempt, moveTask } from './move.ts';
import { releaseSuccessors } from './release.ts';
import { resting } from './skip.ts';

export interface Failure {
  readonly reason: FailureReason;
  readonly message: string;
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

/** The submission of a task that is taken out of its review. */
export function* interruptReview(draft: Draft, task: TaskNode): Decision<void> {
  const attempt = yield* draft.attempt({ index: task.index, generation: task.generation });
  if (attempt?.status !== 'SUBMITTED') return;
  moveAttempt(draft, attempt, { ...attempt, status: 'INTERRUPTED' }, { command: 'interrupt' });
}

/** The task is DONE: its successors are told. */
export function* settleTask(
  draft: Draft,
  task: TaskNode,
  settled: {
    readonly command: 'submit' | 'review' | 'accept';
    readonly score?: number;
    readonly issues?: readonly DiscoveredIssue[];
  },
): Decision<void> {
  yield* tellIssues(draft, task, settled.issues ?? []);
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
