import {
  hasOpenRun,
  MISSION_LIFECYCLE,
  MISSION_STATUS_ALIASES,
  MISSION_STATUSES,
} from '@muster/core/lifecycle/mission-lifecycle';
import { describe, expect, it } from 'vitest';
import { describeLifecycle } from './a-table.ts';

/** What an open run can be given; the mutations have the same names. */
const GROWING = ['addTasks', 'addElements', 'addDependency'] as const;
/** What can be done about a schedule where there is one. */
const SCHEDULES = ['schedule', 'unschedule', 'pauseSchedule', 'resumeSchedule'] as const;
const OFFERED = ['scheduleMission', 'unscheduleMission', 'pauseSchedule', 'resumeSchedule'] as const;

describeLifecycle(MISSION_LIFECYCLE, {
  commands: [
    'plan',
    'saveDocument',
    'launch',
    'completePlanning',
    'schedule',
    'unschedule',
    'pauseSchedule',
    'resumeSchedule',
    'pause',
    'resume',
    'cancel',
    'cancelRun',
    'retryFailed',
    'addTasks',
    'addElements',
    'addDependency',
  ],
  allowed: {
    DRAFT: ['plan', 'saveDocument', 'launch', ...SCHEDULES, 'cancel'],
    PLANNING: ['saveDocument', 'launch', 'completePlanning', ...SCHEDULES, 'cancel'],
    SCHEDULED: ['saveDocument', 'launch', ...SCHEDULES, 'cancel'],
    RECURRING: ['saveDocument', 'launch', ...SCHEDULES, 'cancel'],
    ACTIVE: [...SCHEDULES, 'pause', 'cancel', 'cancelRun', ...GROWING],
    PAUSED: [...SCHEDULES, 'resume', 'cancel', 'cancelRun', ...GROWING],
    VALIDATING: [...SCHEDULES, 'pause', 'cancel', 'cancelRun', ...GROWING],
    COMPLETED: ['saveDocument', 'launch', 'schedule'],
    FAILED: ['saveDocument', 'launch', 'schedule', 'retryFailed'],
    CANCELLED: ['saveDocument', 'launch', 'schedule'],
  },
  offered: {
    DRAFT: ['planMission', 'saveDocument', 'launchMission', ...OFFERED, 'cancelMission'],
    PLANNING: ['saveDocument', 'launchMission', 'completePlanning', ...OFFERED, 'cancelMission'],
    SCHEDULED: ['saveDocument', 'launchMission', ...OFFERED, 'cancelMission'],
    RECURRING: ['saveDocument', 'launchMission', ...OFFERED, 'cancelMission'],
    ACTIVE: [...OFFERED, 'pauseMission', 'cancelMission', 'cancelRun', ...GROWING],
    PAUSED: [...OFFERED, 'resumeMission', 'cancelMission', 'cancelRun', ...GROWING],
    VALIDATING: [...OFFERED, 'pauseMission', 'cancelMission', 'cancelRun', ...GROWING],
    COMPLETED: ['saveDocument', 'launchMission', 'scheduleMission'],
    FAILED: ['saveDocument', 'launchMission', 'scheduleMission', 'retryFailed'],
    CANCELLED: ['saveDocument', 'launchMission', 'scheduleMission'],
  },
});

describe('the aliases of mission statuses', () => {
  it('OPEN is every status that is not terminal', () => {
    const terminal = ['COMPLETED', 'FAILED', 'CANCELLED'];

    expect([...MISSION_STATUS_ALIASES.OPEN].sort()).toEqual(
      MISSION_STATUSES.filter((status) => !terminal.includes(status)).sort(),
    );
  });

  it('IN_FLIGHT is PLANNING, ACTIVE, VALIDATING and PAUSED', () => {
    expect([...MISSION_STATUS_ALIASES.IN_FLIGHT].sort()).toEqual([
      'ACTIVE',
      'PAUSED',
      'PLANNING',
      'VALIDATING',
    ]);
  });

  it('no alias can be written as a status', () => {
    const aliases: readonly string[] = Object.keys(MISSION_STATUS_ALIASES);

    expect(MISSION_STATUSES.filter((status) => aliases.includes(status))).toEqual([]);
  });
});

describe('hasOpenRun', () => {
  it('is true of ACTIVE, PAUSED and VALIDATING only', () => {
    expect(MISSION_STATUSES.filter(hasOpenRun)).toEqual(['ACTIVE', 'PAUSED', 'VALIDATING']);
  });
});
