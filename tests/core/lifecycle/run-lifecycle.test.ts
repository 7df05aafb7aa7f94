import { isRunEnded, RUN_LIFECYCLE, RUN_STATUSES } from '@muster/core/lifecycle/run-lifecycle';
import { describe, expect, it } from 'vitest';
import { describeLifecycle } from './a-table.ts';

describeLifecycle(RUN_LIFECYCLE, {
  commands: ['pause', 'resume', 'complete', 'fail', 'cancel', 'retryFailed'],
  allowed: {
    ACTIVE: ['pause', 'complete', 'fail', 'cancel'],
    PAUSED: ['resume', 'complete', 'fail', 'cancel'],
    VALIDATING: ['pause', 'complete', 'fail', 'cancel'],
    COMPLETED: [],
    FAILED: ['retryFailed'],
    CANCELLED: [],
  },
  offered: {
    ACTIVE: ['pauseMission', 'cancelRun'],
    PAUSED: ['resumeMission', 'cancelRun'],
    VALIDATING: ['pauseMission', 'cancelRun'],
    COMPLETED: [],
    FAILED: ['retryFailed'],
    CANCELLED: [],
  },
});

describe('isRunEnded', () => {
  it('is true of COMPLETED, FAILED and CANCELLED only', () => {
    expect(RUN_STATUSES.filter(isRunEnded)).toEqual(['COMPLETED', 'FAILED', 'CANCELLED']);
  });
});
