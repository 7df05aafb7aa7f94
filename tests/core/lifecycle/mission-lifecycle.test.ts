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
    DRAFT: ['plan', 'saveDocument', 'launch', 'schedule', 'cancel'],
    PLANNING: ['saveDocument', 'launch', 'completePlanning', 'schedule', 'cancel'],
    SCHEDULED: ['saveDocument', 'launch', 'unschedule', 'pauseSchedule', 'resumeSchedule', 'cancel'],
    RECURRING: ['saveDocument', 'launch', 'unschedule', 'pauseSchedule', 'resumeSchedule', 'cancel'],
    ACTIVE: ['pauseSchedule', 'resumeSchedule', 'pause', 'cancel', 'cancelRun', ...GROWING],
    PAUSED: ['pauseSchedule', 'resumeSchedule', 'resume', 'cancel', 'cancelRun', ...GROWING],
    VALIDATING: ['pauseSchedule', 'resumeSchedule', 'pause', 'cancel', 'cancelRun', ...GROWING],
    COMPLETED: ['saveDocument', 'launch', 'schedule'],
    FAILED: ['saveDocument', 'launch', 'schedule', 'retryFailed'],
    CANCELLED: ['saveDocument', 'launch', 'schedule'],
  },
  offered: {
    DRAFT: ['planMission', 'saveDocument', 'launchMission', 'scheduleMission', 'cancelMission'],
    PLANNING: ['saveDocument', 'launchMission', 'completePlanning', 'scheduleMission', 'cancelMission'],
    SCHEDULED: [
      'saveDocument',
      'launchMission',
      'unscheduleMission',
      'pauseSchedule',
      'resumeSchedule',
      'cancelMission',
    ],
    RECURRING: [
      'saveDocument',
      'launchMission',
      'unscheduleMission',
      'pauseSchedule',
      'resumeSchedule',
      'cancelMission',
    ],
    ACTIVE: ['pauseSchedule', 'resumeSchedule', 'pauseMission', 'cancelMission', 'cancelRun', ...GROWING],
    PAUSED: ['pauseSchedule', 'resumeSchedule', 'resumeMission', 'cancelMission', 'cancelRun', ...GROWING],
    VALIDATING: ['pauseSchedule', 'resumeSchedule', 'pauseMission', 'cancelMission', 'cancelRun', ...GROWING],
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
