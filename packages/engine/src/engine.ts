/**
 * What the product can do, as one object: commands, questions and subscriptions. Each looks at the principal's
 * workspace only; another tenant's id behaves like one that doesn't exist.
 *
 * A command answers after its commit; the sequence it answers is that of its last event. Before anything of an answer
 * leaves the process, `store.durable()` must have resolved (the server's answer path does that, in one place).
 */

import type { ApprovalKind, Asking } from '@muster/core/approval';
import type { ComputedPlan } from '@muster/core/document/compute-plan';
import type { Coverage } from '@muster/core/document/coverage';
import type { Document } from '@muster/core/document/document';
import type { Problem } from '@muster/core/document/problem';
import type { Event, EventType } from '@muster/core/event';
import type { AttemptRef, MissionId, NodeKind, NodeRef, RunRef } from '@muster/core/ids';
import type { Instant } from '@muster/core/instant';
import type { MissionStatus } from '@muster/core/lifecycle/mission-lifecycle';
import type { PilotedStatus } from '@muster/core/lifecycle/pilot-lifecycle';
import type { TaskStatus } from '@muster/core/lifecycle/task-lifecycle';
import type { Report } from '@muster/core/report';
import type { Result } from '@muster/core/result';
import type { Artifact, Attempt, DimensionScore, Submission } from '@muster/core/run/attempt';
import type { Governance, MissionHead, MissionInfo, Run } from '@muster/core/run/mission';
import type { BlockCause, Node, NodeSpec, TaskNode } from '@muster/core/run/node';
import type { AdditionQuestions } from './addition-questions.ts';
import type { AttentionQuestions } from './attention.ts';
import type { ContractCommands } from './contract-use-cases.ts';
import type { DeadLetterQuestions } from './dead-letter-questions.ts';
import type { DeadLetterCommands } from './dead-letter-use-cases.ts';
import type { LargeAnswers } from './large-answers.ts';
import type { ChannelCommands } from './notify/channel-commands.ts';
import type { DeliveryCommands } from './notify/delivery-commands.ts';
import type { NotifyQuestions } from './notify/notify-questions.ts';
import type { Principal } from './principal.ts';
import type { Subscriptions } from './subscribing.ts';

export interface Engine extends Commands, Reading {}

/**
 * What changes something, or works out what would come of it. Apart from what only reads: a function on AWS starts
 * without the decisions, and loads them for its first command.
 */
export interface Commands
  extends MissionCommands,
    ScheduleCommands,
    TaskCommands,
    StandaloneTaskCommands,
    ElementCommands,
    ContractCommands,
    GrowthCommands,
    DeadLetterCommands,
    ChannelCommands,
    DeliveryCommands {}

export interface Reading
  extends Questions,
    StandaloneTaskQuestions,
    DeadLetterQuestions,
    NotifyQuestions,
    AttentionQuestions,
    AdditionQuestions,
    LargeAnswers,
    Subscriptions {}

/** Repeating a call with the same key answers the first answer again and changes nothing; kept 48 h. */
export interface Idempotent {
  readonly idempotencyKey?: string;
}

export interface MissionCommands {
  /**
   * Saves a mission as DRAFT, with or without problems in its document. With `schedule` or `launch`, all or nothing, it is
   * scheduled or launched in the same commit, or both.
   */
  createMission(principal: Principal, input: CreateMission): Promise<Result<MissionAnswer>>;
  saveDocument(principal: Principal, input: SaveDocument): Promise<Result<MissionAnswer>>;
  planMission(principal: Principal, input: OnMission): Promise<Result<MissionAnswer>>;
  launchMission(principal: Principal, input: OnMission): Promise<Result<MissionAnswer>>;
  /** `launchMission` out of PLANNING, and out of nothing else. */
  completePlanning(principal: Principal, input: OnMission): Promise<Result<MissionAnswer>>;
  pauseMission(
    principal: Principal,
    input: OnMission & { readonly reason?: string },
  ): Promise<Result<MissionAnswer>>;
  resumeMission(principal: Principal, input: OnMission): Promise<Result<MissionAnswer>>;
  cancelMission(principal: Principal, input: OnMission & Reasoned): Promise<Result<MissionAnswer>>;
  cancelRun(principal: Principal, input: OnMission & Reasoned): Promise<Result<MissionAnswer>>;
  retryFailed(principal: Principal, input: OnMission): Promise<Result<MissionAnswer>>;
  /** Governance PILOT only: one step along, launching on the way to ACTIVE, or one step back with a reason. */
  setMissionStatus(principal: Principal, input: SetMissionStatus): Promise<Result<MissionAnswer>>;
  /** Governance PILOT only. */
  setMissionProgress(
    principal: Principal,
    input: OnMission & { readonly progress: number },
  ): Promise<Result<MissionAnswer>>;
  /** Stores nothing. */
  validateMission(document: unknown): ValidationAnswer;
  /** How far the tasks of a version cover its contract; undefined without such a version. */
  coverage(principal: Principal, missionId: MissionId, version: number): Promise<Coverage | undefined>;
}

