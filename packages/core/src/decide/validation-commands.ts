/** What a person decides when the rounds of a validation are used up: another one, or that it has failed. */

import type { DomainError } from '../error-table.ts';
import { type NodeRef, nodeIdOf } from '../ids.ts';
import { checkMove, verbOf } from '../lifecycle/lifecycle.ts';
import { isTaskSettled } from '../lifecycle/task-lifecycle.ts';
import { VALIDATION_LIFECYCLE } from '../lifecycle/validation-lifecycle.ts';
import { err, ok, type Result } from '../result.ts';
import type { ValidationNode } from '../run/contract.ts';
import type { TaskNode } from '../run/node.ts';
import { argumentOf } from '../subject.ts';
import type { Decision } from './ask.ts';
import { type Draft, isKind } from './draft.ts';
import { endRunWhenSettled } from './end-run.ts';
import { findNode } from './guard.ts';
import { moveValidation } from './move.ts';
import { releaseSuccessors } from './release.ts';
import { sendValidate } from './send-validate.ts';
import { cancelOpenTask } from './task-commands.ts';
import { giveUpValidation } from './validation-end.ts';

export interface DecideValidation {
  readonly validation: NodeRef;
  readonly reason: string;
  /** Of the caller: whether he is a person who may decide. */
  readonly mayDecide: boolean;
}

/** One more round; the mission goes on when it was paused for the question. */
export function* grantRound(draft: Draft, command: DecideValidation): Decision<Result<ValidationNode>> {
  const found = yield* findValidation(draft, command, 'grant');
  if (!found.ok) return found;
  const validation = found.value;
  const roundsMax = Math.max(validation.roundsMax, validation.roundsUsed) + 1;
  const { asks: _, ...rest } = validation;
  const granted = moveValidation(
    draft,
    validation,
    { ...rest, roundsMax },
    { command: 'grant', data: { reason: command.reason } },
  );
  sendValidate(draft, validation.index);
  return ok(granted);
}

/** It has failed, and the run fails by that. */
export function* failValidation(draft: Draft, command: DecideValidation): Decision<Result<ValidationNode>> {
  const found = yield* findValidation(draft, command, 'fail');
  if (!found.ok) return found;
  const { taskIndex } = found.value;
  const task = taskIndex === undefined ? undefined : yield* draft.node(taskIndex);
  if (task && isKind(task, 'TASK') && !isTaskSettled(task.status))
    yield* cancelForGood(draft, task, command.reason);
  const current = yield* draft.node(found.value.index);
  if (isKind(current, 'VALIDATION')) yield* giveUpValidation(draft, current, command.reason);
  endRunWhenSettled(draft);
  const node = yield* draft.node(found.value.index);
  return ok(isKind(node, 'VALIDATION') ? node : found.value);
}

function* cancelForGood(draft: Draft, task: TaskNode, reason: string): Decision<void> {
  yield* cancelOpenTask(draft, task, reason);
  yield* releaseSuccessors(draft, task.index);
}

function* findValidation(
  draft: Draft,
  { validation: ref, mayDecide }: DecideValidation,
  command: 'grant' | 'fail',
): Decision<Result<ValidationNode, DomainError>> {
  const verb = verbOf(VALIDATION_LIFECYCLE, command);
  const found = yield* findNode(draft, 'VALIDATION', ref, verb);
  if (!found.ok) return found;
  const id = nodeIdOf('VALIDATION', ref);
  const legal = checkMove(VALIDATION_LIFECYCLE, command, found.value.status, id);
  if (!legal.ok) return legal;
  if (mayDecide) return found;
  const action = `decide about ${id}: a person who may has to`;
  return err({ code: 'FORBIDDEN', path: argumentOf('validation'), detail: { action } });
}
