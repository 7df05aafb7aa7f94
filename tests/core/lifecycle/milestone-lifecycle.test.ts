import { MILESTONE_LIFECYCLE } from '@muster/core/lifecycle/milestone-lifecycle';
import { describeLifecycle } from './a-table.ts';

describeLifecycle(MILESTONE_LIFECYCLE, {
  commands: ['unlock', 'complete', 'fail', 'reset'],
  allowed: {
    LOCKED: ['unlock'],
    ACTIVE: ['complete', 'fail', 'reset'],
    VALIDATING: ['complete', 'fail'],
    DONE: ['reset'],
    FAILED: [],
  },
  offered: {
    LOCKED: [],
    ACTIVE: [],
    VALIDATING: [],
    DONE: [],
    FAILED: [],
  },
});
