import { BY_ENGINE, type Lifecycle } from './lifecycle.ts';

export const MILESTONE_STATUSES = ['LOCKED', 'ACTIVE', 'VALIDATING', 'DONE', 'FAILED'] as const;
export type MilestoneStatus = (typeof MILESTONE_STATUSES)[number];

export type MilestoneCommand = 'unlock' | 'validate' | 'revise' | 'complete' | 'fail' | 'reset';

export const MILESTONE_LIFECYCLE: Lifecycle<MilestoneStatus, MilestoneCommand> = {
  subject: 'milestone',
  moves: {
    unlock: ['LOCKED'],
    validate: ['ACTIVE', 'FAILED'],
    revise: ['VALIDATING', 'FAILED'],
    complete: ['ACTIVE', 'VALIDATING'],
    fail: ['VALIDATING'],
    reset: ['ACTIVE', 'VALIDATING', 'DONE', 'FAILED'],
  },
  verbs: {
    unlock: BY_ENGINE,
    validate: BY_ENGINE,
    revise: BY_ENGINE,
    complete: BY_ENGINE,
    fail: BY_ENGINE,
    reset: BY_ENGINE,
  },
};
