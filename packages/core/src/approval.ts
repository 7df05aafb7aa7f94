/** What waits for a person: to decide, to let go on, or to answer. */
import type { EventBody } from './event.ts';
import type { Instant } from './instant.ts';
import type { BlockCause, Node } from './run/node.ts';

export const APPROVAL_KINDS = [
  'CHECKPOINT',
  'GATE',
  'REVIEW',
  'AUTHORISATION',
  'QUESTION',
  'ASSERTION',
  'VALIDATION',
] as const;
/**
 * CHECKPOINT: it is open. GATE: it holds. REVIEW: submitted work. AUTHORISATION: a task that must not go on, or be tried
 * again, without consent. QUESTION: a task that a person has to do something about. ASSERTION: nobody else can say
 * whether it holds. VALIDATION: its rounds are used up, or it can't go on by itself.
 */
export type ApprovalKind = (typeof APPROVAL_KINDS)[number];

export interface Asking {
  readonly kind: ApprovalKind;
  readonly since: Instant;
}

/** Undefined when the node waits for nobody. */
export function askingOf(node: Node): Asking | undefined {
  const kind = kindOf(node);
  const since = kind && sinceOf(node);
  return since === undefined || kind === undefined ? undefined : { kind, since };
}

/** What a task asks for where it stands. */
export function kindOf(node: Node): ApprovalKind | undefined {
  switch (node.kind) {
    case 'CHECKPOINT':
      return node.status === 'OPEN' ? 'CHECKPOINT' : undefined;
    case 'GATE':
      return node.status === 'FAILED' ? 'GATE' : undefined;
    case 'TASK':
      if (node.status === 'REVIEW') return 'REVIEW';
      return node.status === 'BLOCKED' && node.blocked ? KIND_OF_BLOCK[node.blocked.cause] : undefined;
    case 'ASSERTION':
      return node.status === 'BLOCKED' ? 'ASSERTION' : undefined;
    case 'VALIDATION':
      return node.asks && node.asks.need !== 'BLOCKED' ? 'VALIDATION' : undefined;
    default:
      return undefined;
  }
}

const KIND_OF_BLOCK: Readonly<Record<BlockCause, ApprovalKind | undefined>> = {
  AUTHORISATION: 'AUTHORISATION',
  HUMAN: 'QUESTION',
  PEER_TASK: undefined,
  OTHER: undefined,
};

function sinceOf(node: Node): Instant | undefined {
  switch (node.kind) {
    case 'CHECKPOINT':
      return node.openedAt;
    case 'GATE':
      return node.evaluatedAt;
    case 'TASK':
      return node.asksSince;
    case 'ASSERTION':
      return node.changedAt;
    case 'VALIDATION':
      return node.asks?.since;
    default:
      return undefined;
  }
}

export interface ApprovalChange {
  readonly kind: ApprovalKind;
  /** False: it was decided, or nobody has to any more. */
  readonly isWaiting: boolean;
}

/** What an event says about waiting for a person; undefined when it says nothing. */
export function approvalChangeOf({ type, data }: EventBody): ApprovalChange | undefined {
  switch (type) {
    case 'CheckpointStatusChanged':
      return change('CHECKPOINT', 'OPEN', data);
    case 'GateStatusChanged':
      return change('GATE', 'FAILED', data);
    case 'TaskStatusChanged':
      return change('REVIEW', 'REVIEW', data) ?? blockChange(data);
    case 'AssertionStatusChanged':
      return change('ASSERTION', 'BLOCKED', data);
    case 'ValidationStatusChanged':
      return data.need === 'BLOCKED' ? undefined : change('VALIDATION', 'ASKING', data);
    default:
      return undefined;
  }
}

export const APPROVAL_EVENTS = [
  'CheckpointStatusChanged',
  'GateStatusChanged',
  'TaskStatusChanged',
  'AssertionStatusChanged',
  'ValidationStatusChanged',
] as const;

function change(kind: ApprovalKind, status: string, data: EventBody['data']): ApprovalChange | undefined {
  if (data.to === status) return { kind, isWaiting: true };
  return data.from === status ? { kind, isWaiting: false } : undefined;
}

function blockChange(data: EventBody['data']): ApprovalChange | undefined {
  if (data.to !== 'BLOCKED' && data.from !== 'BLOCKED') return undefined;
  const kind = KIND_OF_BLOCK[data.cause as BlockCause];
  return kind && { kind, isWaiting: data.to === 'BLOCKED' };
}
