/**
 * A run's graph is made of nodes. What changes about a node (its state) and what never does (its spec: definition and
 * successors) are two records, so that the many writes stay small.
 *
 * N1. A node's `waitsFor` holds exactly the predecessors that have not settled well towards it. Removing one twice
 *     changes nothing.
 * N2. A WAITING, PENDING or LOCKED node waits for somebody, or is about to be released by a continuation.
 * N3. A task holds a lease exactly while it is IN_PROGRESS.
 */
import type { Actor } from '../actor.ts';
import type {
  CheckpointDefinition,
  DelayDefinition,
  GateDefinition,
  MilestoneDefinition,
  TaskDefinition,
} from '../document/document.ts';
import type { NodeKind } from '../ids.ts';
import type { Instant } from '../instant.ts';
import type { CheckpointStatus } from '../lifecycle/checkpoint-lifecycle.ts';
import type { DelayStatus } from '../lifecycle/delay-lifecycle.ts';
import type { GateStatus } from '../lifecycle/gate-lifecycle.ts';
import type { MilestoneStatus } from '../lifecycle/milestone-lifecycle.ts';
import type { TaskStatus } from '../lifecycle/task-lifecycle.ts';
import type {
  AssertionNode,
  AssertionSpec,
  TaskPurpose,
  ValidationNode,
  ValidationSpec,
} from './contract.ts';

interface NodeBase {
  /** Position in the run, dense from 0. */
  readonly index: number;
  readonly name: string;
  readonly waitsFor: readonly number[];
}

/** Whose queue a ready task stands in: one agent's, one specialty's, or everybody's. */
export type Lane =
  | { readonly kind: 'AGENT'; readonly name: string }
  | { readonly kind: 'SPECIALTY'; readonly name: string }
  | { readonly kind: 'ANY' };

/** The lane in which a READY task stands now: whoever it is kept for goes before where the document put it. */
export function currentLane(task: TaskNode): Lane {
  const name = task.keptFor?.agent ?? task.escalatedTo;
  return name === undefined ? task.lane : { kind: 'AGENT', name };
}

/** A lane as one word without `#` or spaces: `ANY`, `AGENT.name`, `SPECIALTY.name`. */
export function laneText(lane: Lane): string {
  return lane.kind === 'ANY' ? 'ANY' : `${lane.kind}.${encodeURIComponent(lane.name)}`;
}

export interface Lease {
  readonly agent: string;
  readonly actor: Actor;
  readonly claimedAt: Instant;
  readonly expiresAt: Instant;
  /** How long one heartbeat renews, milliseconds. */
  readonly durationMs: number;
  /** The hard end: no heartbeat renews past it. */
  readonly endsAt?: Instant;
}

export const BLOCK_CAUSES = ['PEER_TASK', 'HUMAN', 'AUTHORISATION', 'OTHER'] as const;
export type BlockCause = (typeof BLOCK_CAUSES)[number];

export interface TaskNode extends NodeBase {
  readonly kind: 'TASK';
  readonly status: TaskStatus;
  readonly title: string;
  readonly priority: 1 | 2 | 3 | 4 | 5;
  /** Minutes of estimated work on the longest path from here to the end of the run, itself included. */
  readonly remainingPath: number;
  /** Where the document puts it; see `currentLane`. */
  readonly lane: Lane;
  readonly weight: number;
  /** How often it was claimed. The number of the current or latest attempt, which is also the fencing token. */
  readonly generation: number;
  /** Attempts that count against `maxAttempts` since the last retry by hand. */
  readonly attemptsSpent: number;
  /** Fix rounds since an attempt was last spent. */
  readonly fixRounds?: number;
  /** Its own attempts are spent: this agent or person has a round of them now. */
  readonly escalatedTo?: string;
  readonly readyAt?: Instant;
  /** READY again, but not to be claimed before this instant. */
  readonly retryAt?: Instant;
  /** READY, but out of the claim queue: its mission can't be claimed from right now. */
  readonly isParked?: true;
  readonly lease?: Lease;
  /** Who worked last: may not review. */
  readonly implementer?: string;
  readonly startedAt?: Instant;
  readonly settledAt?: Instant;
  /** 1–5, from the accepted attempt. */
  readonly score?: number;
  /** Why it is FAILED, SKIPPED or CANCELLED. */
  readonly reason?: string;
  /** SKIPPED because a predecessor failed, not because somebody said so: a retry of that one brings it back. */
  readonly isSkippedByFailure?: true;
  readonly blocked?: { readonly cause: BlockCause; readonly note: string };
  /** READY for a fix round, or for one of several validators: only for this one until then. */
  readonly keptFor?: { readonly agent: string; readonly until: Instant };
  /** REVIEW: until when somebody is to have decided, before it escalates. */
  readonly reviewDueAt?: Instant;
  /** REVIEW: nobody decided in time, and others may now. */
  readonly isReviewEscalated?: true;
  /** Waits for a person since then, to review it or to unblock it. */
  readonly asksSince?: Instant;
  /** Who sent it back when it was done, and what has to change. */
  readonly sentBack?: Verdict;
  readonly deadline?: TaskDeadline;
  /** FAILED, and the run fails because of it unless it is retried or skipped. */
  readonly failsRun?: true;
  /** It stands in no document: the contract asked for it. */
  readonly purpose?: TaskPurpose;
}

