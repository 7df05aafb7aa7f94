/**
 * Undoing a settlement: when a task that had settled is opened again, the nodes behind it have to wait for it anew.
 *
 * A1. Rearming makes a successor consistent with its predecessor as it stands now, so that pieces of it may be done
 *     twice, late, or after the predecessor has settled once more.
 * A2. Work that has begun or is done is left alone; what was released but not started is pulled back; what was skipped
 *     because of the failure comes back, with everything that was skipped behind it.
 * A3. What a piece has left to a message holds the end of the run: it may bring back what was skipped. Until that message
 *     has been handled, what it is to tell can't be claimed.
 * A4. What is DONE but about to be opened again (Q2 of `retry-failed.ts`) is told too, and waits from then on.
 */
import { isAssertionMet } from '../lifecycle/assertion-lifecycle.ts';
import type { Run } from '../run/mission.ts';
import {
  type CheckpointNode,
  type DelayNode,
  isOpenJunction,
  type JunctionNode,
  type MilestoneNode,
  type Node,
  passesFailureOn,
  type TaskNode,
} from '../run/node.ts';
import type { Decision } from './ask.ts';
import type { Draft } from './draft.ts';
import { moveCheckpoint, moveDelay, moveGate, moveMilestone, moveTask, reopenNode } from './move.ts';
import { becomeReady, skipOne } from './release.ts';
import { isToBeReopened } from './retrying.ts';
import { sendValidate } from './send-validate.ts';
import { resting } from './skip.ts';
import { visitWhileRoom } from './visit.ts';

export function* rearmSuccessors(draft: Draft, from: number, cursor = 0): Decision<void> {
  const indexes = yield* draft.successors(from);
  const left = yield* visitWhileRoom(draft, { indexes, cursor }, (node) => rearmOne(draft, from, node));
  if (left === undefined) return;
  draft.send({ type: 'REARM', runNumber: draft.run.number, from, cursor: left });
  const piece = { from, cursor: left };
  draft.setRun({ rearming: [...otherPieces(draft, piece), piece] });
}

/** Goes on where a former piece had to stop (A3). */
export function* continueRearming(draft: Draft, from: number, cursor: number): Decision<void> {
  yield* rearmSuccessors(draft, from, cursor);
  const others = otherPieces(draft, { from, cursor });
  if (others.length < (draft.run.rearming?.length ?? 0)) draft.setRun({ rearming: others });
}

type Pieces = NonNullable<Run['rearming']>;

/** Of one node that was opened twice, two pieces may be under way: each is over when its own message was handled. */
function otherPieces(draft: Draft, piece: Pieces[number]): Pieces {
  const { rearming = [] } = draft.run;
  return rearming.filter(({ from, cursor }) => from !== piece.from || cursor !== piece.cursor);
}

/** Nodes that don't know yet that one before them was opened again, those behind junctions included. See A3. */
export function* notYetRearmed(draft: Draft): Decision<ReadonlySet<number>> {
  const { rearming = [] } = draft.run;
  const found = new Set<number>();
  if (rearming.length === 0) return found;
  const specs = yield* draft.specs(rearming.map(({ from }) => from));
  let front = specs.flatMap(({ successors }, place) => successors.slice(rearming[place]?.cursor));
  while (front.length > 0) {
    const fresh = front.filter((index) => !found.has(index));
    for (const index of fresh) found.add(index);
    front = [];
    const junctions = fresh.filter((index) => isJunction(draft.run, index));
    for (const { successors } of yield* draft.specs(junctions)) front.push(...successors);
  }
  return found;
}

/** Known without reading it. */
export function isJunction({ ranges }: Run, index: number): boolean {
  return ranges.some(({ kind, from, count }) => kind === 'JUNCTION' && index >= from && index < from + count);
}

