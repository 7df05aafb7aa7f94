/**
 * By when a task is to be settled.
 *
 * Y1. The warning, at 80 % of the time, and the breach are told once each; the warning never after the breach.
 * Y2. A task that has settled is not told of its deadline, nor is one of a run that has ended, unless it is retried.
 * Y3. A breach with FAIL fails the task as if all its attempts were spent; with NOTIFY it changes nothing.
 */
import { formatInstant, type Instant } from '../instant.ts';
import { isRunEnded } from '../lifecycle/run-lifecycle.ts';
import { isTaskSettled } from '../lifecycle/task-lifecycle.ts';
import type { Node, TaskNode } from '../run/node.ts';
import { failNow } from './after-failure.ts';
import type { Decision } from './ask.ts';
import { endAttempt, interruptReview } from './attempt-end.ts';
import { warningOf } from './deadline.ts';
import type { Draft } from './draft.ts';
import { resting } from './skip.ts';

/** The node from when on its time counts. */
export function withClockStarted<N extends Node>(node: N, from: Instant): N {
  return node.kind === 'TASK' && node.deadline ? { ...node, deadline: { ...node.deadline, from } } : node;
}

/** When there is something to tell of the deadline next. See Y2. */
export function taskDeadlineDueAt({ status, deadline }: TaskNode): Instant | undefined {
  if (!deadline || deadline.isParked || deadline.breachedAt !== undefined) return undefined;
  if (isTaskSettled(status)) return undefined;
  const { at, from, warnedAt } = deadline;
  return from === undefined || warnedAt !== undefined ? at : warningOf(from, at);
}

export function* tellTaskDeadline(draft: Draft, task: TaskNode): Decision<void> {
  const { deadline } = task;
  if (!deadline) return;
  if (isRunEnded(draft.run.status)) {
    draft.putNode({ ...task, deadline: { ...deadline, isParked: true } });
    return;
  }
  const { definition } = yield* draft.spec('TASK', task.index);
  const onBreach = definition.onBreach ?? 'NOTIFY';
  const data = { deadline: formatInstant(deadline.at), onBreach };
  if (deadline.at > draft.now) {
    draft.emitNode('DeadlineWarned', task, data);
    draft.putNode({ ...task, deadline: { ...deadline, warnedAt: draft.now } });
    return;
  }
  draft.emitNode('DeadlineBreached', task, data);
  const late = draft.putNode({ ...task, deadline: { ...deadline, breachedAt: draft.now } });
  if (onBreach === 'FAIL') yield* failLate(draft, late);
}

/** What came while the run had ended is told now. */
export function* resumeDeadline(draft: Draft, index: number): Decision<void> {
  const node = yield* draft.node(index);
  if (node.kind !== 'TASK' || !node.deadline?.isParked) return;
  const { isParked: _, ...deadline } = node.deadline;
  draft.putNode({ ...node, deadline });
}

/** See Y3. */
function* failLate(draft: Draft, task: TaskNode): Decision<void> {
  const { definition } = yield* draft.spec('TASK', task.index);
  const message = `Its deadline of ${definition.deadline} has passed.`;
  const failure = { reason: 'DEADLINE', message } as const;
  if (task.lease) endAttempt(draft, task, { command: 'fail', status: 'FAILED', failure });
  else if (task.status === 'REVIEW') yield* interruptReview(draft, task);
  if (task.isParked) draft.setRun({ parkedCount: draft.run.parkedCount - 1 });
  const { score: _, ...rest } = resting(task);
  yield* failNow(draft, task, { rest, definition, failure: { ...failure, command: 'breach' } });
}
