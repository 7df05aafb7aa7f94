/** Commands on tasks: working on them, and deciding about them. */
import type { Decision } from '@muster/core/decide/ask';
import type { Draft } from '@muster/core/decide/draft';
import { acceptTask, rejectTask } from '@muster/core/decide/review';
import { reviewTask } from '@muster/core/decide/score-review';
import { failTask, heartbeat, type TaskOutcome } from '@muster/core/decide/submit';
import {
  blockTask,
  cancelTask,
  reopenTask,
  retryFromTask,
  retryTask,
  skipTask,
  unblockTask,
} from '@muster/core/decide/task-commands';
import { type DomainError, invalidArgument, notFound } from '@muster/core/error-table';
import { type AttemptRef, attemptIdOf, type NodeRef, taskIdOf } from '@muster/core/ids';
import { err, ok, type Result } from '@muster/core/result';
import { checkClaim } from './claiming.ts';
import { commitDecision } from './commit-loop.ts';
import { completeTasks } from './completing.ts';
import type { EngineContext } from './context.ts';
import type {
  ClaimTasks,
  CompleteAndClaim,
  Idempotent,
  ReviewTask,
  TaskAnswer,
  TaskCommands,
} from './engine.ts';
import { loadHeads, loadNodes } from './loading.ts';
import { checkReason, onBehalf } from './mission-use-cases.ts';
import type { Principal } from './principal.ts';
import { sequenceReceipt, withReceipt } from './receipts.ts';

export function taskUseCases(context: EngineContext): TaskCommands {
  const onTask =
    <Input extends Idempotent & { readonly task: NodeRef }>(
      command: string,
      decide: (draft: Draft, input: Input) => Decision<Result<TaskOutcome>>,
    ) =>
    (principal: Principal, input: Input) =>
      commitTask(context, principal, {
        command,
        input,
        ref: input.task,
        missing: taskNotFound(input.task),
        decide: (draft) => decide(draft, input),
      });
  const reasoned =
    <Input extends Idempotent & { readonly task: NodeRef; readonly reason: string }>(
      command: string,
      decide: (draft: Draft, input: Input) => Decision<Result<TaskOutcome>>,
    ) =>
    async (principal: Principal, input: Input) =>
      checkReason(input.reason) ?? onTask(command, decide)(principal, input);
  const reviewed =
    (command: string, decide: (draft: Draft, input: ReviewTask) => Decision<Result<TaskOutcome>>) =>
    async (principal: Principal, input: ReviewTask) =>
      checkScore(input.score) ?? onTask(command, decide)(principal, input);
  return {
    claimTasks: (principal, input) => claim(context, principal, input),
    heartbeat: (principal, { attempt }) => beat(context, principal, attempt),
    completeTasks: (principal, input) => completeTasks(context, principal, input),
    completeAndClaim: (principal, input) => completeAndClaim(context, principal, input),
    failTask: (principal, input) =>
      commitTask(context, principal, {
        command: 'failTask',
        input,
        ref: input.attempt,
        missing: attemptNotFound(input.attempt),
        decide: (draft) => failTask(draft, input),
      }),
    reviewTask: onTask('reviewTask', reviewTask),
    acceptTask: reviewed('acceptTask', acceptTask),
    rejectTask: reviewed('rejectTask', rejectTask),
    blockTask: onTask('blockTask', blockTask),
    unblockTask: onTask('unblockTask', (draft, input) => unblockTask(draft, input.task)),
    retryTask: onTask('retryTask', (draft, input) => retryTask(draft, input.task)),
    retryFromTask: reasoned('retryFromTask', retryFromTask),
    reopenTask: reasoned('reopenTask', reopenTask),
    skipTask: reasoned('skipTask', skipTask),
    cancelTask: reasoned('cancelTask', cancelTask),
  };
}

function checkScore(score: number | undefined) {
  if (score === undefined || (score >= 1 && score <= 5)) return undefined;
  return err(invalidArgument(['score'], 'A score lies between 1 and 5.'));
}

async function beat(context: EngineContext, principal: Principal, attempt: AttemptRef) {
  const committed = await commitDecision(context, onBehalf(principal, attempt.missionId), {
    decide: (draft) => heartbeat(draft, attempt),
  });
  if (committed.ok) return ok({ attempt: committed.value.value, sequence: committed.value.sequence });
  return isForeign(committed) ? err(attemptNotFound(attempt)) : committed;
}

/** The claim is checked before anything is completed: a request that is refused has done nothing. */
async function completeAndClaim(context: EngineContext, principal: Principal, input: CompleteAndClaim) {
  const { idempotencyKey, complete, claim } = input;
  const request = ['completeAndClaim', complete, claim];
  const checked = await checkClaim(context, principal, {
    input: claim,
    idempotencyKey,
    request,
    at: 'claim',
  });
  if (!checked.ok) return checked;
  const completed =
    complete.length > 0
      ? await completeTasks(context, principal, { tasks: complete, along: checked.value.along })
      : ok([]);
  if (!completed.ok) return completed;
  const claims = await checked.value.make();
  return claims.ok ? ok({ completed: completed.value, claims: claims.value }) : claims;
}

async function claim(context: EngineContext, principal: Principal, { idempotencyKey, ...input }: ClaimTasks) {
  const request = ['claimTasks', input];
  const checked = await checkClaim(context, principal, { input, idempotencyKey, request });
  return checked.ok ? checked.value.make() : checked;
}

interface TaskCommand {
  readonly command: string;
  readonly input: Idempotent;
  readonly ref: NodeRef;
  /** What a mission that isn't here makes of what the caller named. */
  readonly missing: DomainError;
  readonly decide: (draft: Draft) => Decision<Result<TaskOutcome>>;
}

function commitTask(
  context: EngineContext,
  principal: Principal,
  { command, input, ref, missing, decide }: TaskCommand,
): Promise<Result<TaskAnswer>> {
  return withReceipt<TaskAnswer>(context, principal, {
    name: command,
    input,
    again: (receipt) =>
      repeatTask(context, principal, { ref, answer: receipt.answer as { sequence: number } }),
    async act(request) {
      const alsoPut = sequenceReceipt(context, request, ref.missionId);
      const committed = await commitDecision(context, onBehalf(principal, ref.missionId), {
        decide,
        alsoPut,
      });
      if (!committed.ok) return isForeign(committed) ? err(missing) : committed;
      const { value, head, sequence } = committed.value;
      return ok({ ref, task: value.task, mission: head, sequence });
    },
  });
}

async function repeatTask(
  context: EngineContext,
  principal: Principal,
  repeated: { readonly ref: NodeRef; readonly answer: { readonly sequence: number } },
): Promise<Result<TaskAnswer>> {
  const { ref, answer } = repeated;
  const [task] = await loadNodes(context, principal.workspaceId, [ref]);
  const [mission] = await loadHeads(context, principal.workspaceId, [ref.missionId]);
  if (task?.kind !== 'TASK' || !mission) return err(taskNotFound(ref));
  return ok({ ref, task, mission, sequence: answer.sequence });
}

/** A task of a mission that isn't here doesn't exist either; the answer names what was asked for. */
export function isForeign(refused: {
  readonly ok: false;
  readonly error: { readonly code: string; readonly detail: object };
}) {
  const { code, detail } = refused.error;
  return code === 'NOT_FOUND' && 'subject' in detail && detail.subject === 'mission';
}

export function attemptNotFound(ref: AttemptRef) {
  return notFound('attempt', attemptIdOf(ref));
}

function taskNotFound(ref: NodeRef) {
  return notFound('task', taskIdOf(ref));
}
