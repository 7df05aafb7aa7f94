import { BY_ENGINE, type Lifecycle } from './lifecycle.ts';

export const DELAY_STATUSES = ['PENDING', 'RUNNING', 'ELAPSED', 'SKIPPED'] as const;
export type DelayStatus = (typeof DELAY_STATUSES)[number];

export type DelayCommand = 'start' | 'elapse' | 'skip' | 'reset';

export const DELAY_LIFECYCLE: Lifecycle<DelayStatus, DelayCommand> = {
  subject: 'delay',
  moves: {
    start: ['PENDING'],
    elapse: ['RUNNING'],
    skip: ['PENDING', 'RUNNING'],
    reset: ['PENDING', 'RUNNING', 'ELAPSED', 'SKIPPED'],
  },
  verbs: {
    start: BY_ENGINE,
    elapse: BY_ENGINE,
    skip: 'skipDelay',
    reset: BY_ENGINE,
  },
};
