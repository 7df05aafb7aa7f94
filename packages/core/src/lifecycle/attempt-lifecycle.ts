import { BY_ENGINE, type Lifecycle } from './lifecycle.ts';

export const ATTEMPT_STATUSES = [
  'ACTIVE',
  'SUBMITTED',
  'ACCEPTED',
  'REJECTED',
  'FAILED',
  'EXPIRED',
  'INTERRUPTED',
] as const;
export type AttemptStatus = (typeof ATTEMPT_STATUSES)[number];

export type AttemptCommand = 'heartbeat' | 'submit' | 'accept' | 'reject' | 'fail' | 'expire' | 'interrupt';

export const ATTEMPT_LIFECYCLE: Lifecycle<AttemptStatus, AttemptCommand> = {
  subject: 'attempt',
  moves: {
    heartbeat: ['ACTIVE'],
    submit: ['ACTIVE'],
    accept: ['SUBMITTED'],
    reject: ['SUBMITTED'],
    fail: ['ACTIVE'],
    expire: ['ACTIVE'],
    interrupt: ['ACTIVE', 'SUBMITTED'],
  },
  verbs: {
    heartbeat: 'heartbeat',
    submit: 'completeTask',
    accept: 'acceptTask',
    reject: 'rejectTask',
    fail: 'failTask',
    expire: BY_ENGINE,
    interrupt: BY_ENGINE,
  },
};
