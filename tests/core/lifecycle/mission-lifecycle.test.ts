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
    DRAFT: ['plan', 'saveDocument', 'launch', 'cancel'],
    PLANNING: ['saveDocument', 'launch', 'cancel'],
    SCHEDULED: ['saveDocument', 'launch', 'cancel'],
    RECURRING: ['saveDocument', 'launch', 'cancel'],
    ACTIVE: ['pause', 'cancel', 'cancelRun', ...GROWING],
    PAUSED: ['resume', 'cancel', 'cancelRun', ...GROWING],
    VALIDATING: ['pause', 'cancel', 'cancelRun', ...GROWING],
    COMPLETED: ['saveDocument', 'launch'],
    FAILED: ['saveDocument', 'launch', 'retryFailed'],
    CANCELLED: ['saveDocument', 'launch'],
  },
  offered: {
    DRAFT: ['planMission', 'saveDocument', 'launchMission', 'cancelMission'],
    PLANNING: ['saveDocument', 'launchMission', 'cancelMission'],
    SCHEDULED: ['saveDocument', 'launchMission', 'cancelMission'],
    RECURRING: ['saveDocument', 'launchMission', 'cancelMission'],
    ACTIVE: ['pauseMission', 'cancelMission', 'cancelRun', ...GROWING],
    PAUSED: ['resumeMission', 'cancelMission', 'cancelRun', ...GROWING],
    VALIDATING: ['pauseMission', 'cancelMission', 'cancelRun', ...GROWING],
    COMPLETED: ['saveDocument', 'launchMission'],
    FAILED: ['saveDocument', 'launchMission', 'retryFailed'],
    CANCELLED: ['saveDocument', 'launchMission'],
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
