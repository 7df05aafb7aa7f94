/**
 * What a run that is retried has done again: what had failed, or what had scored too low when nothing but the quality had
 * failed. In one commit where that has room for it, else piece by piece.
 *
 * Q1. Pieces go by the numbers of the nodes, which no edge follows: what one opens may have to wait for what a later one
 *     opens. So until all that stand behind have been told, nothing of the run is claimed, no delay elapses, and the run
 *     does not end.
 * Q2. It may also stand behind what an earlier one has opened. It is told of that while it still is DONE, as what has
 *     FAILED is, and waits once it is open.
 * Q3. A piece is done once, however often its message comes: the run knows how far it is.
 * Q4. Of what is reset some may still stand behind a failure: mostly one that a later piece resets, seldom one that came
 *     since. Only when nobody is left to be told of any reset is that known, and what does is skipped.
 * Q5. What failed after the run was retried was not meant. What somebody settles between two pieces was settled before.
 */
import type { Actor } from '../actor.ts';
import { addDuration } from '../duration.ts';
import type { Instant } from '../instant.ts';
import { isRunEnded } from '../lifecycle/run-lifecycle.ts';
import { LIMITS } from '../limits.ts';
import type { Message } from '../message.ts';
import { isRearming, type Retrying } from '../run/mission.ts';
import type { CheckpointNode, Node, TaskNode } from '../run/node.ts';
import type { Decision } from './ask.ts';
import { type Draft, isKind } from './draft.ts';
import { endRunWhenSettled } from './end-run.ts';
import { moveCheckpoint } from './move.ts';
import { rearmSuccessors, skipBehindFailure } from './rearm.ts';
import { becomeReady } from './release.ts';
import { reopenDone } from './reopen.ts';
import { hasScoredTooLow } from './retrying.ts';
import { startAgain } from './task-commands.ts';
import { resumeDeadline } from './task-deadline.ts';
import { retryValidation } from './validation-end.ts';
import { range, walkNodes } from './visit.ts';

type RetryMessage = Extract<Message, { type: 'RETRY_FAILED' }>;

/** The first piece. `belowScore`: what is DONE with a lower score is to be done again too. */
export function* beginRetrying(draft: Draft, belowScore: number | undefined): Decision<void> {
  const retried = { before: draft.now, ...(belowScore === undefined ? {} : { belowScore }) };
  yield* resetPiece(draft, {
    ...retried,
    since: draft.sequence,
    cursor: 0,
    by: draft.actor,
    phase: 'RESET',
  });
}

/** Goes on where a former piece had to stop, also while the run is paused meanwhile. See Q3. */
export function* continueRetrying(draft: Draft, message: RetryMessage): Decision<void> {
  const { retrying, status } = draft.run;
  if (isRunEnded(status)) return;
  const { before, belowScore, since, cursor, phase = 'RESET' } = message;
  if (since === undefined) {
    // A former release did not number its retries, and did not stand still.
    const retried = { before, ...(belowScore === undefined ? {} : { belowScore }) };
    if (!retrying)
      yield* resetPiece(draft, { ...retried, since: draft.sequence, cursor, by: draft.actor, phase });
  } else if (retrying?.since === since && retrying.cursor === cursor && retrying.phase === phase) {
    if (phase === 'RESET') yield* resetPiece(draft, retrying);
    else yield* skipPiece(draft, retrying);
  }
}

function* resetPiece(draft: Draft, piece: Retrying): Decision<void> {
  const found = yield* findFailed(draft, piece);
  const { next } = found;
  const isOnlyPiece = next === undefined && !draft.run.retrying;
  const retrying: Retrying = next === undefined ? { ...piece, phase: 'TELL' } : { ...piece, cursor: next };
  // Before anybody is told of what this piece opens: see Q2.
  if (!isOnlyPiece) draft.setRun({ retrying });
  const reset = yield* doAgain(draft, found, piece.by);
  if (isOnlyPiece && (reset.length === 0 || !isRearming(draft.run))) {
    for (const index of reset) yield* skipBehindFailure(draft, index);
    return endRunWhenSettled(draft);
  }
  draft.setRun({ retrying });
  if (next === undefined) goOnWhenTold(draft);
  else sendNext(draft, retrying);
}

