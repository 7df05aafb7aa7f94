/**
 * The only places where a status changes (D1): the lifecycle is asserted, the run's counters follow, the event is
 * emitted. Whether a caller may do it was checked before; a wrong move here is a mistake of ours.
 */

import { kindOf } from '../approval.ts';
import { assert } from '../assert.ts';
import { attemptIdOf } from '../ids.ts';
import { ASSERTION_LIFECYCLE, type AssertionCommand } from '../lifecycle/assertion-lifecycle.ts';
import { ATTEMPT_LIFECYCLE, type AttemptCommand } from '../lifecycle/attempt-lifecycle.ts';
import { CHECKPOINT_LIFECYCLE, type CheckpointCommand } from '../lifecycle/checkpoint-lifecycle.ts';
import { DELAY_LIFECYCLE, type DelayCommand } from '../lifecycle/delay-lifecycle.ts';
import { GATE_LIFECYCLE, type GateCommand } from '../lifecycle/gate-lifecycle.ts';
import { isLegal, type Lifecycle } from '../lifecycle/lifecycle.ts';
import { MILESTONE_LIFECYCLE, type MilestoneCommand } from '../lifecycle/milestone-lifecycle.ts';
import { isTaskSettled, TASK_LIFECYCLE, type TaskCommand } from '../lifecycle/task-lifecycle.ts';
import { VALIDATION_LIFECYCLE, type ValidationCommand } from '../lifecycle/validation-lifecycle.ts';
import type { Attempt } from '../run/attempt.ts';
import type { AssertionChange, AssertionNode, ValidationNode } from '../run/contract.ts';
import {
  type CheckpointNode,
  currentLane,
  type DelayNode,
  type GateNode,
  laneText,
  type MilestoneNode,
  type TaskNode,
} from '../run/node.ts';
import { withChange } from './assertion-history.ts';
import type { Draft } from './draft.ts';
import { recoverRun } from './end-run.ts';
import { recallFinalValidation } from './final-validation.ts';
import { offered } from './validator.ts';

type Data = Readonly<Record<string, unknown>>;

export function moveTask(
  draft: Draft,
  from: TaskNode,
  to: TaskNode,
  move: { command: TaskCommand; data?: Data },
) {
  assertMove(TASK_LIFECYCLE, move.command, from.status);
  assert(
    (to.status === 'IN_PROGRESS') === (to.lease !== undefined),
    'N3: a lease is held exactly while IN_PROGRESS',
  );
  countTask(draft, from, to);
  countFailure(draft, from, to);
  countHands(draft, from, to);
  if (leavesSlot(from, to)) offerSlot(draft);
  const lane = to.status === 'READY' ? { lane: laneText(currentLane(offered(to, draft.now))) } : {};
  const block = to.blocked ?? from.blocked;
  const cause = block ? { cause: block.cause } : {};
  const data = { from: from.status, to: to.status, ...lane, ...cause, ...move.data };
  draft.emitNode('TaskStatusChanged', to, data);
  return draft.putNode(to.status === 'READY' ? offered(asking(draft, to), draft.now) : asking(draft, to));
}

/** Since when it waits for a person, while it does. */
function asking(draft: Draft, task: TaskNode): TaskNode {
  if (kindOf(task) !== undefined) return { ...task, asksSince: draft.now };
  if (task.asksSince === undefined) return task;
  const { asksSince: _, ...rest } = task;
  return rest;
}

/** It was running, or was brought back into the queue to take up a slot, and is gone without having been claimed. */
function leavesSlot(from: TaskNode, to: TaskNode): boolean {
  if (to.status === 'IN_PROGRESS') return false;
  return from.status === 'IN_PROGRESS' || (from.status === 'READY' && !from.isParked);
}

/** A mission that was at its limit can take up another of the tasks that stand aside. */
function offerSlot(draft: Draft): void {
  const { parkedCount, number, status, failing } = draft.run;
  const isClaimable = (status === 'ACTIVE' || status === 'VALIDATING') && failing === undefined;
  if (parkedCount > 0 && isClaimable && draft.head.maxConcurrent !== undefined) {
    draft.send({ type: 'UNPARK', runNumber: number });
  }
}

/** What agents with a limit of their own hold. */
function countHands(draft: Draft, from: TaskNode, to: TaskNode): void {
  const { agents } = draft.run;
  if (!agents || from.lease?.agent === to.lease?.agent) return;
  const change = (name: string) => Number(to.lease?.agent === name) - Number(from.lease?.agent === name);
  draft.setRun({ agents: agents.map((load) => ({ ...load, running: load.running + change(load.name) })) });
}

/** When the last failure that fails the run is undone, the run goes on: what stood aside can be claimed again. */
function countFailure(
  draft: Draft,
  from: TaskNode | CheckpointNode | ValidationNode,
  to: TaskNode | CheckpointNode | ValidationNode,
): void {
  const change = Number(to.failsRun ?? false) - Number(from.failsRun ?? false);
  if (change === 0) return;
  const failureCount = Math.max(0, (draft.run.failureCount ?? 0) + change);
  draft.setRun({ failureCount });
  if (failureCount === 0) recoverRun(draft);
}

