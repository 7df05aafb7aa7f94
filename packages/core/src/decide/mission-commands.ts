/** What moves a whole mission, except launching it. */
import { addDuration } from '../duration.ts';
import type { DomainError } from '../error-table.ts';
import type { Instant } from '../instant.ts';
import { isLegal } from '../lifecycle/lifecycle.ts';
import { hasOpenRun, type MissionCommand } from '../lifecycle/mission-lifecycle.ts';
import { isRunEnded } from '../lifecycle/run-lifecycle.ts';
import { TASK_LIFECYCLE } from '../lifecycle/task-lifecycle.ts';
import { ok, type Result } from '../result.ts';
import type { CheckpointNode, Node, TaskNode } from '../run/node.ts';
import type { Decision } from './ask.ts';
import { checkMission } from './check-mission.ts';
import { forgiveDeadline } from './deadline.ts';
import { type Draft, isKind } from './draft.ts';
import { endRun, endRunWhenSettled, endSchedule, moveMission, moveRun } from './end-run.ts';
import { recallFinalValidation } from './final-validation.ts';
import { moveCheckpoint } from './move.ts';
import { rearmSuccessors, skipBehindFailure } from './rearm.ts';
import { becomeReady } from './release.ts';
import { reopenDone } from './reopen.ts';
import { skipElement } from './skip.ts';
import { cancelOpenTask, startAgain } from './task-commands.ts';
import { resumeDeadline } from './task-deadline.ts';
import { goOnValidating, retryValidation } from './validation-end.ts';

/** Nodes looked at by one piece of a walk over a run. */
const WALK_NODES = 90;

export function* planMission(draft: Draft): Decision<Result<void>> {
  return onMission(draft, 'plan', () => moveMission(draft, 'PLANNING'));
}

export function* saveDocument(draft: Draft): Decision<Result<number>> {
  const saved = onMission(draft, 'saveDocument', () => {
    const version = draft.head.documentVersion + 1;
    draft.setHead({ documentVersion: version });
    draft.emit('DocumentSaved', draft.head.id, { version });
  });
  return saved.ok ? ok(draft.head.documentVersion) : saved;
}

export function* pauseMission(draft: Draft, reason: string | undefined): Decision<Result<void>> {
  return onMission(draft, 'pause', () => {
    const pausedFrom = draft.run.status === 'VALIDATING' ? 'VALIDATING' : 'ACTIVE';
    draft.setRun({ pausedFrom });
    moveRun(draft, 'PAUSED', reason === undefined ? {} : { reason });
    moveMission(draft, 'PAUSED', reason);
  });
}

export function* resumeMission(draft: Draft): Decision<Result<void>> {
  return onMission(draft, 'resume', () => {
    const { pausedFor: _, ...run } = draft.run;
    if (draft.run.pausedFor !== undefined) draft.startRun(run);
    const to = run.pausedFrom ?? 'ACTIVE';
    moveRun(draft, to, {});
    moveMission(draft, to);
    draft.send({ type: 'UNPARK', runNumber: draft.run.number });
    endRunWhenSettled(draft);
  });
}

/** Ends the mission, and its run when one is open: every open task is cancelled, in pieces when there are many. */
export function* cancelMission(draft: Draft, reason: string): Decision<Result<void>> {
  return yield* cancelRunOf(draft, 'cancel', reason);
}

export function* cancelRun(draft: Draft, reason: string): Decision<Result<void>> {
  return yield* cancelRunOf(draft, 'cancelRun', reason);
}

function* cancelRunOf(draft: Draft, command: 'cancel' | 'cancelRun', reason: string): Decision<Result<void>> {
  const isRunning = hasOpenRun(draft.head.status);
  const done = onMission(draft, command, () => {
    draft.clearStaging();
    if (command === 'cancel' && draft.head.schedule) endSchedule(draft, 'CANCELLED');
    if (isRunning) endRun(draft, 'CANCELLED', reason);
    else moveMission(draft, 'CANCELLED', reason);
  });
  if (done.ok && isRunning) yield* cancelNodes(draft, 0);
  return done;
}

