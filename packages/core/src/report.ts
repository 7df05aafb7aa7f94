/** What a finished run tells. Written once per run, also for failed and cancelled ones; a retried run's is rewritten. */
import type { Actor } from './actor.ts';
import type { ReportContract, ReportTime } from './contract-report.ts';
import type { MissionId } from './ids.ts';
import type { Instant } from './instant.ts';
import type { CheckpointStatus } from './lifecycle/checkpoint-lifecycle.ts';
import type { GateStatus } from './lifecycle/gate-lifecycle.ts';
import type { RunStatus } from './lifecycle/run-lifecycle.ts';
import type { TaskStatus } from './lifecycle/task-lifecycle.ts';
import type { TaskPurpose } from './run/contract.ts';
import type { Verdict } from './run/node.ts';
import type { ReportDeadline, ReportIssue, ReportWork } from './work-report.ts';

export interface Report {
  readonly missionId: MissionId;
  readonly runNumber: number;
  readonly title: string;
  readonly status: RunStatus;
  readonly reason?: string;
  /** Every task DONE but those that validate, every gate passed, every checkpoint approved, every assertion passing. */
  readonly hasAllPassed: boolean;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  /** From launch to end, ms. */
  readonly wallClockMs: number;
  /** Σ over attempts of claim to end, ms. */
  readonly workingMs: number;
  /** Weighted mean of the scored tasks, 1–5; absent when none is scored. */
  readonly averageScore?: number;
  /** What the average score had to reach; absent when the document says nothing. */
  readonly qualityThreshold?: number;
  readonly usage: { readonly tokens: number; readonly costUsd: number };
  readonly filesCreated: readonly string[];
  readonly filesEdited: readonly string[];
  readonly tasks: readonly ReportTask[];
  readonly checkpoints: readonly ReportCheckpoint[];
  readonly gates: readonly ReportGate[];
  /** Absent when the document has no contract. */
  readonly contract?: ReportContract;
  /** Absent in reports of former releases. */
  readonly time?: ReportTime;
  /** What turned up during accepted work. Absent in reports of former releases. */
  readonly issues?: readonly ReportIssue[];
  /** Until when the run was to have ended; absent when its document says nothing. */
  readonly deadline?: ReportDeadline;
}

export interface ReportTask {
  readonly index: number;
  readonly key: string;
  readonly title: string;
  readonly status: TaskStatus;
  readonly attemptCount: number;
  readonly agent?: string;
  /** Σ over its attempts, ms. */
  readonly workingMs: number;
  readonly score?: number;
  readonly reason?: string;
  /** Of one that stands in no document. */
  readonly purpose?: TaskPurpose['kind'];
  readonly outcomes: readonly string[];
  /** Absent in reports of former releases. */
  readonly work?: ReportWork;
}

export interface ReportCheckpoint {
  readonly name: string;
  readonly status: CheckpointStatus;
  readonly decidedBy: readonly Actor[];
  readonly feedback?: string;
  /** From opening to decision, ms. */
  readonly waitedMs?: number;
  readonly openedAt?: Instant;
  readonly decidedAt?: Instant;
  /** Each approval, or the rejection, in the order given. Absent in reports of former releases. */
  readonly verdicts?: readonly Verdict[];
  /** Nobody had decided in time, and somebody was told. */
  readonly escalatedAt?: Instant;
}

export interface ReportGate {
  readonly name: string;
  readonly status: GateStatus;
  readonly averageScore?: number;
  readonly reasons: readonly string[];
  readonly overriddenBy?: Actor;
}
