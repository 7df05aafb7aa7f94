/**
 * When a run is over.
 *
 * E1. It ends once, when no node is open, none can come back and the run does not stand still, or, if a task failed that fails the run, when the last running attempt ended.
 * E2. A paused run ends only after it was resumed.
 * E3. Under a pilot it ends only when the pilot says so: what fails the run stops it instead (V1).
 * E4. The end of a run is the end of its mission, unless a schedule has slots left.
 * E5. A run whose work is all settled fails when its scored tasks miss the `qualityThreshold`.
 * E6. The container of a standalone task never ends, so that the task can always be retried or opened again.
 * E7. What validates the run's end is open until it has passed. It begins when it is all that is open.
 */
import { isStandalone, runIdOf } from '../ids.ts';
import type { MissionStatus } from '../lifecycle/mission-lifecycle.ts';
import type { RunStatus } from '../lifecycle/run-lifecycle.ts';
import { averageScoreOf } from '../progress.ts';
import { isRearming, type Run, standsStill } from '../run/mission.ts';
import { hasSlots } from '../schedule/schedule.ts';
import type { Draft } from './draft.ts';
import { sendValidate } from './send-validate.ts';

/** To be called at the end of every decision that may have settled something. */
export function endRunWhenSettled(draft: Draft): void {
  const { run, head } = draft;
  if (isStandalone(head.id)) return;
  if (head.governance === 'PILOT') {
    beginFinalValidation(draft);
    return;
  }
  if (run.status !== 'ACTIVE' && run.status !== 'VALIDATING') return;
  if (standsStill(run)) return;
  if (run.failing !== undefined) {
    if (run.taskCounts.IN_PROGRESS === 0) endRun(draft, 'FAILED', run.failing);
    return;
  }
  if (run.openNodeCount > openCountAtTheEnd(run) || isRearming(run)) return;
  const shortfall = qualityShortfall(run);
  if (shortfall !== undefined) endRun(draft, 'FAILED', shortfall);
  else if (run.openNodeCount > 0) beginFinalValidation(draft);
  else endRun(draft, 'COMPLETED');
}

/** See E7. */
function openCountAtTheEnd({ finalValidation }: Run): number {
  return finalValidation !== undefined && !finalValidation.isBegun ? 1 : 0;
}

/** Begins what validates the run's end when nothing else is open; under a pilot only once he says so. See E7. */
export function beginFinalValidation(draft: Draft): void {
  const { finalValidation, openNodeCount, status } = draft.run;
  const isStill = !isRearming(draft.run) && !standsStill(draft.run);
  const isNext = finalValidation && !finalValidation.isBegun && openNodeCount === 1 && isStill;
  const isPiloted = draft.head.governance === 'PILOT';
  if (!isNext || (isPiloted && status !== 'VALIDATING')) return;
  draft.setRun({ finalValidation: { index: finalValidation.index, isBegun: true } });
  if (!isPiloted) {
    moveRun(draft, 'VALIDATING', {});
    moveMission(draft, 'VALIDATING');
  }
  sendValidate(draft, finalValidation.index);
}

/** Why the work is not good enough; undefined when it is: equal passes, and so does work that nobody scored. See E5. */
function qualityShortfall(run: Run): string | undefined {
  const { qualityThreshold } = run;
  const average = averageScoreOf(run);
  if (qualityThreshold === undefined || average === undefined) return undefined;
  if (average >= qualityThreshold - EPSILON) return undefined;
  return `The average score is ${average.toFixed(2)}; at least ${qualityThreshold} is needed.`;
}

/** Sums of fractions can miss the threshold by a rounding error. */
const EPSILON = 1e-9;

export function endRun(draft: Draft, status: 'COMPLETED' | 'FAILED' | 'CANCELLED', reason?: string): void {
  moveRun(draft, status, { endedAt: draft.now, ...(reason === undefined ? {} : { reason }) });
  const after = missionStatusAfter(draft, status);
  moveMission(draft, after, after === status ? reason : undefined);
  if (status !== 'CANCELLED') draft.send({ type: 'REPORT', runNumber: draft.run.number });
}

/** A mission with a schedule waits for the next slot; without any left a recurring one is COMPLETED, however it ended. */
function missionStatusAfter(draft: Draft, status: MissionStatus): MissionStatus {
  const { schedule } = draft.head;
  if (!schedule) return status;
  const isRecurring = schedule.rule.kind === 'CRON';
  if (hasSlots(schedule)) return isRecurring ? 'RECURRING' : 'SCHEDULED';
  endSchedule(draft, 'NO_SLOT_LEFT');
  return isRecurring ? 'COMPLETED' : status;
}

export type ScheduleEnd = 'UNSCHEDULED' | 'FIRED' | 'NO_SLOT_LEFT' | 'CANCELLED';

export function endSchedule(draft: Draft, reason: ScheduleEnd): void {
  draft.clearSchedule();
  draft.emit('ScheduleEnded', draft.head.id, { reason });
}

/** The run is going to fail: nothing new is claimed, and it ends when the running attempts have. */
export function failRun(draft: Draft, reason: string): void {
  if (draft.run.failing !== undefined) return;
  draft.setRun({ failing: reason });
  draft.emit('RunFailing', runIdOf(draft.runRef), { reason });
}

/** What was going to fail the run is undone; a deadline that was missed stays missed. */
export function recoverRun(draft: Draft): void {
  const { failing, ...run } = draft.run;
  const { deadline } = run;
  const isBreached = deadline?.breachedAt !== undefined && !deadline.isForgiven;
  const isTooLate = isBreached && deadline.onBreach === 'FAIL';
  if (failing === undefined || isTooLate) return;
  draft.startRun(run);
  draft.emit('RunRecovered', runIdOf(draft.runRef), {});
  draft.send({ type: 'UNPARK', runNumber: run.number });
}

/** A reason stands for as long as the status that it was given for. */
export function moveRun(
  draft: Draft,
  status: RunStatus,
  change: { endedAt?: typeof draft.now; reason?: string },
): void {
  const { reason: _, ...run } = draft.run;
  const from = run.status;
  draft.startRun({ ...run, status, ...change });
  draft.emit('RunStatusChanged', runIdOf(draft.runRef), { from, to: status, reason: change.reason });
}

export function moveMission(draft: Draft, status: MissionStatus, reason?: string): void {
  const from = draft.head.status;
  if (from === status) return;
  draft.setHead({ status });
  draft.emit('MissionStatusChanged', draft.head.id, { from, to: status, reason });
}
