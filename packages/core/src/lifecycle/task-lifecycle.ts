import { BY_ENGINE, type Lifecycle } from './lifecycle.ts';

export const TASK_STATUSES = [
  'WAITING',
  'READY',
  'IN_PROGRESS',
  'REVIEW',
  'BLOCKED',
  'DONE',
  'FAILED',
  'SKIPPED',
  'CANCELLED',
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export type TaskCommand =
  | 'release'
  | 'rearm'
  | 'claim'
  | 'heartbeat'
  | 'submit'
  | 'review'
  | 'accept'
  | 'reject'
  | 'fail'
  | 'expire'
  | 'breach'
  | 'block'
  | 'unblock'
  | 'retry'
  | 'retryFrom'
  | 'skip'
  | 'cancel'
  | 'reopen';

export const TASK_LIFECYCLE: Lifecycle<TaskStatus, TaskCommand> = {
  subject: 'task',
  moves: {
    release: ['WAITING'],
    rearm: ['WAITING', 'READY', 'BLOCKED', 'SKIPPED'],
    claim: ['READY'],
    heartbeat: ['IN_PROGRESS'],
    submit: ['IN_PROGRESS'],
    review: ['REVIEW'],
    accept: ['REVIEW'],
    reject: ['REVIEW'],
    fail: ['IN_PROGRESS'],
    expire: ['IN_PROGRESS'],
    breach: ['WAITING', 'READY', 'IN_PROGRESS', 'REVIEW', 'BLOCKED'],
    block: ['WAITING', 'READY', 'IN_PROGRESS'],
    unblock: ['BLOCKED'],
    retry: ['FAILED'],
    retryFrom: ['IN_PROGRESS', 'REVIEW', 'DONE', 'FAILED'],
    skip: ['WAITING', 'READY', 'BLOCKED', 'FAILED'],
    cancel: ['WAITING', 'READY', 'IN_PROGRESS', 'REVIEW', 'BLOCKED'],
    reopen: ['DONE'],
  },
  verbs: {
    release: BY_ENGINE,
    rearm: BY_ENGINE,
    claim: 'claimTasks',
    heartbeat: 'heartbeat',
    submit: 'completeTask',
    review: 'reviewTask',
    accept: 'acceptTask',
    reject: 'rejectTask',
    fail: 'failTask',
    expire: BY_ENGINE,
    breach: BY_ENGINE,
    block: 'blockTask',
    unblock: 'unblockTask',
    retry: 'retryTask',
    retryFrom: 'retryFromTask',
    skip: 'skipTask',
    cancel: 'cancelTask',
    reopen: 'reopenTask',
  },
};

/** A settled task holds nothing back: its successors have been told. FAILED may still be retried or skipped. */
export function isTaskSettled(status: TaskStatus): boolean {
  return status === 'DONE' || status === 'SKIPPED' || status === 'FAILED' || status === 'CANCELLED';
}
