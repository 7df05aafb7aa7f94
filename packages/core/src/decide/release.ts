/**
 * How one node's settling reaches the nodes behind it.
 *
 * R1. Telling a node twice that a predecessor has settled changes nothing.
 * R2. The work is proportional to the successors told. What does not fit into the commit is left to a message.
 * R3. A node becomes ready exactly once per time that its last predecessor settles.
 * R4. Junctions are nobody's business: a failure that skips what stands behind it does so at once, also through a
 *     junction whose other members have not settled. Only milestones wait for these.
 */
import { addDuration } from '../duration.ts';
import { nodeIdOf } from '../ids.ts';
import type { ValidationNode } from '../run/contract.ts';
import {
  type CheckpointNode,
  type DelayNode,
  type GateNode,
  isOpenJunction,
  type JunctionNode,
  type MilestoneNode,
  type Node,
  passesFailureOn,
  type TaskNode,
} from '../run/node.ts';
import type { Decision } from './ask.ts';
import { type Draft, isKind } from './draft.ts';
import { judgeGate } from './gate.ts';
import { closeNode, moveCheckpoint, moveDelay, moveGate, moveMilestone, moveTask } from './move.ts';
import { sendValidate } from './send-validate.ts';
import { skipSuccessor } from './skip.ts';
import { visitWhileRoom } from './visit.ts';

/** Tells the successors of a node that settled well, from number `cursor` on. */
export function* releaseSuccessors(draft: Draft, from: number, cursor = 0): Decision<void> {
  const indexes = yield* draft.successors(from);
  const left = yield* visitWhileRoom(draft, { indexes, cursor }, (node) => releaseOne(draft, from, node));
  if (left !== undefined) draft.send({ type: 'RELEASE', runNumber: draft.run.number, from, cursor: left });
}

/** Makes the roots of a launched run ready, from number `cursor` on. */
export function* releaseRoots(draft: Draft, cursor = 0): Decision<void> {
  const indexes = yield* draft.roots();
  const left = yield* visitWhileRoom(draft, { indexes, cursor }, (node) => becomeReady(draft, node));
  if (left === undefined) draft.forgetRoots();
  else draft.send({ type: 'RELEASE', runNumber: draft.run.number, from: 'START', cursor: left });
}

function* releaseOne(draft: Draft, from: number, node: Node): Decision<void> {
  if (!node.waitsFor.includes(from)) return;
  const waitsFor = node.waitsFor.filter((index) => index !== from);
  const told = draft.putNode({ ...node, waitsFor });
  if (isKind(told, 'MILESTONE')) yield* unlockMilestone(draft, told, from);
  else if (waitsFor.length === 0) yield* becomeReady(draft, told);
}

/** Answers for a node whose last predecessor has settled. A node that is past waiting is left alone. */
export function* becomeReady(draft: Draft, node: Node): Decision<void> {
  switch (node.kind) {
    case 'TASK':
      return readyTask(draft, node);
    case 'CHECKPOINT':
      return yield* openCheckpoint(draft, node);
    case 'GATE':
      return yield* evaluateGate(draft, node);
    case 'DELAY':
      return yield* startDelay(draft, node);
    case 'MILESTONE':
      return yield* completeMilestone(draft, node);
    case 'JUNCTION':
      return yield* passJunction(draft, node);
    case 'ASSERTION':
      return;
    case 'VALIDATION':
      return tellValidation(draft, node);
  }
}

/** What it has waited for is done; before it has begun it waits for nothing. */
function tellValidation(draft: Draft, { index, status }: ValidationNode): void {
  if (status !== 'PENDING' && status !== 'PASSED') sendValidate(draft, index);
}

function readyTask(draft: Draft, task: TaskNode): void {
  if (task.status !== 'WAITING') return;
  moveTask(draft, task, { ...task, status: 'READY', readyAt: draft.now }, { command: 'release' });
}

