import { MISSION_STATUSES } from '@muster/core/lifecycle/mission-lifecycle';
import {
  leadsBack,
  PILOT_LIFECYCLE,
  PILOTED_STATUSES,
  pilotVerbs,
} from '@muster/core/lifecycle/pilot-lifecycle';
import { describe, expect, it } from 'vitest';
import { describeLifecycle } from './a-table.ts';

const STATUS = 'setMissionStatus';
const PROGRESS = 'setMissionProgress';

describeLifecycle(PILOT_LIFECYCLE, {
  commands: ['toDraft', 'toPlanning', 'toActive', 'toValidating', 'toCompleted', 'setProgress'],
  allowed: {
    DRAFT: ['toPlanning', 'setProgress'],
    PLANNING: ['toDraft', 'toActive', 'setProgress'],
    SCHEDULED: ['setProgress'],
    RECURRING: ['setProgress'],
    ACTIVE: ['toPlanning', 'toValidating', 'setProgress'],
    PAUSED: ['setProgress'],
    VALIDATING: ['toActive', 'toCompleted', 'setProgress'],
    COMPLETED: ['toValidating'],
    FAILED: [],
    CANCELLED: [],
  },
  offered: {
    DRAFT: [STATUS, PROGRESS],
    PLANNING: [STATUS, STATUS, PROGRESS],
    SCHEDULED: [PROGRESS],
    RECURRING: [PROGRESS],
    ACTIVE: [STATUS, STATUS, PROGRESS],
    PAUSED: [PROGRESS],
    VALIDATING: [STATUS, STATUS, PROGRESS],
    COMPLETED: [STATUS],
    FAILED: [],
    CANCELLED: [],
  },
});

describe('the steps of a pilot', () => {
  it('lead from each status to the one before and the one after it, and nowhere else', () => {
    const verbs = PILOTED_STATUSES.map((status, at) => {
      const beside = [PILOTED_STATUSES[at - 1], PILOTED_STATUSES[at + 1]].filter((to) => to !== undefined);
      return { status, legal: beside.map((to) => `setMissionStatus(${to})`) };
    });

    for (const { status, legal } of verbs) {
      expect(pilotVerbs(status).filter((verb) => verb !== PROGRESS)).toEqual(legal);
    }
  });

  it('lead back to what comes earlier', () => {
    const back = MISSION_STATUSES.filter((from) => leadsBack(from, 'PLANNING'));

    expect(back).toEqual(['ACTIVE', 'VALIDATING', 'COMPLETED']);
  });
});
