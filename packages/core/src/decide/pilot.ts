/**
 * What the pilot of a mission does by hand.
 *
 * V1. A mission of governance PILOT is moved by its pilot or an administrator, never by the engine: it neither completes
 *     nor fails by itself.
 * V2. What has not settled can't be completed.
 * V3. One step at a time; a step back needs a reason. Back from ACTIVE calls the run off; back from COMPLETED opens it
 *     again.
 */
import { type DomainError, invalidArgument } from '../error-table.ts';
import { leadsBack, type PilotedStatus, pilotCommandTo } from '../lifecycle/pilot-lifecycle.ts';
import { err, ok, type Result } from '../result.ts';
import { isRearming, standsStill } from '../run/mission.ts';
import type { Decision } from './ask.ts';
import { checkPilotMove } from './check-mission.ts';
import type { Draft } from './draft.ts';
import { beginFinalValidation, endRun, moveMission, moveRun } from './end-run.ts';
import { recallFinalValidation } from './final-validation.ts';
import { cancelNodes } from './mission-commands.ts';

export interface SetMissionStatus {
  readonly status: PilotedStatus;
  readonly reason?: string;
}

/** `LAUNCH`: nothing was changed; the caller is to launch, which makes the mission ACTIVE. */
export type PilotOutcome = 'MOVED' | 'LAUNCH';

/** A mission that stands there already is left alone, so that asking twice is asking once. */
export function* setMissionStatus(
  draft: Draft,
  { status, reason }: SetMissionStatus,
): Decision<Result<PilotOutcome>> {
  const { head } = draft;
  if (head.governance === 'PILOT' && head.status === status) return ok('MOVED');
  const legal = checkPilotStatus(draft, { status, ...(reason === undefined ? {} : { reason }) });
  if (!legal.ok) return legal;
  if (status === 'ACTIVE' && head.status === 'PLANNING') return ok('LAUNCH');
  yield* moveAlong(draft, status, reason);
  return ok('MOVED');
}

/** Whether the pilot may take this step now. */
export function checkPilotStatus(
  draft: Draft,
  { status, reason }: SetMissionStatus,
): Result<void, DomainError> {
  const { head } = draft;
  const legal = checkPilotMove(head, pilotCommandTo(status));
  if (!legal.ok) return legal;
  if (leadsBack(head.status, status) && reason === undefined) {
    return err(invalidArgument(['reason'], 'A step back needs a reason.'));
  }
  return status === 'COMPLETED' ? checkSettled(draft) : ok(undefined);
}

/** See V2. */
function checkSettled(draft: Draft): Result<void, DomainError> {
  const { openNodeCount } = draft.run;
  if (openNodeCount === 0 && !isRearming(draft.run) && !standsStill(draft.run)) return ok(undefined);
  const detail = { missionId: draft.head.id, openNodeCount };
  return err({ code: 'WORK_NOT_SETTLED', path: ['status'], detail });
}

function* moveAlong(draft: Draft, to: PilotedStatus, reason: string | undefined): Decision<void> {
  switch (to) {
    case 'DRAFT':
      return moveMission(draft, 'DRAFT', reason);
    case 'PLANNING':
      return yield* replan(draft, reason);
    case 'ACTIVE':
      recallFinalValidation(draft);
      moveRun(draft, 'ACTIVE', {});
      moveMission(draft, 'ACTIVE', reason);
      return draft.send({ type: 'UNPARK', runNumber: draft.run.number });
    case 'VALIDATING':
      return validate(draft, reason);
    case 'COMPLETED':
      return endRun(draft, 'COMPLETED');
  }
}

/** From DRAFT there is no run yet. */
function* replan(draft: Draft, reason: string | undefined): Decision<void> {
  if (draft.head.status === 'ACTIVE') {
    moveRun(draft, 'CANCELLED', { endedAt: draft.now, ...(reason === undefined ? {} : { reason }) });
    moveMission(draft, 'PLANNING', reason);
    yield* cancelNodes(draft, 0);
  } else moveMission(draft, 'PLANNING', reason);
}

function validate(draft: Draft, reason: string | undefined): void {
  const { endedAt: _, ...run } = draft.run;
  if (draft.head.status === 'COMPLETED') draft.startRun(run);
  moveRun(draft, 'VALIDATING', {});
  moveMission(draft, 'VALIDATING', reason);
  beginFinalValidation(draft);
}

/** How far the pilot says the mission is: 0–100, whole. */
export function* setMissionProgress(draft: Draft, progress: number): Decision<Result<void>> {
  if (!Number.isInteger(progress) || progress < 0 || progress > 100) {
    return err(invalidArgument(['progress'], 'Progress is a whole number from 0 to 100.'));
  }
  const legal = checkPilotMove(draft.head, 'setProgress');
  if (!legal.ok) return legal;
  const from = draft.head.progress ?? 0;
  if (from === progress) return ok(undefined);
  draft.setHead({ progress });
  draft.emit('MissionProgressSet', draft.head.id, { from, to: progress });
  return ok(undefined);
}
