/** What people, agents and time do to the oracle's run. Each answers whether it is allowed; one that isn't does nothing. */
import { LEASE_MS, type Oracle, type OracleNode } from './oracle.ts';

export type TaskCommand = 'fail' | 'accept' | 'reject' | 'block' | 'unblock' | 'retry' | 'skip' | 'cancel';

/** From which statuses each command on a task is possible. */
const ALLOWED: Readonly<Record<TaskCommand, readonly string[]>> = {
  fail: ['IN_PROGRESS'],
  accept: ['REVIEW'],
  reject: ['REVIEW'],
  block: ['WAITING', 'READY', 'IN_PROGRESS'],
  unblock: ['BLOCKED'],
  retry: ['FAILED'],
  skip: ['WAITING', 'READY', 'BLOCKED', 'FAILED'],
  cancel: ['WAITING', 'READY', 'IN_PROGRESS', 'REVIEW', 'BLOCKED'],
};

export function claim(oracle: Oracle, id: string): boolean {
  const task = oracle.node(id);
  const isClaimable = oracle.run === 'ACTIVE' && !oracle.isFailing && task.retryAt === undefined;
  if (!isClaimable || task.status !== 'READY') return false;
  task.status = 'IN_PROGRESS';
  task.endsAt = oracle.now + LEASE_MS;
  oracle.rescan();
  return true;
}

/** `score` is kept in mind until the task is DONE. */
export function submit(oracle: Oracle, id: string, score: number | undefined): boolean {
  const task = oracle.node(id);
  if (!oracle.isOpen || task.status !== 'IN_PROGRESS') return false;
  task.endsAt = undefined;
  task.status = oracle.task(id).review === 'REQUIRED' ? 'REVIEW' : 'DONE';
  task.score = score;
  oracle.rescan();
  return true;
}

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
      settle(task, 'WAITING');
      task.spent = 0;
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

function settle(task: OracleNode, status: string): void {
  task.status = status;
  task.endsAt = undefined;
  task.retryAt = undefined;
  task.score = undefined;
}

/** Again while attempts remain, unless it had side effects; else what `onFailure` says, which the rescan finds. */
function afterFailure(oracle: Oracle, task: OracleNode): void {
  const { maxAttempts, sideEffects, retryBackoff } = oracle.task(task.id);
  task.spent++;
  const isSpent = task.spent >= maxAttempts;
  settle(task, isSpent ? 'FAILED' : sideEffects ? 'BLOCKED' : 'READY');
  if (task.status === 'READY' && retryBackoff !== undefined)
    task.retryAt = oracle.now + 30_000 * 2 ** (task.spent - 1);
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
  for (const task of tasks) {
    settle(task, 'READY');
    task.spent = 0;
  }
  oracle.rescan();
  return true;
}

function close(element: OracleNode, status: string): void {
  element.status = status;
  element.endsAt = undefined;
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
  oracle.rescan();
  passTime(oracle);
  return true;
}

/** The same run: what failed starts over, what is done stays. */
export function retryFailed(oracle: Oracle): boolean {
  if (oracle.run !== 'FAILED') return false;
  oracle.run = 'ACTIVE';
  for (const node of oracle.nodes.values()) {
    if (node.kind === 'TASK' && node.status === 'FAILED') {
      settle(node, 'WAITING');
      node.spent = 0;
    }
    if (hasStoppedTheRun(oracle, node)) close(node, 'PENDING');
  }
  oracle.rescan();
  passTime(oracle);
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

/** Leases end in every open run; delays, back-offs and times to decide have an effect in an ACTIVE one only. */
function passTime(oracle: Oracle): void {
  for (const node of oracle.nodes.values()) {
    if (node.retryAt !== undefined && node.retryAt <= oracle.now) node.retryAt = undefined;
    if (node.endsAt === undefined || node.endsAt > oracle.now) continue;
    if (node.status === 'IN_PROGRESS') afterFailure(oracle, node);
    else if (oracle.run === 'ACTIVE') endOfTime(oracle, node);
  }
  oracle.rescan();
}

function endOfTime(oracle: Oracle, node: OracleNode): void {
  if (node.status === 'RUNNING') close(node, 'ELAPSED');
  if (node.status === 'OPEN')
    close(node, oracle.checkpoint(node.id).onExpiry === 'ESCALATE' ? 'OPEN' : 'EXPIRED');
}
