/** What moves a whole mission, except launching it. */
import type { DomainError } from '../error-table.ts';
import { isLegal } from '../lifecycle/lifecycle.ts';
import { hasOpenRun, type MissionCommand } from '../lifecycle/mission-lifecycle.ts';
import { TASK_LIFECYCLE } from '../lifecycle/task-lifecycle.ts';
import { ok, type Result } from '../result.ts';
import type { Decision } from './ask.ts';
import { checkMission } from './check-mission.ts';
import { forgiveDeadline } from './deadline.ts';
import { type Draft, isKind } from './draft.ts';
import { endRun, endRunWhenSettled, endSchedule, moveMission, moveRun } from './end-run.ts';
import { recallFinalValidation } from './final-validation.ts';
import { beginRetrying } from './retry-failed.ts';
import { skipElement } from './skip.ts';
import { cancelOpenTask } from './task-commands.ts';
import { goOnValidating } from './validation-end.ts';
import { walkNodes } from './visit.ts';

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
    const { failing: _, endedAt: __, reason: ___, retrying: ____, ...again } = draft.run;
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
  if (done.ok) yield* beginRetrying(draft, belowScore);
  return done;
}

function onMission(draft: Draft, command: MissionCommand, act: () => void): Result<void, DomainError> {
  const legal = checkMission(draft.head, command);
  if (!legal.ok) return legal;
  act();
  return ok(undefined);
}
