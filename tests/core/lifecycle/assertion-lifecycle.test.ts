import { ASSERTION_LIFECYCLE } from '@muster/core/lifecycle/assertion-lifecycle';
import { describeLifecycle } from './a-table.ts';

describeLifecycle(ASSERTION_LIFECYCLE, {
  commands: ['report', 'waive', 'giveUp', 'reset'],
  allowed: {
    PENDING: ['report', 'waive', 'giveUp'],
    PASSING: ['report', 'waive', 'reset'],
    FAILING: ['report', 'waive', 'reset'],
    BLOCKED: ['report', 'waive', 'reset'],
    WAIVED: [],
  },
  offered: {
    PENDING: ['reportAssertion', 'waiveAssertion'],
    PASSING: ['reportAssertion', 'waiveAssertion'],
    FAILING: ['reportAssertion', 'waiveAssertion'],
    BLOCKED: ['reportAssertion', 'waiveAssertion'],
    WAIVED: [],
  },
});