/** By when it is to be settled. Each of the two is told once, however often the task is retried. */
export interface TaskDeadline {
  readonly at: Instant;
  /** From when on the time counts: the start of the run, or when the task was added. */
  readonly from?: Instant;
  readonly warnedAt?: Instant;
  readonly breachedAt?: Instant;
  /** It came while the run had ended: told when the run is retried. */
  readonly isParked?: true;
}

export interface CheckpointNode extends NodeBase {
  readonly kind: 'CHECKPOINT';
  readonly status: CheckpointStatus;
  readonly openedAt?: Instant;
  readonly expiresAt?: Instant;
  readonly approvals: readonly Verdict[];
  readonly rejection?: Verdict;
  /** Nobody had decided in time, and somebody was told: it stays open without an end. */
  readonly escalatedAt?: Instant;
  /** EXPIRED while its run was paused: lets others go on when the run does. */
  readonly isParked?: true;
  /** Tasks that the latest rejection sent back. */
  readonly reopened?: readonly number[];
  readonly decidedAt?: Instant;
  /** REJECTED or EXPIRED, and the run fails because of it. */
  readonly failsRun?: true;
}

export interface Verdict {
  readonly actor: Actor;
  readonly at: Instant;
  readonly feedback?: string;
}

export interface GateNode extends NodeBase {
  readonly kind: 'GATE';
  readonly status: GateStatus;
  /** Why it holds, or held before its tasks were sent back, one sentence each. */
  readonly reasons: readonly string[];
  /** What was told already of why it holds. */
  readonly told?: readonly string[];
  readonly evaluatedAt?: Instant;
  /** Mean score of its tasks at the last evaluation. */
  readonly averageScore?: number;
  readonly override?: Verdict;
}

export interface DelayNode extends NodeBase {
  readonly kind: 'DELAY';
  readonly status: DelayStatus;
  readonly startedAt?: Instant;
  readonly endsAt?: Instant;
  /** Elapsed while its run was not ACTIVE: settles when the run goes on. */
  readonly isParked?: true;
  readonly settledAt?: Instant;
  readonly skip?: Verdict;
}

export interface MilestoneNode extends NodeBase {
  readonly kind: 'MILESTONE';
  readonly status: MilestoneStatus;
  readonly startedAt?: Instant;
  readonly settledAt?: Instant;
  /** Index of what validates it; absent when no assertion is about it. */
  readonly validation?: number;
}

/** Stands for up to 64 predecessors of one wide join. Not part of the public vocabulary. */
export interface JunctionNode extends NodeBase {
  readonly kind: 'JUNCTION';
  readonly status: 'WAITING' | 'PASSED' | 'SKIPPED';
  /** Members that failed with SKIP_DEPENDENTS, or were skipped behind one: what stands behind is skipped too. */
  readonly skippedFor?: readonly number[];
}

export type Node =
  | TaskNode
  | CheckpointNode
  | GateNode
  | DelayNode
  | MilestoneNode
  | JunctionNode
  | AssertionNode
  | ValidationNode;

interface SpecBase {
  readonly index: number;
  /** Nodes that wait for this one, ascending. */
  readonly successors: readonly number[];
}

export type NodeSpec =
  | (SpecBase & {
      readonly kind: 'TASK';
      readonly definition: TaskDefinition;
      /** Indexes of what validates it: who works at it is noted there. */
      readonly validatedBy?: readonly number[];
    })
  | (SpecBase & {
      readonly kind: 'CHECKPOINT';
      readonly definition: CheckpointDefinition;
      readonly after: readonly number[];
    })
  | (SpecBase & {
      readonly kind: 'GATE';
      readonly definition: GateDefinition;
      readonly after: readonly number[];
    })
  | (SpecBase & {
      readonly kind: 'DELAY';
      readonly definition: DelayDefinition;
      readonly after: readonly number[];
    })
  | (SpecBase & { readonly kind: 'MILESTONE'; readonly definition: MilestoneDefinition })
  | (SpecBase & { readonly kind: 'JUNCTION' })
  | AssertionSpec
  | ValidationSpec;

export type SpecOf<Kind extends NodeKind> = Extract<NodeSpec, { kind: Kind }>;
export type NodeOf<Kind extends NodeKind> = Extract<Node, { kind: Kind }>;

/** A member of it has failed, and what stands behind it is skipped; also while other members are open. */
export function passesFailureOn(node: Node): boolean {
  return node.kind === 'JUNCTION' && (node.skippedFor ?? []).length > 0;
}

/** Members of it have not settled. */
export function isOpenJunction(node: Node): boolean {
  return node.kind === 'JUNCTION' && node.status === 'WAITING';
}
