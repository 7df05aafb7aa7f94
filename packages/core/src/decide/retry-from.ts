/**
 * Doing a task again, and with it all that came of it: what stands behind it is undone and waits anew, so that it sees what
 * the task delivers now. What stands before it is kept.
 *
 * B1. In one commit where that has room for it, else piece by piece: until the last one nothing of the run is claimed, and
 *     it does not end.
 * B2. What a person skipped or cancelled stays so. What may have had side effects waits for a person (F4).
 * B3. Nodes are told in an order in which each comes after all that stand before it: what is undone waits from then on for
 *     those before it that are undone, and may begin when its own turn comes and it waits for nobody.
 * B4. A piece is done once, however often its message comes: the run knows how far it is.
 */
import type { Message } from '../message.ts';
import type { CheckpointNode, DelayNode, GateNode, MilestoneNode, Node, TaskNode } from '../run/node.ts';
import type { Decision } from './ask.ts';
import { endAttempt, interruptReview } from './attempt-end.ts';
import type { Draft } from './draft.ts';
import { LookingAhead } from './looking-ahead.ts';
import { moveCheckpoint, moveDelay, moveGate, moveMilestone, moveTask, reopenNode } from './move.ts';
import { rearmOne, skipBehindFailure } from './rearm.ts';
import { becomeReady } from './release.ts';
import { startedOver } from './reopen.ts';
import { sendValidate } from './send-validate.ts';

type Undo = Extract<Message, { type: 'UNDO' }>;

/** Nodes looked at in one commit, and their successors, most of which need no change where many edges lead to one node. */
const VISITS_MAX = 2_000;
/** A visit writes a node, and the attempt that was running. */
const VISIT_RECORDS = 2;

export function* retryFrom(draft: Draft, root: TaskNode, reason: string): Decision<void> {
  const indexes = yield* behindInOrder(draft, root.index);
  const since = draft.sequence;
  yield* undoTask(draft, root, reason, true);
  const runNumber = draft.run.number;
  yield* undoPiece(draft, { type: 'UNDO', runNumber, since, indexes, cursor: 0, reason });
}

/** Goes on where a former piece had to stop. See B4. */
export function* continueUndoing(draft: Draft, message: Undo): Decision<void> {
  const { since, indexes, cursor } = message;
  const { undoing } = draft.run;
  const isNext = undoing?.since === since && undoing.left === indexes.length && undoing.cursor === cursor;
  if (isNext) yield* undoPiece(draft, message);
}

/** The node and all that stands behind it, however far, each after all that stand before it. */
function* behindInOrder(draft: Draft, root: number): Decision<readonly number[]> {
  const successors = new Map<number, readonly number[]>();
  const openCounts = new Map<number, number>();
  const ahead = new LookingAhead(draft.run.nodeCount);
  let front: readonly number[] = [root];
  while (front.length > 0) {
    const found = new Set<number>();
    yield* draft.specs(ahead.indexesFor(front));
    for (const spec of yield* draft.specs(front)) {
      successors.set(spec.index, spec.successors);
      for (const index of spec.successors) {
        openCounts.set(index, (openCounts.get(index) ?? 0) + 1);
        found.add(index);
      }
    }
    front = [...found].filter((index) => !successors.has(index));
  }
  const order = [root];
  for (const index of order) {
    for (const successor of successors.get(index) ?? []) {
      const openCount = (openCounts.get(successor) ?? 0) - 1;
      openCounts.set(successor, openCount);
      if (openCount === 0) order.push(successor);
    }
  }
  return order;
}

function* undoPiece(draft: Draft, message: Undo): Decision<void> {
  const left = yield* undoWhileRoom(draft, message);
  if (left) {
    draft.send(left);
    const { since, indexes, cursor } = left;
    draft.setRun({ undoing: { since, left: indexes.length, cursor } });
  } else if (draft.run.undoing) {
    const { undoing: _, ...run } = draft.run;
    draft.startRun(run);
    draft.send({ type: 'UNPARK', runNumber: run.number });
  }
}

/** Answers what is left when the commit is full; undefined when all is undone. See B3. */
function* undoWhileRoom(draft: Draft, message: Undo): Decision<Undo | undefined> {
  const { indexes, reason } = message;
  let { cursor } = message;
  let visitsLeft = VISITS_MAX;
  for (const [place, from] of indexes.entries()) {
    if (visitsLeft <= 0) return { ...message, indexes: indexes.slice(place), cursor };
    if (place % LOADED_TOGETHER === 0) yield* load(draft, indexes.slice(place, place + LOADED_TOGETHER));
    if (cursor === 0 && draft.room >= VISIT_RECORDS) yield* begin(draft, from);
    const { length } = yield* draft.successors(from);
    const next = yield* undoBehind(draft, {
      from,
      cursor,
      until: Math.min(length, cursor + visitsLeft),
      reason,
    });
    if (next < length || draft.room < VISIT_RECORDS) {
      return { ...message, indexes: indexes.slice(place), cursor: next };
    }
    visitsLeft -= 1 + next - cursor;
    cursor = 0;
  }
  return undefined;
}

