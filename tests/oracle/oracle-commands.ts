/** What people, agents and time do to the oracle's run. Each answers whether it is allowed; one that isn't does nothing. */
import { closesRun, LEASE_MS, type Oracle, type OracleNode } from './oracle.ts';

export type TaskCommand =
  | 'fail'
  | 'accept'
  | 'reject'
  | 'block'
  | 'unblock'
  | 'retry'
  | 'reopen'
  | 'skip'
  | 'cancel';

/** From which statuses each command on a task is possible. */
const ALLOWED: Readonly<Record<TaskCommand, readonly string[]>> = {
  fail: ['IN_PROGRESS'],
  accept: ['REVIEW'],
  reject: ['REVIEW'],
  block: ['WAITING', 'READY', 'IN_PROGRESS'],
  unblock: ['BLOCKED'],
  retry: ['FAILED'],
  reopen: ['DONE'],
  skip: ['WAITING', 'READY', 'BLOCKED', 'FAILED'],
  cancel: ['WAITING', 'READY', 'IN_PROGRESS', 'REVIEW', 'BLOCKED'],
};

export function claim(oracle: Oracle, id: string): boolean {
  const task = oracle.node(id);
  const isClaimable = oracle.run === 'ACTIVE' && !oracle.isFailing && task.retryAt === undefined;
  if (!isClaimable || task.status !== 'READY' || hasFullHands(oracle)) return false;
  task.status = 'IN_PROGRESS';
  task.attempts++;
  task.endsAt = oracle.now + LEASE_MS;
  oracle.rescan();
  return true;
}

function hasFullHands(oracle: Oracle): boolean {
  const max = oracle.document.team?.[0].maxConcurrent ?? Number.POSITIVE_INFINITY;
  return [...oracle.nodes.values()].filter(({ status }) => status === 'IN_PROGRESS').length >= max;
}

export interface Submitted {
  /** Kept in mind until the task is DONE. */
  readonly score: number | undefined;
  /** What the task expects was met. */
  readonly isMet: boolean;
}

export function submit(oracle: Oracle, id: string, { score, isMet }: Submitted): boolean {
  const task = oracle.node(id);
  if (!oracle.isOpen || task.status !== 'IN_PROGRESS') return false;
  if (isMet || oracle.task(id).expectations === undefined) {
    task.endsAt = undefined;
    task.status = oracle.task(id).review === 'REQUIRED' ? 'REVIEW' : 'DONE';
    task.score = score;
  } else if (task.fixRounds < FIX_ROUNDS && !oracle.task(id).sideEffects && !oracle.isFailing) {
    // The same agent goes on at once.
    task.fixRounds++;
    task.attempts++;
    task.endsAt = oracle.now + LEASE_MS;
  } else afterFailure(oracle, task, EXPECTATION_BACKOFF_MS);
  oracle.rescan();
  return true;
}

const FIX_ROUNDS = 2;
const EXPECTATION_BACKOFF_MS = 10_000;

export function onTask(oracle: Oracle, id: string, command: TaskCommand): boolean {
  const task = oracle.node(id);
  if (!oracle.isOpen || !ALLOWED[command].includes(task.status)) return false;
  if (task.isSkippedBehind) return false;
  switch (command) {
    case 'fail':
    case 'reject':
      afterFailure(oracle, task);
      break;
    case 'accept':
      task.status = 'DONE';
      break;
    case 'unblock':
      settle(task, 'WAITING');
      break;
    case 'retry':
      startOver(task, 'WAITING');
      waitAnewFor(oracle, [task]);
      break;
    case 'reopen':
      startOver(task, 'READY');
      break;
    case 'block':
      settle(task, 'BLOCKED');
      break;
    case 'skip':
      settle(task, 'SKIPPED');
      break;
    case 'cancel':
      settle(task, 'CANCELLED');
      break;
  }
  oracle.rescan();
  return true;
}

export function settle(task: OracleNode, status: string): void {
  task.status = status;
  task.endsAt = undefined;
  task.retryAt = undefined;
  task.score = undefined;
}

/** With all its attempts before it again. */
export function startOver(task: OracleNode, status: string): void {
  settle(task, status);
  task.spent = 0;
  task.fixRounds = 0;
  task.isEscalated = false;
}

/** A failure that had let others go on, or skipped them, is undone: what has not begun since waits for it again. */
function waitAnewFor(oracle: Oracle, tasks: readonly OracleNode[]): void {
  for (const { id } of tasks) if (closesRun(oracle.task(id).onFailure)) oracle.waitAnewFor(id);
}

