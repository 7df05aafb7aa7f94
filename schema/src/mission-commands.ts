import { parseMissionId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import type { MissionAnswer } from '@muster/engine/engine';
import * as z from 'zod/mini';
import { builder } from './builder.ts';
import { defineCommand } from './command.ts';
import { principalOf } from './context.ts';
import { Coverage } from './coverage.ts';
import { DOCUMENT_FAILURES, LAUNCH_FAILURES, MOVE_FAILURES, SCHEDULE_FAILURES } from './error-types.ts';
import { existing } from './errors.ts';
import { given } from './given.ts';
import { idempotencyKeyField, rule } from './input-fields.ts';
import { GovernanceEnum, Mission } from './mission.ts';
import { ScheduleInput } from './schedule-input.ts';
import { missionShape } from './shapes.ts';

export const missionRule = { idempotencyKey: rule.idempotencyKey } as const;

export type InputBuilder = Parameters<typeof idempotencyKeyField>[0];

export const onMission = (t: InputBuilder) => ({
  missionId: t.id({ required: true, description: '`mis_…`' }),
  idempotencyKey: idempotencyKeyField(t),
});
const onMissionWithReason = (t: InputBuilder) => ({
  ...onMission(t),
  reason: t.string({ required: true, description: 'Why; not blank.' }),
});

export const missionSuccess = (name: string, description: string) =>
  builder.objectRef<MissionAnswer>(name).implement({
    description,
    fields: (t) => ({
      mission: t.field({
        type: Mission,
        description: 'As it stands now.',
        resolve: ({ mission }) => missionShape(mission),
      }),
      sequence: t.exposeInt('sequence', { description: 'Of the last event committed with it.' }),
    }),
  });

/** What the engine wants to know about the mission, besides the input. */
export function target({
  missionId: id,
  ...input
}: {
  missionId: string;
  idempotencyKey?: string | null | undefined;
}) {
  return { ...given(input), missionId: existing(parseMissionId(id), 'mission', id) };
}

defineCommand('createMission', {
  description:
    'Saves a new mission, with or without problems in its document; or schedules it or launches it at once, or both.',
  permission: 'DIRECT',
  input: (t) => ({
    title: t.string({ required: true, description: `1–${LIMITS.titleLengthMax} characters.` }),
    objective: t.string({ description: 'What is to be achieved.' }),
    document: t.field({
      type: 'JSON',
      required: true,
      description:
        'The plan: tasks, milestones, checkpoints, quality gates, delays, contract, team, notifications, deadline.',
    }),
    governance: t.field({
      type: GovernanceEnum,
      description: 'Who moves its status; AUTOMATIC unless told.',
    }),
    pilot: t.string({
      description: 'Who steers it, by name; with the governance PILOT whoever creates it, unless told.',
    }),
    maxConcurrent: t.int({ description: 'How many tasks may be in progress at once, at least 1.' }),
    tags: t.stringList({ description: 'Free words about it: at most 100, of 1–100 characters each.' }),
    launch: t.boolean({
      description: 'Launch it at once. With problems in the document nothing is saved at all.',
    }),
    schedule: t.field({
      type: ScheduleInput,
      description:
        'Have it launched by itself, as by `scheduleMission`. With problems in it or in the document nothing is saved at all.',
    }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules: z.looseObject({
    ...missionRule,
    title: rule.notBlank.check(z.maxLength(LIMITS.titleLengthMax)),
    objective: rule.text,
    pilot: z.nullish(rule.name),
    maxConcurrent: z.nullish(z.int().check(z.minimum(1))),
    tags: z.nullish(z.array(rule.name).check(z.maxLength(100))),
  }),
  success: missionSuccess('CreateMissionSuccess', 'The mission is saved.'),
  failures: SCHEDULE_FAILURES,
  run: (context, { document, schedule, ...input }) =>
    context.engine.createMission(principalOf(context), {
      ...given(input),
      document,
      ...(schedule && { schedule: given(schedule) }),
    }),
});

defineCommand('saveDocument', {
  description: 'Saves a new version of the document. Runs keep the version they were launched with.',
  permission: 'DIRECT',
  input: (t) => ({
    ...onMission(t),
    document: t.field({ type: 'JSON', required: true, description: 'The whole plan.' }),
  }),
  rules: z.looseObject(missionRule),
  success: missionSuccess('SaveDocumentSuccess', 'The version is saved.'),
  failures: DOCUMENT_FAILURES,
  run: (context, { document, ...input }) =>
    context.engine.saveDocument(principalOf(context), { ...target(input), document }),
});

defineCommand('planMission', {
  description: 'Moves a draft to PLANNING.',
  permission: 'DIRECT',
  input: onMission,
  rules: z.looseObject(missionRule),
  success: missionSuccess('PlanMissionSuccess', 'The mission is being planned.'),
  failures: MOVE_FAILURES,
  run: (context, input) => context.engine.planMission(principalOf(context), target(input)),
});

defineCommand('launchMission', {
  description:
    'Starts a new run. Refused while one is open, and whole: a refused launch leaves nothing behind.',
  permission: 'DIRECT',
  input: onMission,
  rules: z.looseObject(missionRule),
  success: missionSuccess('LaunchMissionSuccess', 'The run is under way.'),
  failures: LAUNCH_FAILURES,
  run: (context, input) => context.engine.launchMission(principalOf(context), target(input)),
});

const CompletePlanningSuccess = missionSuccess('CompletePlanningSuccess', 'The run is under way.');

builder.objectField(CompletePlanningSuccess, 'coverage', (t) =>
  t.field({
    type: Coverage,
    complexity: 10,
    description:
      'How well the tasks that were launched cover the contract: under the policy WARN, what to mend.',
    resolve: async ({ mission: { id, run, documentVersion } }, _args, context) => {
      const version = run?.documentVersion ?? documentVersion;
      const engine = await context.wholeEngine();
      const coverage = await engine.coverage(principalOf(context), id, version);
      return existing(coverage, 'document', id);
    },
  }),
);

defineCommand('completePlanning', {
  description:
    'Checks what was planned, the coverage of the contract first of all, and launches it; or says what is missing.',
  permission: 'DIRECT',
  input: onMission,
  rules: z.looseObject(missionRule),
  success: CompletePlanningSuccess,
  failures: LAUNCH_FAILURES,
  run: (context, input) => context.engine.completePlanning(principalOf(context), target(input)),
});

defineCommand('pauseMission', {
  description: 'Nothing new is claimed or released until it is resumed. Running attempts may finish.',
  permission: 'DIRECT',
  input: (t) => ({ ...onMission(t), reason: t.string({ description: 'Why.' }) }),
  rules: z.looseObject({ ...missionRule, reason: rule.text }),
  success: missionSuccess('PauseMissionSuccess', 'The mission is paused.'),
  failures: MOVE_FAILURES,
  run: (context, { reason, ...input }) =>
    context.engine.pauseMission(principalOf(context), { ...target(input), ...given({ reason }) }),
});

defineCommand('resumeMission', {
  description: 'Goes on with a paused mission.',
  permission: 'DIRECT',
  input: onMission,
  rules: z.looseObject(missionRule),
  success: missionSuccess('ResumeMissionSuccess', 'The mission goes on.'),
  failures: MOVE_FAILURES,
  run: (context, input) => context.engine.resumeMission(principalOf(context), target(input)),
});

defineCommand('cancelMission', {
  description:
    'Calls a mission off: open tasks are cancelled, running attempts interrupted, a report is written.',
  permission: 'DIRECT',
  input: onMissionWithReason,
  rules: z.looseObject({ ...missionRule, reason: rule.notBlank }),
  success: missionSuccess('CancelMissionSuccess', 'The mission is cancelled.'),
  failures: MOVE_FAILURES,
  run: (context, { reason, ...input }) =>
    context.engine.cancelMission(principalOf(context), { ...target(input), reason }),
});

defineCommand('cancelRun', {
  description: 'Calls the open run off.',
  permission: 'DIRECT',
  input: onMissionWithReason,
  rules: z.looseObject({ ...missionRule, reason: rule.notBlank }),
  success: missionSuccess('CancelRunSuccess', 'The run is cancelled.'),
  failures: MOVE_FAILURES,
  run: (context, { reason, ...input }) =>
    context.engine.cancelRun(principalOf(context), { ...target(input), reason }),
});

defineCommand('retryFailed', {
  description: 'Goes on with a failed run: what failed, and what that stopped, is reset; done work is kept.',
  permission: 'DIRECT',
  input: onMission,
  rules: z.looseObject(missionRule),
  success: missionSuccess('RetryFailedSuccess', 'The run goes on.'),
  failures: MOVE_FAILURES,
  run: (context, input) => context.engine.retryFailed(principalOf(context), target(input)),
});
