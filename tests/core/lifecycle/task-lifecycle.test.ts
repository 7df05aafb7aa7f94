import { isTaskSettled, TASK_LIFECYCLE, TASK_STATUSES } from '@muster/core/lifecycle/task-lifecycle';
import { describe, expect, it } from 'vitest';
import { describeLifecycle } from './a-table.ts';

describeLifecycle(TASK_LIFECYCLE, {
  commands: [
    'release',
    'rearm',
    'claim',
    'heartbeat',
    'submit',
    'review',
    'accept',
    'reject',
    'fail',
    'expire',
    'breach',
    'block',
    'unblock',
    'retry',
    'retryFrom',
    'skip',
    'cancel',
    'reopen',
  ],
  allowed: {
    WAITING: ['release', 'rearm', 'breach', 'block', 'skip', 'cancel'],
    READY: ['rearm', 'claim', 'breach', 'block', 'skip', 'cancel'],
    IN_PROGRESS: ['retryFrom', 'heartbeat', 'submit', 'fail', 'expire', 'breach', 'block', 'cancel'],
    REVIEW: ['retryFrom', 'breach', 'review', 'accept', 'reject', 'cancel'],
    BLOCKED: ['rearm', 'breach', 'unblock', 'skip', 'cancel'],
    DONE: ['retryFrom', 'reopen'],
    FAILED: ['retryFrom', 'retry', 'skip'],
    SKIPPED: ['rearm'],
    CANCELLED: [],
  },
  offered: {
    WAITING: ['blockTask', 'skipTask', 'cancelTask'],
    READY: ['claimTasks', 'blockTask', 'skipTask', 'cancelTask'],
    IN_PROGRESS: ['retryFromTask', 'heartbeat', 'completeTask', 'failTask', 'blockTask', 'cancelTask'],
    REVIEW: ['retryFromTask', 'reviewTask', 'acceptTask', 'rejectTask', 'cancelTask'],
    BLOCKED: ['unblockTask', 'skipTask', 'cancelTask'],
    DONE: ['retryFromTask', 'reopenTask'],
    FAILED: ['retryFromTask', 'retryTask', 'skipTask'],
    SKIPPED: [],
    CANCELLED: [],
  },
});

describe('isTaskSettled', () => {
  it('is true of what holds nothing back any more, and of nothing else', () => {
    expect(TASK_STATUSES.filter(isTaskSettled)).toEqual(['DONE', 'FAILED', 'SKIPPED', 'CANCELLED']);
  });
});