/**
 * Again while attempts remain, then once more for whom it is escalated to; a person first where there may have been side
 * effects. Else what `onFailure` says, which the rescan finds.
 */
function afterFailure(oracle: Oracle, task: OracleNode, backoffMs?: number): void {
  const { maxAttempts, sideEffects, retryBackoff, escalateTo } = oracle.task(task.id);
  const baseMs = retryBackoff === undefined ? backoffMs : 30_000;
  task.spent++;
  task.fixRounds = 0;
  const isSpent = task.spent >= maxAttempts;
  const isEscalating = isSpent && escalateTo !== undefined && !task.isEscalated;
  const isOver = isSpent && !isEscalating;
  settle(task, isOver ? 'FAILED' : sideEffects ? 'BLOCKED' : 'READY');
  if (isEscalating) {
    task.isEscalated = true;
    task.spent = 0;
  } else if (task.status === 'READY' && baseMs !== undefined)
    task.retryAt = oracle.now + baseMs * 2 ** (task.spent - 1);
}

export function approve(oracle: Oracle, id: string, who: string): boolean {
  const checkpoint = oracle.node(id);
  if (!oracle.isOpen || checkpoint.status !== 'OPEN') return false;
  checkpoint.approvers.add(who);
  if (checkpoint.approvers.size >= oracle.checkpoint(id).quorum) close(checkpoint, 'APPROVED');
  oracle.rescan();
  return true;
}

/** Sends back the tasks named; with none it fails the run. */
export function reject(oracle: Oracle, id: string, reopened: readonly string[]): boolean {
  const checkpoint = oracle.node(id);
  if (!oracle.isOpen || checkpoint.status !== 'OPEN') return false;
  const tasks = reopened.map((task) => oracle.node(task));
  if (tasks.some((task) => task.status !== 'DONE' || !checkpoint.before.includes(task.id))) return false;
  close(checkpoint, 'REJECTED');
  for (const task of tasks) startOver(task, 'READY');
  oracle.rescan();
  return true;
}

function close(element: OracleNode, status: string): void {
  element.status = status;
  element.endsAt = undefined;
  element.isParked = false;
}

export function override(oracle: Oracle, id: string): boolean {
  return onElement(oracle, id, ['FAILED'], 'OVERRIDDEN');
}

export function skipDelay(oracle: Oracle, id: string): boolean {
  return onElement(oracle, id, ['PENDING', 'RUNNING'], 'SKIPPED');
}

function onElement(oracle: Oracle, id: string, from: readonly string[], to: string): boolean {
  const element = oracle.node(id);
  if (!oracle.isOpen || !from.includes(element.status)) return false;
  close(element, to);
  oracle.rescan();
  return true;
}

export function pause(oracle: Oracle): boolean {
  if (oracle.run !== 'ACTIVE') return false;
  oracle.run = 'PAUSED';
  return true;
}

export function resume(oracle: Oracle): boolean {
  if (oracle.run !== 'PAUSED') return false;
  oracle.run = 'ACTIVE';
  // One that is only waiting for this to fail lets nothing go on any more.
  oracle.rescan();
  if (oracle.run === 'ACTIVE') goOn(oracle);
  return true;
}

/** What was held back meanwhile. */
function goOn(oracle: Oracle): void {
  for (const node of oracle.nodes.values()) {
    node.isHeldBack = false;
    if (node.isOwedTime && node.status === 'OPEN') node.endsAt = oracle.now + 120_000;
    node.isOwedTime = false;
  }
  // A delay behind what is to be done again runs anew; the others have waited for this only.
  oracle.propagate();
  for (const node of oracle.nodes.values()) if (node.isParked) close(node, 'ELAPSED');
  oracle.rescan();
  passTime(oracle);
}

/** The same run: what failed starts over, what is done stays. */
export function retryFailed(oracle: Oracle): boolean {
  if (oracle.run !== 'FAILED') return false;
  // Nothing failed but the quality: what scored below the threshold is done again.
  const bar = oracle.isFailing ? undefined : oracle.document.qualityThreshold;
  oracle.run = 'ACTIVE';
  oracle.isLate = false;
  const failed = [...oracle.nodes.values()].filter(
    ({ kind, status }) => kind === 'TASK' && status === 'FAILED',
  );
  for (const node of oracle.nodes.values()) {
    const isTooLow = node.status === 'DONE' && node.score !== undefined && node.score < (bar ?? 0);
    if (node.kind === 'TASK' && (node.status === 'FAILED' || isTooLow)) {
      startOver(node, isTooLow ? 'READY' : 'WAITING');
    }
    if (hasStoppedTheRun(oracle, node)) close(node, 'PENDING');
  }
  waitAnewFor(oracle, failed);
  goOn(oracle);
  return true;
}

