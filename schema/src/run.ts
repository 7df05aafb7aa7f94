import { parseRunId, runIdOf } from '@muster/core/ids';
import type { RunStatus } from '@muster/core/lifecycle/run-lifecycle';
import { progressOf } from '@muster/core/progress';
import type { AgentLoad as AgentLoadShape, RunDeadline as RunDeadlineShape } from '@muster/core/run/mission';
import { builder } from './builder.ts';
import { connectionOf, pageArguments, pageComplexity, pageOf } from './connection.ts';
import { principalOf } from './context.ts';
import { enumOf } from './enums.ts';
import { LOADER_OPTIONS, loadBatch } from './loading.ts';
import { currentRunOf, Mission } from './mission.ts';
import { OnBreachEnum } from './on-breach.ts';
import { type RunShape, runShape } from './shapes.ts';
import { TaskCounts, Usage } from './usage.ts';

const RUN_STATUS_TEXT: Record<RunStatus, string> = {
  ACTIVE: 'Work is under way.',
  PAUSED: 'Nothing new is claimed or released.',
  VALIDATING: 'The work is done and being validated.',
  COMPLETED: 'Ended well.',
  FAILED: 'Ended without reaching its end.',
  CANCELLED: 'Called off.',
};

export const RunStatusEnum = enumOf('RunStatus', 'Where a run stands.', RUN_STATUS_TEXT);

/** Takes a shape, or the id of a run that is then loaded. */
export const Run = builder.loadableObjectRef<RunShape, string>('Run', {
  loaderOptions: LOADER_OPTIONS,
  load: (ids, context) =>
    loadBatch(ids, {
      subject: 'run',
      parse: parseRunId,
      load: (refs) => context.engine.runs(principalOf(context), refs),
      shape: (run, ref) => runShape(ref.missionId, run),
    }),
});

Run.implement({
  description: 'One execution of a mission’s document. It keeps the version it was launched with.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id({ description: '`run_…`', resolve: ({ ref }) => runIdOf(ref) }),
    mission: t.field({
      type: Mission,
      description: 'The mission it is a run of.',
      resolve: ({ ref }) => ref.missionId,
    }),
    number: t.int({ description: '1 for the first run of its mission.', resolve: ({ run }) => run.number }),
    status: t.field({
      type: RunStatusEnum,
      description: 'Where it stands.',
      resolve: ({ run }) => run.status,
    }),
    documentVersion: t.int({
      description: 'The version of the document that it carries out.',
      resolve: ({ run }) => run.documentVersion,
    }),
    startedAt: t.field({
      type: 'DateTime',
      description: 'When it was launched.',
      resolve: ({ run }) => run.startedAt,
    }),
    endedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null while it is open.',
      resolve: ({ run }) => run.endedAt,
    }),
    progress: t.int({
      description: 'Settled weight ÷ total weight, cancelled work left out, 0–100.',
      resolve: ({ run }) => progressOf(run),
    }),
    taskCounts: t.field({
      type: TaskCounts,
      description: 'How many of its tasks stand where.',
      resolve: ({ run }) => run.taskCounts,
    }),
    attemptCount: t.int({ description: 'Attempts so far.', resolve: ({ run }) => run.attemptCount }),
    usage: t.field({
      type: Usage,
      description: 'What its attempts have used so far.',
      resolve: ({ run }) => run.usage,
    }),
    averageScore: t.float({
      nullable: true,
      description: 'Weighted mean of its scored tasks, 1–5; null while none is scored.',
      resolve: ({ run }) => (run.score.weight > 0 ? run.score.weighted / run.score.weight : null),
    }),
    reason: t.string({
      nullable: true,
      description: 'Why it was paused, cancelled or failed; null otherwise.',
      resolve: ({ run }) => run.reason ?? run.failing,
    }),
  }),
});

const RunDeadline = builder.objectRef<RunDeadlineShape>('RunDeadline').implement({
  description: 'Until when a run is to have ended.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'The instant.', resolve: ({ at }) => at }),
    onBreach: t.field({
      type: OnBreachEnum,
      description: 'What a breach does.',
      resolve: ({ onBreach }) => onBreach,
    }),
    warnedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When 80 % of the time were told to have passed; null before that.',
      resolve: ({ warnedAt }) => warnedAt,
    }),
    breachedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the breach was told; null while there is none.',
      resolve: ({ breachedAt }) => breachedAt,
    }),
  }),
});

builder.objectField(Run, 'slot', (t) =>
  t.field({
    type: 'DateTime',
    nullable: true,
    description: 'The slot of the schedule that launched it; null when somebody did.',
    resolve: ({ run }) => run.slot,
  }),
);
const AgentLoad = builder.objectRef<AgentLoadShape>('AgentLoad').implement({
  description: 'What an agent holds whose team lets it hold only so much at once.',
  fields: (t) => ({
    agent: t.string({ description: 'Its name.', resolve: ({ name }) => name }),
    running: t.exposeInt('running', { description: 'Tasks of the run that it holds now.' }),
    maxConcurrent: t.int({ description: 'How many it may hold at once.', resolve: ({ max }) => max }),
  }),
});

builder.objectFields(Run, (t) => ({
  qualityThreshold: t.float({
    nullable: true,
    description: 'What the average score has to reach at the end, 1–5; null when its document says nothing.',
    resolve: ({ run }) => run.qualityThreshold,
  }),
  agents: t.field({
    type: [AgentLoad],
    description: 'Agents of the team with a `maxConcurrent` of their own.',
    resolve: ({ run }) => run.agents ?? [],
  }),
}));

builder.objectField(Run, 'deadline', (t) =>
  t.field({
    type: RunDeadline,
    nullable: true,
    description: 'Until when it is to have ended; null when its document names no deadline.',
    resolve: ({ run }) => run.deadline,
  }),
);

const RunConnection = builder.connectionObject(
  { type: Run, name: 'RunConnection', description: 'A page of runs.' },
  { name: 'RunEdge', description: 'A run in a page.' },
);

builder.objectFields(Mission, (t) => ({
  run: t.field({
    type: Run,
    nullable: true,
    description: 'The current run, or the latest one; null before the first launch.',
    resolve: currentRunOf,
  }),
  runs: t.field({
    type: RunConnection,
    description: 'All its runs, newest first.',
    complexity: pageComplexity,
    args: pageArguments(),
    resolve: async ({ head }, args, context) => {
      const page = { ...pageOf(args, 'NUMBER'), missionId: head.id };
      const listed = await context.engine.listRuns(principalOf(context), page);
      return connectionOf(listed, args, (run) => runShape(head.id, run));
    },
  }),
}));
