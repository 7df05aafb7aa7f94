import { BY_ENGINE, type Lifecycle } from './lifecycle.ts';

export const RUN_STATUSES = ['ACTIVE', 'PAUSED', 'VALIDATING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export type RunCommand =
  | 'pause'
  | 'resume'
  | 'validate'
  | 'revise'
  | 'reopen'
  | 'complete'
  | 'fail'
  | 'cancel'
  | 'retryFailed';

export const RUN_LIFECYCLE: Lifecycle<RunStatus, RunCommand> = {
  subject: 'run',
  moves: {
    pause: ['ACTIVE', 'VALIDATING'],
    resume: ['PAUSED'],
    validate: ['ACTIVE'],
    revise: ['VALIDATING'],
    reopen: ['COMPLETED'],
    complete: ['ACTIVE', 'VALIDATING', 'PAUSED'],
    fail: ['ACTIVE', 'VALIDATING', 'PAUSED'],
    cancel: ['ACTIVE', 'VALIDATING', 'PAUSED'],
    retryFailed: ['FAILED'],
  },
  verbs: {
    pause: 'pauseMission',
    resume: 'resumeMission',
    validate: 'setMissionStatus',
    revise: 'setMissionStatus',
    reopen: 'setMissionStatus',
    complete: BY_ENGINE,
    fail: BY_ENGINE,
    cancel: 'cancelRun',
    retryFailed: 'retryFailed',
  },
};

export function isRunEnded(status: RunStatus): boolean {
  return status === 'COMPLETED' || status === 'FAILED' || status === 'CANCELLED';
}
