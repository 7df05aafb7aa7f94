/** What people do with tasks: review, block, retry, skip, cancel. Claiming and completing is in `work.ts`. */
import { isStandalone, parseTaskId } from '@muster/core/ids';
import type { TaskAnswer } from '@muster/engine/engine';
import * as z from 'zod/mini';
import { builder } from './builder.ts';
import { defineCommand } from './command.ts';
import { principalOf } from './context.ts';
import { REVIEW_FAILURES, TASK_FAILURES } from './error-types.ts';
import { existing } from './errors.ts';
import { given } from './given.ts';
import { idempotencyKeyField, rule } from './input-fields.ts';
import { Mission } from './mission.ts';
import { missionShape, taskShape } from './shapes.ts';
import { BlockCauseEnum, Task } from './task.ts';

type InputBuilder = Parameters<typeof idempotencyKeyField>[0];

const taskRule = { idempotencyKey: rule.idempotencyKey } as const;

const onTask = (t: InputBuilder) => ({
  taskId: t.id({ required: true, description: '`tsk_…`' }),
  idempotencyKey: idempotencyKeyField(t),
});
const onTaskWithReason = (t: InputBuilder) => ({
  ...onTask(t),
  reason: t.string({ required: true, description: 'Why; not blank.' }),
});
const onReview = (t: InputBuilder) => ({
  ...onTask(t),
  feedback: t.string({ description: 'What is to be said about the result.' }),
  score: t.float({ description: 'How good it is, 1–5.' }),
});

export const taskSuccess = (name: string, description: string) =>
  builder.objectRef<TaskAnswer>(name).implement({
    description,
    fields: (t) => ({
      task: t.field({
        type: Task,
        description: 'As it stands now.',
        resolve: ({ ref, task }) => taskShape(ref, task),
      }),
      mission: t.field({
        type: Mission,
        nullable: true,
        description: 'Its mission; null for a task in no mission.',
        resolve: ({ mission }) => (isStandalone(mission.id) ? null : missionShape(mission)),
      }),
      sequence: t.exposeInt('sequence', { description: 'Of the last event committed with it.' }),
    }),
  });

/** What the engine wants to know about the task, besides the input. */
function target({ taskId: id, ...input }: { taskId: string; idempotencyKey?: string | null | undefined }) {
  return { ...given(input), task: existing(parseTaskId(id), 'task', id) };
}

const DimensionScoreInput = builder.inputType('DimensionScoreInput', {
  description: 'What a reviewer gives one dimension.',
  fields: (t) => ({
    position: t.int({ required: true, description: 'The expectation, from 0 in `definition.expectations`.' }),
    dimension: t.string({ description: 'Its name; none where criteria are scored as a whole.' }),
    score: t.float({ required: true, description: 'How good it is in that, 1–5.' }),
  }),
});

defineCommand('reviewTask', {
  description:
    'Scores the submission of a task in review that asks for scores. The last reviewer’s decide: it is done, or to be mended.',
  permission: 'WORK',
  input: (t) => ({
    ...onTask(t),
    scores: t.field({ type: [DimensionScoreInput], required: true, description: 'One per dimension.' }),
    feedback: t.string({ description: 'What is to be said about the result.' }),
  }),
  rules: z.looseObject({ ...taskRule, feedback: rule.text }),
  success: taskSuccess('ReviewTaskSuccess', 'The scores count.'),
  failures: REVIEW_FAILURES,
  run: (context, { scores, feedback, ...input }) =>
    context.engine.reviewTask(principalOf(context), {
      ...target(input),
      scores: scores.map(({ position, dimension, score }) => ({ position, score, ...given({ dimension }) })),
      ...given({ feedback }),
    }),
});

defineCommand('acceptTask', {
  description: 'Accepts the submission of a task in review. Not by who did the work.',
  permission: 'WORK',
  input: onReview,
  rules: z.looseObject({ ...taskRule, feedback: rule.text, score: rule.score }),
  success: taskSuccess('AcceptTaskSuccess', 'The task is done.'),
  failures: REVIEW_FAILURES,
  run: (context, { feedback, score, ...input }) =>
    context.engine.acceptTask(principalOf(context), { ...target(input), ...given({ feedback, score }) }),
});

