import { CHECKPOINT_LIFECYCLE } from '@muster/core/lifecycle/checkpoint-lifecycle';
import { describeLifecycle } from './a-table.ts';

describeLifecycle(CHECKPOINT_LIFECYCLE, {
  commands: ['open', 'approve', 'reject', 'expire', 'skip', 'reset'],
  allowed: {
    PENDING: ['open', 'skip', 'reset'],
    OPEN: ['approve', 'reject', 'expire', 'skip', 'reset'],
    APPROVED: ['reset'],
    REJECTED: ['reset'],
    EXPIRED: ['reset'],
    SKIPPED: ['reset'],
  },
  offered: {
    PENDING: [],
    OPEN: ['approveCheckpoint', 'rejectCheckpoint'],
    APPROVED: [],
    REJECTED: [],
    EXPIRED: [],
    SKIPPED: [],
  },
});
