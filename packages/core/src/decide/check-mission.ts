/**
 * Whether a mission may be moved: by its status and its governance, by its schedule, and by a run that is still being
 * written out or called off. Only what gets past all of them is offered instead (C1).
 */
import type { Actor } from '../actor.ts';
import type { DomainError } from '../error-table.ts';
import { legalVerbs, verbOf } from '../lifecycle/lifecycle.ts';
import { hasOpenRun, MISSION_LIFECYCLE, type MissionCommand } from '../lifecycle/mission-lifecycle.ts';
import { type PilotCommand, pilotVerb, pilotVerbs } from '../lifecycle/pilot-lifecycle.ts';
import { err, ok, type Result } from '../result.ts';
import type { MissionHead } from '../run/mission.ts';
import { argumentOf } from '../subject.ts';

export function checkMission(head: MissionHead, command: MissionCommand): Result<void, DomainError> {
  return checkVerb(head, verbOf(MISSION_LIFECYCLE, command), head.status);
}

/** What only the pilot does, and only to a mission that has one at the helm. */
export function checkPilotMove(head: MissionHead, command: PilotCommand): Result<void, DomainError> {
  const isPiloted = head.governance === 'PILOT';
  return checkVerb(head, pilotVerb(command), isPiloted ? head.status : `${head.status} and governs itself`);
}

/** Who wants to move a mission. */
export interface Mover {
  readonly actor: Actor;
  /** Of the workspace: its owner or an administrator. */
  readonly isAdministrator: boolean;
}

/** FORBIDDEN to everybody but the pilot and administrators when the governance is PILOT. */
export function checkMover(head: MissionHead, { actor, isAdministrator }: Mover): Result<void, DomainError> {
  if (head.governance === 'AUTOMATIC' || isAdministrator || actor.name === head.pilot) return ok(undefined);
  const action = `move the mission ${head.id}: only its pilot ${head.pilot ?? ''} and administrators are`;
  return err({ code: 'FORBIDDEN', path: argumentOf('mission'), detail: { action } });
}

function checkVerb(head: MissionHead, verb: string, standing: string): Result<void, DomainError> {
  const hindrances = [hindranceOf(head), scheduleHindranceOf(head)].filter((one) => one !== undefined);
  const byStatus = verbsByStatus(head);
  const legal = byStatus.filter((one) => hindrances.every(({ allows }) => allows(one)));
  if (legal.includes(verb)) return ok(undefined);
  const hindrance = byStatus.includes(verb) ? hindrances.find(({ allows }) => !allows(verb)) : undefined;
  const status = hindrance?.text ?? standing;
  return err({
    code: 'ILLEGAL_MOVE',
    path: argumentOf('mission'),
    detail: { subject: 'mission', id: head.id, status, command: verb, legal },
  });
}

function verbsByStatus(head: MissionHead): readonly string[] {
  const verbs = legalVerbs(MISSION_LIFECYCLE, head.status);
  if (head.governance === 'AUTOMATIC') return verbs;
  const { retryFailed } = MISSION_LIFECYCLE.verbs;
  const afterFailure = hasStopped(head) && retryFailed !== undefined ? [retryFailed] : [];
  return [...verbs, ...afterFailure, ...pilotVerbs(head.status)];
}

/** The engine never fails a mission that a pilot moves: its run stands still instead, until somebody does something. */
function hasStopped(head: MissionHead): boolean {
  return head.status === 'ACTIVE' && head.run?.failing !== undefined;
}

interface Hindrance {
  readonly text: string;
  readonly allows: (verb: string) => boolean;
}

function hindranceOf(head: MissionHead): Hindrance | undefined {
  const { verbs } = MISSION_LIFECYCLE;
  if (head.staging) return { text: 'being launched', allows: (verb) => verb === verbs.cancel };
  // Another run would leave the open tasks of this one behind.
  if (head.run?.isCancelling) {
    const launches = [verbs.launch, verbs.completePlanning, pilotVerb('toActive')];
    return { text: 'still being cancelled', allows: (verb) => !launches.includes(verb) };
  }
  // The end of a schedule, not of a run: there is nothing to open again.
  if (head.status === 'COMPLETED' && head.run?.status !== 'COMPLETED') {
    const reopens = pilotVerb('toValidating');
    return { text: 'COMPLETED without a completed run', allows: (verb) => verb !== reopens };
  }
  return undefined;
}

function scheduleHindranceOf({ schedule, status }: MissionHead): Hindrance {
  const { schedule: set, unschedule, pauseSchedule, resumeSchedule } = MISSION_LIFECYCLE.verbs;
  if (!schedule) {
    const needs = [unschedule, pauseSchedule, resumeSchedule, ...(hasOpenRun(status) ? [set] : [])];
    return { text: `${status} without a schedule`, allows: (verb) => !needs.includes(verb) };
  }
  return schedule.isPaused
    ? { text: 'on a schedule that is paused', allows: (verb) => verb !== pauseSchedule }
    : { text: 'on a schedule that is not paused', allows: (verb) => verb !== resumeSchedule };
}
