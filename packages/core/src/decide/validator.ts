/**
 * Who validates.
 *
 * J1. Nobody validates what he has worked at, however that attempt ended: every claim of such a task is noted with what
 *     validates it.
 * J2. The team's validators who have not worked at it are offered it, one after the other when there are several; without
 *     one, everybody who has not.
 * J3. While a pilot has the mission VALIDATING, nothing but validations can be claimed, and what the last one waits for.
 */
import { addMs, type Instant } from '../instant.ts';
import { LIMITS } from '../limits.ts';
import type { ValidationNode } from '../run/contract.ts';
import type { MissionHead } from '../run/mission.ts';
import type { TaskNode } from '../run/node.ts';
import type { Decision } from './ask.ts';
import type { Draft } from './draft.ts';

/** See J1. `validatedBy`: of the spec of the task that is claimed. */
export function* noteWorker(draft: Draft, validatedBy: readonly number[], agent: string): Decision<void> {
  for (const node of yield* draft.nodes(validatedBy)) {
    if (node.kind !== 'VALIDATION' || node.workers.includes(agent)) continue;
    if (node.workers.length < LIMITS.workersKeptMax)
      draft.putNode({ ...node, workers: [...node.workers, agent] });
    else if (!node.hasManyWorkers) draft.putNode({ ...node, hasManyWorkers: true });
  }
}

/** Whether nothing about the contract stands against this agent's taking the task. See J1. */
export function* mayTake(draft: Draft, { purpose }: TaskNode, agent: string): Decision<boolean> {
  if (purpose?.kind !== 'VALIDATION') return true;
  const validation = yield* draft.node(purpose.validation);
  return validation.kind === 'VALIDATION' && mayValidate(validation, { agent, isPerson: isPerson(draft) });
}

function isPerson(draft: Draft): boolean {
  return draft.actor.kind === 'USER';
}

function mayValidate(
  { workers, hasManyWorkers }: ValidationNode,
  who: { readonly agent: string; readonly isPerson: boolean },
): boolean {
  return !workers.includes(who.agent) && (who.isPerson || !hasManyWorkers);
}

/** Of the team's validators those who have not worked at it. */
export function eligibleValidators(
  { workers }: ValidationNode,
  validators: readonly string[],
): readonly string[] {
  return validators.filter((name) => !workers.includes(name));
}

/** See J3. */
export function isHeldBack({ governance, run }: MissionHead, { purpose }: TaskNode): boolean {
  if (governance === 'AUTOMATIC' || run?.status !== 'VALIDATING') return false;
  return purpose?.kind !== 'VALIDATION' && !run.finalValidation?.isBegun;
}

/** A task that becomes READY, kept for the validator whose turn it is. See J2. */
export function offered(task: TaskNode, now: Instant): TaskNode {
  const { purpose } = task;
  if (purpose?.kind !== 'VALIDATION' || !purpose.validators || task.keptFor) return task;
  const turn = purpose.round - 1 + task.generation;
  return keptForTurn(task, { validators: purpose.validators, turn, now });
}

/** Nobody took it in his turn. Undefined for what is kept for another reason. */
export function offeredNext(task: TaskNode, now: Instant): TaskNode | undefined {
  const { purpose, keptFor } = task;
  if (purpose?.kind !== 'VALIDATION' || !purpose.validators || !keptFor) return undefined;
  const turn = purpose.validators.indexOf(keptFor.agent) + 1;
  return keptForTurn(task, { validators: purpose.validators, turn, now });
}

function keptForTurn(
  task: TaskNode,
  { validators, turn, now }: { validators: readonly string[]; turn: number; now: Instant },
): TaskNode {
  const agent = validators[turn % validators.length];
  if (agent === undefined) return task;
  return { ...task, keptFor: { agent, until: addMs(now, LIMITS.validatorOfferMs) } };
}
