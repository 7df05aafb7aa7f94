/**
 * What time does to nodes: leases run out, retries come due, checkpoints expire, delays elapse.
 *
 * T1. A timer that comes early, twice, or after the node has moved on changes nothing.
 * T2. While the run is not ACTIVE, or is being retried in pieces, a delay that elapses is put aside and settles when the
 *     run goes on; leases of a paused run still expire.
 */
import { ok, type Result } from '../result.ts';
import type { DelayNode, Node } from '../run/node.ts';
import type { Decision } from './ask.ts';
import { expireCheckpoint } from './checkpoint.ts';
import type { Draft } from './draft.ts';
import { endRunWhenSettled } from './end-run.ts';
import { closeNode, moveDelay } from './move.ts';
import { releaseSuccessors } from './release.ts';
import { passTimeOfTask, taskDueAt } from './task-due.ts';

/** Answers how many of `indexes` were looked at: the rest did not fit into this commit. */
export function* passTime(
  draft: Draft,
  due: { readonly runNumber: number; readonly indexes: readonly number[] },
): Decision<Result<number>> {
  const { indexes } = due;
  let count = 0;
  if (draft.head.run?.number !== due.runNumber) return ok(indexes.length);
  // What is being added, or was never added in the end, is no part of the run.
  const { nodeCount } = draft.run;
  yield* draft.nodes(indexes.filter((index) => index < nodeCount));
  for (const index of indexes) {
    if (draft.room <= 1) break;
    if (index < nodeCount) yield* passTimeOf(draft, yield* draft.node(index));
    count++;
  }
  endRunWhenSettled(draft);
  return ok(count);
}

/** When the node is next to be looked at; undefined when time alone does not change it. */
export function dueAt(node: Node): number | undefined {
  switch (node.kind) {
    case 'TASK':
      return taskDueAt(node);
    case 'CHECKPOINT':
      return node.status === 'OPEN' ? node.expiresAt : undefined;
    case 'DELAY':
      return node.status === 'RUNNING' && !node.isParked ? node.endsAt : undefined;
    default:
      return undefined;
  }
}

function* passTimeOf(draft: Draft, node: Node): Decision<void> {
  const due = dueAt(node);
  if (due === undefined || due > draft.now) return;
  switch (node.kind) {
    case 'TASK':
      return yield* passTimeOfTask(draft, node);
    case 'CHECKPOINT':
      return yield* expireCheckpoint(draft, node);
    case 'DELAY':
      return yield* elapseDelay(draft, node);
  }
}

/** Settles a delay whose time is over, or puts it aside. See T2. */
export function* elapseDelay(draft: Draft, delay: DelayNode): Decision<void> {
  if (delay.status !== 'RUNNING') return;
  if (draft.run.status !== 'ACTIVE' || draft.run.retrying) {
    draft.putNode({ ...delay, isParked: true });
    draft.emitNode('DelayParked', delay, {});
    return;
  }
  const { isParked: _, ...rest } = delay;
  const elapsed: DelayNode = { ...rest, status: 'ELAPSED', settledAt: draft.now };
  moveDelay(draft, delay, elapsed, { command: 'elapse' });
  closeNode(draft);
  yield* releaseSuccessors(draft, delay.index);
}
