/** What a run that is retried has done again: piece by piece where it is more than fits into a commit. */
import { addDuration } from '../duration.ts';
import type { Instant } from '../instant.ts';
import { isRunEnded } from '../lifecycle/run-lifecycle.ts';
import { ok, type Result } from '../result.ts';
import type { CheckpointNode, Node, TaskNode } from '../run/node.ts';
import type { Decision } from './ask.ts';
import { type Draft, isKind } from './draft.ts';
import { endRunWhenSettled } from './end-run.ts';
import { moveCheckpoint } from './move.ts';
import { rearmSuccessors, skipBehindFailure } from './rearm.ts';
import { becomeReady } from './release.ts';
import { reopenDone } from './reopen.ts';
import { startAgain } from './task-commands.ts';
import { resumeDeadline } from './task-deadline.ts';
import { retryValidation } from './validation-end.ts';
import { walkNodes } from './visit.ts';

/**
 * Resets tasks that failed and checkpoints that were rejected up to `before`, from node `cursor` on; also while the run is
 * paused meanwhile. What failed later was not meant: this may be a message that comes for the second time.
 */
export function* resetNodes(
  draft: Draft,
  from: { readonly cursor: number; readonly before: Instant; readonly belowScore?: number },
): Decision<Result<void>> {
  if (isRunEnded(draft.run.status)) return ok(undefined);
  const { cursor, before, belowScore = 0 } = from;
  const tooLow: TaskNode[] = [];
  const failed: number[] = [];
  const next = yield* walkNodes(draft, cursor, function* (node): Decision<boolean> {
    if (isKind(node, 'TASK') && (node.settledAt ?? before) <= before) {
      if (node.status === 'FAILED') failed.push(node.index);
      if (node.status === 'DONE' && isBelow(node.score, belowScore)) tooLow.push(node);
    }
    yield* resetHolding(draft, node, before);
    yield* resumeDeadline(draft, node.index);
    // Each of them takes a record after the walk, which may have filled the commit with checkpoints and deadlines.
    const count = tooLow.length + failed.length;
    return count >= REOPENED_TOGETHER || draft.room <= count + 1;
  });
  // All of them before any successor: of two that stand behind each other the later one has to wait again, and telling
  // successors takes all the room there is.
  const closed: number[] = [];
  for (const index of failed) {
    const task = yield* draft.node(index);
    if (isKind(task, 'TASK') && (yield* startAgain(draft, task))) closed.push(index);
    yield* resumeDeadline(draft, index);
  }
  yield* reopenDone(draft, tooLow, {});
  for (const index of closed) yield* rearmSuccessors(draft, index);
  for (const index of failed) yield* skipBehindFailure(draft, index);
  if (next === undefined) endRunWhenSettled(draft);
  else draft.send({ ...from, type: 'RETRY_FAILED', runNumber: draft.run.number, cursor: next });
  return ok(undefined);
}

/** What else may have failed the run, or holds it up. */
function* resetHolding(draft: Draft, node: Node, before: Instant): Decision<void> {
  if (isKind(node, 'CHECKPOINT')) yield* resetCheckpoint(draft, node, before);
  if (isKind(node, 'VALIDATION')) yield* retryValidation(draft, node, before);
}

function* resetCheckpoint(draft: Draft, checkpoint: CheckpointNode, before: Instant): Decision<void> {
  if ((checkpoint.decidedAt ?? before) <= before) yield* askAnew(draft, checkpoint);
  yield* giveTimeAnew(draft, checkpoint);
}

/** Leaves room in the commit for telling those behind them. */
const REOPENED_TOGETHER = 20;

function isBelow(score: number | undefined, belowScore: number): boolean {
  return score !== undefined && score < belowScore;
}

/** A checkpoint that stopped the run is open again, as if it had never been decided. */
function* askAnew(draft: Draft, checkpoint: CheckpointNode): Decision<void> {
  if (!(yield* hasStoppedRun(draft, checkpoint))) return;
  const { failsRun: _, ...rest } = checkpoint;
  const pending: CheckpointNode = { ...rest, status: 'PENDING' };
  moveCheckpoint(draft, checkpoint, pending, { command: 'reset' });
  if (pending.waitsFor.length === 0) yield* becomeReady(draft, pending);
}

/** Its time to decide ran out while nobody could. One that was escalated has none any more. */
function* giveTimeAnew(draft: Draft, checkpoint: CheckpointNode): Decision<void> {
  if (checkpoint.status !== 'OPEN' || checkpoint.expiresAt !== undefined || checkpoint.escalatedAt) return;
  const { definition } = yield* draft.spec('CHECKPOINT', checkpoint.index);
  if (definition.expiresAfter === undefined) return;
  draft.putNode({ ...checkpoint, expiresAt: addDuration(draft.now, definition.expiresAfter) });
}

/** One that expired with APPROVE let the run go on: what stood behind it was told. */
function* hasStoppedRun(draft: Draft, checkpoint: CheckpointNode): Decision<boolean> {
  if (checkpoint.status !== 'EXPIRED') return checkpoint.status === 'REJECTED';
  const { definition } = yield* draft.spec('CHECKPOINT', checkpoint.index);
  return definition.onExpiry === 'REJECT';
}
