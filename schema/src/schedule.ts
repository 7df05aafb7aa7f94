/** When missions are launched by themselves: what is stored of it, what can be asked, what can be done. */
import { LIMITS } from '@muster/core/limits';
import type { MissionHead } from '@muster/core/run/mission';
import type { Schedule as ScheduleShape } from '@muster/core/schedule/schedule';
import type { SchedulePreview as PreviewShape } from '@muster/engine/engine';
import * as z from 'zod/mini';
import { builder } from './builder.ts';
import { defineCommand } from './command.ts';
import { pageSizeOf } from './connection.ts';
import { principalOf } from './context.ts';
import { MOVE_FAILURES, SCHEDULE_FAILURES } from './error-types.ts';
import { given } from './given.ts';
import { rule } from './input-fields.ts';
import { Mission } from './mission.ts';
import { missionRule, missionSuccess, onMission, target } from './mission-commands.ts';
import { Problem } from './problem.ts';
import { CatchUpEnum, OverlapEnum, ScheduleInput } from './schedule-input.ts';

function slotCount() {
  return builder.args((t) => ({
    first: t.int({
      description: `How many, 1–${LIMITS.pageSizeMax}; ${LIMITS.previewSlotsDefault} unless told.`,
    }),
  }));
}

function countOf({ first }: { readonly first: number | null | undefined }): number {
  return pageSizeOf({ first: first ?? LIMITS.previewSlotsDefault });
}

type OnSchedule = { readonly schedule: ScheduleShape; readonly head: MissionHead };

const Schedule = builder.objectRef<OnSchedule>('Schedule').implement({
  description: 'When a mission is launched by itself: once, or by cron. Its instants are called slots.',
  fields: (t) => ({
    at: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The only slot; null when there is cron.',
      resolve: ({ schedule: { rule: when } }) => (when.kind === 'ONCE' ? when.at : null),
    }),
    cron: t.string({
      nullable: true,
      description: 'Minute, hour, day of month, month, day of week; null for a single slot.',
      resolve: ({ schedule: { rule: when } }) => (when.kind === 'CRON' ? when.cron : null),
    }),
    timeZone: t.string({
      nullable: true,
      description: 'Whose clock cron is about, a name of the IANA; null for a single slot.',
      resolve: ({ schedule: { rule: when } }) => (when.kind === 'CRON' ? when.timeZone : null),
    }),
    endDate: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'No slot comes after it; null for no end.',
      resolve: ({ schedule }) => schedule.endDate,
    }),
    maxRuns: t.int({
      nullable: true,
      description: 'How many runs it may launch; null for no bound.',
      resolve: ({ schedule }) => schedule.maxRuns,
    }),
    overlap: t.field({
      type: OverlapEnum,
      description: 'What happens to a slot that comes while a run is open.',
      resolve: ({ schedule }) => schedule.overlap,
    }),
    catchUp: t.field({
      type: CatchUpEnum,
      description: 'What happens to slots that came while no server was there.',
      resolve: ({ schedule }) => schedule.catchUp,
    }),
    jitterMs: t.int({
      description: 'A slot fires up to that many milliseconds late, always the same for one slot.',
      resolve: ({ schedule }) => schedule.jitterMs ?? 0,
    }),
    launchCount: t.int({
      description: 'Runs it has launched.',
      resolve: ({ schedule }) => schedule.launchCount,
    }),
    isPaused: t.boolean({
      description: 'Whether it fires nothing until it is resumed.',
      resolve: ({ schedule }) => schedule.isPaused === true,
    }),
    hasWaitingSlots: t.boolean({
      description: 'Whether slots have come that wait for a run to end.',
      resolve: ({ schedule }) => schedule.waiting !== undefined,
    }),
    slots: t.field({
      type: ['DateTime'],
      description: 'The slots to come, first one first; none while it is paused.',
      complexity: 10,
      args: slotCount(),
      resolve: async ({ head }, { first }, context) => {
        const engine = await context.wholeEngine();
        return [...engine.slotsOf(head, countOf({ first }))];
      },
    }),
  }),
});