/** Makes one successor consistent with its predecessor. See A1. */
export function* rearmOne(draft: Draft, from: number, node: Node): Decision<void> {
  const predecessor = yield* draft.node(from);
  if (node.kind === 'JUNCTION') return yield* rearmJunction(draft, predecessor, node);
  const isHeldOpen = node.kind === 'MILESTONE' && isOpenJunction(predecessor);
  if (!isHeldOpen && (yield* isFailing(draft, predecessor)))
    return yield* rearmBehindFailure(draft, from, node);
  const isSkipped = isSkippedBehind(node);
  if (!isSkipped && !isPulledBack(draft.run, node)) return;
  const comesBack = isSkipped && !(yield* isSkippedForAnother(draft, node, from));
  const isWaiting = !(yield* releasesItsSuccessors(draft, predecessor));
  // Told late of what is over: an open checkpoint keeps its approvals, a running delay its start.
  const isToldLate = isWaiting === node.waitsFor.includes(from) && !(yield* isToBeAskedAnew(draft, node));
  if (!comesBack && isToldLate) return;
  const waitsFor = waitingFor(node, from, isWaiting);
  if (isSkipped && !comesBack) {
    // Once it does come back, it has to wait for this one too.
    draft.putNode({ ...node, waitsFor });
    return;
  }
  const rearmed = pullBack(draft, node, waitsFor);
  if (comesBack) {
    reopenNode(draft);
    yield* rearmSuccessors(draft, node.index);
  }
  if (waitsFor.length === 0) yield* becomeReady(draft, rearmed);
}

/**
 * The predecessor was skipped, or failed, once it had been opened again: whoever had gone on without it before, and was
 * not to be told of that, is skipped like the rest.
 */
function* rearmBehindFailure(draft: Draft, from: number, node: Node): Decision<void> {
  if (node.kind === 'MILESTONE' || node.kind === 'VALIDATION' || node.waitsFor.includes(from)) return;
  const waitsFor = waitingFor(node, from, true);
  if (isSkippedBehind(node)) draft.putNode({ ...node, waitsFor });
  else if (isPulledBack(draft.run, node)) yield* skipOne(draft, from, pullBack(draft, node, waitsFor));
}

/** A checkpoint that sent tasks back, all of which have settled again before it heard of them. */
function* isToBeAskedAnew(draft: Draft, node: Node): Decision<boolean> {
  if (node.kind !== 'CHECKPOINT' || node.status !== 'REJECTED' || !node.reopened?.length) return false;
  if (node.waitsFor.length > 0) return false;
  for (const task of yield* draft.nodes(node.reopened)) {
    if (!(yield* letsGoOn(draft, task))) return false;
  }
  return true;
}

function waitingFor(node: Node, from: number, isWaiting: boolean): readonly number[] {
  const others = node.waitsFor.filter((index) => index !== from);
  return isWaiting ? [...others, from].sort((a, b) => a - b) : others;
}

/**
 * A junction is open exactly while a member is, and passes a failure on exactly while a member has one. Its successor is
 * told of both.
 */
function* rearmJunction(draft: Draft, member: Node, junction: JunctionNode): Decision<void> {
  const isOpenMember = isOpenJunction(member);
  const isFailingMember = yield* isFailing(draft, member);
  if (isFailingMember && !isOpenMember) return yield* rearmJunctionBehindFailure(draft, member, junction);
  const isWaiting = isOpenMember || !(yield* releasesItsSuccessors(draft, member));
  const { skippedFor: former = [] } = junction;
  const skippedFor = isFailingMember ? former : former.filter((index) => index !== member.index);
  const isSame =
    skippedFor.length === former.length && isWaiting === junction.waitsFor.includes(member.index);
  if (isSame) return;
  const waitsFor = waitingFor(junction, member.index, isWaiting);
  const rearmed = draft.putNode({ ...junction, status: 'WAITING', waitsFor, skippedFor });
  const isOpenedAgain = junction.status !== 'WAITING';
  if (isOpenedAgain) reopenNode(draft);
  // Also when it was open: what has begun without the former member has perhaps to be begun once more.
  if (isOpenedAgain || isWaiting || passesFailureOn(junction) !== passesFailureOn(rearmed))
    yield* rearmSuccessors(draft, junction.index);
  if (waitsFor.length === 0) yield* becomeReady(draft, rearmed);
}

