import { BY_ENGINE, type Lifecycle } from './lifecycle.ts';

export const GATE_STATUSES = ['PENDING', 'PASSED', 'FAILED', 'OVERRIDDEN', 'SKIPPED'] as const;
export type GateStatus = (typeof GATE_STATUSES)[number];

export type GateCommand = 'evaluate' | 'override' | 'skip' | 'reset';

export const GATE_LIFECYCLE: Lifecycle<GateStatus, GateCommand> = {
  subject: 'quality gate',
  moves: {
    evaluate: ['PENDING', 'FAILED'],
    override: ['FAILED'],
    skip: ['PENDING', 'FAILED'],
    reset: ['PENDING', 'PASSED', 'FAILED', 'OVERRIDDEN', 'SKIPPED'],
  },
  verbs: {
    evaluate: BY_ENGINE,
    override: 'overrideGate',
    skip: BY_ENGINE,
    reset: BY_ENGINE,
  },
};
