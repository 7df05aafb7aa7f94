import { type NodeRef, parseReportId, type RunRef, reportIdOf, runIdOf, taskIdOf } from '@muster/core/ids';
import type {
  ReportCheckpoint as ReportCheckpointShape,
  ReportGate as ReportGateShape,
  ReportTask as ReportTaskShape,
} from '@muster/core/report';
import { renderReport } from '@muster/core/report-markdown';
import type { Verdict } from '@muster/core/run/node';
import { Actor } from './actor.ts';
import { builder } from './builder.ts';
import { CheckpointStatusEnum } from './checkpoint.ts';
import { type GraphContext, principalOf } from './context.ts';
import { Mission } from './mission.ts';
import { QualityGateStatusEnum } from './quality-gate.ts';
import { Run, RunStatusEnum } from './run.ts';
import { type ReportShape, reportShape } from './shapes.ts';
import { Task, TaskStatusEnum } from './task.ts';
import { TaskPurposeKindEnum } from './task-purpose.ts';
import { Usage } from './usage.ts';

export interface ReportTaskOfRun {
  readonly ref: NodeRef;
  readonly task: ReportTaskShape;
}

export const ReportTask = builder.objectRef<ReportTaskOfRun>('ReportTask').implement({
  description: 'What a report says about one task.',
  fields: (t) => ({
    task: t.field({ type: Task, description: 'The task itself.', resolve: ({ ref }) => taskIdOf(ref) }),
    key: t.string({ description: 'Its key in the document.', resolve: ({ task }) => task.key }),
    title: t.string({ description: 'What was to be done.', resolve: ({ task }) => task.title }),
    status: t.field({
      type: TaskStatusEnum,
      description: 'How it ended.',
      resolve: ({ task }) => task.status,
    }),
    attemptCount: t.int({ description: 'Attempts it took.', resolve: ({ task }) => task.attemptCount }),
    agent: t.string({
      nullable: true,
      description: 'Who worked on it last; null when nobody did.',
      resolve: ({ task }) => task.agent,
    }),
    workingMs: t.float({
      description: 'Σ over its attempts of claim to end, milliseconds.',
      resolve: ({ task }) => task.workingMs,
    }),
    score: t.float({
      nullable: true,
      description: '1–5; null when not scored.',
      resolve: ({ task }) => task.score,
    }),
    purpose: t.field({
      type: TaskPurposeKindEnum,
      nullable: true,
      description: 'What the contract had asked for it for; null for a task that somebody had planned.',
      resolve: ({ task }) => task.purpose,
    }),
    reason: t.string({
      nullable: true,
      description: 'Why it failed, was skipped or cancelled; null otherwise.',
      resolve: ({ task }) => task.reason,
    }),
    outcomes: t.stringList({ description: 'What came of it.', resolve: ({ task }) => task.outcomes }),
  }),
});

const ReportCheckpoint = builder.objectRef<ReportCheckpointShape>('ReportCheckpoint').implement({
  description: 'What a report says about one checkpoint.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it was called.' }),
    status: t.expose('status', { type: CheckpointStatusEnum, description: 'How it ended.' }),
    decidedBy: t.field({
      type: [Actor],
      description: 'Who decided.',
      resolve: (checkpoint) => checkpoint.decidedBy,
    }),
    feedback: t.exposeString('feedback', { nullable: true, description: 'Null when nothing was said.' }),
    waitedMs: t.exposeFloat('waitedMs', {
      nullable: true,
      description: 'From opening to decision, milliseconds; null when it was not decided.',
    }),
  }),
});

const ReportQualityGate = builder.objectRef<ReportGateShape>('ReportQualityGate').implement({
  description: 'What a report says about one quality gate.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it was called.' }),
    status: t.expose('status', { type: QualityGateStatusEnum, description: 'How it ended.' }),
    averageScore: t.exposeFloat('averageScore', {
      nullable: true,
      description: 'Mean score of its tasks, 1–5; null when none was scored.',
    }),
    reasons: t.exposeStringList('reasons', { description: 'Why it held, one sentence each.' }),
    overriddenBy: t.field({
      type: Actor,
      nullable: true,
      description: 'Who let it pass; null when nobody did.',
      resolve: (gate) => gate.overriddenBy,
    }),
  }),
});