/** Answers the number of the successor to go on with. */
function* undoBehind(
  draft: Draft,
  behind: { readonly from: number; readonly cursor: number; readonly until: number; readonly reason: string },
): Decision<number> {
  const { from, cursor, until, reason } = behind;
  const successors = yield* draft.successors(from);
  for (let next = cursor; next < until; next++) {
    if (draft.room < VISIT_RECORDS) return next;
    if (next % LOADED_TOGETHER === 0) yield* draft.nodes(successors.slice(next, next + LOADED_TOGETHER));
    const index = successors[next] ?? 0;
    yield* undo(draft, yield* draft.node(index), reason);
    yield* rearmOne(draft, from, yield* draft.node(index));
  }
  return until;
}

/** As many as one commit can change. */
const LOADED_TOGETHER = 90;

function* load(draft: Draft, indexes: readonly number[]): Decision<void> {
  yield* draft.specs(indexes);
  yield* draft.nodes(indexes);
}

/** All that stand before it have been told of: if it waits for none of them it need not wait. */
function* begin(draft: Draft, index: number): Decision<void> {
  const node = yield* draft.node(index);
  if (node.waitsFor.length === 0) yield* becomeReady(draft, node);
  else yield* skipBehindFailure(draft, index);
}

/** What only waits is left to rearming. */
function* undo(draft: Draft, node: Node, reason: string): Decision<void> {
  switch (node.kind) {
    case 'TASK':
      return yield* undoTask(draft, node, reason, false);
    case 'CHECKPOINT':
      return yield* undoCheckpoint(draft, node);
    case 'GATE':
      return undoGate(draft, node);
    case 'DELAY':
      return undoDelay(draft, node);
    case 'MILESTONE':
      return yield* undoMilestone(draft, node);
    case 'ASSERTION':
    case 'VALIDATION':
      return;
    case 'JUNCTION':
      if (node.status !== 'PASSED') return;
      draft.putNode({ ...node, status: 'WAITING' });
      reopenNode(draft);
  }
}

function* undoTask(draft: Draft, task: TaskNode, reason: string, isRoot: boolean): Decision<void> {
  const { status } = task;
  const hasBegun =
    status === 'IN_PROGRESS' || status === 'REVIEW' || status === 'DONE' || status === 'FAILED';
  if (!hasBegun) return;
  const { definition } = yield* draft.spec('TASK', task.index);
  const failure = { reason: 'INTERRUPTED', message: reason } as const;
  if (task.lease) endAttempt(draft, task, { command: 'interrupt', status: 'INTERRUPTED', failure });
  else if (status === 'REVIEW') yield* interruptReview(draft, task);
  const again = startedOver(task);
  const note = 'It was begun before and may have had side effects. Unblock to do it again.';
  const waiting: TaskNode =
    definition.hasSideEffects && !isRoot
      ? { ...again, status: 'BLOCKED', blocked: { cause: 'AUTHORISATION', note } }
      : { ...again, status: 'WAITING' };
  moveTask(draft, task, waiting, { command: 'retryFrom', data: { reason } });
  const { onFailure } = definition;
  const wasClosed = status === 'DONE' || onFailure === 'CONTINUE' || onFailure === 'SKIP_DEPENDENTS';
  if (wasClosed && (status === 'DONE' || status === 'FAILED')) reopenNode(draft);
}

function* undoCheckpoint(draft: Draft, checkpoint: CheckpointNode): Decision<void> {
  if (checkpoint.status !== 'APPROVED' && checkpoint.status !== 'EXPIRED') return;
  const { definition } = yield* draft.spec('CHECKPOINT', checkpoint.index);
  const { failsRun: _, expiresAt: __, isParked, ...rest } = checkpoint;
  moveCheckpoint(draft, checkpoint, { ...rest, status: 'PENDING', approvals: [] }, { command: 'reset' });
  // One that stands aside (K3) still held the end of the run, and is not to go on undecided when the run does.
  const hasLetGoOn = definition.onExpiry === 'APPROVE' && !isParked;
  if (checkpoint.status === 'APPROVED' || hasLetGoOn) reopenNode(draft);
}

function undoGate(draft: Draft, gate: GateNode): void {
  if (gate.status !== 'PASSED' && gate.status !== 'OVERRIDDEN') return;
  const { override: _, ...rest } = gate;
  moveGate(draft, gate, { ...rest, status: 'PENDING' }, { command: 'reset' });
  reopenNode(draft);
}

function undoDelay(draft: Draft, delay: DelayNode): void {
  if (delay.status !== 'ELAPSED') return;
  const { index, name, waitsFor } = delay;
  moveDelay(draft, delay, { kind: 'DELAY', index, name, waitsFor, status: 'PENDING' }, { command: 'reset' });
  reopenNode(draft);
}

/** One that follows an undone milestone is locked again. */
function* undoMilestone(draft: Draft, milestone: MilestoneNode): Decision<void> {
  const { status, index } = milestone;
  if (status === 'LOCKED') return;
  const isLocked = isMilestone(draft, index - 1) && (yield* draft.node(index - 1)).status !== 'DONE';
  if (status === 'ACTIVE' && !isLocked) return;
  const { settledAt: _, startedAt, ...rest } = milestone;
  const reset: MilestoneNode = isLocked
    ? { ...rest, status: 'LOCKED' }
    : { ...rest, status: 'ACTIVE', ...(startedAt === undefined ? {} : { startedAt }) };
  moveMilestone(draft, milestone, reset, 'reset');
  sendValidate(draft, milestone.validation);
  if (status === 'DONE') reopenNode(draft);
}

function isMilestone(draft: Draft, index: number): boolean {
  return draft.run.ranges.some(
    ({ kind, from, count }) => kind === 'MILESTONE' && index >= from && index < from + count,
  );
}
