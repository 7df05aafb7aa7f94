import { BY_ENGINE, type Lifecycle } from './lifecycle.ts';

export const ASSERTION_STATUSES = ['PENDING', 'PASSING', 'FAILING', 'BLOCKED', 'WAIVED'] as const;
export type AssertionStatus = (typeof ASSERTION_STATUSES)[number];

/** What can be reported of one. */
export const ASSERTION_RESULTS = ['PASSING', 'FAILING', 'BLOCKED'] as const;
export type AssertionResult = (typeof ASSERTION_RESULTS)[number];

export type AssertionCommand = 'report' | 'waive' | 'giveUp' | 'reset';

export const ASSERTION_LIFECYCLE: Lifecycle<AssertionStatus, AssertionCommand> = {
  subject: 'assertion',
  moves: {
    report: ['PENDING', 'PASSING', 'FAILING', 'BLOCKED'],
    waive: ['PENDING', 'PASSING', 'FAILING', 'BLOCKED'],
    giveUp: ['PENDING'],
    reset: ['PASSING', 'FAILING', 'BLOCKED'],
  },
  verbs: {
    report: 'reportAssertion',
    waive: 'waiveAssertion',
    giveUp: BY_ENGINE,
    reset: BY_ENGINE,
  },
};

/** Nothing has to be done about it for its milestone to be DONE. */
export function isAssertionMet(status: AssertionStatus): boolean {
  return status === 'PASSING' || status === 'WAIVED';
}