/**
 * Settles what is open in a cancelled run, from node `cursor` on, and asks for the report after the last one. Until then
 * the run is the mission's latest: another one would leave its tasks open for ever.
 */
export function* cancelNodes(draft: Draft, cursor: number): Decision<Result<void>> {
  if (draft.run.status !== 'CANCELLED') return ok(undefined);
  const reason = draft.run.reason ?? 'The run was cancelled.';
  const next = yield* walkNodes(draft, cursor, function* (node): Decision<boolean> {
    if (isKind(node, 'TASK')) yield* cancelIfOpen(draft, node, reason);
    else if (node.kind === 'CHECKPOINT' || node.kind === 'GATE' || node.kind === 'DELAY')
      skipElement(draft, node);
    return false;
  });
  const { isCancelling, ...run } = draft.run;
  if (next === undefined) {
    if (isCancelling) draft.startRun(run);
    draft.send({ type: 'REPORT', runNumber: run.number });
  } else {
    if (!isCancelling) draft.setRun({ isCancelling: true });
    draft.send({ type: 'CANCEL_TASKS', runNumber: run.number, cursor: next });
  }
  return ok(undefined);
}

function* cancelIfOpen(
  draft: Draft,
  task: Parameters<typeof cancelOpenTask>[1],
  reason: string,
): Decision<void> {
  if (isLegal(TASK_LIFECYCLE, 'cancel', task.status)) yield* cancelOpenTask(draft, task, reason);
}

/** The same run goes on: what failed starts over, what that had stopped comes back, what is done stays. */
export function* retryFailed(draft: Draft): Decision<Result<void>> {
  const { run } = draft.head;
  const done = onMission(draft, 'retryFailed', () => {
    const { failing: _, endedAt: __, reason: ___, ...again } = draft.run;
    draft.startRun(again);
    forgiveDeadline(draft);
    recallFinalValidation(draft);
    goOnValidating(draft);
    // Under a pilot the run has only stopped.
    if (again.status !== 'ACTIVE') moveRun(draft, 'ACTIVE', {});
    moveMission(draft, 'ACTIVE');
    draft.send({ type: 'UNPARK', runNumber: again.number });
  });
  // Nothing failed but the quality: what scored too low is done again.
  const belowScore = run?.failing === undefined ? run?.qualityThreshold : undefined;
  if (done.ok)
    yield* resetNodes(draft, {
      cursor: 0,
      before: draft.now,
      ...(belowScore === undefined ? {} : { belowScore }),
    });
  return done;
}

/**
 * Resets tasks that failed and checkpoints that were rejected up to `before`, from node `cursor` on; also while the run is
 * paused meanwhile. What failed later was not meant: this may be a message that comes for the second time.
 */
export function* resetNodes(
  draft: Draft,
  from: { readonly cursor: number; readonly before: Instant; readonly belowScore?: number },
): Decision<Result<void>> {
  if (isRunEnded(draft.run.status)) return ok(undefined);
  const { cursor, before, belowScore = 0 } = from;
  const tooLow: TaskNode[] = [];
  const failed: number[] = [];
  const next = yield* walkNodes(draft, cursor, function* (node): Decision<boolean> {
    if (isKind(node, 'TASK') && (node.settledAt ?? before) <= before) {
      if (node.status === 'FAILED') failed.push(node.index);
      if (node.status === 'DONE' && isBelow(node.score, belowScore)) tooLow.push(node);
    }
    yield* resetHolding(draft, node, before);
    yield* resumeDeadline(draft, node.index);
    // Each of them takes a record after the walk, which may have filled the commit with checkpoints and deadlines.
    const count = tooLow.length + failed.length;
    return count >= REOPENED_TOGETHER || draft.room <= count + 1;
  });
  // All of them before any successor: of two that stand behind each other the later one has to wait again, and telling
  // successors takes all the room there is.
  const closed: number[] = [];
  for (const index of failed) {
    const task = yield* draft.node(index);
    if (isKind(task, 'TASK') && (yield* startAgain(draft, task))) closed.push(index);
    yield* resumeDeadline(draft, index);
  }
  yield* reopenDone(draft, tooLow, {});
  for (const index of closed) yield* rearmSuccessors(draft, index);
  for (const index of failed) yield* skipBehindFailure(draft, index);
  if (next === undefined) endRunWhenSettled(draft);
  else draft.send({ ...from, type: 'RETRY_FAILED', runNumber: draft.run.number, cursor: next });
  return ok(undefined);
}

