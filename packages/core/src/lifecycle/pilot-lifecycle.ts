/**
 * What the pilot of a mission does to its status by hand: one step along, or one step back with a reason. These are
 * moves of missions whose governance is PILOT only; the others know just the commands of `MISSION_LIFECYCLE`.
 */
import type { Lifecycle } from './lifecycle.ts';
import type { MissionStatus } from './mission-lifecycle.ts';

/** In the order in which a mission passes them. */
export const PILOTED_STATUSES = [
  'DRAFT',
  'PLANNING',
  'ACTIVE',
  'VALIDATING',
  'COMPLETED',
] as const satisfies readonly MissionStatus[];
export type PilotedStatus = (typeof PILOTED_STATUSES)[number];

export type PilotCommand =
  | 'toDraft'
  | 'toPlanning'
  | 'toActive'
  | 'toValidating'
  | 'toCompleted'
  | 'setProgress';

export const PILOT_LIFECYCLE: Lifecycle<MissionStatus, PilotCommand> = {
  subject: 'mission',
  moves: {
    toDraft: ['PLANNING'],
    toPlanning: ['DRAFT', 'ACTIVE'],
    toActive: ['PLANNING', 'VALIDATING'],
    toValidating: ['ACTIVE', 'COMPLETED'],
    toCompleted: ['VALIDATING'],
    setProgress: ['DRAFT', 'PLANNING', 'SCHEDULED', 'RECURRING', 'ACTIVE', 'PAUSED', 'VALIDATING'],
  },
  verbs: {
    toDraft: 'setMissionStatus',
    toPlanning: 'setMissionStatus',
    toActive: 'setMissionStatus',
    toValidating: 'setMissionStatus',
    toCompleted: 'setMissionStatus',
    setProgress: 'setMissionProgress',
  },
};

const COMMAND_TO: Readonly<Record<PilotedStatus, PilotCommand>> = {
  DRAFT: 'toDraft',
  PLANNING: 'toPlanning',
  ACTIVE: 'toActive',
  VALIDATING: 'toValidating',
  COMPLETED: 'toCompleted',
};

/** The command that leads to a status. */
export function pilotCommandTo(status: PilotedStatus): PilotCommand {
  return COMMAND_TO[status];
}

export function leadsBack(from: MissionStatus, to: PilotedStatus): boolean {
  const order: readonly MissionStatus[] = PILOTED_STATUSES;
  return order.indexOf(to) < order.indexOf(from);
}

/** How a refusal names a command, with the status that `setMissionStatus` is to be given. */
export function pilotVerb(command: PilotCommand): string {
  const to = PILOTED_STATUSES.find((status) => COMMAND_TO[status] === command);
  return to === undefined ? 'setMissionProgress' : `setMissionStatus(${to})`;
}

/** The verbs that a pilot may use on a mission in `status`. */
export function pilotVerbs(status: MissionStatus): readonly string[] {
  const commands = Object.keys(PILOT_LIFECYCLE.moves) as PilotCommand[];
  return commands.filter((command) => PILOT_LIFECYCLE.moves[command].includes(status)).map(pilotVerb);
}