/** As `rearmBehindFailure`: it had gone on without the member, which was skipped, or failed, once it had been opened again. */
function* rearmJunctionBehindFailure(draft: Draft, member: Node, junction: JunctionNode): Decision<void> {
  const { index } = member;
  if (junction.waitsFor.includes(index) || junction.skippedFor?.includes(index)) return;
  if (junction.status !== 'WAITING') reopenNode(draft);
  const waitsFor = waitingFor(junction, index, true);
  yield* skipOne(draft, index, draft.putNode({ ...junction, status: 'WAITING', waitsFor }));
}

/**
 * Then its failure, or the one in front of it, skips its successors. A failure with another policy lets them go on, or has
 * them wait: whoever had not heard of the reopening before it has to hear of that.
 */
function* isFailing(draft: Draft, node: Node): Decision<boolean> {
  switch (node.kind) {
    case 'TASK':
      return yield* skipsItsSuccessors(draft, node);
    case 'JUNCTION':
      return passesFailureOn(node);
    default:
      return isSkippedBehind(node);
  }
}

/** Whether what waits for the node may go on: it settled well, was taken out of the plan, or ran out of time to stop it. */
export function* letsGoOn(draft: Draft, node: Node): Decision<boolean> {
  if (hasSettledWell(node)) return true;
  if (node.kind === 'TASK') return node.status === 'CANCELLED';
  if (node.kind !== 'CHECKPOINT' || node.status !== 'EXPIRED' || node.isParked) return false;
  const { definition } = yield* draft.spec('CHECKPOINT', node.index);
  return definition.onExpiry === 'APPROVE';
}

/** Whether its successors are told that they need not wait for it: it lets them go on, or its failure does. */
export function* releasesItsSuccessors(draft: Draft, node: Node): Decision<boolean> {
  if (yield* letsGoOn(draft, node)) return true;
  if (node.kind !== 'TASK' || node.status !== 'FAILED') return false;
  const { definition } = yield* draft.spec('TASK', node.index);
  return definition.onFailure === 'CONTINUE';
}

function hasSettledWell(node: Node): boolean {
  switch (node.kind) {
    case 'TASK':
      return node.status === 'DONE' || (node.status === 'SKIPPED' && !node.isSkippedByFailure);
    case 'CHECKPOINT':
      return node.status === 'APPROVED';
    case 'GATE':
      return node.status === 'PASSED' || node.status === 'OVERRIDDEN';
    case 'DELAY':
      return node.status === 'ELAPSED' || (node.status === 'SKIPPED' && node.skip !== undefined);
    case 'MILESTONE':
      return node.status === 'DONE';
    case 'JUNCTION':
      return node.status === 'PASSED';
    case 'ASSERTION':
      return isAssertionMet(node.status);
    case 'VALIDATION':
      return node.status === 'PASSED';
  }
}

/** Closed by the failure in front of it. */
function isSkippedBehind(node: Node): boolean {
  switch (node.kind) {
    case 'TASK':
      return node.status === 'SKIPPED' && node.isSkippedByFailure === true;
    case 'CHECKPOINT':
    case 'GATE':
      return node.status === 'SKIPPED';
    case 'DELAY':
      return node.status === 'SKIPPED' && node.skip === undefined;
    default:
      return false;
  }
}

/** Another failure in front of the node still stands. */
function* isSkippedForAnother(draft: Draft, node: Node, from: number): Decision<boolean> {
  for (const other of yield* draft.nodes(node.waitsFor)) {
    if (other.index !== from && (yield* skipsItsSuccessors(draft, other))) return true;
  }
  return false;
}

/** A failure, or something that was skipped because of one. What a person skipped lets the others go on. */
export function* skipsItsSuccessors(draft: Draft, node: Node): Decision<boolean> {
  if (node.kind === 'JUNCTION') return passesFailureOn(node);
  if (node.kind !== 'TASK' || node.status !== 'FAILED') return isSkippedBehind(node);
  const { definition } = yield* draft.spec('TASK', node.index);
  return definition.onFailure === 'SKIP_DEPENDENTS';
}