/** What else may have failed the run, or holds it up. */
function* resetHolding(draft: Draft, node: Node, before: Instant): Decision<void> {
  if (isKind(node, 'CHECKPOINT')) yield* resetCheckpoint(draft, node, before);
  if (isKind(node, 'VALIDATION')) yield* retryValidation(draft, node, before);
}

function* resetCheckpoint(draft: Draft, checkpoint: CheckpointNode, before: Instant): Decision<void> {
  if ((checkpoint.decidedAt ?? before) <= before) yield* askAnew(draft, checkpoint);
  yield* giveTimeAnew(draft, checkpoint);
}

/** Leaves room in the commit for telling those behind them. */
const REOPENED_TOGETHER = 20;

function isBelow(score: number | undefined, belowScore: number): boolean {
  return score !== undefined && score < belowScore;
}

/** Visits every node from `cursor` on, as each stands then; answers where to go on when the commit is full, or it is told to stop. */
function* walkNodes(
  draft: Draft,
  cursor: number,
  visit: (node: Node) => Decision<boolean>,
): Decision<number | undefined> {
  const { nodeCount } = draft.run;
  let isStopped = false;
  for (let next = cursor; next < nodeCount; next++) {
    if (isStopped || draft.room <= 1) return next;
    if ((next - cursor) % WALK_NODES === 0) {
      yield* draft.nodes(range(next, Math.min(nodeCount, next + WALK_NODES)));
    }
    isStopped = yield* visit(yield* draft.node(next));
  }
  return undefined;
}

/** A checkpoint that stopped the run is open again, as if it had never been decided. */
function* askAnew(draft: Draft, checkpoint: CheckpointNode): Decision<void> {
  if (!(yield* hasStoppedRun(draft, checkpoint))) return;
  const { failsRun: _, ...rest } = checkpoint;
  const pending: CheckpointNode = { ...rest, status: 'PENDING' };
  moveCheckpoint(draft, checkpoint, pending, { command: 'reset' });
  if (pending.waitsFor.length === 0) yield* becomeReady(draft, pending);
}

/** Its time to decide ran out while nobody could. One that was escalated has none any more. */
function* giveTimeAnew(draft: Draft, checkpoint: CheckpointNode): Decision<void> {
  if (checkpoint.status !== 'OPEN' || checkpoint.expiresAt !== undefined || checkpoint.escalatedAt) return;
  const { definition } = yield* draft.spec('CHECKPOINT', checkpoint.index);
  if (definition.expiresAfter === undefined) return;
  draft.putNode({ ...checkpoint, expiresAt: addDuration(draft.now, definition.expiresAfter) });
}

/** One that expired with APPROVE let the run go on: what stood behind it was told. */
function* hasStoppedRun(draft: Draft, checkpoint: CheckpointNode): Decision<boolean> {
  if (checkpoint.status !== 'EXPIRED') return checkpoint.status === 'REJECTED';
  const { definition } = yield* draft.spec('CHECKPOINT', checkpoint.index);
  return definition.onExpiry === 'REJECT';
}

function onMission(draft: Draft, command: MissionCommand, act: () => void): Result<void, DomainError> {
  const legal = checkMission(draft.head, command);
  if (!legal.ok) return legal;
  act();
  return ok(undefined);
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, offset) => from + offset);
}
