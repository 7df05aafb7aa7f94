/** What an attempt that did not succeed means for its task, and what a failed task means for its run. */
import type { TaskDefinition } from '../document/document.ts';
import { addMs } from '../instant.ts';
import { LIMITS } from '../limits.ts';
import type { TaskNode } from '../run/node.ts';
import type { Decision } from './ask.ts';
import type { Failure } from './attempt-end.ts';
import { leaseEnd } from './claim.ts';
import type { Draft } from './draft.ts';
import { failRun } from './end-run.ts';
import { beginAttempt, closeNode, moveTask } from './move.ts';
import { nextTry } from './next-try.ts';
import { releaseSuccessors, skipSuccessors } from './release.ts';
import { resting } from './skip.ts';
import { failWithTask } from './validation-end.ts';

export interface TaskFailure extends Failure {
  readonly command: 'fail' | 'expire' | 'reject' | 'review' | 'breach';
}

/** After a failed, expired or rejected attempt, which has ended: see `nextTry`. */
export function* afterFailure(draft: Draft, task: TaskNode, failure: TaskFailure): Decision<void> {
  const { definition } = yield* draft.spec('TASK', task.index);
  const isRunFailing = draft.run.failing !== undefined;
  const next = nextTry(task, definition, { reason: failure.reason, at: draft.now, isRunFailing });
  const { fixRounds: _, ...spent } = { ...resting(task), attemptsSpent: task.attemptsSpent + 1 };
  switch (next.kind) {
    case 'FIX':
      return requestFix(draft, task, failure);
    case 'AGAIN':
      return tryAgain(draft, task, { again: spent, definition, failure, retryAt: next.retryAt });
    case 'ESCALATE': {
      const again = { ...spent, attemptsSpent: 0, escalatedTo: next.to };
      draft.emitNode('TaskEscalated', task, { to: next.to, reason: failure.message });
      return tryAgain(draft, task, { again, definition, failure, retryAt: undefined });
    }
    case 'FAIL':
      return yield* failNow(draft, task, { rest: spent, definition, failure });
  }
}

/**
 * The same agent is to mend what did not pass. While it holds the task it begins another attempt at once, up to the same
 * hard end; after a review the task is kept for it for a while.
 */
function requestFix(draft: Draft, task: TaskNode, failure: TaskFailure): void {
  const fixRounds = (task.fixRounds ?? 0) + 1;
  const { lease } = task;
  const agent = lease?.agent ?? task.implementer ?? '';
  const request = { agent, round: fixRounds, reason: failure.message };
  if (lease) {
    draft.emitNode('TaskFixRequested', task, { ...request, generation: task.generation + 1 });
    const expiresAt = leaseEnd(draft.now, lease.durationMs, lease.endsAt);
    const renewed = { ...lease, claimedAt: draft.now, expiresAt };
    beginAttempt(
      draft,
      draft.putNode({ ...task, fixRounds, generation: task.generation + 1, lease: renewed }),
    );
    return;
  }
  draft.emitNode('TaskFixRequested', task, request);
  const keptFor = { agent, until: addMs(draft.now, LIMITS.fixKeptMs) };
  const ready: TaskNode = { ...resting(task), status: 'READY', readyAt: draft.now, fixRounds, keptFor };
  moveTask(draft, task, ready, { command: failure.command, data: { reason: failure.message } });
}

interface Ended {
  readonly definition: TaskDefinition;
  readonly failure: TaskFailure;
}

function tryAgain(
  draft: Draft,
  task: TaskNode,
  ended: Ended & { readonly again: TaskNode; readonly retryAt: TaskNode['retryAt'] | undefined },
): void {
  const { again, definition, failure, retryAt } = ended;
  const move = { command: failure.command, data: { reason: failure.message } };
  if (definition.hasSideEffects) {
    const note = `The failed attempt may have had side effects. Unblock to try again: ${failure.message}`;
    moveTask(draft, task, { ...again, status: 'BLOCKED', blocked: { cause: 'AUTHORISATION', note } }, move);
    return;
  }
  const wait = retryAt === undefined ? {} : { retryAt };
  moveTask(draft, task, { ...again, status: 'READY', readyAt: draft.now, ...wait }, move);
}

/** No attempt is left: the task is FAILED, and `onFailure` says what that does to the others. */
export function* failNow(
  draft: Draft,
  task: TaskNode,
  ended: Ended & { readonly rest: TaskNode },
): Decision<void> {
  const { definition, failure } = ended;
  const { onFailure } = definition;
  const rest: TaskNode = {
    ...ended.rest,
    status: 'FAILED',
    settledAt: draft.now,
    reason: failure.message,
    ...(onFailure === 'FAIL_RUN' ? { failsRun: true } : {}),
  };
  moveTask(draft, task, rest, { command: failure.command, data: { reason: failure.message, onFailure } });
  if (task.purpose?.kind === 'VALIDATION')
    yield* failWithTask(draft, task.purpose.validation, failure.message);
  switch (onFailure) {
    case 'FAIL_RUN':
      failRun(draft, `The task "${task.name}" failed: ${failure.message}`);
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
