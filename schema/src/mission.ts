import { isStandalone, type MissionId, parseMissionId } from '@muster/core/ids';
import { MISSION_STATUS_ALIASES, type MissionStatus } from '@muster/core/lifecycle/mission-lifecycle';
import { missionProgressOf } from '@muster/core/progress';
import type { MissionInfo } from '@muster/core/run/mission';
import { dataloaderGetter } from '@pothos/plugin-dataloader';
import { Actor } from './actor.ts';
import { builder } from './builder.ts';
import { connectionOf, pageArguments, pageComplexity, pageOf } from './connection.ts';
import { type GraphContext, principalOf } from './context.ts';
import { Coverage } from './coverage.ts';
import { enumOf } from './enums.ts';
import { LOADER_OPTIONS, loadBatch } from './loading.ts';
import { type MissionShape, missionShape, type RunShape, runShape } from './shapes.ts';

const MISSION_STATUS_TEXT: Record<MissionStatus, string> = {
  DRAFT: 'Being written; its document may have problems.',
  PLANNING: 'Being planned.',
  SCHEDULED: 'Will be launched once, at a set instant.',
  RECURRING: 'Will be launched again and again.',
  ACTIVE: 'A run is under way.',
  PAUSED: 'A run is open, but nothing new is claimed or released.',
  VALIDATING: 'The work is done and being validated.',
  COMPLETED: 'The last run ended well.',
  FAILED: 'The last run failed.',
  CANCELLED: 'Somebody has called it off.',
};

export const MissionStatusEnum = enumOf('MissionStatus', 'Where a mission stands.', MISSION_STATUS_TEXT);

export const GovernanceEnum = enumOf('Governance', 'Who moves the status of a mission.', {
  AUTOMATIC: 'The engine does, as work settles.',
  PILOT: 'Only its pilot or an administrator of the workspace does; the engine still holds dependencies.',
});

const MissionStatusFilter = enumOf('MissionStatusFilter', 'What a list of missions can be narrowed to.', {
  ...MISSION_STATUS_TEXT,
  OPEN: 'Every status that is not final.',
  IN_FLIGHT: 'PLANNING, ACTIVE, VALIDATING or PAUSED.',
});

const infoLoaderOf = dataloaderGetter<string, MissionInfo, string>(
  LOADER_OPTIONS,
  (ids, context) => loadInfos(ids, context as GraphContext),
  undefined,
  undefined,
);

function infoOf(mission: MissionShape, context: GraphContext): Promise<MissionInfo> {
  return infoLoaderOf(context).load(mission.head.id);
}

/** Takes a shape, or the id of a mission that is then loaded. */
export const Mission = builder.loadableObjectRef<MissionShape, string>('Mission', {
  loaderOptions: LOADER_OPTIONS,
  load: (ids, context) =>
    loadBatch(ids, {
      subject: 'mission',
      parse: parseMissionId,
      load: (known) => context.engine.missions(principalOf(context), known),
      shape: missionShape,
    }),
});

Mission.implement({
  description: 'One objective in outcome language, with its plan and its runs.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id({ description: '`mis_…`', resolve: ({ head }) => head.id }),
    title: t.string({ description: 'What it is called.', resolve: ({ head }) => head.title }),
    objective: t.string({
      description: 'What is to be achieved; empty when nothing was said.',
      resolve: async (mission, _args, context) => (await infoOf(mission, context)).objective,
    }),
    status: t.field({
      type: MissionStatusEnum,
      description: 'Where it stands.',
      resolve: ({ head }) => head.status,
    }),
    governance: t.field({
      type: GovernanceEnum,
      description: 'Who moves its status.',
      resolve: ({ head }) => head.governance,
    }),
    progress: t.int({
      description:
        '0–100. Of the current run, settled weight ÷ total weight; under a pilot what the pilot says. 0 before.',
      resolve: ({ head }) => missionProgressOf(head),
    }),
    sequence: t.int({
      description: 'Sequence of its last event; dense from 1.',
      resolve: ({ head }) => head.sequence,
    }),
  }),
});

