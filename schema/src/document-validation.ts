import type { ComputedPlan } from '@muster/core/document/compute-plan';
import type { ValidationAnswer } from '@muster/engine/engine';
import { builder } from './builder.ts';
import { Coverage } from './coverage.ts';
import { Problem } from './problem.ts';

const PlanLevel = builder.objectRef<readonly string[]>('PlanLevel').implement({
  description: 'Tasks that can run at the same time.',
  fields: (t) => ({ tasks: t.stringList({ description: 'Their keys.', resolve: (tasks) => tasks }) }),
});

const Plan = builder.objectRef<ComputedPlan>('Plan').implement({
  description: 'What can be said about a document before it runs. A task without an estimate counts 0.',
  fields: (t) => ({
    levels: t.field({
      type: [PlanLevel],
      description: 'Tasks by the earliest wave they can run in.',
      resolve: (plan) => plan.levels,
    }),
    criticalPath: t.exposeStringList('criticalPath', {
      description: 'Keys of the tasks on the longest path by estimated minutes, in order.',
    }),
    width: t.exposeInt('width', { description: 'How many agents can be busy at once.' }),
    edgeCount: t.exposeInt('edgeCount', { description: 'Dependencies in all.' }),
    criticalPathHours: t.exposeFloat('criticalPathHours', {
      description: 'Estimated hours along the critical path.',
    }),
    estimatedHours: t.exposeFloat('estimatedHours', { description: 'Estimated hours over all tasks.' }),
    estimatedCostUsd: t.exposeFloat('estimatedCostUsd', { description: 'Estimated US dollars.' }),
    estimatedTokens: t.exposeFloat('estimatedTokens', { description: 'Estimated tokens.' }),
    coverage: t.field({
      type: Coverage,
      description: 'How well tasks cover the validation contract.',
      resolve: (plan) => plan.coverage,
    }),
  }),
});

const DocumentValidation = builder.objectRef<ValidationAnswer>('DocumentValidation').implement({
  description: 'What there is to say about a document.',
  fields: (t) => ({
    problems: t.field({
      type: [Problem],
      description:
        'All its problems. Without any it can be launched, unless the policy of its contract blocks that: see `coverage`.',
      resolve: ({ problems }) => problems,
    }),
    coverage: t.field({
      type: Coverage,
      description: 'How well tasks cover the validation contract, as far as both can be read.',
      resolve: ({ coverage }) => coverage,
    }),
    plan: t.field({
      type: Plan,
      nullable: true,
      description: 'How it would run; null when it has problems.',
      resolve: ({ plan }) => plan,
    }),
  }),
});

builder.queryField('validateMission', (t) =>
  t.field({
    type: DocumentValidation,
    description: 'Looks at a document as a launch would. Stores nothing.',
    authScopes: { may: 'READ' },
    complexity: { field: 100 },
    args: { document: t.arg({ type: 'JSON', required: true, description: 'The document.' }) },
    resolve: async (_root, { document }, context) => (await context.wholeEngine()).validateMission(document),
  }),
);
