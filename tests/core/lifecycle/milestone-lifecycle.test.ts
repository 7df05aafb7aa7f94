import { MILESTONE_LIFECYCLE } from '@muster/core/lifecycle/milestone-lifecycle';
import { describeLifecycle } from './a-table.ts';

describeLifecycle(MILESTONE_LIFECYCLE, {
  commands: ['unlock', 'complete', 'fail'],
  allowed: {
    LOCKED: ['unlock'],
    ACTIVE: ['complete', 'fail'],
    VALIDATING: ['complete', 'fail'],
    DONE: [],
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