/** Who and what stands behind it. */
builder.objectFields(Mission, (t) => ({
  pilot: t.string({
    nullable: true,
    description: 'Who steers it; null when nobody was named.',
    resolve: async (mission, _args, context) => (await infoOf(mission, context)).pilot,
  }),
  tags: t.stringList({
    description: 'Free words about it.',
    resolve: async (mission, _args, context) => (await infoOf(mission, context)).tags,
  }),
  maxConcurrent: t.int({
    nullable: true,
    description: 'How many of its tasks may be in progress at once; null for no limit.',
    resolve: ({ head }) => head.maxConcurrent,
  }),
  createdAt: t.field({
    type: 'DateTime',
    description: 'When it was created.',
    resolve: ({ head }) => head.createdAt,
  }),
  createdBy: t.field({
    type: Actor,
    description: 'Who created it.',
    resolve: async (mission, _args, context) => (await infoOf(mission, context)).createdBy,
  }),
  updatedAt: t.field({
    type: 'DateTime',
    description: 'When it last changed.',
    resolve: ({ head }) => head.updatedAt,
  }),
  documentVersion: t.int({
    description: 'Version of the document saved last, from 1.',
    resolve: ({ head }) => head.documentVersion,
  }),
  document: t.field({
    type: 'JSON',
    description: 'The plan; null when there is no such version.',
    args: {
      version: t.arg.int({ description: 'Which version; the one saved last unless told.' }),
    },
    nullable: true,
    complexity: 10,
    resolve: ({ head }, { version }, context) =>
      context.engine.document(principalOf(context), head.id, version ?? head.documentVersion),
  }),
  coverage: t.field({
    type: Coverage,
    description: 'How well the tasks of the document cover its contract; null when there is no such version.',
    args: {
      version: t.arg.int({ description: 'Which version of the document; the one saved last unless told.' }),
    },
    nullable: true,
    complexity: 10,
    resolve: async ({ head }, { version }, context) => {
      const engine = await context.wholeEngine();
      return engine.coverage(principalOf(context), head.id, version ?? head.documentVersion);
    },
  }),
  runCount: t.int({ description: 'Runs launched so far.', resolve: ({ head }) => head.runCount }),
}));

async function loadInfos(ids: readonly string[], context: GraphContext) {
  return loadBatch(ids, {
    subject: 'mission',
    parse: parseMissionId,
    load: (known) => context.engine.missionInfos(principalOf(context), known),
    shape: (info): MissionInfo => info,
  });
}

/** Undefined for what belongs to a task in no mission. */
export function missionIdIn(missionId: MissionId): MissionId | undefined {
  return isStandalone(missionId) ? undefined : missionId;
}

/** The latest run of a mission; undefined before the first launch. */
export function currentRunOf({ head }: MissionShape): RunShape | undefined {
  return head.run === undefined ? undefined : runShape(head.id, head.run);
}

const MissionConnection = builder.connectionObject(
  { type: Mission, name: 'MissionConnection', description: 'A page of missions.' },
  { name: 'MissionEdge', description: 'A mission in a page.' },
);

builder.queryField('mission', (t) =>
  t.field({
    type: Mission,
    nullable: true,
    description: 'One mission; null when there is none with this id.',
    authScopes: { may: 'READ' },
    args: { id: t.arg.id({ required: true, description: '`mis_…`' }) },
    resolve: async (_root, { id }, context) => {
      const missionId = parseMissionId(id);
      if (missionId === undefined) return null;
      const [head] = await context.engine.missions(principalOf(context), [missionId]);
      return head === undefined ? null : missionShape(head);
    },
  }),
);

builder.queryField('missions', (t) =>
  t.field({
    type: MissionConnection,
    description: 'The missions of the workspace, newest first.',
    authScopes: { may: 'READ' },
    complexity: pageComplexity,
    args: {
      ...pageArguments(),
      status: t.arg({
        type: [MissionStatusFilter],
        description: 'Only missions that stand at one of these; all unless told.',
      }),
    },
    resolve: async (_root, args, context) => {
      const page = {
        ...pageOf(args, 'CONTAINER'),
        ...(args.status && { statuses: statusesOf(args.status) }),
      };
      const listed = await context.engine.listMissions(principalOf(context), page);
      return connectionOf(listed, args, missionShape);
    },
  }),
);

type StatusFilter = MissionStatus | keyof typeof MISSION_STATUS_ALIASES;

function statusesOf(filters: readonly StatusFilter[]): readonly MissionStatus[] {
  const statuses = filters.flatMap((filter): readonly MissionStatus[] =>
    filter === 'OPEN' || filter === 'IN_FLIGHT' ? MISSION_STATUS_ALIASES[filter] : [filter],
  );
  return [...new Set(statuses)];
}
