import { ATTEMPT_LIFECYCLE } from '@muster/core/lifecycle/attempt-lifecycle';
import { describeLifecycle } from './a-table.ts';

describeLifecycle(ATTEMPT_LIFECYCLE, {
  commands: ['heartbeat', 'submit', 'accept', 'reject', 'fail', 'expire', 'interrupt'],
  allowed: {
    ACTIVE: ['heartbeat', 'submit', 'fail', 'expire', 'interrupt'],
    SUBMITTED: ['accept', 'reject', 'interrupt'],
    ACCEPTED: [],
    REJECTED: [],
    FAILED: [],
    EXPIRED: [],
    INTERRUPTED: [],
  },
  offered: {
    ACTIVE: ['heartbeat', 'completeTask', 'failTask'],
    SUBMITTED: ['acceptTask', 'rejectTask'],
    ACCEPTED: [],
    REJECTED: [],
    FAILED: [],
    EXPIRED: [],
    INTERRUPTED: [],
  },
});