function hasStoppedTheRun(oracle: Oracle, node: OracleNode): boolean {
  if (node.kind !== 'CHECKPOINT') return false;
  const isExpired = node.status === 'EXPIRED' && oracle.checkpoint(node.id).onExpiry === 'REJECT';
  return node.status === 'REJECTED' || isExpired;
}

export function cancelRun(oracle: Oracle): boolean {
  if (!oracle.isOpen) return false;
  oracle.run = 'CANCELLED';
  for (const node of oracle.nodes.values()) {
    if (node.kind === 'TASK' && ALLOWED.cancel.includes(node.status)) settle(node, 'CANCELLED');
    if (LEFT_OPEN[node.kind].includes(node.status)) close(node, 'SKIPPED');
  }
  return true;
}

const LEFT_OPEN: Readonly<Record<OracleNode['kind'], readonly string[]>> = {
  TASK: [],
  CHECKPOINT: ['PENDING', 'OPEN'],
  GATE: ['PENDING', 'FAILED'],
  DELAY: ['PENDING', 'RUNNING'],
  MILESTONE: [],
};

export function wait(oracle: Oracle, ms: number): void {
  oracle.now += ms;
  passTime(oracle);
}

/** The run first, then what is due of its nodes, one thing of each in their order; again until nothing is due. */
function passTime(oracle: Oracle): void {
  for (;;) {
    breachRun(oracle);
    const due = [...oracle.nodes.values()].filter((node) => isDue(oracle, node));
    if (due.length === 0) return;
    for (const node of due) {
      if (isDue(oracle, node)) passTimeOf(oracle, node);
      oracle.propagate();
    }
    oracle.rescan();
  }
}

/** Nobody is told in a run that has ended. */
function breachRun(oracle: Oracle): void {
  if (!oracle.isOpen || oracle.deadlineAt === undefined || oracle.deadlineAt > oracle.now) return;
  oracle.deadlineAt = undefined;
  oracle.isLate = oracle.document.onBreach === 'FAIL';
  oracle.rescan();
}

function isDue(oracle: Oracle, node: OracleNode): boolean {
  const { now } = oracle;
  if (isLate(oracle, node)) return true;
  if (node.retryAt !== undefined) return node.retryAt <= now;
  return node.endsAt !== undefined && node.endsAt <= now && !node.isParked;
}

/** Of a run that has ended its tasks are not told either. */
function isLate({ isOpen, now }: Oracle, { kind, status, deadlineAt }: OracleNode): boolean {
  const isUnsettled = !['DONE', 'FAILED', 'SKIPPED', 'CANCELLED'].includes(status);
  return isOpen && kind === 'TASK' && isUnsettled && deadlineAt !== undefined && deadlineAt <= now;
}

/** Leases end in every run. In one that does not go on a checkpoint expires but lets nothing go on, and delays don't elapse. */
function passTimeOf(oracle: Oracle, node: OracleNode): void {
  if (isLate(oracle, node)) {
    node.deadlineAt = undefined;
    if (oracle.task(node.id).onBreach === 'FAIL') settle(node, 'FAILED');
  } else if (node.retryAt !== undefined) node.retryAt = undefined;
  else if (node.status === 'IN_PROGRESS') afterFailure(oracle, node);
  else endOfTime(oracle, node);
}

function endOfTime(oracle: Oracle, node: OracleNode): void {
  if (node.status === 'RUNNING') {
    if (oracle.run === 'ACTIVE') close(node, 'ELAPSED');
    else node.isParked = true;
    return;
  }
  // Nobody can decide in a run that has ended: its time is over, without effect.
  const isKept = !oracle.isOpen || oracle.checkpoint(node.id).onExpiry === 'ESCALATE';
  close(node, isKept ? 'OPEN' : 'EXPIRED');
  node.isHeldBack = !isKept && oracle.run === 'PAUSED';
  node.isOwedTime = !oracle.isOpen;
}
