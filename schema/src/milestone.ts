import type { MilestoneStatus } from '@muster/core/lifecycle/milestone-lifecycle';
import { builder } from './builder.ts';
import { idOf, loadElements, runIdOfElement, specReader } from './element.ts';
import { enumOf } from './enums.ts';
import { LOADER_OPTIONS } from './loading.ts';
import { Mission } from './mission.ts';
import { Run } from './run.ts';
import type { MilestoneShape } from './shapes.ts';

const MILESTONE_STATUS_TEXT: Record<MilestoneStatus, string> = {
  LOCKED: 'A phase before it is not over.',
  ACTIVE: 'Its tasks are worked on.',
  VALIDATING: 'Its tasks are done and being validated.',
  DONE: 'Over, and the next one unlocked.',
  FAILED: 'Its validation has failed.',
};
const MilestoneStatusEnum = enumOf('MilestoneStatus', 'Where a milestone stands.', MILESTONE_STATUS_TEXT);

const TYPE = { kind: 'MILESTONE', name: 'Milestone', subject: 'milestone' } as const;
const withSpec = specReader(TYPE);

/** Takes a shape, or the id of a milestone that is then loaded. */
export const Milestone = builder.loadableObjectRef<MilestoneShape, string>('Milestone', {
  loaderOptions: LOADER_OPTIONS,
  load: loadElements(TYPE),
});

Milestone.implement({
  description: 'A phase of a run. Phases follow one another; tasks inside one run in parallel.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id({ description: '`mst_…`', resolve: (milestone) => idOf('MILESTONE', milestone) }),
    mission: t.field({ type: Mission, description: 'Its mission.', resolve: ({ ref }) => ref.missionId }),
    run: t.field({ type: Run, description: 'Its run.', resolve: runIdOfElement }),
    name: t.string({ description: 'What it is called in the document.', resolve: ({ node }) => node.name }),
    status: t.field({
      type: MilestoneStatusEnum,
      description: 'Where it stands.',
      resolve: ({ node }) => node.status,
    }),
    startedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was unlocked; null before.',
      resolve: ({ node }) => node.startedAt,
    }),
    settledAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was over; null before.',
      resolve: ({ node }) => node.settledAt,
    }),
    description: t.string({
      description: 'What it is about; empty when the document says nothing.',
      resolve: (milestone, _args, context) =>
        withSpec(milestone, context, ({ definition }) => definition.description),
    }),
    position: t.int({
      description: 'Milestones follow one another in ascending order of this.',
      resolve: (milestone, _args, context) =>
        withSpec(milestone, context, ({ definition }) => definition.sequence),
    }),
  }),
});
