import type { Lifecycle } from './lifecycle.ts';

export const MISSION_STATUSES = [
  'DRAFT',
  'PLANNING',
  'SCHEDULED',
  'RECURRING',
  'ACTIVE',
  'PAUSED',
  'VALIDATING',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
] as const;
export type MissionStatus = (typeof MISSION_STATUSES)[number];

export type MissionCommand =
  | 'plan'
  | 'saveDocument'
  | 'launch'
  | 'completePlanning'
  | 'schedule'
  | 'unschedule'
  | 'pauseSchedule'
  | 'resumeSchedule'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'cancelRun'
  | 'retryFailed'
  | 'addTasks'
  | 'addElements'
  | 'addDependency';

const RUN_OPEN = ['ACTIVE', 'VALIDATING', 'PAUSED'] as const;
/** DRAFT and PLANNING: where a pilot has taken it back to. */
const CAN_HAVE_SCHEDULE = ['DRAFT', 'PLANNING', 'SCHEDULED', 'RECURRING', ...RUN_OPEN] as const;

export const MISSION_LIFECYCLE: Lifecycle<MissionStatus, MissionCommand> = {
  subject: 'mission',
  moves: {
    plan: ['DRAFT'],
    saveDocument: ['DRAFT', 'PLANNING', 'SCHEDULED', 'RECURRING', 'COMPLETED', 'FAILED', 'CANCELLED'],
    launch: ['DRAFT', 'PLANNING', 'SCHEDULED', 'RECURRING', 'COMPLETED', 'FAILED', 'CANCELLED'],
    completePlanning: ['PLANNING'],
    // Of a mission whose run is open only the schedule that it has can be replaced.
    schedule: [...CAN_HAVE_SCHEDULE, 'COMPLETED', 'FAILED', 'CANCELLED'],
    unschedule: CAN_HAVE_SCHEDULE,
    pauseSchedule: CAN_HAVE_SCHEDULE,
    resumeSchedule: CAN_HAVE_SCHEDULE,
    pause: ['ACTIVE', 'VALIDATING'],
    resume: ['PAUSED'],
    cancel: ['DRAFT', 'PLANNING', 'SCHEDULED', 'RECURRING', ...RUN_OPEN],
    cancelRun: RUN_OPEN,
    retryFailed: ['FAILED'],
    addTasks: RUN_OPEN,
    addElements: RUN_OPEN,
    addDependency: RUN_OPEN,
  },
  verbs: {
    plan: 'planMission',
    saveDocument: 'saveDocument',
    launch: 'launchMission',
    completePlanning: 'completePlanning',
    schedule: 'scheduleMission',
    unschedule: 'unscheduleMission',
    pauseSchedule: 'pauseSchedule',
    resumeSchedule: 'resumeSchedule',
    pause: 'pauseMission',
    resume: 'resumeMission',
    cancel: 'cancelMission',
    cancelRun: 'cancelRun',
    retryFailed: 'retryFailed',
    addTasks: 'addTasks',
    addElements: 'addElements',
    addDependency: 'addDependency',
  },
};

/** Aliases a query may filter by. A separate enum, so that an alias can't be written as a status. */
export const MISSION_STATUS_ALIASES = {
  OPEN: ['DRAFT', 'PLANNING', 'SCHEDULED', 'RECURRING', 'ACTIVE', 'PAUSED', 'VALIDATING'],
  IN_FLIGHT: ['PLANNING', 'ACTIVE', 'VALIDATING', 'PAUSED'],
} as const satisfies Record<string, readonly MissionStatus[]>;

export function hasOpenRun(status: MissionStatus): boolean {
  return (RUN_OPEN as readonly MissionStatus[]).includes(status);
}