function countTask(draft: Draft, from: TaskNode, to: TaskNode): void {
  const { taskCounts, weight, score } = draft.run;
  const scored = (task: TaskNode) => (task.status === 'DONE' && task.score !== undefined ? task.weight : 0);
  const counts = { ...taskCounts };
  counts[from.status] -= 1;
  counts[to.status] += 1;
  draft.setRun({
    taskCounts: counts,
    weight: {
      ...weight,
      settled: weight.settled + settledWeight(to) - settledWeight(from),
      cancelled: weight.cancelled + cancelledWeight(to) - cancelledWeight(from),
    },
    score: {
      weighted: score.weighted + scored(to) * (to.score ?? 0) - scored(from) * (from.score ?? 0),
      weight: score.weight + scored(to) - scored(from),
    },
  });
}

function settledWeight(task: TaskNode): number {
  return isTaskSettled(task.status) && task.status !== 'CANCELLED' ? task.weight : 0;
}

function cancelledWeight(task: TaskNode): number {
  return task.status === 'CANCELLED' ? task.weight : 0;
}

/** `from` undefined: the attempt becomes ACTIVE by a claim and stays in the lease, so that nothing is put. */
export function beginAttempt(draft: Draft, task: TaskNode): void {
  const place = { ...draft.runRef, index: task.index, generation: task.generation };
  draft.emit('AttemptStatusChanged', attemptIdOf(place), { to: 'ACTIVE', agent: task.lease?.agent });
}

export function moveAttempt(
  draft: Draft,
  from: Attempt,
  to: Attempt,
  move: { command: AttemptCommand; data?: Data },
): void {
  assertMove(ATTEMPT_LIFECYCLE, move.command, from.status);
  draft.putAttempt(to);
  const place = { ...draft.runRef, index: to.taskIndex, generation: to.generation };
  draft.emit('AttemptStatusChanged', attemptIdOf(place), { from: from.status, to: to.status, ...move.data });
}

export function moveCheckpoint(
  draft: Draft,
  from: CheckpointNode,
  to: CheckpointNode,
  move: { command: CheckpointCommand; data?: Data },
) {
  assertMove(CHECKPOINT_LIFECYCLE, move.command, from.status);
  countFailure(draft, from, to);
  draft.emitNode('CheckpointStatusChanged', to, { from: from.status, to: to.status, ...move.data });
  return draft.putNode(to);
}

export function moveGate(
  draft: Draft,
  from: GateNode,
  to: GateNode,
  move: { command: GateCommand; data?: Data },
) {
  assertMove(GATE_LIFECYCLE, move.command, from.status);
  draft.emitNode('GateStatusChanged', to, { from: from.status, to: to.status, ...move.data });
  return draft.putNode(to);
}

export function moveDelay(
  draft: Draft,
  from: DelayNode,
  to: DelayNode,
  move: { command: DelayCommand; data?: Data },
) {
  assertMove(DELAY_LIFECYCLE, move.command, from.status);
  draft.emitNode('DelayStatusChanged', to, { from: from.status, to: to.status, ...move.data });
  return draft.putNode(to);
}

export function moveMilestone(
  draft: Draft,
  from: MilestoneNode,
  to: MilestoneNode,
  command: MilestoneCommand,
) {
  assertMove(MILESTONE_LIFECYCLE, command, from.status);
  draft.emitNode('MilestoneStatusChanged', to, { from: from.status, to: to.status });
  return draft.putNode(to);
}

export function moveAssertion(
  draft: Draft,
  from: AssertionNode,
  move: { readonly command: AssertionCommand; readonly change: AssertionChange },
): AssertionNode {
  const { command, change } = move;
  assertMove(ASSERTION_LIFECYCLE, command, from.status);
  const { status: to, round, evidence, attempt } = change;
  draft.emitNode('AssertionStatusChanged', from, { from: from.status, to, round, evidence, attempt });
  const history = withChange(from.history, change);
  return draft.putNode({ ...from, status: to, changedAt: change.at, history });
}

export function moveValidation(
  draft: Draft,
  from: ValidationNode,
  to: ValidationNode,
  move: { command: ValidationCommand; data?: Data },
): ValidationNode {
  assertMove(VALIDATION_LIFECYCLE, move.command, from.status);
  countFailure(draft, from, to);
  const { round, asks = from.asks } = to;
  const need = asks === undefined ? {} : { need: asks.need, reason: asks.reason };
  draft.emitNode('ValidationStatusChanged', to, {
    from: from.status,
    to: to.status,
    round,
    ...need,
    ...move.data,
  });
  return draft.putNode(to);
}

/** A node no longer holds the run's end. */
export function closeNode(draft: Draft): void {
  draft.setRun({ openNodeCount: draft.run.openNodeCount - 1 });
}

/** A node that had been closed holds the run's end again. */
export function reopenNode(draft: Draft): void {
  draft.setRun({ openNodeCount: draft.run.openNodeCount + 1 });
  recallFinalValidation(draft);
}

function assertMove<S extends string, C extends string>(table: Lifecycle<S, C>, command: C, status: S): void {
  assert(isLegal(table, command, status), `${table.subject}: ${command} in ${status}`);
}
