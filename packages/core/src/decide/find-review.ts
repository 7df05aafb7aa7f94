/**
 * Whether somebody may review a task now.
 *
 * V1. Nobody reviews his own work.
 * V2. Where reviewers are named, of the agents only they may; people always may. Once nobody decided in time, everybody.
 */

import type { TaskDefinition } from '../document/document.ts';
import { type NodeRef, taskIdOf } from '../ids.ts';
import { checkMove, verbOf } from '../lifecycle/lifecycle.ts';
import { TASK_LIFECYCLE } from '../lifecycle/task-lifecycle.ts';
import { err, ok, type Result } from '../result.ts';
import type { Attempt } from '../run/attempt.ts';
import type { TaskNode } from '../run/node.ts';
import { argumentOf } from '../subject.ts';
import type { Decision } from './ask.ts';
import type { Draft } from './draft.ts';
import { findNode } from './guard.ts';

export interface FoundReview {
  readonly task: TaskNode;
  /** The one that was submitted. */
  readonly attempt: Attempt;
  readonly definition: TaskDefinition;
}

export function* findReview(
  draft: Draft,
  ref: NodeRef,
  command: 'review' | 'accept' | 'reject',
): Decision<Result<FoundReview>> {
  const found = yield* findNode(draft, 'TASK', ref, verbOf(TASK_LIFECYCLE, command));
  if (!found.ok) return found;
  const task = found.value;
  const legal = checkMove(TASK_LIFECYCLE, command, task.status, taskIdOf(ref));
  if (!legal.ok) return legal;
  const attempt = yield* draft.attempt({ index: task.index, generation: task.generation });
  const implementers = [task.implementer, attempt?.actor.name];
  const { actor } = draft;
  const detail = { taskId: taskIdOf(ref), actor: actor.name };
  if (!attempt || (implementers.includes(actor.name) && actor.kind !== 'SYSTEM')) {
    return err({ code: 'IMPLEMENTER_CANNOT_REVIEW', path: argumentOf('task'), detail });
  }
  const { definition } = yield* draft.spec('TASK', task.index);
  const isNamed = definition.reviewers.length === 0 || definition.reviewers.includes(actor.name);
  if (actor.kind === 'AGENT' && !isNamed && !task.isReviewEscalated) {
    return err({ code: 'NOT_A_REVIEWER', path: argumentOf('task'), detail });
  }
  return ok({ task, attempt, definition });
}