defineCommand('rejectTask', {
  description: 'Sends the submission of a task in review back. Not by who did the work.',
  permission: 'WORK',
  input: onReview,
  rules: z.looseObject({ ...taskRule, feedback: rule.text, score: rule.score }),
  success: taskSuccess('RejectTaskSuccess', 'The task is to be done again, or has failed.'),
  failures: REVIEW_FAILURES,
  run: (context, { feedback, score, ...input }) =>
    context.engine.rejectTask(principalOf(context), { ...target(input), ...given({ feedback, score }) }),
});

defineCommand('blockTask', {
  description: 'Says what a task can’t go on without. Nobody claims it until it is unblocked.',
  permission: 'WORK',
  input: (t) => ({
    ...onTask(t),
    cause: t.field({ type: BlockCauseEnum, required: true, description: 'What it waits for.' }),
    note: t.string({ required: true, description: 'In words; not blank.' }),
  }),
  rules: z.looseObject({ ...taskRule, note: rule.notBlank }),
  success: taskSuccess('BlockTaskSuccess', 'The task is blocked.'),
  failures: TASK_FAILURES,
  run: (context, { cause, note, ...input }) =>
    context.engine.blockTask(principalOf(context), { ...target(input), cause, note }),
});

defineCommand('unblockTask', {
  description: 'Lets a blocked task go on. Only a person may let one with side effects be tried again.',
  permission: 'WORK',
  input: onTask,
  rules: z.looseObject(taskRule),
  success: taskSuccess('UnblockTaskSuccess', 'The task goes on.'),
  failures: TASK_FAILURES,
  run: (context, input) => context.engine.unblockTask(principalOf(context), target(input)),
});

defineCommand('retryTask', {
  description: 'Gives a failed task fresh attempts.',
  permission: 'DIRECT',
  input: onTask,
  rules: z.looseObject(taskRule),
  success: taskSuccess('RetryTaskSuccess', 'The task can be claimed again.'),
  failures: TASK_FAILURES,
  run: (context, input) => context.engine.retryTask(principalOf(context), target(input)),
});

defineCommand('reopenTask', {
  description: 'Has a task that is done be done again. What depends on it waits anew, unless it has begun.',
  permission: 'DIRECT',
  input: onTaskWithReason,
  rules: z.looseObject({ ...taskRule, reason: rule.notBlank }),
  success: taskSuccess('ReopenTaskSuccess', 'The task can be claimed again.'),
  failures: TASK_FAILURES,
  run: (context, { reason, ...input }) =>
    context.engine.reopenTask(principalOf(context), { ...target(input), reason }),
});

defineCommand('retryFromTask', {
  description:
    'Has a task be done again, and all that stands behind it, however far; what stands before it is kept. Where that is ' +
    'much it goes on after the answer, and nothing of the run can be claimed before all of it is undone.',
  permission: 'DIRECT',
  input: onTaskWithReason,
  rules: z.looseObject({ ...taskRule, reason: rule.notBlank }),
  success: taskSuccess('RetryFromTaskSuccess', 'The task can be claimed again; what follows it waits.'),
  failures: TASK_FAILURES,
  run: (context, { reason, ...input }) =>
    context.engine.retryFromTask(principalOf(context), { ...target(input), reason }),
});

defineCommand('skipTask', {
  description: 'Leaves a task out. What depends on it goes on.',
  permission: 'DIRECT',
  input: onTaskWithReason,
  rules: z.looseObject({ ...taskRule, reason: rule.notBlank }),
  success: taskSuccess('SkipTaskSuccess', 'The task is skipped.'),
  failures: TASK_FAILURES,
  run: (context, { reason, ...input }) =>
    context.engine.skipTask(principalOf(context), { ...target(input), reason }),
});

defineCommand('cancelTask', {
  description: 'Calls a task off; a running attempt is interrupted.',
  permission: 'DIRECT',
  input: onTaskWithReason,
  rules: z.looseObject({ ...taskRule, reason: rule.notBlank }),
  success: taskSuccess('CancelTaskSuccess', 'The task is cancelled.'),
  failures: TASK_FAILURES,
  run: (context, { reason, ...input }) =>
    context.engine.cancelTask(principalOf(context), { ...target(input), reason }),
});