/** A node that waits again: what it waits for may have failed while it was past waiting, and skips it. */
export function* skipBehindFailure(draft: Draft, index: number): Decision<void> {
  const node = yield* draft.node(index);
  if (node.kind === 'JUNCTION' || node.kind === 'MILESTONE') return;
  for (const other of yield* draft.nodes(node.waitsFor)) {
    if (yield* skipsItsSuccessors(draft, other)) return yield* skipOne(draft, other.index, node);
  }
}

function isPulledBack(run: Run, node: Node): boolean {
  switch (node.kind) {
    case 'TASK':
      return UNBEGUN_TASK.includes(node.status) || isToBeReopened(run, node);
    case 'CHECKPOINT':
      return UNDECIDED_CHECKPOINT.includes(node.status);
    case 'GATE':
      return node.status === 'PENDING' || node.status === 'FAILED';
    case 'DELAY':
      return node.status === 'PENDING' || node.status === 'RUNNING';
    case 'JUNCTION':
      return false;
    case 'MILESTONE':
      return node.status !== 'DONE';
    case 'ASSERTION':
      return false;
    case 'VALIDATION':
      return node.status === 'RUNNING' || node.status === 'ASKING';
  }
}

/** Those that keep their status wait all the same: when somebody gets them going again, they go on where they should. */
const UNBEGUN_TASK: readonly TaskNode['status'][] = ['WAITING', 'READY', 'BLOCKED', 'FAILED'];
const UNDECIDED_CHECKPOINT: readonly CheckpointNode['status'][] = ['PENDING', 'OPEN', 'REJECTED', 'EXPIRED'];

/** Lets a node that has not begun wait, for these. */
export function pullBack(draft: Draft, node: Node, waitsFor: readonly number[]): Node {
  const move = { command: 'reset' } as const;
  switch (node.kind) {
    case 'TASK':
      return pullBackTask(draft, node, waitsFor);
    case 'CHECKPOINT': {
      if (node.status === 'EXPIRED') return draft.putNode({ ...node, waitsFor });
      const { expiresAt: _, failsRun: __, ...rest } = node;
      const pending = { ...rest, status: 'PENDING', waitsFor } as const;
      return node.status === 'PENDING' ? draft.putNode(pending) : moveCheckpoint(draft, node, pending, move);
    }
    case 'GATE': {
      const pending = { ...node, status: 'PENDING', waitsFor } as const;
      return node.status === 'PENDING' ? draft.putNode(pending) : moveGate(draft, node, pending, move);
    }
    case 'DELAY': {
      const pending: DelayNode = {
        index: node.index,
        name: node.name,
        kind: 'DELAY',
        status: 'PENDING',
        waitsFor,
      };
      return node.status === 'PENDING' ? draft.putNode(pending) : moveDelay(draft, node, pending, move);
    }
    case 'JUNCTION':
      return draft.putNode({ ...node, status: 'WAITING', waitsFor });
    case 'MILESTONE':
      return pullBackMilestone(draft, node, waitsFor);
    case 'ASSERTION':
    case 'VALIDATION':
      return draft.putNode({ ...node, waitsFor });
  }
}

/** Its work is not done after all: a validation under way is called off (see `validation.ts`). */
function pullBackMilestone(draft: Draft, milestone: MilestoneNode, waitsFor: readonly number[]): Node {
  const isValidated = milestone.status === 'VALIDATING' || milestone.status === 'FAILED';
  if (!isValidated || waitsFor.length === 0) return draft.putNode({ ...milestone, waitsFor });
  sendValidate(draft, milestone.validation);
  return moveMilestone(draft, milestone, { ...milestone, status: 'ACTIVE', waitsFor }, 'revise');
}

function pullBackTask(draft: Draft, task: TaskNode, waitsFor: readonly number[]): TaskNode {
  const keepsStatus = ['WAITING', 'BLOCKED', 'FAILED', 'DONE'].includes(task.status);
  if (keepsStatus || (task.status === 'READY' && waitsFor.length === 0))
    return draft.putNode({ ...task, waitsFor });
  if (task.isParked) draft.setRun({ parkedCount: draft.run.parkedCount - 1 });
  const { isSkippedByFailure: _, reason: __, settledAt: ___, ...rest } = resting(task);
  return moveTask(draft, task, { ...rest, status: 'WAITING', waitsFor }, { command: 'rearm' });
}
