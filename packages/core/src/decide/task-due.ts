/** What time does to a task: its lease runs out, its wait is over, its implementer lets it lie. T1 of `due.ts` holds. */
import type { Instant } from '../instant.ts';
import { currentLane, laneText, type TaskNode } from '../run/node.ts';
import { afterFailure } from './after-failure.ts';
import type { Decision } from './ask.ts';
import { endAttempt } from './attempt-end.ts';
import type { Draft } from './draft.ts';
import { escalateReview } from './score-review.ts';
import { taskDeadlineDueAt, tellTaskDeadline } from './task-deadline.ts';
import { offeredNext } from './validator.ts';

/** The earliest of all that it waits for: when it is next to be looked at. */
export function taskDueAt(task: TaskNode): number | undefined {
  return earliest(taskDeadlineDueAt(task), workDueAt(task));
}

function workDueAt(task: TaskNode): number | undefined {
  switch (task.status) {
    case 'IN_PROGRESS':
      return task.lease?.expiresAt;
    case 'READY':
      return earliest(task.retryAt, task.keptFor?.until);
    case 'REVIEW':
      return task.reviewDueAt;
    default:
      return undefined;
  }
}

/** Does the one thing that is due; what else is due is still so afterwards. */
export function* passTimeOfTask(draft: Draft, task: TaskNode): Decision<void> {
  const deadline = taskDeadlineDueAt(task);
  if (deadline !== undefined && deadline <= draft.now) return yield* tellTaskDeadline(draft, task);
  if (task.lease) return yield* expireLease(draft, task);
  if (task.status === 'REVIEW') return yield* escalateReview(draft, task);
  const ready = draft.putNode(released(task, draft.now));
  if (!ready.isParked && ready.retryAt === undefined)
    draft.emitNode('TaskUnparked', ready, { lane: laneText(currentLane(ready)) });
}

/** Only what is READY waits for its time without a lease: it enters a queue, or another one. */
function released(task: TaskNode, now: Instant): TaskNode {
  const { retryAt, keptFor, ...rest } = task;
  const waiting = retryAt !== undefined && retryAt > now ? { ...rest, retryAt } : rest;
  if (keptFor === undefined) return waiting;
  return keptFor.until > now
    ? { ...waiting, keptFor }
    : (offeredNext({ ...waiting, keptFor }, now) ?? waiting);
}

function* expireLease(draft: Draft, task: TaskNode): Decision<void> {
  const isHardEnd = task.lease?.endsAt !== undefined && task.lease.endsAt <= draft.now;
  const failure = isHardEnd
    ? ({ reason: 'TIMEOUT', message: 'The attempt took longer than maxDuration.' } as const)
    : ({ reason: 'LEASE_LOST', message: 'The lease ran out without a heartbeat.' } as const);
  endAttempt(draft, task, { command: 'expire', status: 'EXPIRED', failure });
  yield* afterFailure(draft, task, { ...failure, command: 'expire' });
}

function earliest(...instants: readonly (number | undefined)[]): number | undefined {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
