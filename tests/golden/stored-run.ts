import { addMs } from '@muster/core/instant';
import type { Run } from '@muster/core/run/mission';
import { START } from '../support/a-mission.ts';

export const RUN: Run = {
  number: 2,
  status: 'PAUSED',
  documentVersion: 3,
  startedAt: START,
  endedAt: addMs(START, 90_000),
  nodeCount: 2,
  ranges: [
    { kind: 'TASK', from: 0, count: 1 },
    { kind: 'DELAY', from: 1, count: 1 },
  ],
  openNodeCount: 1,
  taskCounts: {
    WAITING: 0,
    READY: 0,
    IN_PROGRESS: 0,
    REVIEW: 0,
    BLOCKED: 0,
    DONE: 1,
    FAILED: 0,
    SKIPPED: 0,
    CANCELLED: 0,
  },
  weight: { total: 1.5, settled: 1.5, cancelled: 0 },
  score: { weighted: 6, weight: 1.5 },
  attemptCount: 4,
  usage: { tokens: 1_200, costUsd: 0.25 },
  parkedCount: 1,
  failing: 'The task "A" failed: It broke.',
  pausedFrom: 'VALIDATING',
  reason: 'Lunch.',
};