/** To be called when the last successor of a node that was opened again has been told. See Q1. */
export function goOnWhenTold(draft: Draft): void {
  const { retrying } = draft.run;
  if (retrying?.phase !== 'TELL' || isRearming(draft.run)) return;
  sendNext(draft, { ...retrying, phase: 'SKIP', cursor: 0 });
}

function sendNext(draft: Draft, retrying: Retrying): void {
  draft.setRun({ retrying });
  draft.send({ ...retrying, type: 'RETRY_FAILED', runNumber: draft.run.number });
}

interface Found {
  /** Indexes of tasks that had failed. */
  readonly failed: readonly number[];
  readonly tooLow: readonly TaskNode[];
  /** The node to go on at; undefined when all were looked at. */
  readonly next: number | undefined;
}

/** As many tasks as there is room for; checkpoints and validations that hold up the run are reset at once. */
function* findFailed(draft: Draft, piece: Retrying): Decision<Found> {
  const { before } = piece;
  const tooLow: TaskNode[] = [];
  const failed: number[] = [];
  const next = yield* walkNodes(draft, piece.cursor, function* (node): Decision<boolean> {
    if (isKind(node, 'TASK') && node.status === 'FAILED' && (node.settledAt ?? before) <= before)
      failed.push(node.index);
    if (hasScoredTooLow(node, piece)) tooLow.push(node);
    yield* resetHolding(draft, node, before);
    yield* resumeDeadline(draft, node.index);
    // Each of them takes a record after the walk, which may have filled the commit with checkpoints and deadlines.
    const count = tooLow.length + failed.length;
    return count >= LIMITS.retriedTogetherMax || draft.room <= count + 1;
  });
  return { failed, tooLow, next };
}

/**
 * Opens all of them before any successor is told: of two that stand behind each other the later one has to wait again, and telling
 * successors takes all the room there is.
 */
function* doAgain(draft: Draft, { failed, tooLow }: Found, by: Actor): Decision<readonly number[]> {
  const closed: number[] = [];
  for (const index of failed) {
    const task = yield* draft.node(index);
    if (isKind(task, 'TASK') && (yield* startAgain(draft, task))) closed.push(index);
    yield* resumeDeadline(draft, index);
  }
  yield* reopenDone(draft, tooLow, { by });
  for (const index of closed) yield* rearmSuccessors(draft, index);
  return [...failed, ...tooLow.map((task) => task.index)];
}

/** See Q4. */
function* skipPiece(draft: Draft, piece: Retrying): Decision<void> {
  const next = yield* skipWhileRoom(draft, piece.cursor);
  if (next !== undefined) return sendNext(draft, { ...piece, cursor: next });
  const { retrying: _, ...run } = draft.run;
  draft.startRun(run);
  draft.send({ type: 'UNPARK', runNumber: run.number });
}

/** Answers the node to go on at; undefined when all were looked at. */
function* skipWhileRoom(draft: Draft, cursor: number): Decision<number | undefined> {
  const { nodeCount } = draft.run;
  const until = Math.min(nodeCount, cursor + VISITS_MAX);
  for (let next = cursor; next < until; next++) {
    if (draft.room <= 1) return next;
    if ((next - cursor) % LOADED_TOGETHER === 0) {
      const nodes = yield* draft.nodes(range(next, Math.min(until, next + LOADED_TOGETHER)));
      yield* draft.nodes([...new Set(nodes.flatMap(({ waitsFor }) => waitsFor))]);
    }
    yield* skipBehindFailure(draft, next);
  }
  return until < nodeCount ? until : undefined;
}

/** Nodes looked at in one commit, and together. */
const VISITS_MAX = 1_000;
const LOADED_TOGETHER = 90;

/** What else may have failed the run, or holds it up. */
function* resetHolding(draft: Draft, node: Node, before: Instant): Decision<void> {
  if (isKind(node, 'CHECKPOINT')) yield* resetCheckpoint(draft, node, before);
  if (isKind(node, 'VALIDATION')) yield* retryValidation(draft, node, before);
}

function* resetCheckpoint(draft: Draft, checkpoint: CheckpointNode, before: Instant): Decision<void> {
  if ((checkpoint.decidedAt ?? before) <= before) yield* askAnew(draft, checkpoint);
  yield* giveTimeAnew(draft, checkpoint);
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
