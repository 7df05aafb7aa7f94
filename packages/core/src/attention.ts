/**
 * What of a mission needs somebody: what waits for a person, and what is stuck. Looks at one node at a time.
 */
import { APPROVAL_KINDS, type ApprovalKind, askingOf, kindOf } from './approval.ts';
import type { Instant } from './instant.ts';
import { isTaskSettled } from './lifecycle/task-lifecycle.ts';
import { LIMITS } from './limits.ts';
import type { Node, TaskNode } from './run/node.ts';

/** Most urgent first. */
export const ATTENTION_KINDS = [
  'DEAD_LETTER',
  'FAILED',
  'AUTHORISATION',
  'QUESTION',
  'ASSERTION',
  'VALIDATION',
  'CHECKPOINT',
  'GATE',
  'REVIEW',
  'OVERDUE',
  'BLOCKED',
  'PAUSED',
  'ESCALATED',
  'LEASE_LOST',
  'UNCLAIMED',
  'RETRYING',
] as const;
/**
 * Those of approvals wait for a person. DEAD_LETTER: work of the engine was put aside. FAILED: a task, or the run, and
 * it holds the rest. OVERDUE: past its deadline. BLOCKED: not by a person. PAUSED: the mission. ESCALATED: kept for
 * whoever it was handed to. LEASE_LOST: whoever had it last went silent. UNCLAIMED: nobody has taken it for long.
 * RETRYING: an attempt did not succeed.
 */
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

export interface Attention {
  readonly kind: AttentionKind;
  /** Absent where nothing tells since when. */
  readonly since?: Instant;
}

/** Undefined when the node needs nobody. Of two reasons the more urgent one. */
export function attentionOf(node: Node, now: Instant): Attention | undefined {
  const asked = askingOf(node);
  if (asked) return asked;
  return node.kind === 'TASK' ? attentionOfTask(node, now) : undefined;
}

function attentionOfTask(task: TaskNode, now: Instant): Attention | undefined {
  const { status, settledAt, deadline } = task;
  if (status === 'FAILED') return { kind: 'FAILED', ...since(settledAt) };
  if (isTaskSettled(status)) return undefined;
  if (deadline?.breachedAt !== undefined) return { kind: 'OVERDUE', since: deadline.breachedAt };
  switch (status) {
    case 'BLOCKED':
      return { kind: 'BLOCKED' };
    case 'READY':
      return attentionOfReady(task, now);
    case 'IN_PROGRESS':
      return isTried(task) ? { kind: 'RETRYING', ...since(task.lease?.claimedAt) } : undefined;
    default:
      return undefined;
  }
}

function attentionOfReady(task: TaskNode, now: Instant): Attention | undefined {
  const { readyAt, retryAt, escalatedTo } = task;
  if (escalatedTo !== undefined) return { kind: 'ESCALATED', ...since(readyAt) };
  const isWaiting = retryAt === undefined && readyAt !== undefined;
  if (isWaiting && now - readyAt >= LIMITS.unclaimedMsMin) return { kind: 'UNCLAIMED', since: readyAt };
  return isTried(task) ? { kind: 'RETRYING', ...since(readyAt) } : undefined;
}

function isTried({ attemptsSpent, fixRounds }: TaskNode): boolean {
  return attemptsSpent > 0 || fixRounds !== undefined;
}

/** How many more nodes wait for a person once `node` stands where `before` stood. */
export function askingChange(before: Node | undefined, node: Node): number {
  const asked = before !== undefined && kindOf(before) !== undefined;
  return Number(kindOf(node) !== undefined) - Number(asked);
}

export function waitsForPerson(kind: AttentionKind): kind is ApprovalKind {
  return (APPROVAL_KINDS as readonly AttentionKind[]).includes(kind);
}

/** What to do about it: the mutation that does, where one does, and the advice in a sentence. */
export interface Advice {
  readonly action?: string;
  readonly text: string;
}

/** About a mission as a whole, or about something of it. */
export function adviceOn(kind: AttentionKind, subject: 'MISSION' | 'NODE'): Advice {
  return kind === 'FAILED' && subject === 'MISSION' ? ON_FAILED_MISSION : ADVICE[kind];
}

const ON_FAILED_MISSION: Advice = {
  action: 'retryFailed',
  text: 'Read its report, then retry what failed, or launch it anew.',
};
const ADVICE: Readonly<Record<AttentionKind, Advice>> = {
  DEAD_LETTER: { action: 'redriveDeadLetter', text: 'Mend what stood in its way, then have it tried again.' },
  FAILED: { action: 'retryTask', text: 'Retry it, or skip it where the rest can do without.' },
  AUTHORISATION: { action: 'unblockTask', text: 'Look at what it has done so far, then unblock or skip it.' },
  QUESTION: { action: 'unblockTask', text: 'Do what its note asks for, then unblock it.' },
  ASSERTION: { action: 'reportAssertion', text: 'Say whether it holds, or waive it.' },
  VALIDATION: { action: 'grantRound', text: 'Grant another round, waive what fails, or fail it.' },
  CHECKPOINT: {
    action: 'approveCheckpoint',
    text: 'Approve it, or reject it and name what is to be done again.',
  },
  GATE: { action: 'overrideGate', text: 'Have its tasks done better, or override it.' },
  REVIEW: { action: 'acceptTask', text: 'Accept or reject the work.' },
  OVERDUE: { text: 'See what it waits for, and whether the rest should go on without it.' },
  BLOCKED: { action: 'unblockTask', text: 'Resolve what its note names, then unblock it.' },
  PAUSED: { action: 'resumeMission', text: 'Resume the mission when it may go on.' },
  ESCALATED: { text: 'See that whoever it was handed to takes it.' },
  LEASE_LOST: { text: 'Look after the agent that had it last: it went silent.' },
  UNCLAIMED: { text: 'Start an agent that may take it.' },
  RETRYING: { text: 'Watch it: read why the last attempt did not succeed.' },
};

function since(instant: Instant | undefined): { readonly since?: Instant } {
  return instant === undefined ? {} : { since: instant };
}
