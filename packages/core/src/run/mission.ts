/**
 * What is kept about a mission besides its nodes. The head is read and written by every commit and stays under 1 KB;
 * what is seldom read stands in the info.
 */
import type { Actor } from '../actor.ts';
import type { OnBreach } from '../document/document.ts';
import type { MissionId, NodeKind, WorkspaceId } from '../ids.ts';
import type { Instant } from '../instant.ts';
import type { MissionStatus } from '../lifecycle/mission-lifecycle.ts';
import type { RunStatus } from '../lifecycle/run-lifecycle.ts';
import type { TaskStatus } from '../lifecycle/task-lifecycle.ts';
import type { NotifyingPart } from '../notify/notifying-parts.ts';
import type { Schedule } from '../schedule/schedule.ts';

export const GOVERNANCE_MODES = ['AUTOMATIC', 'PILOT'] as const;
export type Governance = (typeof GOVERNANCE_MODES)[number];

export interface MissionHead {
  readonly workspaceId: WorkspaceId;
  readonly id: MissionId;
  readonly title: string;
  readonly status: MissionStatus;
  readonly governance: Governance;
  /** Who moves it when the governance is PILOT, by name. */
  readonly pilot?: string;
  /** What the pilot says, 0–100; 0 until something was said. Absent when the engine computes it. */
  readonly progress?: number;
  /** Sequence of the last committed event; dense from 1. */
  readonly sequence: number;
  /** Latest saved document version, from 1. */
  readonly documentVersion: number;
  /** Runs launched so far; the number of the latest. */
  readonly runCount: number;
  /** The latest run. Earlier ones are records of their own. */
  readonly run?: Run;
  /** A launch that is being written out in pieces. */
  readonly staging?: Staging;
  /** When it is launched by itself. */
  readonly schedule?: Schedule;
  /** Tasks in progress at once, over all agents. */
  readonly maxConcurrent?: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface Staging {
  readonly runNumber: number;
  readonly documentVersion: number;
  readonly actor: Actor;
  /** Of its first event: tells it from a former launch that was cancelled. */
  readonly sequence: number;
  /** See `Run`. */
  readonly slot?: Instant;
}

export interface MissionInfo {
  readonly id: MissionId;
  readonly title: string;
  readonly objective: string;
  readonly pilot?: string;
  readonly tags: readonly string[];
  readonly createdAt: Instant;
  readonly createdBy: Actor;
}

export interface NodeRange {
  readonly kind: NodeKind;
  readonly from: number;
  readonly count: number;
}

export type TaskCounts = Readonly<Record<TaskStatus, number>>;

export interface Run {
  readonly number: number;
  readonly status: RunStatus;
  readonly documentVersion: number;
  readonly startedAt: Instant;
  /** Who asked for it. */
  readonly launchedBy?: Actor;
  readonly endedAt?: Instant;
  readonly nodeCount: number;
  /** Which node indexes are of which kind, ascending and without gaps; a kind comes again for what was added. */
  readonly ranges: readonly NodeRange[];
  /** Nodes that have not settled: the run ends when none is left. */
  readonly openNodeCount: number;
  readonly taskCounts: TaskCounts;
  readonly weight: { readonly total: number; readonly settled: number; readonly cancelled: number };
  /** Σ weight × score and Σ weight over scored tasks. */
  readonly score: { readonly weighted: number; readonly weight: number };
  readonly attemptCount: number;
  readonly usage: { readonly tokens: number; readonly costUsd: number };
  /** Ready tasks that stand out of the claim queue. */
  readonly parkedCount: number;
  /** Nodes that wait for a person. Absent: none. */
  readonly askingCount?: number;
  /** Delays and checkpoints that stand aside until the run goes on. Absent: none. */
  readonly parkedElementCount?: number;
  /** Why the run is going to fail once running attempts have ended. */
  readonly failing?: string;
  /** Nodes that stand as `failsRun`: when none is left, the run is no longer failing. Absent: none. */
  readonly failureCount?: number;
  readonly pausedFrom?: 'ACTIVE' | 'VALIDATING';
  /** PAUSED because a validation, of this index, asks a person: it goes on when that is answered. */
  readonly pausedFor?: number;
  /** What validates the assertions at its end; it is begun when nothing else is open. */
  readonly finalValidation?: { readonly index: number; readonly isBegun?: true };
  /** Nodes that were opened again, and from which of their successors on nobody was told yet: the run can't be complete. */
  readonly rearming?: readonly { readonly from: number; readonly cursor: number }[];
  /**
   * What stands behind a task is being undone, since this event: how many nodes still have to tell theirs, the first of
   * them from which successor on. Nothing is claimed meanwhile, and the run does not end.
   */
  readonly undoing?: { readonly since: number; readonly left: number; readonly cursor: number };
  /** It is being retried in pieces (`decide/retry-failed.ts`). Nothing is claimed meanwhile, and it does not end. */
  readonly retrying?: Retrying;
  /** How often something was added to it. */
  readonly additionCount?: number;
  /** Whose nodes are being written out behind the last one, to be added: a token. */
  readonly growing?: string;
  /** CANCELLED, but some of its open tasks are still to be: no other run begins before that. */
  readonly isCancelling?: true;
  /** Why it was paused, cancelled or failed. */
  readonly reason?: string;
  readonly deadline?: RunDeadline;
  /** It was reported once in several parts: where it goes on, its next report may leave some of them over. */
  readonly isReportLong?: true;
  /** The slot of the schedule that launched it; absent when somebody did. */
  readonly slot?: Instant;
  /** 1–5: below this mean of its scored tasks it fails at its end. */
  readonly qualityThreshold?: number;
  /** Where its plan, with its additions, has rules or channels for notifications. Absent: nowhere. */
  readonly notifies?: readonly NotifyingPart[];
  /** Agents with a limit of their own, and how many tasks of the run each holds. */
  readonly agents?: readonly AgentLoad[];
}

/** A retry that goes on at node `cursor`. */
export interface Retrying extends Retried {
  /** The last event before it began: tells it from others. */
  readonly since: number;
  readonly cursor: number;
  /** Who asked for it. */
  readonly by: Actor;
  /** Nodes are reset; then those behind them are told; then what still stands behind a failure is skipped. */
  readonly phase: 'RESET' | 'TELL' | 'SKIP';
}

/** What is done again. */
export interface Retried {
  /** What had failed, or was done, up to then. */
  readonly before: Instant;
  /** Also tasks that are DONE with a lower score: it was the quality that failed. */
  readonly belowScore?: number;
}

export interface AgentLoad {
  readonly name: string;
  readonly max: number;
  readonly running: number;
}

/** Until when the run is to have ended. Each of the two is told once, however often the run is retried. */
export interface RunDeadline {
  readonly at: Instant;
  readonly onBreach: OnBreach;
  readonly warnedAt?: Instant;
  readonly breachedAt?: Instant;
  /** The run was retried after the breach: what fails it from then on is something else. */
  readonly isForgiven?: true;
}

/** Something is done to it in pieces that nobody may come between. */
export function standsStill({ undoing, retrying }: Run): boolean {
  return undoing !== undefined || retrying !== undefined;
}

/** Some nodes don't know yet that one before them was opened again. */
export function isRearming({ rearming = [] }: Run): boolean {
  return rearming.length > 0;
}
