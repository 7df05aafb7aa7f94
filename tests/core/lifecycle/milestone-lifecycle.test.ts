import { MILESTONE_LIFECYCLE } from '@muster/core/lifecycle/milestone-lifecycle';
import { describeLifecycle } from './a-table.ts';

describeLifecycle(MILESTONE_LIFECYCLE, {
  commands: ['unlock', 'validate', 'revise', 'complete', 'fail', 'reset'],
  allowed: {
    LOCKED: ['unlock'],
    ACTIVE: ['validate', 'complete', 'reset'],
    VALIDATING: ['revise', 'complete', 'fail', 'reset'],
    DONE: ['reset'],
    FAILED: ['validate', 'revise', 'reset'],
  },
  offered: {
    LOCKED: [],
    ACTIVE: [],
    VALIDATING: [],
    DONE: [],
    FAILED: [],
  },
});
