import { BY_ENGINE, type Lifecycle } from './lifecycle.ts';

export const CHECKPOINT_STATUSES = ['PENDING', 'OPEN', 'APPROVED', 'REJECTED', 'EXPIRED', 'SKIPPED'] as const;
export type CheckpointStatus = (typeof CHECKPOINT_STATUSES)[number];

export type CheckpointCommand = 'open' | 'approve' | 'reject' | 'expire' | 'skip' | 'reset';

export const CHECKPOINT_LIFECYCLE: Lifecycle<CheckpointStatus, CheckpointCommand> = {
  subject: 'checkpoint',
  moves: {
    open: ['PENDING'],
    approve: ['OPEN'],
    reject: ['OPEN'],
    expire: ['OPEN'],
    skip: ['PENDING', 'OPEN'],
    reset: ['PENDING', 'OPEN', 'APPROVED', 'REJECTED', 'EXPIRED', 'SKIPPED'],
  },
  verbs: {
    open: BY_ENGINE,
    approve: 'approveCheckpoint',
    reject: 'rejectCheckpoint',
    expire: BY_ENGINE,
    skip: BY_ENGINE,
    reset: BY_ENGINE,
  },
};