builder.objectField(Mission, 'schedule', (t) =>
  t.field({
    type: Schedule,
    nullable: true,
    description: 'When it is launched by itself; null when nothing is set, or nothing is left of it.',
    resolve: ({ head }) => head.schedule && { schedule: head.schedule, head },
  }),
);

defineCommand('scheduleMission', {
  description:
    'Has a mission launched by itself: SCHEDULED for a single instant, RECURRING by cron. A schedule that it has is ' +
    'replaced, also while a run is open; runs launched so far go on counting. Launching it by hand leaves the schedule ' +
    'alone.',
  permission: 'DIRECT',
  input: (t) => ({
    ...onMission(t),
    schedule: t.field({ type: ScheduleInput, required: true, description: 'When.' }),
  }),
  rules: z.looseObject(missionRule),
  success: missionSuccess('ScheduleMissionSuccess', 'The schedule is set.'),
  failures: SCHEDULE_FAILURES,
  run: (context, { schedule, ...input }) =>
    context.engine.scheduleMission(principalOf(context), { ...target(input), schedule: given(schedule) }),
});

defineCommand('unscheduleMission', {
  description:
    'Removes the schedule; the mission is again what it was before, or what its runs have made of it since. A run that is ' +
    'open goes on, and the mission ends as it does.',
  permission: 'DIRECT',
  input: onMission,
  rules: z.looseObject(missionRule),
  success: missionSuccess('UnscheduleMissionSuccess', 'The schedule is removed.'),
  failures: MOVE_FAILURES,
  run: (context, input) => context.engine.unscheduleMission(principalOf(context), target(input)),
});

defineCommand('pauseSchedule', {
  description: 'The schedule fires nothing until it is resumed. A run that is open goes on.',
  permission: 'DIRECT',
  input: (t) => ({ ...onMission(t), reason: t.string({ description: 'Why.' }) }),
  rules: z.looseObject({ ...missionRule, reason: rule.text }),
  success: missionSuccess('PauseScheduleSuccess', 'The schedule is paused.'),
  failures: MOVE_FAILURES,
  run: (context, { reason, ...input }) =>
    context.engine.pauseSchedule(principalOf(context), { ...target(input), ...given({ reason }) }),
});

defineCommand('resumeSchedule', {
  description: 'The schedule goes on with its next slot. A single slot that has passed meanwhile fires now.',
  permission: 'DIRECT',
  input: onMission,
  rules: z.looseObject(missionRule),
  success: missionSuccess('ResumeScheduleSuccess', 'The schedule goes on.'),
  failures: MOVE_FAILURES,
  run: (context, input) => context.engine.resumeSchedule(principalOf(context), target(input)),
});

const SchedulePreview = builder.objectRef<PreviewShape>('SchedulePreview').implement({
  description: 'What there is to say about a schedule before it is set.',
  fields: (t) => ({
    problems: t.field({
      type: [Problem],
      description: 'All its problems; empty when it can be set.',
      resolve: ({ problems }) => problems,
    }),
    slots: t.field({
      type: ['DateTime'],
      description: 'Its first slots; none when it has problems.',
      resolve: ({ slots }) => [...slots],
    }),
  }),
});

builder.queryField('previewSchedule', (t) =>
  t.field({
    type: SchedulePreview,
    description: 'Looks at a schedule as `scheduleMission` would. Stores nothing.',
    authScopes: { may: 'READ' },
    complexity: { field: 10 },
    args: {
      schedule: t.arg({ type: ScheduleInput, required: true, description: 'The schedule.' }),
      ...slotCount(),
    },
    resolve: async (_root, { schedule, first }, context) =>
      (await context.wholeEngine()).previewSchedule(given(schedule), countOf({ first })),
  }),
);
