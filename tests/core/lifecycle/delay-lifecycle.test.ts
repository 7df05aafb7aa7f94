import { DELAY_LIFECYCLE } from '@muster/core/lifecycle/delay-lifecycle';
import { describeLifecycle } from './a-table.ts';

describeLifecycle(DELAY_LIFECYCLE, {
  commands: ['start', 'elapse', 'skip', 'reset'],
  allowed: {
    PENDING: ['start', 'skip', 'reset'],
    RUNNING: ['elapse', 'skip', 'reset'],
    ELAPSED: ['reset'],
    SKIPPED: ['reset'],
  },
  offered: {
    PENDING: ['skipDelay'],
    RUNNING: ['skipDelay'],
    ELAPSED: [],
    SKIPPED: [],
  },
});