export interface ScheduleCommands {
  /** INVALID_SCHEDULE with all problems, INVALID_DOCUMENT when the mission could not be launched as it is now. */
  scheduleMission(principal: Principal, input: ScheduleMission): Promise<Result<MissionAnswer>>;
  unscheduleMission(principal: Principal, input: OnMission): Promise<Result<MissionAnswer>>;
  pauseSchedule(
    principal: Principal,
    input: OnMission & { readonly reason?: string },
  ): Promise<Result<MissionAnswer>>;
  resumeSchedule(principal: Principal, input: OnMission): Promise<Result<MissionAnswer>>;
  /** Stores nothing. `first` 1–100. */
  previewSchedule(schedule: unknown, first?: number): SchedulePreview;
  /** The slots to come of a mission; none while its schedule is paused. `first` 1–100. */
  slotsOf(head: MissionHead, first: number): readonly Instant[];
}

/** Tasks in no mission: claimed and worked on like those of missions. */
export interface StandaloneTaskCommands {
  /** READY at once, to be claimed like any other. INVALID_DOCUMENT with the problems of the task. */
  createTask(principal: Principal, input: CreateTask): Promise<Result<TaskAnswer>>;
}

export interface StandaloneTaskQuestions {
  /** Newest first. */
  listStandaloneTasks(
    principal: Principal,
    page: PageOf<{ readonly statuses?: readonly TaskStatus[] }>,
  ): Promise<Listed<TaskAnswer>>;
}

export interface TaskCommands {
  /** Best first, at most `limit`; an empty list when there is nothing for this agent now. Never waits. */
  claimTasks(principal: Principal, input: ClaimTasks): Promise<Result<readonly Claim[]>>;
  heartbeat(principal: Principal, input: Heartbeat): Promise<Result<HeartbeatAnswer>>;
  /** One result per submission, in order: one that is refused does not touch the others. */
  completeTasks(principal: Principal, input: CompleteTasks): Promise<Result<readonly Result<TaskAnswer>[]>>;
  /** `completeTasks`, then `claimTasks`, in one round trip: what the completions released can be claimed at once. */
  completeAndClaim(principal: Principal, input: CompleteAndClaim): Promise<Result<CompleteAndClaimAnswer>>;
  failTask(principal: Principal, input: FailTask): Promise<Result<TaskAnswer>>;
  /** Scores for a task that asks for them; the last of the reviewers decides with them. */
  reviewTask(principal: Principal, input: ScoreTask): Promise<Result<TaskAnswer>>;
  acceptTask(principal: Principal, input: ReviewTask): Promise<Result<TaskAnswer>>;
  rejectTask(principal: Principal, input: ReviewTask): Promise<Result<TaskAnswer>>;
  blockTask(principal: Principal, input: BlockTask): Promise<Result<TaskAnswer>>;
  unblockTask(principal: Principal, input: OnTask): Promise<Result<TaskAnswer>>;
  /** A FAILED task gets fresh attempts. */
  retryTask(principal: Principal, input: OnTask): Promise<Result<TaskAnswer>>;
  /** As `reopenTask`, and what came of it is undone too: all that stands behind it is done again. */
  retryFromTask(principal: Principal, input: OnTask & Reasoned): Promise<Result<TaskAnswer>>;
  /** A DONE task is done again; what waits for it waits anew. */
  reopenTask(principal: Principal, input: OnTask & Reasoned): Promise<Result<TaskAnswer>>;
  skipTask(principal: Principal, input: OnTask & Reasoned): Promise<Result<TaskAnswer>>;
  cancelTask(principal: Principal, input: OnTask & Reasoned): Promise<Result<TaskAnswer>>;
}