const ReportVerdict = builder.objectRef<Verdict>('ReportVerdict').implement({
  description: 'What somebody decided about a checkpoint.',
  fields: (t) => ({
    actor: t.field({ type: Actor, description: 'Who.', resolve: ({ actor }) => actor }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    feedback: t.exposeString('feedback', { nullable: true, description: 'Null when nothing was said.' }),
  }),
});

builder.objectFields(ReportCheckpoint, (t) => ({
  openedAt: t.expose('openedAt', {
    type: 'DateTime',
    nullable: true,
    description: 'Null when it never opened.',
  }),
  decidedAt: t.expose('decidedAt', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was decided, by people or by time; null when it was not.',
  }),
  escalatedAt: t.expose('escalatedAt', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was told that nobody had decided in time; null when that was not needed.',
  }),
  verdicts: t.field({
    type: [ReportVerdict],
    description: 'Each approval, or the rejection, with who decided and when.',
    resolve: ({ verdicts }) => verdicts ?? [],
  }),
}));

export const Report = builder.objectRef<ReportShape>('Report').implement({
  description: 'What a finished run tells. There is one per run, also for failed and cancelled ones.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id({ description: '`rep_…`', resolve: ({ report }) => reportIdOf(report) }),
    mission: t.field({
      type: Mission,
      description: 'Its mission.',
      resolve: ({ report }) => report.missionId,
    }),
    run: t.field({
      type: Run,
      description: 'The run it is about.',
      resolve: ({ report }) => runIdOf(report),
    }),
    title: t.string({ description: 'Title of the mission.', resolve: ({ report }) => report.title }),
    status: t.field({
      type: RunStatusEnum,
      description: 'How the run ended.',
      resolve: ({ report }) => report.status,
    }),
    reason: t.string({
      nullable: true,
      description: 'Why it failed or was cancelled; null otherwise.',
      resolve: ({ report }) => report.reason,
    }),
    hasAllPassed: t.boolean({
      description:
        'Every task done but those that validate, every gate passed, every checkpoint approved, every assertion passing.',
      resolve: ({ report }) => report.hasAllPassed,
    }),
    startedAt: t.field({
      type: 'DateTime',
      description: 'When the run was launched.',
      resolve: ({ report }) => report.startedAt,
    }),
    endedAt: t.field({
      type: 'DateTime',
      description: 'When it ended.',
      resolve: ({ report }) => report.endedAt,
    }),
    wallClockMs: t.float({
      description: 'From launch to end, milliseconds.',
      resolve: ({ report }) => report.wallClockMs,
    }),
    workingMs: t.float({
      description: 'Σ over attempts of claim to end, milliseconds.',
      resolve: ({ report }) => report.workingMs,
    }),
    averageScore: t.float({
      nullable: true,
      description: 'Weighted mean of the scored tasks, 1–5; null when none is scored.',
      resolve: ({ report }) => report.averageScore,
    }),
    qualityThreshold: t.float({
      nullable: true,
      description: 'What the average score had to reach, 1–5; null when the document says nothing.',
      resolve: ({ report }) => report.qualityThreshold,
    }),
    usage: t.field({ type: Usage, description: 'What it cost.', resolve: ({ report }) => report.usage }),
  }),
});

/** What was made and decided, piece by piece. */
builder.objectFields(Report, (t) => ({
  filesCreated: t.stringList({
    description: 'Paths of new files.',
    resolve: ({ report }) => report.filesCreated,
  }),
  filesEdited: t.stringList({
    description: 'Paths of changed files.',
    resolve: ({ report }) => report.filesEdited,
  }),
  tasks: t.field({
    type: [ReportTask],
    description: 'All tasks, in the order of the document.',
    complexity: { multiplier: 100 },
    resolve: ({ report }) => report.tasks.map((task) => ({ ref: { ...report, index: task.index }, task })),
  }),
  checkpoints: t.field({
    type: [ReportCheckpoint],
    description: 'All checkpoints.',
    resolve: ({ report }) => report.checkpoints,
  }),
  qualityGates: t.field({
    type: [ReportQualityGate],
    description: 'All quality gates.',
    resolve: ({ report }) => report.gates,
  }),
  markdown: t.string({
    description: 'The whole report as Markdown.',
    complexity: 10,
    resolve: ({ report }) => renderReport(report),
  }),
}));

builder.objectField(Run, 'report', (t) =>
  t.field({
    type: Report,
    nullable: true,
    description: 'What it tells; null until it has ended and the report is written.',
    complexity: 10,
    resolve: async ({ ref }, _args, context) => (await loadReport(ref, context)) ?? null,
  }),
);

async function loadReport(ref: RunRef, context: GraphContext): Promise<ReportShape | undefined> {
  const report = await context.engine.report(principalOf(context), ref);
  return report && reportShape(report);
}

/** Undefined when the id names none. */
export async function loadReportById(id: string, context: GraphContext): Promise<ReportShape | undefined> {
  const ref = parseReportId(id);
  return ref && (await loadReport(ref, context));
}
