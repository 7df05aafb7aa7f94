import { isRunEnded, RUN_LIFECYCLE, RUN_STATUSES } from '@muster/core/lifecycle/run-lifecycle';
import { describe, expect, it } from 'vitest';
import { describeLifecycle } from './a-table.ts';

describeLifecycle(RUN_LIFECYCLE, {
  commands: ['pause', 'resume', 'validate', 'revise', 'reopen', 'complete', 'fail', 'cancel', 'retryFailed'],
  allowed: {
    ACTIVE: ['pause', 'validate', 'complete', 'fail', 'cancel'],
    PAUSED: ['resume', 'complete', 'fail', 'cancel'],
    VALIDATING: ['pause', 'revise', 'complete', 'fail', 'cancel'],
    COMPLETED: ['reopen'],
    FAILED: ['retryFailed'],
    CANCELLED: [],
  },
  offered: {
    ACTIVE: ['pauseMission', 'setMissionStatus', 'cancelRun'],
    PAUSED: ['resumeMission', 'cancelRun'],
    VALIDATING: ['pauseMission', 'setMissionStatus', 'cancelRun'],
    COMPLETED: ['setMissionStatus'],
    FAILED: ['retryFailed'],
    CANCELLED: [],
  },
});

describe('isRunEnded', () => {
  it('is true of COMPLETED, FAILED and CANCELLED only', () => {
    expect(RUN_STATUSES.filter(isRunEnded)).toEqual(['COMPLETED', 'FAILED', 'CANCELLED']);
  });
});
