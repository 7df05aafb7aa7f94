import { BY_ENGINE, type Lifecycle } from './lifecycle.ts';

export const MILESTONE_STATUSES = ['LOCKED', 'ACTIVE', 'VALIDATING', 'DONE', 'FAILED'] as const;
export type MilestoneStatus = (typeof MILESTONE_STATUSES)[number];

export type MilestoneCommand = 'unlock' | 'complete' | 'fail' | 'reset';

export const MILESTONE_LIFECYCLE: Lifecycle<MilestoneStatus, MilestoneCommand> = {
  subject: 'milestone',
  moves: {
    unlock: ['LOCKED'],
    complete: ['ACTIVE', 'VALIDATING'],
    fail: ['ACTIVE', 'VALIDATING'],
    reset: ['ACTIVE', 'DONE'],
  },
  verbs: {
    unlock: BY_ENGINE,
    complete: BY_ENGINE,
    fail: BY_ENGINE,
    reset: BY_ENGINE,
  },
};
