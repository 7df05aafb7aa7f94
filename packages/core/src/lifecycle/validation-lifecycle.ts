import { BY_ENGINE, type Lifecycle } from './lifecycle.ts';

export const VALIDATION_STATUSES = ['PENDING', 'RUNNING', 'ASKING', 'PASSED', 'FAILED'] as const;
export type ValidationStatus = (typeof VALIDATION_STATUSES)[number];

export type ValidationCommand = 'begin' | 'pass' | 'remedy' | 'ask' | 'grant' | 'fail' | 'retry' | 'recall';

export const VALIDATION_LIFECYCLE: Lifecycle<ValidationStatus, ValidationCommand> = {
  subject: 'validation',
  moves: {
    begin: ['PENDING'],
    pass: ['PENDING', 'RUNNING', 'ASKING'],
    remedy: ['PENDING', 'RUNNING', 'ASKING'],
    ask: ['PENDING', 'RUNNING', 'ASKING'],
    grant: ['ASKING'],
    fail: ['RUNNING', 'ASKING'],
    retry: ['FAILED'],
    recall: ['RUNNING', 'ASKING', 'PASSED', 'FAILED'],
  },
  verbs: {
    begin: BY_ENGINE,
    pass: BY_ENGINE,
    remedy: BY_ENGINE,
    ask: BY_ENGINE,
    grant: 'grantRound',
    fail: 'failValidation',
    retry: BY_ENGINE,
    recall: BY_ENGINE,
  },
};