export interface ElementCommands {
  approveCheckpoint(principal: Principal, input: DecideCheckpoint): Promise<Result<NodeAnswer<'CHECKPOINT'>>>;
  /** `reopen` names tasks (ids) right before the checkpoint that are to be done again; it is then asked anew. */
  rejectCheckpoint(
    principal: Principal,
    input: DecideCheckpoint & { readonly reopen: readonly NodeRef[] },
  ): Promise<Result<NodeAnswer<'CHECKPOINT'>>>;
  overrideGate(principal: Principal, input: OnNode & Reasoned): Promise<Result<NodeAnswer<'GATE'>>>;
  skipDelay(principal: Principal, input: OnNode & Reasoned): Promise<Result<NodeAnswer<'DELAY'>>>;
}

/** To an open run. All or nothing; INVALID_ADDITION tells every problem, with its path in the input. */
export interface GrowthCommands {
  /** As in a document; they may name what the run has and each other. */
  addTasks(principal: Principal, input: AddTasks): Promise<Result<Grown>>;
  addElements(principal: Principal, input: AddElements): Promise<Result<Grown>>;
  addDependency(principal: Principal, input: AddDependency): Promise<Result<Grown>>;
}

/** Batches answer in the order asked, undefined for what isn't there. At most 100 ids each. */
export interface Questions {
  missions(principal: Principal, ids: readonly MissionId[]): Promise<readonly (MissionHead | undefined)[]>;
  missionInfos(
    principal: Principal,
    ids: readonly MissionId[],
  ): Promise<readonly (MissionInfo | undefined)[]>;
  /** Newest first. */
  listMissions(
    principal: Principal,
    page: PageOf<{ readonly statuses?: readonly MissionStatus[] }>,
  ): Promise<Listed<MissionHead>>;
  document(principal: Principal, missionId: MissionId, version: number): Promise<unknown>;
  runs(principal: Principal, refs: readonly RunRef[]): Promise<readonly (Run | undefined)[]>;
  /** Newest first. */
  listRuns(principal: Principal, page: PageOf<{ readonly missionId: MissionId }>): Promise<Listed<Run>>;
  nodes(principal: Principal, refs: readonly NodeRef[]): Promise<readonly (Node | undefined)[]>;
  specs(principal: Principal, refs: readonly NodeRef[]): Promise<readonly (NodeSpec | undefined)[]>;
  /** In the order of the document. */
  listNodes(principal: Principal, page: PageOf<RunRef & { readonly kind: NodeKind }>): Promise<Listed<Node>>;
  /** Ended and submitted ones from their records, an ACTIVE one from its task's lease. */
  attempts(principal: Principal, refs: readonly AttemptRef[]): Promise<readonly (Attempt | undefined)[]>;
  /** Oldest first. */
  listAttempts(principal: Principal, page: PageOf<NodeRef>): Promise<Listed<Attempt>>;
  /** In the order they were delivered. */
  listArtifacts(principal: Principal, page: PageOf<NodeRef>): Promise<Listed<Artifact>>;
  /** What waits for a person in open runs of the workspace, longest first. */
  listApprovals(
    principal: Principal,
    page: PageOf<{ readonly kinds?: readonly ApprovalKind[] }>,
  ): Promise<Listed<Approval>>;
  report(principal: Principal, ref: RunRef): Promise<Report | undefined>;
  /** Events after a sequence, ascending. CURSOR_AHEAD when `after` lies in the future. */
  listEvents(principal: Principal, page: EventsPage): Promise<Result<Listed<Event>>>;
}

export interface Approval extends Asking {
  readonly ref: NodeRef;
  readonly node: Node;
  readonly mission: MissionHead;
}

export interface OnMission extends Idempotent {
  readonly missionId: MissionId;
}
export interface OnNode extends Idempotent {
  readonly node: NodeRef;
}
export interface OnTask extends Idempotent {
  readonly task: NodeRef;
}
export interface Reasoned {
  /** Not blank. */
  readonly reason: string;
}

export interface AddTasks extends OnMission {
  /** 1–500. */
  readonly tasks: readonly unknown[];
}
/** At least one, at most 500 together. */
export interface AddElements extends OnMission {
  readonly checkpoints?: readonly unknown[];
  readonly qualityGates?: readonly unknown[];
  readonly delays?: readonly unknown[];
}
/** Both of the mission's latest run; `task` must not have begun. */
export interface AddDependency extends OnTask {
  readonly dependsOn: NodeRef;
}

export interface Grown {
  readonly mission: MissionHead;
  readonly sequence: number;
  /** In the order of the input. */
  readonly added: readonly AddedNode[];
}

export interface AddedNode {
  readonly kind: NodeKind;
  readonly ref: NodeRef;
}

