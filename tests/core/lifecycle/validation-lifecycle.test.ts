import { VALIDATION_LIFECYCLE } from '@muster/core/lifecycle/validation-lifecycle';
import { describeLifecycle } from './a-table.ts';

describeLifecycle(VALIDATION_LIFECYCLE, {
  commands: ['begin', 'pass', 'remedy', 'ask', 'grant', 'fail', 'retry', 'recall'],
  allowed: {
    PENDING: ['begin', 'pass', 'remedy', 'ask'],
    RUNNING: ['pass', 'remedy', 'ask', 'fail', 'recall'],
    ASKING: ['pass', 'remedy', 'ask', 'grant', 'fail', 'recall'],
    PASSED: ['recall'],
    FAILED: ['retry', 'recall'],
  },
  offered: {
    PENDING: [],
    RUNNING: ['failValidation'],
    ASKING: ['grantRound', 'failValidation'],
    PASSED: [],
    FAILED: [],
  },
});
