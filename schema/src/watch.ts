/** Subscriptions that follow one mission, and the one that wakes workers. */
import { parseMissionId } from '@muster/core/ids';
import { missionProgressOf } from '@muster/core/progress';
import type { MissionEventsItem } from '@muster/engine/subscribing';
import { builder } from './builder.ts';
import { principalOf } from './context.ts';
import { existing, unwrap } from './errors.ts';
import { Event, EventTypeEnum } from './event.ts';
import { live } from './live.ts';
import { currentRunOf, Mission, MissionStatusEnum } from './mission.ts';
import { Run } from './run.ts';
import { eventShape, type MissionShape, missionShape } from './shapes.ts';
import { TaskCounts, Usage } from './usage.ts';

type ItemOf<Kind extends MissionEventsItem['kind']> = Extract<MissionEventsItem, { kind: Kind }>;
type Tagged<Name extends string, T> = T & { readonly __typename: Name };

const MissionSnapshot = builder
  .objectRef<Tagged<'MissionSnapshot', ItemOf<'SNAPSHOT'>>>('MissionSnapshot')
  .implement({
    description: 'How the mission stands when watching begins. Every later event follows.',
    fields: (t) => ({
      mission: t.field({
        type: Mission,
        description: 'The mission.',
        resolve: ({ mission }) => missionShape(mission),
      }),
      sequence: t.int({
        description: 'Of the last event that is in it.',
        resolve: ({ mission }) => mission.sequence,
      }),
      occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When it was taken.' }),
    }),
  });

const Lagged = builder.objectRef<Tagged<'Lagged', ItemOf<'LAGGED'>>>('Lagged').implement({
  description: 'The reader was too slow: events were left out. Go on from this snapshot.',
  fields: (t) => ({
    missed: t.exposeInt('missed', { description: 'How many events were left out.' }),
    mission: t.field({
      type: Mission,
      description: 'The mission as it stands now.',
      resolve: ({ mission }) => missionShape(mission),
    }),
    sequence: t.int({
      description: 'Of the last event that is in it.',
      resolve: ({ mission }) => mission.sequence,
    }),
  }),
});

const MissionEventsItemUnion = builder.unionType('MissionEventsItem', {
  description: 'What a watcher of a mission gets.',
  types: [MissionSnapshot, Event, Lagged],
  resolveType: ({ __typename }) => __typename,
});

builder.subscriptionField('missionEvents', (t) =>
  t.field({
    type: MissionEventsItemUnion,
    description:
      'Every event of a mission, exactly once and in order. Without `after` a snapshot comes first; with it, what came after that.',
    authScopes: { may: 'READ' },
    args: {
      missionId: t.arg.id({ required: true, description: '`mis_…`' }),
      after: t.arg.int({ description: 'The last sequence already seen.' }),
      types: t.arg({ type: [EventTypeEnum], description: 'Only events of these types; all unless told.' }),
    },
    subscribe: async (_root, { missionId: id, after, types }, context) => {
      const missionId = existing(parseMissionId(id), 'mission', id);
      const from = typeof after === 'number' ? { after } : {};
      const filter = types ? { types } : {};
      return live(context, async (signal) => {
        const input = { missionId, ...from, ...filter, signal };
        return unwrap(await context.engine.missionEvents(principalOf(context), input));
      });
    },
    resolve: (item) => {
      switch (item.kind) {
        case 'SNAPSHOT':
          return { __typename: 'MissionSnapshot', ...item } as const;
        case 'LAGGED':
          return { __typename: 'Lagged', ...item } as const;
        case 'EVENT':
          return eventShape(item.event);
      }
    },
  }),
);

const MissionProgress = builder.objectRef<MissionShape>('MissionProgress').implement({
  description: 'How far a mission is.',
  fields: (t) => ({
    mission: t.field({ type: Mission, description: 'The mission.', resolve: (mission) => mission }),
    run: t.field({
      type: Run,
      nullable: true,
      description: 'The current run, or the latest one; null before the first launch.',
      resolve: currentRunOf,
    }),
    sequence: t.int({ description: 'Of the last event.', resolve: ({ head }) => head.sequence }),
    status: t.field({
      type: MissionStatusEnum,
      description: 'Where the mission stands.',
      resolve: ({ head }) => head.status,
    }),
    progress: t.int({
      description: '0–100: settled weight ÷ total weight, or what the pilot says.',
      resolve: ({ head }) => missionProgressOf(head),
    }),
    taskCounts: t.field({
      type: TaskCounts,
      nullable: true,
      description: 'How many tasks stand where; null before the first launch.',
      resolve: ({ head }) => head.run?.taskCounts,
    }),
    usage: t.field({
      type: Usage,
      nullable: true,
      description: 'What the run has used so far; null before the first launch.',
      resolve: ({ head }) => head.run?.usage,
    }),
  }),
});

builder.subscriptionField('missionProgress', (t) =>
  t.field({
    type: MissionProgress,
    description: 'How far a mission is, at once and whenever it changed: at most four times a second.',
    authScopes: { may: 'READ' },
    args: { missionId: t.arg.id({ required: true, description: '`mis_…`' }) },
    subscribe: (_root, { missionId: id }, context) => {
      const missionId = existing(parseMissionId(id), 'mission', id);
      return live(context, async (signal) =>
        unwrap(await context.engine.missionProgress(principalOf(context), { missionId, signal })),
      );
    },
    resolve: (head) => missionShape(head),
  }),
);

const TasksReady = builder.objectRef<{ readonly count: number }>('TasksReady').implement({
  description: 'There may be something to claim.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'How many tasks became ready; a hint.' }),
  }),
});

builder.subscriptionField('tasksReady', (t) =>
  t.field({
    type: TasksReady,
    description: 'Wakes a worker: once at the start, then whenever tasks that it could claim became ready.',
    authScopes: { may: 'WORK' },
    args: {
      agent: t.arg.string({ description: 'Name of the agent; its own tasks count too.' }),
      specialties: t.arg.stringList({
        description: 'What it can do; tasks without a specialty always count.',
      }),
    },
    subscribe: (_root, { agent, specialties }, context) =>
      live(context, async (signal) => {
        const who = { ...(agent ? { agent } : {}), ...(specialties ? { specialties } : {}) };
        return context.engine.tasksReady(principalOf(context), { ...who, signal });
      }),
    resolve: (ready) => ready,
  }),
);