export interface CreateMission extends Idempotent {
  /** 1–200 characters. */
  readonly title: string;
  readonly objective?: string;
  readonly document: unknown;
  /** AUTOMATIC unless told. */
  readonly governance?: Governance;
  /** With the governance PILOT whoever creates it, unless told. */
  readonly pilot?: string;
  /** 1 or more. */
  readonly maxConcurrent?: number;
  readonly tags?: readonly string[];
  readonly launch?: boolean;
  /** See `parseSchedule` in core. */
  readonly schedule?: unknown;
}
export interface SetMissionStatus extends OnMission {
  readonly status: PilotedStatus;
  /** Needed for a step back. */
  readonly reason?: string;
}
export interface SaveDocument extends OnMission {
  readonly document: unknown;
}
export interface ScheduleMission extends OnMission {
  /** See `parseSchedule` in core. */
  readonly schedule: unknown;
}
export interface SchedulePreview {
  readonly problems: readonly Problem[];
  /** None when there are problems. */
  readonly slots: readonly Instant[];
}
export interface MissionAnswer {
  readonly mission: MissionHead;
  readonly sequence: number;
}
export interface ValidationAnswer {
  readonly problems: readonly Problem[];
  /** Told of a document with problems too. */
  readonly coverage: Coverage;
  /** Present when there are no problems. */
  readonly document?: Document;
  readonly plan?: ComputedPlan;
}

export interface CreateTask extends Idempotent {
  /** As in `tasks` of a document. There is nothing it could depend on, no milestone and no contract. */
  readonly task: unknown;
}
export interface ClaimTasks extends Idempotent {
  /** The agent that will work. A credential of role AGENT can name only itself. */
  readonly agent: string;
  readonly specialties?: readonly string[];
  /** 1–100. */
  readonly limit: number;
  /** 1,000–3,600,000 ms; 60,000 unless told. */
  readonly leaseMs?: number;
}
export interface Claim {
  readonly ref: AttemptRef;
  readonly task: TaskNode;
  readonly spec: Extract<NodeSpec, { kind: 'TASK' }>;
  readonly attempt: Attempt;
  readonly sequence: number;
}
export interface Heartbeat {
  readonly attempt: AttemptRef;
}
export interface HeartbeatAnswer {
  readonly attempt: Attempt;
  /** Of the mission's last event: a heartbeat makes none of its own. */
  readonly sequence: number;
}
export interface CompleteTask {
  readonly attempt: AttemptRef;
  readonly submission: Submission;
}
export interface CompleteTasks extends Idempotent {
  /** 1–100. */
  readonly tasks: readonly CompleteTask[];
}
export interface CompleteAndClaim extends Idempotent {
  /** 0–100. */
  readonly complete: readonly CompleteTask[];
  readonly claim: Omit<ClaimTasks, 'idempotencyKey'>;
}
export interface CompleteAndClaimAnswer {
  readonly completed: readonly Result<TaskAnswer>[];
  readonly claims: readonly Claim[];
}
export interface FailTask extends Idempotent {
  readonly attempt: AttemptRef;
  readonly message: string;
}
export interface ReviewTask extends OnTask {
  readonly feedback?: string;
  /** 1–5. */
  readonly score?: number;
}
export interface ScoreTask extends OnTask {
  readonly feedback?: string;
  readonly scores: readonly DimensionScore[];
}
export interface BlockTask extends OnTask {
  readonly cause: BlockCause;
  readonly note: string;
}
export interface DecideCheckpoint extends OnNode {
  readonly feedback?: string;
  /** Of the opening that was looked at: INVALID_ARGUMENT when it was opened anew since then. */
  readonly openedAt?: Instant;
}
export interface TaskAnswer {
  readonly ref: NodeRef;
  readonly task: TaskNode;
  readonly mission: MissionHead;
  readonly sequence: number;
}
export interface NodeAnswer<Kind extends NodeKind> {
  readonly ref: NodeRef;
  readonly node: Extract<Node, { kind: Kind }>;
  readonly mission: MissionHead;
  readonly sequence: number;
}

export type PageOf<Of> = Of & {
  /** 1–100. */
  readonly first: number;
  /** A `cursor` of a former page. */
  readonly after?: string;
};
export interface Listed<T> {
  readonly items: readonly { readonly cursor: string; readonly node: T }[];
  readonly hasNext: boolean;
}
export interface EventsPage {
  readonly missionId: MissionId;
  /** 0 is the beginning. */
  readonly after: number;
  readonly first: number;
  readonly types?: readonly EventType[];
}
