/** Sending a task that is DONE back to be done again. What waits for it waits anew; see `rearm.ts` for the rest. */
import type { Actor } from '../actor.ts';
import type { Instant } from '../instant.ts';
import type { TaskNode } from '../run/node.ts';
import type { Decision } from './ask.ts';
import type { Draft } from './draft.ts';
import { moveTask, reopenNode } from './move.ts';
import { isJunction, rearmOne, rearmSuccessors } from './rearm.ts';
import { resting } from './skip.ts';

/** A task with all its attempts before it again. Its generation goes on counting. */
export function startedOver(task: TaskNode): TaskNode {
  const {
    fixRounds: _,
    escalatedTo: __,
    settledAt: ___,
    score: ____,
    reason: _____,
    ...rest
  } = resting(task);
  return { ...rest, attemptsSpent: 0 };
}

export function readyUnlessWaiting(task: TaskNode, now: Instant): TaskNode {
  return task.waitsFor.length === 0
    ? { ...task, status: 'READY', readyAt: now }
    : { ...task, status: 'WAITING' };
}

export interface Reopening {
  /** The one that sends them back, if one does: it must be waiting before anybody can settle a task again. */
  readonly checkpoint?: number;
  readonly reason?: string;
  /** Who asked for it, where that is not whose decision this is. */
  readonly by?: Actor;
}

/** All of them are open before any successor is told: one that stands behind another waits for it, in whatever order. */
export function* reopenDone(
  draft: Draft,
  tasks: readonly TaskNode[],
  { checkpoint, reason, by = draft.actor }: Reopening,
): Decision<void> {
  for (const task of tasks) yield* openAgain(draft, task, { by, reason });
  if (checkpoint !== undefined) {
    for (const task of tasks) yield* rearmTowards(draft, task.index, checkpoint);
  }
  for (const task of tasks) yield* rearmSuccessors(draft, task.index);
}

function* openAgain(
  draft: Draft,
  task: TaskNode,
  { by, reason }: { readonly by: Actor; readonly reason: string | undefined },
): Decision<void> {
  const { definition } = yield* draft.spec('TASK', task.index);
  const sentBack = {
    actor: by,
    at: draft.now,
    ...(reason === undefined ? {} : { feedback: reason }),
  };
  const again = { ...startedOver(task), sentBack };
  const note = 'It was done before and may have had side effects. Unblock to do it again.';
  const mayBegin = !definition.hasSideEffects || by.kind === 'USER';
  const opened: TaskNode = mayBegin
    ? readyUnlessWaiting(again, draft.now)
    : { ...again, status: 'BLOCKED', blocked: { cause: 'AUTHORISATION', note } };
  moveTask(draft, task, opened, { command: 'reopen', data: { reason } });
  reopenNode(draft);
}

/** The way back to the checkpoint. */
function* rearmTowards(draft: Draft, from: number, checkpoint: number): Decision<void> {
  for (const index of yield* towards(draft, from, checkpoint)) {
    if (draft.room > 1) yield* rearmOne(draft, from, yield* draft.node(index));
  }
}

/** Successors through which a settled task is felt at a node: the node itself, and junctions that may stand before it. */
function* towards(draft: Draft, from: number, index: number): Decision<readonly number[]> {
  const successors = yield* draft.successors(from);
  return successors.filter((successor) => successor === index || isJunction(draft.run, successor));
}
