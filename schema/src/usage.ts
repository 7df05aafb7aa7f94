import type { Usage as UsageShape } from '@muster/core/run/attempt';
import type { TaskCounts as TaskCountsShape } from '@muster/core/run/mission';
import { builder } from './builder.ts';

export const Usage = builder.objectRef<UsageShape>('Usage').implement({
  description: 'What work has cost.',
  fields: (t) => ({
    tokens: t.exposeFloat('tokens', { description: 'Tokens, a whole number.' }),
    costUsd: t.exposeFloat('costUsd', { description: 'US dollars.' }),
    model: t.exposeString('model', {
      nullable: true,
      description: 'The model that was used; null for sums and where it was not reported.',
    }),
  }),
});

export const TaskCounts = builder.objectRef<TaskCountsShape>('TaskCounts').implement({
  description: 'How many tasks of a run stand where.',
  fields: (t) => ({
    waiting: t.exposeInt('WAITING', { description: 'Tasks that wait for something before them.' }),
    ready: t.exposeInt('READY', { description: 'Tasks that can be claimed.' }),
    inProgress: t.exposeInt('IN_PROGRESS', { description: 'Tasks under a lease.' }),
    review: t.exposeInt('REVIEW', { description: 'Tasks that wait for a review.' }),
    blocked: t.exposeInt('BLOCKED', { description: 'Tasks that somebody has blocked.' }),
    done: t.exposeInt('DONE', { description: 'Tasks that are done.' }),
    failed: t.exposeInt('FAILED', { description: 'Tasks that have failed.' }),
    skipped: t.exposeInt('SKIPPED', { description: 'Tasks that were skipped.' }),
    cancelled: t.exposeInt('CANCELLED', { description: 'Tasks that were cancelled.' }),
    total: t.int({
      description: 'All of them.',
      resolve: (counts) => Object.values(counts).reduce((sum, count) => sum + count, 0),
    }),
  }),
});
