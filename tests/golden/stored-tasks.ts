/** Tasks with every field that a stored one can have, by the version that brought the field. */
import type { Actor } from '@muster/core/actor';
import { addMs } from '@muster/core/instant';
import type { TaskNode } from '@muster/core/run/node';
import { START } from '../support/a-mission.ts';

const ADA: Actor = { kind: 'AGENT', name: 'ada' };
const LATER = addMs(START, 90_000);

export const TASK: TaskNode = {
  index: 0,
  kind: 'TASK',
  name: 'a',
  status: 'IN_PROGRESS',
  waitsFor: [1],
  title: 'A',
  priority: 2,
  remainingPath: 45,
  lane: { kind: 'SPECIALTY', name: 'design' },
  weight: 1.5,
  generation: 3,
  attemptsSpent: 2,
  readyAt: START,
  retryAt: LATER,
  isParked: true,
  lease: { agent: 'ada', actor: ADA, claimedAt: START, expiresAt: LATER, durationMs: 60_000, endsAt: LATER },
  implementer: 'ada',
  startedAt: START,
  settledAt: LATER,
  score: 4,
  reason: 'It broke.',
  isSkippedByFailure: true,
  blocked: { cause: 'HUMAN', note: 'Which colour?' },
};

/** What tasks have learnt since: fix rounds, escalation. */
const MENDED: TaskNode = {
  ...TASK,
  fixRounds: 2,
  escalatedTo: 'bob',
  keptFor: { agent: 'ada', until: LATER },
  failsRun: true,
};

export const LATER_TASKS: Readonly<Record<string, TaskNode>> = {
  'task-v2': MENDED,
  'task-v3': { ...MENDED, reviewDueAt: LATER, isReviewEscalated: true },
  'task-v4': {
    ...MENDED,
    deadline: { at: LATER, from: START, warnedAt: START, breachedAt: LATER, isParked: true },
  },
};
