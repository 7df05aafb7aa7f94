import { GATE_LIFECYCLE } from '@muster/core/lifecycle/gate-lifecycle';
import { describeLifecycle } from './a-table.ts';

describeLifecycle(GATE_LIFECYCLE, {
  commands: ['evaluate', 'override', 'skip', 'reset'],
  allowed: {
    PENDING: ['evaluate', 'skip', 'reset'],
    PASSED: ['reset'],
    FAILED: ['evaluate', 'override', 'skip', 'reset'],
    OVERRIDDEN: ['reset'],
    SKIPPED: ['reset'],
  },
  offered: {
    PENDING: [],
    PASSED: [],
    FAILED: ['overrideGate'],
    OVERRIDDEN: [],
    SKIPPED: [],
  },
});
