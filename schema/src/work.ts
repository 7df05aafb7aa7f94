/**
 * The hot path: claiming, completing, both at once, heartbeats and failures. Everything answers from what the engine
 * hands over, without a load; only fields beyond that ask the engine again.
 */

import { type DomainError, notFound } from '@muster/core/error-table';
import { type AttemptRef, attemptIdOf, parseAttemptId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import { err, ok, type Result } from '@muster/core/result';
import type { Claim as ClaimAnswer, CompleteTask, HeartbeatAnswer, TaskAnswer } from '@muster/engine/engine';
import * as z from 'zod/mini';
import { Attempt } from './attempt.ts';
import { builder } from './builder.ts';
import { defineCommand } from './command.ts';
import { principalOf } from './context.ts';
import { ATTEMPT_FAILURES, COMMON_FAILURES, SUBMIT_FAILURES } from './error-types.ts';
import { type DomainFailure, existing, ForbiddenFailure, failure } from './errors.ts';
import { given } from './given.ts';
import { idempotencyKeyField, rule } from './input-fields.ts';
import { attemptShape, taskShape } from './shapes.ts';
import { SubmissionInput, submissionOf, submissionRule } from './submission.ts';
import { Task } from './task.ts';
import { taskSuccess } from './task-commands.ts';

type InputBuilder = Parameters<typeof idempotencyKeyField>[0];

const Claim = builder.objectRef<ClaimAnswer>('Claim').implement({
  description: 'A task that now belongs to the claimer until the lease runs out.',
  fields: (t) => ({
    attemptId: t.id({
      description: 'The lease token: heartbeat, complete and fail with it.',
      resolve: ({ ref }) => attemptIdOf(ref),
    }),
    task: t.field({
      type: Task,
      description: 'What is to be done.',
      resolve: ({ ref, task, spec }) => taskShape(ref, task, spec),
    }),
    attempt: t.field({
      type: Attempt,
      description: 'The attempt that has begun.',
      resolve: ({ ref, attempt }) => attemptShape(ref, attempt),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the lease runs out unless a heartbeat comes; null when it holds none any more.',
      resolve: ({ attempt }) => attempt.expiresAt,
    }),
    sequence: t.exposeInt('sequence', { description: 'Of the last event committed with it.' }),
  }),
});

const ITEM_FAILURES = [ForbiddenFailure, ...SUBMIT_FAILURES] as const;

const TaskCompletion = taskSuccess('TaskCompletion', 'The submission counts.');

const TaskCompletionResult = builder.errorUnion('TaskCompletionResult', {
  description: 'What became of one submission of a batch. One that is refused does not touch the others.',
  types: [TaskCompletion, ...ITEM_FAILURES],
  omitDefaultTypes: true,
  // The plugin knows its errors; everything else is a success.
  resolveType: () => TaskCompletion.name,
});

const TaskCompletionInput = builder.inputType('TaskCompletionInput', {
  description: 'One submission of a batch.',
  fields: (t) => ({
    attemptId: t.id({ required: true, description: '`att_…`' }),
    submission: t.field({ type: SubmissionInput, required: true, description: 'What is handed in.' }),
  }),
});

const claimFields = (t: InputBuilder) => ({
  agent: t.string({
    required: true,
    description: 'Who will work. A credential of role AGENT can name only itself.',
  }),
  specialties: t.stringList({ description: 'What it can do; tasks without a specialty are always offered.' }),
  limit: t.int({ description: `How many at most, 1–${LIMITS.claimTasksMax}; 1 unless told.` }),
  leaseMs: t.int({
    description: `Length of the lease, ${LIMITS.leaseMsMin}–${LIMITS.leaseMsMax} ms; ${LIMITS.leaseMsDefault} unless told.`,
  }),
});

const claimRule = {
  agent: rule.name,
  specialties: z.nullish(z.array(rule.name).check(z.maxLength(100))),
  limit: z.nullish(z.int().check(z.minimum(1), z.maximum(LIMITS.claimTasksMax))),
  leaseMs: z.nullish(z.int().check(z.minimum(LIMITS.leaseMsMin), z.maximum(LIMITS.leaseMsMax))),
} as const;

const completionsRule = z
  .array(z.looseObject({ submission: submissionRule }))
  .check(z.maxLength(LIMITS.completeTasksMax));

const ClaimInput = builder.inputType('ClaimInput', {
  description: 'Who claims how much.',
  fields: claimFields,
});

const ClaimTasksSuccess = builder
  .objectRef<{ readonly claims: readonly ClaimAnswer[] }>('ClaimTasksSuccess')
  .implement({
    description: 'What was claimed.',
    fields: (t) => ({
      claims: t.field({
        type: [Claim],
        description: 'Best first; empty when there is nothing for this agent now.',
        resolve: ({ claims }) => claims,
      }),
    }),
  });

defineCommand('claimTasks', {
  description:
    'Takes ready tasks, best first, each under a lease. Never waits: see the subscription `tasksReady`.',
  permission: 'WORK',
  input: (t) => ({ ...claimFields(t), idempotencyKey: idempotencyKeyField(t) }),
  rules: z.looseObject({ ...claimRule, idempotencyKey: rule.idempotencyKey }),
  success: ClaimTasksSuccess,
  failures: COMMON_FAILURES,
  run: async (context, input) =>
    mapped(await context.engine.claimTasks(principalOf(context), claimOf(input)), (claims) => ({ claims })),
});

interface Renewed extends HeartbeatAnswer {
  readonly ref: AttemptRef;
}

const HeartbeatSuccess = builder.objectRef<Renewed>('HeartbeatSuccess').implement({
  description: 'The lease is renewed.',
  fields: (t) => ({
    sequence: t.exposeInt('sequence', {
      description: 'Of the mission’s last event: a heartbeat makes none of its own.',
    }),
    attempt: t.field({
      type: Attempt,
      description: 'With the new end of its lease.',
      resolve: ({ ref, attempt }) => attemptShape(ref, attempt),
    }),
  }),
});

defineCommand('heartbeat', {
  description: 'Renews a lease by its length, never past the hard end of the attempt.',
  permission: 'WORK',
  input: (t) => ({ attemptId: t.id({ required: true, description: '`att_…`' }) }),
  success: HeartbeatSuccess,
  failures: ATTEMPT_FAILURES,
  run: async (context, { attemptId }) => {
    const ref = existing(parseAttemptId(attemptId), 'attempt', attemptId);
    const renewed = await context.engine.heartbeat(principalOf(context), { attempt: ref });
    return mapped(renewed, (answer) => ({ ref, ...answer }));
  },
});

defineCommand('completeTask', {
  description: 'Hands in the result of one attempt. Repeating it answers the same.',
  permission: 'WORK',
  input: (t) => ({
    attemptId: t.id({ required: true, description: '`att_…`' }),
    submission: t.field({ type: SubmissionInput, required: true, description: 'What is handed in.' }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules: z.looseObject({ submission: submissionRule, idempotencyKey: rule.idempotencyKey }),
  success: taskSuccess('CompleteTaskSuccess', 'The submission counts: the task is done, or in review.'),
  failures: SUBMIT_FAILURES,
  run: async (context, { attemptId, submission, ...input }) => {
    const attempt = existing(parseAttemptId(attemptId), 'attempt', attemptId);
    const tasks = [{ attempt, submission: submissionOf(submission) }];
    const answer = await context.engine.completeTasks(principalOf(context), { ...given(input), tasks });
    if (!answer.ok) return answer;
    const [result] = answer.value;
    return result ?? err(notFound('attempt', attemptId));
  },
});

const CompleteTasksSuccess = builder
  .objectRef<{ readonly results: readonly Result<TaskAnswer>[] }>('CompleteTasksSuccess')
  .implement({
    description: 'What became of the submissions.',
    fields: (t) => ({
      results: t.field({
        type: [TaskCompletionResult],
        description: 'One per submission, in order.',
        resolve: ({ results }) => results.map(completionOf),
      }),
    }),
  });

defineCommand('completeTasks', {
  description: `Hands in up to ${LIMITS.completeTasksMax} results at once.`,
  permission: 'WORK',
  input: (t) => ({
    tasks: t.field({ type: [TaskCompletionInput], required: true, description: 'The submissions, 1–100.' }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules: z.looseObject({ tasks: completionsRule.check(z.minLength(1)), idempotencyKey: rule.idempotencyKey }),
  success: CompleteTasksSuccess,
  failures: SUBMIT_FAILURES,
  run: async (context, input) => {
    const batch = batchOf('tasks', input.tasks);
    if (batch.tasks.length === 0) return ok({ results: batch.inOrder([]) });
    const { tasks: _, ...rest } = input;
    const request = { ...given(rest), tasks: batch.tasks };
    const answer = await context.engine.completeTasks(principalOf(context), request);
    return mapped(answer, (results) => ({ results: batch.inOrder(results) }));
  },
});

interface CompletedAndClaimed {
  readonly results: readonly Result<TaskAnswer>[];
  readonly claims: readonly ClaimAnswer[];
}

const CompleteAndClaimSuccess = builder.objectRef<CompletedAndClaimed>('CompleteAndClaimSuccess').implement({
  description: 'What became of the submissions, and what was claimed after them.',
  fields: (t) => ({
    results: t.field({
      type: [TaskCompletionResult],
      description: 'One per submission, in order.',
      resolve: ({ results }) => results.map(completionOf),
    }),
    claims: t.field({
      type: [Claim],
      description: 'Best first; empty when there is nothing for this agent now.',
      resolve: ({ claims }) => claims,
    }),
  }),
});

defineCommand('completeAndClaim', {
  description:
    'Hands in results, then takes ready tasks, in one round trip: what the results released can be claimed at once.',
  permission: 'WORK',
  input: (t) => ({
    complete: t.field({
      type: [TaskCompletionInput],
      required: true,
      description: `The submissions, 0–${LIMITS.completeTasksMax}.`,
    }),
    claim: t.field({ type: ClaimInput, required: true, description: 'What to claim then.' }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules: z.looseObject({
    complete: completionsRule,
    claim: z.looseObject(claimRule),
    idempotencyKey: rule.idempotencyKey,
  }),
  success: CompleteAndClaimSuccess,
  failures: SUBMIT_FAILURES,
  run: async (context, { complete, claim, ...input }) => {
    const batch = batchOf('complete', complete);
    const request = { ...given(input), complete: batch.tasks, claim: claimOf(claim) };
    const answer = await context.engine.completeAndClaim(principalOf(context), request);
    return mapped(answer, ({ completed, claims }) => ({ results: batch.inOrder(completed), claims }));
  },
});

defineCommand('failTask', {
  description: 'Gives an attempt up. The task is tried again while attempts remain.',
  permission: 'WORK',
  input: (t) => ({
    attemptId: t.id({ required: true, description: '`att_…`' }),
    message: t.string({ required: true, description: 'What went wrong; not blank.' }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules: z.looseObject({ message: rule.notBlank, idempotencyKey: rule.idempotencyKey }),
  success: taskSuccess('FailTaskSuccess', 'The attempt has failed.'),
  failures: ATTEMPT_FAILURES,
  run: (context, { attemptId, ...input }) => {
    const attempt = existing(parseAttemptId(attemptId), 'attempt', attemptId);
    return context.engine.failTask(principalOf(context), { ...given(input), attempt });
  },
});

function claimOf<T extends { readonly agent: string; readonly limit?: number | null | undefined }>(input: T) {
  return { ...given(input), agent: input.agent, limit: input.limit ?? 1 };
}

/**
 * The submissions whose ids can be parsed; the others are answered in their places. What is wrong with one is told with its
 * place in the argument.
 */
function batchOf(argument: string, items: readonly (typeof TaskCompletionInput.$inferInput)[]) {
  const tasks: CompleteTask[] = [];
  const places = items.map(({ attemptId, submission }) => {
    const attempt = parseAttemptId(attemptId);
    if (attempt === undefined) return err(notFound('attempt', attemptId));
    tasks.push({ attempt, submission: submissionOf(submission) });
    return undefined;
  });
  const inOrder = (results: readonly Result<TaskAnswer>[]): readonly Result<TaskAnswer>[] => {
    const rest = results.values();
    return places.flatMap((refused, place) => {
      const result = refused ?? rest.next().value;
      return result ? [placed(result, [argument, place])] : [];
    });
  };
  return { tasks, inOrder };
}

function placed<T>(result: Result<T>, place: DomainError['path']): Result<T> {
  if (result.ok) return result;
  return err({ ...result.error, path: [...place, ...result.error.path] });
}

type SubmitFailure = ForbiddenFailure | InstanceType<(typeof SUBMIT_FAILURES)[number]>;

function completionOf(result: Result<TaskAnswer>): TaskAnswer | SubmitFailure {
  if (result.ok) return result.value;
  const refused = failure(result.error);
  if (isSubmitFailure(refused)) return refused;
  throw refused;
}

function isSubmitFailure(value: DomainFailure): value is SubmitFailure {
  return ITEM_FAILURES.some((type) => value instanceof type);
}

function mapped<From, To>(result: Result<From>, to: (value: From) => To): Result<To, DomainError> {
  return result.ok ? ok(to(result.value)) : result;
}