function* openCheckpoint(draft: Draft, checkpoint: CheckpointNode): Decision<void> {
  if (checkpoint.status !== 'PENDING') return;
  const { definition } = yield* draft.spec('CHECKPOINT', checkpoint.index);
  const { rejection: _, reopened: __, decidedAt: ___, escalatedAt: ____, ...rest } = checkpoint;
  const expiresAt = definition.expiresAfter && addDuration(draft.now, definition.expiresAfter);
  const opened: CheckpointNode = {
    ...rest,
    status: 'OPEN',
    openedAt: draft.now,
    approvals: [],
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  moveCheckpoint(draft, checkpoint, opened, { command: 'open', data: { message: definition.message } });
}

/** Results of one gate that are remembered as told. */
const RESULTS_TOLD_MAX = 10;

/** Evaluates a PENDING gate, or a FAILED one anew; that it holds is told once for each distinct result. */
export function* evaluateGate(draft: Draft, gate: GateNode): Decision<void> {
  if (gate.status !== 'PENDING' && gate.status !== 'FAILED') return;
  const { definition, after } = yield* draft.spec('GATE', gate.index);
  const tasks = (yield* draft.nodes(after)).filter((node) => isKind(node, 'TASK'));
  const { reasons, averageScore } = judgeGate(definition, tasks, draft.run);
  const hasPassed = reasons.length === 0;
  if (!hasPassed && gate.status === 'FAILED' && sameTexts(reasons, gate.reasons)) return;
  const { averageScore: _, told = [], ...rest } = gate;
  const result = reasons.join(' ');
  const isNews = !hasPassed && !told.includes(result);
  const judged: GateNode = {
    ...rest,
    status: hasPassed ? 'PASSED' : 'FAILED',
    reasons,
    evaluatedAt: draft.now,
    ...(averageScore === undefined ? {} : { averageScore }),
    ...(told.length > 0 || isNews
      ? { told: isNews ? [...told, result].slice(-RESULTS_TOLD_MAX) : told }
      : {}),
  };
  moveGate(draft, gate, judged, { command: 'evaluate', data: { reasons, averageScore } });
  if (isNews) draft.emitNode('GateHeld', judged, { reasons, averageScore });
  if (!hasPassed) return;
  closeNode(draft);
  yield* releaseSuccessors(draft, gate.index);
}

function* startDelay(draft: Draft, delay: DelayNode): Decision<void> {
  if (delay.status !== 'PENDING') return;
  const { definition } = yield* draft.spec('DELAY', delay.index);
  const endsAt = addDuration(draft.now, definition.duration);
  const running: DelayNode = { ...delay, status: 'RUNNING', startedAt: draft.now, endsAt };
  moveDelay(draft, delay, running, { command: 'start', data: { endsAt } });
}

function* unlockMilestone(draft: Draft, milestone: MilestoneNode, from: number): Decision<void> {
  const before = yield* draft.node(from);
  let current = milestone;
  if (before.kind === 'MILESTONE' && milestone.status === 'LOCKED') {
    const active: MilestoneNode = { ...milestone, status: 'ACTIVE', startedAt: draft.now };
    current = moveMilestone(draft, milestone, active, 'unlock');
  }
  if (current.waitsFor.length === 0) yield* completeMilestone(draft, current);
}

function* completeMilestone(draft: Draft, milestone: MilestoneNode): Decision<void> {
  if (milestone.status !== 'ACTIVE') return;
  if (milestone.validation !== undefined) {
    moveMilestone(draft, milestone, { ...milestone, status: 'VALIDATING' }, 'validate');
    return sendValidate(draft, milestone.validation);
  }
  const done: MilestoneNode = { ...milestone, status: 'DONE', settledAt: draft.now };
  moveMilestone(draft, milestone, done, 'complete');
  closeNode(draft);
  yield* releaseSuccessors(draft, milestone.index);
}

function* passJunction(draft: Draft, junction: JunctionNode): Decision<void> {
  if (junction.status !== 'WAITING') return;
  const isSkipping = passesFailureOn(junction);
  draft.putNode({ ...junction, status: isSkipping ? 'SKIPPED' : 'PASSED' });
  closeNode(draft);
  if (isSkipping) yield* skipSuccessors(draft, junction.index);
  else yield* releaseSuccessors(draft, junction.index);
}

/** Skips what stands behind a node that failed with SKIP_DEPENDENTS, from successor number `cursor` on. */
export function* skipSuccessors(draft: Draft, from: number, cursor = 0): Decision<void> {
  const indexes = yield* draft.successors(from);
  const left = yield* visitWhileRoom(draft, { indexes, cursor }, (node) => skipOne(draft, from, node));
  if (left !== undefined) draft.send({ type: 'SKIP', runNumber: draft.run.number, from, cursor: left });
}

/** The failed one stays in `waitsFor` (N1): it has to be undone before the node can come back. */
export function* skipOne(draft: Draft, from: number, node: Node): Decision<void> {
  if (!node.waitsFor.includes(from)) return;
  const before = yield* draft.node(from);
  const isOver = !isOpenJunction(before);
  if (node.kind === 'JUNCTION') return yield* skipJunction(draft, node, { from, isOver });
  if (node.kind === 'ASSERTION') return;
  if (node.kind === 'MILESTONE' || node.kind === 'VALIDATION') {
    if (isOver) yield* releaseOne(draft, from, node);
    return;
  }
  // Also for a failure that is undone: what is skipped comes back when the junction hears of that, and should the task fail
  // again before, nobody else would skip it.
  const cause = (yield* causeOf(draft, before)) ?? FORMER_FAILURE;
  if (skipSuccessor(draft, node, cause)) yield* skipSuccessors(draft, node.index);
}

/** Stands for the failure where it is undone already, and the message that tells the junctions behind is on its way. */
const FORMER_FAILURE = 'What stands before it';

/** The id of what failed, or was skipped behind a failure; never that of a junction. */
function* causeOf(draft: Draft, before: Node): Decision<string | undefined> {
  if (before.kind !== 'JUNCTION') return nodeIdOf(before.kind, { ...draft.runRef, index: before.index });
  for (const member of before.skippedFor ?? []) {
    const cause = yield* causeOf(draft, yield* draft.node(member));
    if (cause !== undefined) return cause;
  }
  return undefined;
}

/** See R4. It settles, as SKIPPED, when all its members have. */
function* skipJunction(
  draft: Draft,
  junction: JunctionNode,
  { from, isOver }: { readonly from: number; readonly isOver: boolean },
): Decision<void> {
  const { skippedFor = [] } = junction;
  const told = skippedFor.includes(from)
    ? junction
    : draft.putNode({ ...junction, skippedFor: [...skippedFor, from] });
  const settles = isOver && junction.waitsFor.length === 1;
  if (isOver) yield* releaseOne(draft, from, told);
  if (skippedFor.length === 0 && !settles) yield* skipSuccessors(draft, junction.index);
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, position) => text === b[position]);
}
