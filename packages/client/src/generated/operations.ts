/** Written by `npm run client` from schema/schema.graphql and src/operations. Not to be edited by hand. */
import type { Operation } from '../operation.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** Input of `acceptTask`. */
export type AcceptTaskInput = {
  /** What is to be said about the result. */
  readonly feedback?: string | null | undefined;
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** How good it is, 1–5. */
  readonly score?: number | null | undefined;
  /** `tsk_…` */
  readonly taskId: string;
};

/** What kind of actor did it. */
export type ActorKind =
  /** An agent of the workspace. */
  | 'AGENT'
  /** The engine itself: timers, leases, continuations. */
  | 'SYSTEM'
  /** A person, or a program in a person’s name. */
  | 'USER';

/** Input of `addElements`. */
export type AddElementsInput = {
  /** Checkpoints as in a document. */
  readonly checkpoints?: ReadonlyArray<unknown> | null | undefined;
  /** Delays as in a document. */
  readonly delays?: ReadonlyArray<unknown> | null | undefined;
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** `mis_…` */
  readonly missionId: string;
  /** Quality gates as in a document. */
  readonly qualityGates?: ReadonlyArray<unknown> | null | undefined;
};

/** Input of `addTasks`. */
export type AddTasksInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** `mis_…` */
  readonly missionId: string;
  /** Tasks as in a document, 1–500. */
  readonly tasks: ReadonlyArray<unknown>;
};

/** What a person is asked for. */
export type ApprovalKind =
  /** Nobody else can say whether an assertion holds: report or waive it. */
  | 'ASSERTION'
  /** A task must not go on, or be tried again, without consent: unblock or skip it. */
  | 'AUTHORISATION'
  /** A checkpoint is open: approve or reject it. */
  | 'CHECKPOINT'
  /** A quality gate holds: have its tasks done better, or override it. */
  | 'GATE'
  /** A task can’t go on before a person has done something; its note says what. */
  | 'QUESTION'
  /** Submitted work: accept or reject it. */
  | 'REVIEW'
  /** A validation has used up its rounds: grant another one, waive what fails, or fail it. */
  | 'VALIDATION';

/** Input of `approveCheckpoint`. */
export type ApproveCheckpointInput = {
  /** `chk_…` */
  readonly checkpointId: string;
  /** What is to be said with it. */
  readonly feedback?: string | null | undefined;
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
};

/** Something to deliver. Exactly one of text, url and json carries the content. */
export type ArtifactInput = {
  /** The content as JSON. */
  readonly json?: unknown;
  /** What it is for. */
  readonly kind: ArtifactKind;
  /** IANA media type. */
  readonly mediaType?: string | null | undefined;
  /** What it is called. */
  readonly name: string;
  /** The content as text. */
  readonly text?: string | null | undefined;
  /** Where the content is. */
  readonly url?: string | null | undefined;
};

/** What an artifact is for. */
export type ArtifactKind =
  /** A temporary agent. */
  | 'AGENT'
  /** A thing used in the work. */
  | 'ASSET'
  /** A result of the mission. */
  | 'DELIVERABLE'
  /** Something found out. */
  | 'RESEARCH'
  /** A program written for the work. */
  | 'SCRIPT';

/** What can be reported of an assertion. */
export type AssertionResult =
  /** It could not be found out: a person has to say. */
  | 'BLOCKED'
  /** It is not: somebody has to mend it. */
  | 'FAILING'
  /** It is true. */
  | 'PASSING';

/** Where an assertion stands. */
export type AssertionStatus =
  /** It could not be found out: a person has to say. */
  | 'BLOCKED'
  /** It is not: somebody has to mend it. */
  | 'FAILING'
  /** It is true. */
  | 'PASSING'
  /** Nothing was found out yet, or it is to be found out anew. */
  | 'PENDING'
  /** A person said that it needn’t be true. */
  | 'WAIVED';

/** Where an attempt stands. */
export type AttemptStatus =
  /** Its result stands. */
  | 'ACCEPTED'
  /** Holds its task. */
  | 'ACTIVE'
  /** Its lease ran out. */
  | 'EXPIRED'
  /** The worker gave up. */
  | 'FAILED'
  /** Its task was taken away. */
  | 'INTERRUPTED'
  /** A reviewer sent it back. */
  | 'REJECTED'
  /** Handed in; waits for a review. */
  | 'SUBMITTED';

/** Why something needs somebody. */
export type AttentionKind =
  /** Nobody else can say whether an assertion holds. */
  | 'ASSERTION'
  /** A task must not go on, or be tried again, without consent. */
  | 'AUTHORISATION'
  /** A task is blocked, by another task or for some other reason. */
  | 'BLOCKED'
  /** A checkpoint is open. */
  | 'CHECKPOINT'
  /** Work of the engine failed however often it was tried, and was put aside. */
  | 'DEAD_LETTER'
  /** A task is kept for whoever it was handed to, and not taken yet. */
  | 'ESCALATED'
  /** The run, or a task that holds the rest of it. */
  | 'FAILED'
  /** A quality gate holds. */
  | 'GATE'
  /** Whoever had the task last went silent. */
  | 'LEASE_LOST'
  /** A deadline has passed. */
  | 'OVERDUE'
  /** The mission is paused. */
  | 'PAUSED'
  /** A task can’t go on before a person has done something. */
  | 'QUESTION'
  /** A task is tried again. */
  | 'RETRYING'
  /** Submitted work. */
  | 'REVIEW'
  /** Nobody has taken a task for 15 minutes. */
  | 'UNCLAIMED'
  /** A validation has used up its rounds. */
  | 'VALIDATION';

/** Input of `cancelMission`. */
export type CancelMissionInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** `mis_…` */
  readonly missionId: string;
  /** Why; not blank. */
  readonly reason: string;
};

/** Input of `cancelRun`. */
export type CancelRunInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** `mis_…` */
  readonly missionId: string;
  /** Why; not blank. */
  readonly reason: string;
};

/** Input of `cancelTask`. */
export type CancelTaskInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** Why; not blank. */
  readonly reason: string;
  /** `tsk_…` */
  readonly taskId: string;
};

/** How a channel reaches somebody. */
export type ChannelKind =
  /** Addresses for mail. */
  | 'EMAIL'
  /** An incoming webhook of Slack. */
  | 'SLACK'
  /** An address that takes signed requests, as Standard Webhooks has them. */
  | 'WEBHOOK';

/** Where a channel stands. */
export type ChannelStatus =
  /** What it is to be told fails, and can be sent again later. */
  | 'DISABLED'
  /** It takes what it is to be told. */
  | 'ENABLED';

/** Where a checkpoint stands. */
export type CheckpointStatus =
  /** Approved: what it blocked goes on. */
  | 'APPROVED'
  /** Nobody decided in time. */
  | 'EXPIRED'
  /** Waits for a person. */
  | 'OPEN'
  /** Its tasks have not settled yet. */
  | 'PENDING'
  /** Rejected. */
  | 'REJECTED'
  /** Left out, because what it came after was. */
  | 'SKIPPED';

/** Who claims how much. */
export type ClaimInput = {
  /** Who will work. A credential of role AGENT can name only itself. */
  readonly agent: string;
  /** Length of the lease, 1000–3600000 ms; 60000 unless told. */
  readonly leaseMs?: number | null | undefined;
  /** How many at most, 1–100; 1 unless told. */
  readonly limit?: number | null | undefined;
  /** What it can do; tasks without a specialty are always offered. */
  readonly specialties?: ReadonlyArray<string> | null | undefined;
};

/** How many tasks are to fulfil an assertion. */
export type ClaimPolicy =
  /** One task or more. */
  | 'AT_LEAST_ONE'
  /** One task, and no other. */
  | 'EXACTLY_ONE';

/** Input of `claimTasks`. */
export type ClaimTasksInput = {
  /** Who will work. A credential of role AGENT can name only itself. */
  readonly agent: string;
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** Length of the lease, 1000–3600000 ms; 60000 unless told. */
  readonly leaseMs?: number | null | undefined;
  /** How many at most, 1–100; 1 unless told. */
  readonly limit?: number | null | undefined;
  /** What it can do; tasks without a specialty are always offered. */
  readonly specialties?: ReadonlyArray<string> | null | undefined;
};

/** Input of `completeAndClaim`. */
export type CompleteAndClaimInput = {
  /** What to claim then. */
  readonly claim: ClaimInput;
  /** The submissions, 0–100. */
  readonly complete: ReadonlyArray<TaskCompletionInput>;
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
};

/** Input of `completePlanning`. */
export type CompletePlanningInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** `mis_…` */
  readonly missionId: string;
};

/** Input of `completeTask`. */
export type CompleteTaskInput = {
  /** `att_…` */
  readonly attemptId: string;
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** What is handed in. */
  readonly submission: SubmissionInput;
};

/** Input of `createApiKey`. */
export type CreateApiKeyInput = {
  /** When it stops working; never unless told. */
  readonly expiresAt?: string | null | undefined;
  /** The name its actor acts under; for the role AGENT, the agent’s. */
  readonly name: string;
  /** What it may do. */
  readonly role: Role;
};

/** Input of `createChannel`. */
export type CreateChannelInput = {
  /** Name of the person in whose name links in this channel decide about checkpoints: it has to lead to that person alone. Whoever gets the link can decide as that person could. */
  readonly actsFor?: string | null | undefined;
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** How it reaches somebody. */
  readonly kind: ChannelKind;
  /** What documents and rules call it: up to 63 letters, digits and hyphens. */
  readonly name: string;
  /** Of a WEBHOOK: `whsec_` and 24 to 64 bytes in base64. It is never shown again. */
  readonly secret?: string | null | undefined;
  /** Of an EMAIL: 1 to 20 addresses. */
  readonly to?: ReadonlyArray<string> | null | undefined;
  /** Of a WEBHOOK or SLACK: an https address that all the world can reach. */
  readonly url?: string | null | undefined;
};

/** Input of `createMission`. */
export type CreateMissionInput = {
  /** The plan: tasks, milestones, checkpoints, quality gates, delays, contract, team, notifications, deadline. */
  readonly document: unknown;
  /** Who moves its status; AUTOMATIC unless told. */
  readonly governance?: Governance | null | undefined;
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** Launch it at once. With problems in the document nothing is saved at all. */
  readonly launch?: boolean | null | undefined;
  /** How many tasks may be in progress at once, at least 1. */
  readonly maxConcurrent?: number | null | undefined;
  /** What is to be achieved. */
  readonly objective?: string | null | undefined;
  /** Who steers it, by name; with the governance PILOT whoever creates it, unless told. */
  readonly pilot?: string | null | undefined;
  /** Have it launched by itself, as by `scheduleMission`. With problems in it or in the document nothing is saved at all. */
  readonly schedule?: ScheduleInput | null | undefined;
  /** Free words about it: at most 100, of 1–100 characters each. */
  readonly tags?: ReadonlyArray<string> | null | undefined;
  /** 1–200 characters. */
  readonly title: string;
};

/** Input of `createTask`. */
export type CreateTaskInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** As one of the `tasks` of a document; there is nothing that it could depend on. */
  readonly task: unknown;
};

/** What has died. */
export type DeadLetterOrigin =
  /** Something that a commit has left to be done. */
  | 'MESSAGE'
  /** Something that came due. */
  | 'TIMER';

/** Where a dead letter stands. */
export type DeadLetterStatus =
  /** Nobody tries it any more. */
  | 'DEAD'
  /** Somebody had it tried again, and it has not come back since. */
  | 'REDRIVEN';

/** Where a delay stands. */
export type DelayStatus =
  /** Its time is over. */
  | 'ELAPSED'
  /** Its tasks have not settled yet. */
  | 'PENDING'
  /** Its time runs. */
  | 'RUNNING'
  /** A person skipped it, or what it came after was left out. */
  | 'SKIPPED';

/** Input of `deleteChannel`. */
export type DeleteChannelInput = {
  /** `chn_…` */
  readonly channelId: string;
};

/** Where a delivery stands. */
export type DeliveryStatus =
  /** The receiver has taken it. */
  | 'DELIVERED'
  /** It was given up. */
  | 'FAILED'
  /** It is on its way: tried now, or again later. */
  | 'PENDING';

/** What came of a try. */
export type DeliveryTryOutcome =
  /** The receiver has taken it. */
  | 'DELIVERED'
  /** The receiver is gone for good. */
  | 'GONE'
  /** The process that tried it ended before it knew. */
  | 'LOST'
  /** The receiver will never take it. */
  | 'REFUSED'
  /** It failed, and may not the next time. */
  | 'RETRY';

/** Input of `disableChannel`. */
export type DisableChannelInput = {
  /** `chn_…` */
  readonly channelId: string;
  /** Why. */
  readonly reason?: string | null | undefined;
};

/** Something that turned up during the work. */
export type DiscoveredIssueInput = {
  /** In full. */
  readonly description: string;
  /** How bad it is. */
  readonly severity: IssueSeverity;
  /** In a few words. */
  readonly title: string;
};

/** Input of `enableChannel`. */
export type EnableChannelInput = {
  /** `chn_…` */
  readonly channelId: string;
};

/** What kind of failure it is. Branch on this. */
export type ErrorCode =
  /** A validation says nothing yet of some of its assertions. */
  | 'ASSERTIONS_UNREPORTED'
  /** Others changed the same mission at the same time; try again. */
  | 'CONFLICT'
  /** The policy of the contract does not let the mission out of planning. */
  | 'CONTRACT_NOT_COVERED'
  /** The cursor lies in the future. */
  | 'CURSOR_AHEAD'
  /** Neither evidence nor a reason for having none was given. */
  | 'EVIDENCE_REQUIRED'
  /** The credential is not allowed to do this. */
  | 'FORBIDDEN'
  /** The key was used for another request. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The thing stands where this command is not possible. */
  | 'ILLEGAL_MOVE'
  /** Who did the work may not review it. */
  | 'IMPLEMENTER_CANNOT_REVIEW'
  /** Who worked at it may not say that it is passing. */
  | 'IMPLEMENTER_CANNOT_VALIDATE'
  /** A fault on our side. */
  | 'INTERNAL'
  /** What was to be added to the run has problems. */
  | 'INVALID_ADDITION'
  /** A part of the input is not valid. */
  | 'INVALID_ARGUMENT'
  /** The document has problems. */
  | 'INVALID_DOCUMENT'
  /** The rules have problems. */
  | 'INVALID_RULES'
  /** The schedule has problems. */
  | 'INVALID_SCHEDULE'
  /** More than a limit allows. */
  | 'LIMIT_EXCEEDED'
  /** Only the approvers of this checkpoint may decide. */
  | 'NOT_AN_APPROVER'
  /** Of the agents only the reviewers of this task may review it. */
  | 'NOT_A_REVIEWER'
  /** No such thing in this workspace. */
  | 'NOT_FOUND'
  /** Who asked for the work may not approve it himself. */
  | 'REQUESTER_CANNOT_APPROVE'
  /** Nothing was said about an expectation that the worker tests. */
  | 'RESULTS_REQUIRED'
  /** The attempt no longer holds its task. */
  | 'STALE_ATTEMPT'
  /** A valid credential is needed. */
  | 'UNAUTHENTICATED'
  /** Not possible right now; try again. */
  | 'UNAVAILABLE'
  /** This release can not read the message that is to be sent again. */
  | 'UNREADABLE_MESSAGE'
  /** Some of the work is still open. */
  | 'WORK_NOT_SETTLED';

/** What kind of fact an event tells. Rules for notifications write them like `TaskStatusChanged`. */
export type EventType =
  /** An attempt delivered an artifact. */
  | 'ARTIFACT_DELIVERED'
  /** Something was said about an assertion of the contract, or is to be said anew. */
  | 'ASSERTION_STATUS_CHANGED'
  /** An attempt began, moved or ended. */
  | 'ATTEMPT_STATUS_CHANGED'
  /** One approval of several was given. */
  | 'CHECKPOINT_APPROVAL_RECORDED'
  /** Nobody decided in time; somebody should. */
  | 'CHECKPOINT_ESCALATED'
  /** A checkpoint moved. */
  | 'CHECKPOINT_STATUS_CHANGED'
  /** A deadline has passed before its run or task had ended. */
  | 'DEADLINE_BREACHED'
  /** 80 % of the time until a deadline have passed. */
  | 'DEADLINE_WARNED'
  /** Work could not be done however often it was tried, or is tried again since. */
  | 'DEAD_LETTER_STATUS_CHANGED'
  /** A delay is over, but releases nothing while the mission is paused. */
  | 'DELAY_PARKED'
  /** A delay moved. */
  | 'DELAY_STATUS_CHANGED'
  /** A new version of the document was saved. */
  | 'DOCUMENT_SAVED'
  /** A quality gate holds, and says why. */
  | 'GATE_HELD'
  /** A quality gate moved. */
  | 'GATE_STATUS_CHANGED'
  /** Work that was accepted has turned up an issue; a blocking one became a task. */
  | 'ISSUE_DISCOVERED'
  /** A milestone moved. */
  | 'MILESTONE_STATUS_CHANGED'
  /** A mission was created. */
  | 'MISSION_CREATED'
  /** Its pilot said how far it is. */
  | 'MISSION_PROGRESS_SET'
  /** The mission moved. */
  | 'MISSION_STATUS_CHANGED'
  /** The report of a run was written. */
  | 'REPORT_WRITTEN'
  /** Nobody has reviewed in time; somebody should. */
  | 'REVIEW_ESCALATED'
  /** A reviewer gave scores. */
  | 'REVIEW_RECORDED'
  /** The run will fail once running attempts have ended. */
  | 'RUN_FAILING'
  /** Tasks, elements or dependencies were added to the run: `number` of the addition, and the `edges` made, ids of what goes before and of what waits, unless they are too many. */
  | 'RUN_GROWN'
  /** What was going to fail the run was retried or skipped: it goes on. */
  | 'RUN_RECOVERED'
  /** A launch is being written out in pieces. */
  | 'RUN_STAGED'
  /** A run was launched, moved or ended. */
  | 'RUN_STATUS_CHANGED'
  /** A schedule was removed, or has no slot left. */
  | 'SCHEDULE_ENDED'
  /** A schedule was paused: it fires nothing. */
  | 'SCHEDULE_PAUSED'
  /** A paused schedule goes on. */
  | 'SCHEDULE_RESUMED'
  /** A schedule was set. */
  | 'SCHEDULE_SET'
  /** A slot of a schedule has launched a run. */
  | 'SLOT_FIRED'
  /** Slots of a schedule have come, and wait for a run to end. */
  | 'SLOT_QUEUED'
  /** Slots of a schedule have come and will launch nothing. */
  | 'SLOT_SKIPPED'
  /** A task in no mission was created. */
  | 'TASK_CREATED'
  /** All attempts are spent; somebody else has a round of them. */
  | 'TASK_ESCALATED'
  /** Expectations were not met; the same agent is to mend it. */
  | 'TASK_FIX_REQUESTED'
  /** A ready task was taken out of the claim queue for a while. */
  | 'TASK_PARKED'
  /** A task moved. */
  | 'TASK_STATUS_CHANGED'
  /** A ready task is back in the claim queue. */
  | 'TASK_UNPARKED'
  /** A validation of the contract moved. */
  | 'VALIDATION_STATUS_CHANGED';

/** What came of testing one expectation. */
export type ExpectationResultInput = {
  /** Whether it was met. */
  readonly hasPassed: boolean;
  /** What was seen. */
  readonly output?: string | null | undefined;
  /** Which one, from 0 in `definition.expectations`. */
  readonly position: number;
};

/** How an expectation is tested. */
export type ExpectationType =
  /** Files are there. */
  | 'FILE_EXISTS'
  /** Reviewers score the result. */
  | 'LLM_REVIEW'
  /** A script ends well. */
  | 'SCRIPT'
  /** A test command ends well. */
  | 'TEST';

/** Input of `failTask`. */
export type FailTaskInput = {
  /** `att_…` */
  readonly attemptId: string;
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** What went wrong; not blank. */
  readonly message: string;
};

/** Input of `failValidation`. */
export type FailValidationInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** Why; not blank. */
  readonly reason: string;
  /** `val_…` */
  readonly validationId: string;
};

/** Who moves the status of a mission. */
export type Governance =
  /** The engine does, as work settles. */
  | 'AUTOMATIC'
  /** Only its pilot or an administrator of the workspace does; the engine still holds dependencies. */
  | 'PILOT';

/** Input of `grantRound`. */
export type GrantRoundInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** Why; not blank. */
  readonly reason: string;
  /** `val_…` */
  readonly validationId: string;
};

/** Input of `heartbeat`. */
export type HeartbeatInput = {
  /** `att_…` */
  readonly attemptId: string;
};

/** How bad a discovered issue is. */
export type IssueSeverity =
  /** Has to be dealt with before the mission can succeed. */
  | 'BLOCKING'
  /** Should be dealt with. */
  | 'NON_BLOCKING'
  /** Could be better. */
  | 'SUGGESTION';

/** Where a milestone stands. */
export type MilestoneStatus =
  /** Its tasks are worked on. */
  | 'ACTIVE'
  /** Over, and the next one unlocked. */
  | 'DONE'
  /** Its validation has failed. */
  | 'FAILED'
  /** A phase before it is not over. */
  | 'LOCKED'
  /** Its tasks are done and being validated. */
  | 'VALIDATING';

/** Where a mission stands. */
export type MissionStatus =
  /** A run is under way. */
  | 'ACTIVE'
  /** Somebody has called it off. */
  | 'CANCELLED'
  /** The last run ended well. */
  | 'COMPLETED'
  /** Being written; its document may have problems. */
  | 'DRAFT'
  /** The last run failed. */
  | 'FAILED'
  /** A run is open, but nothing new is claimed or released. */
  | 'PAUSED'
  /** Being planned. */
  | 'PLANNING'
  /** Will be launched again and again. */
  | 'RECURRING'
  /** Will be launched once, at a set instant. */
  | 'SCHEDULED'
  /** The work is done and being validated. */
  | 'VALIDATING';

/** What a list of missions can be narrowed to. */
export type MissionStatusFilter =
  /** A run is under way. */
  | 'ACTIVE'
  /** Somebody has called it off. */
  | 'CANCELLED'
  /** The last run ended well. */
  | 'COMPLETED'
  /** Being written; its document may have problems. */
  | 'DRAFT'
  /** The last run failed. */
  | 'FAILED'
  /** PLANNING, ACTIVE, VALIDATING or PAUSED. */
  | 'IN_FLIGHT'
  /** Every status that is not final. */
  | 'OPEN'
  /** A run is open, but nothing new is claimed or released. */
  | 'PAUSED'
  /** Being planned. */
  | 'PLANNING'
  /** Will be launched again and again. */
  | 'RECURRING'
  /** Will be launched once, at a set instant. */
  | 'SCHEDULED'
  /** The work is done and being validated. */
  | 'VALIDATING';

/** Input of `overrideGate`. */
export type OverrideGateInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** `gat_…` */
  readonly qualityGateId: string;
  /** Why; not blank. */
  readonly reason: string;
};

/** Input of `pauseMission`. */
export type PauseMissionInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** `mis_…` */
  readonly missionId: string;
  /** Why. */
  readonly reason?: string | null | undefined;
};

/** Input of `pauseSchedule`. */
export type PauseScheduleInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** `mis_…` */
  readonly missionId: string;
  /** Why. */
  readonly reason?: string | null | undefined;
};

/** Where a pilot can move a mission: one step along DRAFT, PLANNING, ACTIVE, VALIDATING, COMPLETED, or one back. */
export type PilotedStatus =
  /** From PLANNING a new run; back from VALIDATING the same one goes on. */
  | 'ACTIVE'
  /** Only when all work has settled. */
  | 'COMPLETED'
  /** Back to writing, from PLANNING. */
  | 'DRAFT'
  /** Being planned. Back from ACTIVE, the run is called off. */
  | 'PLANNING'
  /** Nothing new is claimed. Back from COMPLETED, the run is open again. */
  | 'VALIDATING';

/** Input of `planMission`. */
export type PlanMissionInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** `mis_…` */
  readonly missionId: string;
};

/** What kind of problem a document or a schedule has. */
export type ProblemCode =
  /** Several elements answer to this name. */
  | 'AMBIGUOUS_NAME'
  /** An assertion id of the wrong form. */
  | 'BAD_ASSERTION_ID'
  /** Not a valid CEL condition. */
  | 'BAD_CONDITION'
  /** Not a cron expression of five fields. */
  | 'BAD_CRON'
  /** Not an ISO 8601 duration, or longer than 366 days. */
  | 'BAD_DURATION'
  /** Not an RFC 3339 instant. */
  | 'BAD_INSTANT'
  /** Elements depend on each other in a circle. */
  | 'CYCLE'
  /** Two elements of one kind share a name. */
  | 'DUPLICATE_NAME'
  /** Two milestones have one sequence. */
  | 'DUPLICATE_SEQUENCE'
  /** An instant that has passed. */
  | 'INSTANT_PAST'
  /** More than a limit allows. */
  | 'LIMIT_EXCEEDED'
  /** A required key is not there. */
  | 'MISSING'
  /** A schedule that would never launch anything. */
  | 'NO_OCCURRENCE'
  /** A value outside its range or set. */
  | 'OUT_OF_RANGE'
  /** An element depends on itself. */
  | 'SELF_DEPENDENCY'
  /** What it is to hold back has begun or settled. */
  | 'SETTLED'
  /** Nobody of this name is in the team. */
  | 'UNKNOWN_AGENT'
  /** The contract lacks this assertion. */
  | 'UNKNOWN_ASSERTION'
  /** A key that the document does not know. */
  | 'UNKNOWN_KEY'
  /** No element has this name. */
  | 'UNKNOWN_NAME'
  /** No time zone of the IANA. */
  | 'UNKNOWN_ZONE'
  /** A value of the wrong JSON type. */
  | 'WRONG_TYPE';

/** Where a quality gate stands. */
export type QualityGateStatus =
  /** It holds; `reasons` says why. */
  | 'FAILED'
  /** A person let it pass. */
  | 'OVERRIDDEN'
  /** What it asks for was reached. */
  | 'PASSED'
  /** Its tasks have not settled yet. */
  | 'PENDING'
  /** Left out, because what it came after was. */
  | 'SKIPPED';

/** Input of `redeliver`. */
export type RedeliverInput = {
  /** `dlv_…` */
  readonly deliveryId: string;
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
};

/** Input of `redriveDeadLetter`. */
export type RedriveDeadLetterInput = {
  /** `dlt_…` */
  readonly deadLetterId: string;
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
};

/** Input of `rejectCheckpoint`. */
export type RejectCheckpointInput = {
  /** `chk_…` */
  readonly checkpointId: string;
  /** What has to change. */
  readonly feedback?: string | null | undefined;
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** Up to 50 tasks right before the checkpoint that are to be done again; it is then asked anew. None: the run fails. */
  readonly reopenTaskIds?: ReadonlyArray<string> | null | undefined;
};

/** Input of `rejectTask`. */
export type RejectTaskInput = {
  /** What is to be said about the result. */
  readonly feedback?: string | null | undefined;
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** How good it is, 1–5. */
  readonly score?: number | null | undefined;
  /** `tsk_…` */
  readonly taskId: string;
};

/** Input of `reopenTask`. */
export type ReopenTaskInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** Why; not blank. */
  readonly reason: string;
  /** `tsk_…` */
  readonly taskId: string;
};

/** Input of `reportAssertion`. */
export type ReportAssertionInput = {
  /** `ast_…` */
  readonly assertionId: string;
  /** `att_…`, of whoever holds the validation task. */
  readonly attemptId?: string | null | undefined;
  /** What was seen, up to 4000 characters; not blank. */
  readonly evidence: string;
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** What was found. */
  readonly status: AssertionResult;
};

/** Input of `resumeMission`. */
export type ResumeMissionInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** `mis_…` */
  readonly missionId: string;
};

/** Input of `resumeSchedule`. */
export type ResumeScheduleInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** `mis_…` */
  readonly missionId: string;
};

/** Input of `retryFailed`. */
export type RetryFailedInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** `mis_…` */
  readonly missionId: string;
};

/** Input of `retryTask`. */
export type RetryTaskInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** `tsk_…` */
  readonly taskId: string;
};

/** Whether a submission is reviewed. */
export type ReviewPolicy =
  /** A submission settles the task. */
  | 'NONE'
  /** Somebody else has to accept the submission. */
  | 'REQUIRED';

/** Input of `revokeApiKey`. */
export type RevokeApiKeyInput = {
  /** `key_…` */
  readonly apiKeyId: string;
};

/** What a credential may do. */
export type Role =
  /** May do everything. */
  | 'ADMIN'
  /** Claims tasks and answers for them, under its own name only. */
  | 'AGENT'
  /** Creates missions, decides and works. */
  | 'MEMBER'
  /** May do everything. */
  | 'OWNER'
  /** Steers missions, decides and works. */
  | 'PILOT'
  /** Reads. */
  | 'VIEWER';

/** What came of a round of validation. */
export type RoundOutcome =
  /** Work was opened again before it came to a result. */
  | 'CALLED_OFF'
  /** Some are failing: tasks are to mend them. */
  | 'FAILING'
  /** Every assertion is passing or waived. */
  | 'PASSED';

/** Where a run stands. */
export type RunStatus =
  /** Work is under way. */
  | 'ACTIVE'
  /** Called off. */
  | 'CANCELLED'
  /** Ended well. */
  | 'COMPLETED'
  /** Ended without reaching its end. */
  | 'FAILED'
  /** Nothing new is claimed or released. */
  | 'PAUSED'
  /** The work is done and being validated. */
  | 'VALIDATING';

/** What happens to slots of cron that came while no server was there. */
export type ScheduleCatchUp =
  /** The last 100 launch a run each, one after the other. */
  | 'ALL'
  /** The last one launches a run, late. */
  | 'LATEST'
  /** They launch nothing. */
  | 'NONE';

/** When a mission is to be launched by itself: `at`, or `cron` with `timeZone`. */
export type ScheduleInput = {
  /** An instant with an offset, `2026-12-01T06:30:00+01:00`. */
  readonly at?: string | null | undefined;
  /** NONE unless told. */
  readonly catchUp?: ScheduleCatchUp | null | undefined;
  /** Minute, hour, day of month, month, day of week; numbers, names, lists, ranges, steps: `30 6 * * MON-FRI`. Where both days are given, either will do. */
  readonly cron?: string | null | undefined;
  /** An instant with an offset: no slot comes after it. */
  readonly endDate?: string | null | undefined;
  /** Up to how late a slot may fire, ISO 8601, at most a day: `PT5M`. */
  readonly jitter?: string | null | undefined;
  /** How many runs it may launch, at least 1. */
  readonly maxRuns?: number | null | undefined;
  /** SKIP unless told. */
  readonly overlap?: ScheduleOverlap | null | undefined;
  /** Whose clock `cron` is about, `Europe/Berlin`. Times that it skips in spring do not occur; those it has twice in autumn occur once. */
  readonly timeZone?: string | null | undefined;
};

/** Input of `scheduleMission`. */
export type ScheduleMissionInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** `mis_…` */
  readonly missionId: string;
  /** When. */
  readonly schedule: ScheduleInput;
};

/** What happens to a slot that comes while a run is open. */
export type ScheduleOverlap =
  /** It calls the run off and is the next. */
  | 'CANCEL_RUNNING'
  /** It waits for the run to end, unless another one does. */
  | 'QUEUE_ONE'
  /** It launches nothing. */
  | 'SKIP';

/** Input of `setMissionProgress`. */
export type SetMissionProgressInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** `mis_…` */
  readonly missionId: string;
  /** 0–100. */
  readonly progress: number;
};

/** Input of `setMissionStatus`. */
export type SetMissionStatusInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** `mis_…` */
  readonly missionId: string;
  /** Why; needed for a step back, and not blank. */
  readonly reason?: string | null | undefined;
  /** Where to. */
  readonly status: PilotedStatus;
};

/** Input of `skipDelay`. */
export type SkipDelayInput = {
  /** `dly_…` */
  readonly delayId: string;
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** Why; not blank. */
  readonly reason: string;
};

/** Input of `skipTask`. */
export type SkipTaskInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** Why; not blank. */
  readonly reason: string;
  /** `tsk_…` */
  readonly taskId: string;
};

/** What is handed in for a task. */
export type SubmissionInput = {
  /** What is delivered, at most 50. */
  readonly artifacts?: ReadonlyArray<ArtifactInput> | null | undefined;
  /** What shows that the work is done; not blank. */
  readonly evidence?: string | null | undefined;
  /** What came of testing the expectations. */
  readonly expectationResults?: ReadonlyArray<ExpectationResultInput> | null | undefined;
  /** Paths of new files. */
  readonly filesCreated?: ReadonlyArray<string> | null | undefined;
  /** Paths of changed files. */
  readonly filesEdited?: ReadonlyArray<string> | null | undefined;
  /** What turned up during the work, at most 10. */
  readonly issues?: ReadonlyArray<DiscoveredIssueInput> | null | undefined;
  /** Why there is no evidence; needed when there is none. */
  readonly noEvidenceReason?: string | null | undefined;
  /** What came of it. */
  readonly outcomes?: ReadonlyArray<string> | null | undefined;
  /** The worker’s own score, 1–5. */
  readonly selfScore?: number | null | undefined;
  /** What was done. */
  readonly summary?: string | null | undefined;
  /** What it cost. */
  readonly usage?: UsageInput | null | undefined;
};

/** One submission of a batch. */
export type TaskCompletionInput = {
  /** `att_…` */
  readonly attemptId: string;
  /** What is handed in. */
  readonly submission: SubmissionInput;
};

/** What the contract has asked for a task for. */
export type TaskPurposeKind =
  /** To mend what was found not to be true. */
  | 'REMEDIATION'
  /** To find out which assertions are true: report each of them, then complete it. */
  | 'VALIDATION';

/** Where a task stands. */
export type TaskStatus =
  /** Somebody said what it can’t go on without. */
  | 'BLOCKED'
  /** Called off. */
  | 'CANCELLED'
  /** Done. */
  | 'DONE'
  /** All attempts are spent, or somebody failed it for good. */
  | 'FAILED'
  /** Somebody works on it, under a lease. */
  | 'IN_PROGRESS'
  /** Can be claimed. */
  | 'READY'
  /** Submitted; waits for a reviewer. */
  | 'REVIEW'
  /** Left out. */
  | 'SKIPPED'
  /** Waits for something before it. */
  | 'WAITING';

/** What a list of tasks can be narrowed to. */
export type TaskStatusFilter =
  /** Somebody said what it can’t go on without. */
  | 'BLOCKED'
  /** Called off. */
  | 'CANCELLED'
  /** Done. */
  | 'DONE'
  /** All attempts are spent, or somebody failed it for good. */
  | 'FAILED'
  /** IN_PROGRESS or REVIEW. */
  | 'IN_FLIGHT'
  /** Somebody works on it, under a lease. */
  | 'IN_PROGRESS'
  /** Every status that is not final. */
  | 'OPEN'
  /** Can be claimed. */
  | 'READY'
  /** Submitted; waits for a reviewer. */
  | 'REVIEW'
  /** Left out. */
  | 'SKIPPED'
  /** Waits for something before it. */
  | 'WAITING';

/** Input of `testChannel`. */
export type TestChannelInput = {
  /** `chn_…` */
  readonly channelId: string;
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
};

/** Input of `unblockTask`. */
export type UnblockTaskInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** `tsk_…` */
  readonly taskId: string;
};

/** What an assertion does that isn’t claimed as it should be. */
export type UnclaimedPolicy =
  /** The mission can’t leave PLANNING, nor be launched or scheduled. */
  | 'BLOCK'
  /** The mission can be launched all the same. */
  | 'WARN';

/** Input of `unscheduleMission`. */
export type UnscheduleMissionInput = {
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** `mis_…` */
  readonly missionId: string;
};

/** What work has cost. */
export type UsageInput = {
  /** US dollars, from 0. */
  readonly costUsd: number;
  /** The model that was used. */
  readonly model?: string | null | undefined;
  /** Tokens, a whole number from 0. */
  readonly tokens: number;
};

/** What a validation needs of a person. */
export type ValidationNeed =
  /** Assertions are BLOCKED: report or waive each of them. */
  | 'BLOCKED'
  /** The run can take no more tasks: waive what fails, or fail it. */
  | 'FULL'
  /** All rounds are used up: grant another one, waive what fails, or fail it. */
  | 'ROUNDS';

/** Where a validation stands. */
export type ValidationStatus =
  /** It can’t go on before a person has said something. */
  | 'ASKING'
  /** A person has failed it, or the task of its round has failed for good. */
  | 'FAILED'
  /** Every assertion is passing or waived. */
  | 'PASSED'
  /** What it validates is not done yet, or is being mended. */
  | 'PENDING'
  /** A round is under way: its task is to be claimed, or is worked on. */
  | 'RUNNING';

/** Input of `waiveAssertion`. */
export type WaiveAssertionInput = {
  /** `ast_…` */
  readonly assertionId: string;
  /** 1–200 characters. Repeating the call with the same key within 48 hours answers the first answer again and changes nothing. */
  readonly idempotencyKey?: string | null | undefined;
  /** Why; not blank. */
  readonly reason: string;
};

export type ApprovalsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type ApprovalsQuery = { readonly approvals: { readonly nodes: ReadonlyArray<{ readonly kind: ApprovalKind, readonly since: string, readonly mission: { readonly id: string, readonly title: string }, readonly subject:
        | { readonly __typename: 'Assertion', readonly id: string, readonly name: string }
        | { readonly __typename: 'Checkpoint', readonly id: string, readonly name: string }
        | { readonly __typename: 'QualityGate', readonly id: string, readonly name: string }
        | { readonly __typename: 'Task', readonly id: string, readonly title: string }
        | { readonly __typename: 'Validation', readonly id: string }
       }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type MissionAttentionQueryVariables = Exact<{
  id: string;
}>;


export type MissionAttentionQuery = { readonly mission: { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly attention: { readonly count: number, readonly items: ReadonlyArray<{ readonly kind: AttentionKind, readonly isForPerson: boolean, readonly since: string | null, readonly action: string | null, readonly advice: string, readonly subject:
          | { readonly __typename: 'Assertion', readonly id: string, readonly name: string }
          | { readonly __typename: 'Checkpoint', readonly id: string, readonly name: string }
          | { readonly __typename: 'DeadLetter', readonly id: string, readonly reason: string }
          | { readonly __typename: 'Mission', readonly id: string, readonly title: string }
          | { readonly __typename: 'QualityGate', readonly id: string, readonly name: string }
          | { readonly __typename: 'Task', readonly id: string, readonly title: string }
          | { readonly __typename: 'Validation', readonly id: string }
         }> } } | null };

export type DeadLettersQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type DeadLettersQuery = { readonly deadLetters: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly status: DeadLetterStatus, readonly origin: DeadLetterOrigin, readonly reason: string, readonly deathCount: number, readonly diedAt: string, readonly mission: { readonly id: string, readonly title: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type MissionDeadLettersQueryVariables = Exact<{
  id: string;
  first: number;
}>;


export type MissionDeadLettersQuery = { readonly mission: { readonly deadLetters: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly status: DeadLetterStatus, readonly origin: DeadLetterOrigin, readonly reason: string, readonly deathCount: number, readonly diedAt: string, readonly mission: { readonly id: string, readonly title: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type RedriveDeadLetterMutationVariables = Exact<{
  input: RedriveDeadLetterInput;
}>;


export type RedriveDeadLetterMutation = { readonly redriveDeadLetter:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'RedriveDeadLetterSuccess', readonly sequence: number, readonly deadLetter: { readonly id: string, readonly status: DeadLetterStatus, readonly origin: DeadLetterOrigin, readonly reason: string, readonly deathCount: number, readonly diedAt: string, readonly mission: { readonly id: string, readonly title: string } } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnreadableMessageError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type DeadLetterLineFragment = { readonly id: string, readonly status: DeadLetterStatus, readonly origin: DeadLetterOrigin, readonly reason: string, readonly deathCount: number, readonly diedAt: string, readonly mission: { readonly id: string, readonly title: string } };

export type AddTasksMutationVariables = Exact<{
  input: AddTasksInput;
}>;


export type AddTasksMutation = { readonly addTasks:
    | { readonly __typename: 'AddTasksSuccess', readonly sequence: number, readonly addedIds: ReadonlyArray<string> }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidAdditionError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly problems: ReadonlyArray<{ readonly code: ProblemCode, readonly path: ReadonlyArray<string>, readonly message: string, readonly value: unknown }> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type AddElementsMutationVariables = Exact<{
  input: AddElementsInput;
}>;


export type AddElementsMutation = { readonly addElements:
    | { readonly __typename: 'AddElementsSuccess', readonly sequence: number, readonly addedIds: ReadonlyArray<string> }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidAdditionError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly problems: ReadonlyArray<{ readonly code: ProblemCode, readonly path: ReadonlyArray<string>, readonly message: string, readonly value: unknown }> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type CoverageLineFragment = { readonly unclaimed: ReadonlyArray<string>, readonly multiClaimed: ReadonlyArray<string>, readonly unknown: ReadonlyArray<string>, readonly percent: number, readonly isSufficient: boolean, readonly assertions: ReadonlyArray<{ readonly id: string, readonly tasks: ReadonlyArray<string> }>, readonly policy: { readonly unclaimed: UnclaimedPolicy, readonly claims: ClaimPolicy } };

export type MissionCoverageQueryVariables = Exact<{
  id: string;
}>;


export type MissionCoverageQuery = { readonly mission: { readonly coverage: { readonly unclaimed: ReadonlyArray<string>, readonly multiClaimed: ReadonlyArray<string>, readonly unknown: ReadonlyArray<string>, readonly percent: number, readonly isSufficient: boolean, readonly assertions: ReadonlyArray<{ readonly id: string, readonly tasks: ReadonlyArray<string> }>, readonly policy: { readonly unclaimed: UnclaimedPolicy, readonly claims: ClaimPolicy } } | null } | null };

export type CompletePlanningMutationVariables = Exact<{
  input: CompletePlanningInput;
}>;


export type CompletePlanningMutation = { readonly completePlanning:
    | { readonly __typename: 'CompletePlanningSuccess', readonly sequence: number, readonly mission: { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string }, readonly coverage: { readonly unclaimed: ReadonlyArray<string>, readonly multiClaimed: ReadonlyArray<string>, readonly unknown: ReadonlyArray<string>, readonly percent: number, readonly isSufficient: boolean, readonly assertions: ReadonlyArray<{ readonly id: string, readonly tasks: ReadonlyArray<string> }>, readonly policy: { readonly unclaimed: UnclaimedPolicy, readonly claims: ClaimPolicy } } }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ContractNotCoveredError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly coverage: { readonly unclaimed: ReadonlyArray<string>, readonly multiClaimed: ReadonlyArray<string>, readonly unknown: ReadonlyArray<string>, readonly percent: number, readonly isSufficient: boolean, readonly assertions: ReadonlyArray<{ readonly id: string, readonly tasks: ReadonlyArray<string> }>, readonly policy: { readonly unclaimed: UnclaimedPolicy, readonly claims: ClaimPolicy } } }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidDocumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly problems: ReadonlyArray<{ readonly code: ProblemCode, readonly path: ReadonlyArray<string>, readonly message: string, readonly value: unknown }> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type MissionContractQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type MissionContractQuery = { readonly mission: { readonly id: string, readonly title: string, readonly coverage: { readonly unclaimed: ReadonlyArray<string>, readonly multiClaimed: ReadonlyArray<string>, readonly unknown: ReadonlyArray<string>, readonly percent: number, readonly isSufficient: boolean, readonly assertions: ReadonlyArray<{ readonly id: string, readonly tasks: ReadonlyArray<string> }>, readonly policy: { readonly unclaimed: UnclaimedPolicy, readonly claims: ClaimPolicy } } | null, readonly run: { readonly number: number, readonly status: RunStatus, readonly assertions: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly title: string, readonly status: AssertionStatus, readonly evidence: string | null, readonly history: ReadonlyArray<{ readonly status: AssertionStatus, readonly round: number, readonly actor: { readonly name: string } }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } }, readonly validations: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: ValidationStatus, readonly round: number, readonly roundsUsed: number, readonly roundsMax: number, readonly question: { readonly need: ValidationNeed, readonly reason: string } | null, readonly rounds: ReadonlyArray<{ readonly number: number, readonly outcome: RoundOutcome | null, readonly task: { readonly implementer: string | null } }> }> } } | null } | null };

export type AssertionLineFragment = { readonly id: string, readonly name: string, readonly title: string, readonly status: AssertionStatus, readonly evidence: string | null, readonly history: ReadonlyArray<{ readonly status: AssertionStatus, readonly round: number, readonly actor: { readonly name: string } }> };

export type ValidationLineFragment = { readonly id: string, readonly name: string, readonly status: ValidationStatus, readonly round: number, readonly roundsUsed: number, readonly roundsMax: number, readonly question: { readonly need: ValidationNeed, readonly reason: string } | null, readonly rounds: ReadonlyArray<{ readonly number: number, readonly outcome: RoundOutcome | null, readonly task: { readonly implementer: string | null } }> };

export type ValidationTaskQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type ValidationTaskQuery = { readonly node:
    | { readonly __typename: 'Artifact' }
    | { readonly __typename: 'Assertion' }
    | { readonly __typename: 'Attempt' }
    | { readonly __typename: 'Channel' }
    | { readonly __typename: 'Checkpoint' }
    | { readonly __typename: 'DeadLetter' }
    | { readonly __typename: 'Delay' }
    | { readonly __typename: 'Delivery' }
    | { readonly __typename: 'Event' }
    | { readonly __typename: 'Milestone' }
    | { readonly __typename: 'Mission' }
    | { readonly __typename: 'QualityGate' }
    | { readonly __typename: 'Report' }
    | { readonly __typename: 'Run' }
    | { readonly __typename: 'Task', readonly purpose: { readonly kind: TaskPurposeKind, readonly round: number, readonly validation: { readonly guidance: string | null, readonly assertions: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly title: string, readonly behaviour: string | null, readonly evidenceWanted: string | null, readonly status: AssertionStatus, readonly evidence: string | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } } | null }
    | { readonly __typename: 'Validation' }
   | null };

export type ReportAssertionMutationVariables = Exact<{
  input: ReportAssertionInput;
}>;


export type ReportAssertionMutation = { readonly reportAssertion:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ImplementerCannotValidateError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ReportAssertionSuccess', readonly sequence: number, readonly assertion: { readonly id: string, readonly name: string, readonly title: string, readonly status: AssertionStatus, readonly evidence: string | null, readonly history: ReadonlyArray<{ readonly status: AssertionStatus, readonly round: number, readonly actor: { readonly name: string } }> } }
    | { readonly __typename: 'StaleAttemptError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type WaiveAssertionMutationVariables = Exact<{
  input: WaiveAssertionInput;
}>;


export type WaiveAssertionMutation = { readonly waiveAssertion:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'WaiveAssertionSuccess', readonly sequence: number, readonly assertion: { readonly id: string, readonly name: string, readonly title: string, readonly status: AssertionStatus, readonly evidence: string | null, readonly history: ReadonlyArray<{ readonly status: AssertionStatus, readonly round: number, readonly actor: { readonly name: string } }> } }
   };

export type GrantRoundMutationVariables = Exact<{
  input: GrantRoundInput;
}>;


export type GrantRoundMutation = { readonly grantRound:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'GrantRoundSuccess', readonly sequence: number, readonly validation: { readonly id: string, readonly name: string, readonly status: ValidationStatus, readonly round: number, readonly roundsUsed: number, readonly roundsMax: number, readonly question: { readonly need: ValidationNeed, readonly reason: string } | null, readonly rounds: ReadonlyArray<{ readonly number: number, readonly outcome: RoundOutcome | null, readonly task: { readonly implementer: string | null } }> } }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type FailValidationMutationVariables = Exact<{
  input: FailValidationInput;
}>;


export type FailValidationMutation = { readonly failValidation:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'FailValidationSuccess', readonly sequence: number, readonly validation: { readonly id: string, readonly name: string, readonly status: ValidationStatus, readonly round: number, readonly roundsUsed: number, readonly roundsMax: number, readonly question: { readonly need: ValidationNeed, readonly reason: string } | null, readonly rounds: ReadonlyArray<{ readonly number: number, readonly outcome: RoundOutcome | null, readonly task: { readonly implementer: string | null } }> } }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type ApiKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type ApiKeysQuery = { readonly apiKeys: ReadonlyArray<{ readonly id: string, readonly name: string, readonly role: Role, readonly createdAt: string, readonly expiresAt: string | null, readonly revokedAt: string | null }> };

export type RevokeApiKeyMutationVariables = Exact<{
  input: RevokeApiKeyInput;
}>;


export type RevokeApiKeyMutation = { readonly revokeApiKey:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly apiKey: { readonly id: string, readonly name: string, readonly role: Role, readonly createdAt: string, readonly expiresAt: string | null, readonly revokedAt: string | null } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type ApiKeyLineFragment = { readonly id: string, readonly name: string, readonly role: Role, readonly createdAt: string, readonly expiresAt: string | null, readonly revokedAt: string | null };

export type LargeAnswerQueryVariables = Exact<{
  id: string;
}>;


export type LargeAnswerQuery = { readonly largeAnswer: unknown };

export type ValidateMissionQueryVariables = Exact<{
  document: unknown;
}>;


export type ValidateMissionQuery = { readonly validateMission: { readonly problems: ReadonlyArray<{ readonly code: ProblemCode, readonly path: ReadonlyArray<string>, readonly message: string, readonly value: unknown }>, readonly plan: { readonly criticalPath: ReadonlyArray<string>, readonly criticalPathHours: number, readonly estimatedHours: number, readonly estimatedCostUsd: number, readonly estimatedTokens: number, readonly width: number, readonly edgeCount: number, readonly levels: ReadonlyArray<{ readonly tasks: ReadonlyArray<string> }> } | null, readonly coverage: { readonly unclaimed: ReadonlyArray<string>, readonly multiClaimed: ReadonlyArray<string>, readonly unknown: ReadonlyArray<string>, readonly percent: number, readonly isSufficient: boolean, readonly assertions: ReadonlyArray<{ readonly id: string, readonly tasks: ReadonlyArray<string> }>, readonly policy: { readonly unclaimed: UnclaimedPolicy, readonly claims: ClaimPolicy } } } };

export type MissionsQueryVariables = Exact<{
  status?: ReadonlyArray<MissionStatusFilter> | MissionStatusFilter | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type MissionsQuery = { readonly missions: { readonly nodes: ReadonlyArray<{ readonly runCount: number, readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string, readonly run: { readonly taskCounts: { readonly done: number, readonly total: number } } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type MissionQueryVariables = Exact<{
  id: string;
}>;


export type MissionQuery = { readonly mission: { readonly objective: string, readonly tags: ReadonlyArray<string>, readonly runCount: number, readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string, readonly run: { readonly id: string, readonly number: number, readonly status: RunStatus, readonly reason: string | null, readonly averageScore: number | null, readonly attemptCount: number, readonly startedAt: string, readonly endedAt: string | null, readonly taskCounts: { readonly waiting: number, readonly ready: number, readonly inProgress: number, readonly review: number, readonly done: number, readonly blocked: number, readonly failed: number, readonly skipped: number, readonly cancelled: number, readonly total: number }, readonly usage: { readonly tokens: number, readonly costUsd: number }, readonly checkpoints: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: CheckpointStatus, readonly message: string, readonly approvers: ReadonlyArray<string>, readonly approvals: ReadonlyArray<{ readonly actor: { readonly name: string } }> }> }, readonly qualityGates: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: QualityGateStatus, readonly averageScore: number | null, readonly reasons: ReadonlyArray<string> }> }, readonly delays: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: DelayStatus, readonly endsAt: string | null }> }, readonly milestones: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: MilestoneStatus }> } } | null } | null };

export type TaskCountsLineFragment = { readonly waiting: number, readonly ready: number, readonly inProgress: number, readonly review: number, readonly done: number, readonly blocked: number, readonly failed: number, readonly skipped: number, readonly cancelled: number, readonly total: number };

export type CheckpointLineFragment = { readonly id: string, readonly name: string, readonly status: CheckpointStatus, readonly message: string, readonly approvers: ReadonlyArray<string>, readonly approvals: ReadonlyArray<{ readonly actor: { readonly name: string } }> };

export type MissionTasksQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type MissionTasksQuery = { readonly mission: { readonly sequence: number, readonly run: { readonly number: number, readonly tasks: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly key: string, readonly title: string, readonly description: string, readonly status: TaskStatus, readonly score: number | null, readonly reason: string | null, readonly implementer: string | null, readonly attemptCount: number, readonly purpose: { readonly kind: TaskPurposeKind, readonly round: number } | null, readonly definition: { readonly assignTo: string | null, readonly specialty: string | null, readonly milestone: string | null, readonly review: ReviewPolicy, readonly expectedOutcomes: ReadonlyArray<string>, readonly expectations: ReadonlyArray<{ readonly type: ExpectationType, readonly command: string | null, readonly paths: ReadonlyArray<string> | null }>, readonly estimate: { readonly minutes: number | null, readonly tokens: number | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null } | null };

export type TaskOfRunQueryVariables = Exact<{
  id: string;
}>;


export type TaskOfRunQuery = { readonly node:
    | { readonly __typename: 'Artifact' }
    | { readonly __typename: 'Assertion' }
    | { readonly __typename: 'Attempt' }
    | { readonly __typename: 'Channel' }
    | { readonly __typename: 'Checkpoint' }
    | { readonly __typename: 'DeadLetter' }
    | { readonly __typename: 'Delay' }
    | { readonly __typename: 'Delivery' }
    | { readonly __typename: 'Event' }
    | { readonly __typename: 'Milestone' }
    | { readonly __typename: 'Mission' }
    | { readonly __typename: 'QualityGate' }
    | { readonly __typename: 'Report' }
    | { readonly __typename: 'Run' }
    | { readonly __typename: 'Task', readonly id: string, readonly key: string, readonly title: string, readonly description: string, readonly status: TaskStatus, readonly score: number | null, readonly reason: string | null, readonly implementer: string | null, readonly attemptCount: number, readonly purpose: { readonly kind: TaskPurposeKind, readonly round: number } | null, readonly definition: { readonly assignTo: string | null, readonly specialty: string | null, readonly milestone: string | null, readonly review: ReviewPolicy, readonly expectedOutcomes: ReadonlyArray<string>, readonly expectations: ReadonlyArray<{ readonly type: ExpectationType, readonly command: string | null, readonly paths: ReadonlyArray<string> | null }>, readonly estimate: { readonly minutes: number | null, readonly tokens: number | null } | null } }
    | { readonly __typename: 'Validation' }
   | null };

export type MissionRunsQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type MissionRunsQuery = { readonly mission: { readonly runs: { readonly nodes: ReadonlyArray<{ readonly number: number, readonly report: { readonly id: string, readonly title: string, readonly status: RunStatus, readonly hasAllPassed: boolean, readonly averageScore: number | null, readonly wallClockMs: number, readonly workingMs: number, readonly markdown: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type MissionReportQueryVariables = Exact<{
  id: string;
}>;


export type MissionReportQuery = { readonly mission: { readonly run: { readonly number: number, readonly status: RunStatus, readonly report: { readonly id: string, readonly title: string, readonly status: RunStatus, readonly hasAllPassed: boolean, readonly averageScore: number | null, readonly wallClockMs: number, readonly workingMs: number, readonly markdown: string } | null } | null } | null };

export type ReportDetailQueryVariables = Exact<{
  id: string;
}>;


export type ReportDetailQuery = { readonly mission: { readonly run: { readonly report: { readonly id: string, readonly title: string, readonly status: RunStatus, readonly hasAllPassed: boolean, readonly averageScore: number | null, readonly wallClockMs: number, readonly workingMs: number, readonly markdown: string, readonly usage: { readonly tokens: number, readonly costUsd: number }, readonly tasks: ReadonlyArray<{ readonly title: string, readonly status: TaskStatus, readonly agent: string | null, readonly attemptCount: number, readonly workingMs: number, readonly score: number | null }>, readonly checkpoints: ReadonlyArray<{ readonly name: string, readonly status: CheckpointStatus, readonly waitedMs: number | null, readonly decidedBy: ReadonlyArray<{ readonly name: string }> }>, readonly qualityGates: ReadonlyArray<{ readonly name: string, readonly status: QualityGateStatus, readonly averageScore: number | null }>, readonly contract: { readonly assertions: ReadonlyArray<{ readonly name: string, readonly title: string, readonly status: AssertionStatus, readonly round: number | null, readonly decidedBy: { readonly name: string } | null }> } | null, readonly time: { readonly implementingMs: number, readonly validatingMs: number, readonly waitingForPeopleMs: number } | null } | null } | null } | null };

export type ReportLineFragment = { readonly id: string, readonly title: string, readonly status: RunStatus, readonly hasAllPassed: boolean, readonly averageScore: number | null, readonly wallClockMs: number, readonly workingMs: number, readonly markdown: string };

export type CheckpointOfMissionQueryVariables = Exact<{
  id: string;
}>;


export type CheckpointOfMissionQuery = { readonly node:
    | { readonly __typename: 'Artifact' }
    | { readonly __typename: 'Assertion' }
    | { readonly __typename: 'Attempt' }
    | { readonly __typename: 'Channel' }
    | { readonly __typename: 'Checkpoint', readonly id: string, readonly name: string, readonly status: CheckpointStatus, readonly message: string, readonly approvers: ReadonlyArray<string>, readonly mission: { readonly id: string, readonly title: string }, readonly approvals: ReadonlyArray<{ readonly actor: { readonly name: string } }> }
    | { readonly __typename: 'DeadLetter' }
    | { readonly __typename: 'Delay' }
    | { readonly __typename: 'Delivery' }
    | { readonly __typename: 'Event' }
    | { readonly __typename: 'Milestone' }
    | { readonly __typename: 'Mission' }
    | { readonly __typename: 'QualityGate' }
    | { readonly __typename: 'Report' }
    | { readonly __typename: 'Run' }
    | { readonly __typename: 'Task' }
    | { readonly __typename: 'Validation' }
   | null };

export type CreateMissionMutationVariables = Exact<{
  input: CreateMissionInput;
}>;


export type CreateMissionMutation = { readonly createMission:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ContractNotCoveredError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly coverage: { readonly unclaimed: ReadonlyArray<string>, readonly multiClaimed: ReadonlyArray<string>, readonly unknown: ReadonlyArray<string>, readonly percent: number, readonly isSufficient: boolean, readonly assertions: ReadonlyArray<{ readonly id: string, readonly tasks: ReadonlyArray<string> }>, readonly policy: { readonly unclaimed: UnclaimedPolicy, readonly claims: ClaimPolicy } } }
    | { readonly __typename: 'CreateMissionSuccess', readonly sequence: number, readonly mission: { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string } }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidDocumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly problems: ReadonlyArray<{ readonly code: ProblemCode, readonly path: ReadonlyArray<string>, readonly message: string, readonly value: unknown }> }
    | { readonly __typename: 'InvalidScheduleError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly problems: ReadonlyArray<{ readonly code: ProblemCode, readonly path: ReadonlyArray<string>, readonly message: string, readonly value: unknown }> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type CancelMissionMutationVariables = Exact<{
  input: CancelMissionInput;
}>;


export type CancelMissionMutation = { readonly cancelMission:
    | { readonly __typename: 'CancelMissionSuccess', readonly sequence: number, readonly mission: { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string } }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type ApproveCheckpointMutationVariables = Exact<{
  input: ApproveCheckpointInput;
}>;


export type ApproveCheckpointMutation = { readonly approveCheckpoint:
    | { readonly __typename: 'ApproveCheckpointSuccess', readonly sequence: number, readonly checkpoint: { readonly quorum: number, readonly id: string, readonly name: string, readonly status: CheckpointStatus, readonly message: string, readonly approvers: ReadonlyArray<string>, readonly approvals: ReadonlyArray<{ readonly actor: { readonly name: string } }> } }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotAnApproverError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'RequesterCannotApproveError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type RejectCheckpointMutationVariables = Exact<{
  input: RejectCheckpointInput;
}>;


export type RejectCheckpointMutation = { readonly rejectCheckpoint:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotAnApproverError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'RejectCheckpointSuccess', readonly sequence: number, readonly checkpoint: { readonly id: string, readonly name: string, readonly status: CheckpointStatus, readonly message: string, readonly approvers: ReadonlyArray<string>, readonly approvals: ReadonlyArray<{ readonly actor: { readonly name: string } }> } }
    | { readonly __typename: 'RequesterCannotApproveError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { readonly createApiKey:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'CreateApiKeySuccess', readonly token: string, readonly apiKey: { readonly id: string, readonly name: string, readonly role: Role } }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type ChannelLineFragment = { readonly id: string, readonly name: string, readonly kind: ChannelKind, readonly status: ChannelStatus, readonly address: string, readonly actsFor: string | null, readonly disabledReason: string | null };

export type DeliveryLineFragment = { readonly id: string, readonly status: DeliveryStatus, readonly channelName: string, readonly eventType: string, readonly occurredAt: string, readonly nextTryAt: string | null, readonly failureReason: string | null, readonly tries: ReadonlyArray<{ readonly outcome: DeliveryTryOutcome, readonly status: number | null, readonly reason: string | null }> };

export type ChannelsQueryVariables = Exact<{ [key: string]: never; }>;


export type ChannelsQuery = { readonly channels: ReadonlyArray<{ readonly id: string, readonly name: string, readonly kind: ChannelKind, readonly status: ChannelStatus, readonly address: string, readonly actsFor: string | null, readonly disabledReason: string | null }> };

export type CreateChannelMutationVariables = Exact<{
  input: CreateChannelInput;
}>;


export type CreateChannelMutation = { readonly createChannel:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'CreateChannelSuccess', readonly newSecret: string | null, readonly channel: { readonly id: string, readonly name: string, readonly kind: ChannelKind, readonly status: ChannelStatus, readonly address: string, readonly actsFor: string | null, readonly disabledReason: string | null } }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type TestChannelMutationVariables = Exact<{
  input: TestChannelInput;
}>;


export type TestChannelMutation = { readonly testChannel:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'TestChannelSuccess', readonly delivery: { readonly id: string, readonly status: DeliveryStatus, readonly channelName: string, readonly eventType: string, readonly occurredAt: string, readonly nextTryAt: string | null, readonly failureReason: string | null, readonly tries: ReadonlyArray<{ readonly outcome: DeliveryTryOutcome, readonly status: number | null, readonly reason: string | null }> } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type DeliveriesQueryVariables = Exact<{
  first?: number | null | undefined;
  status?: ReadonlyArray<DeliveryStatus> | DeliveryStatus | null | undefined;
  channelId?: string | null | undefined;
  missionId?: string | null | undefined;
}>;


export type DeliveriesQuery = { readonly deliveries: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly status: DeliveryStatus, readonly channelName: string, readonly eventType: string, readonly occurredAt: string, readonly nextTryAt: string | null, readonly failureReason: string | null, readonly tries: ReadonlyArray<{ readonly outcome: DeliveryTryOutcome, readonly status: number | null, readonly reason: string | null }> }>, readonly pageInfo: { readonly hasNextPage: boolean } } };

export type RedeliverMutationVariables = Exact<{
  input: RedeliverInput;
}>;


export type RedeliverMutation = { readonly redeliver:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'RedeliverSuccess', readonly delivery: { readonly id: string, readonly status: DeliveryStatus, readonly channelName: string, readonly eventType: string, readonly occurredAt: string, readonly nextTryAt: string | null, readonly failureReason: string | null, readonly tries: ReadonlyArray<{ readonly outcome: DeliveryTryOutcome, readonly status: number | null, readonly reason: string | null }> } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type EnableChannelMutationVariables = Exact<{
  input: EnableChannelInput;
}>;


export type EnableChannelMutation = { readonly enableChannel:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'EnableChannelSuccess', readonly channel: { readonly id: string, readonly name: string, readonly kind: ChannelKind, readonly status: ChannelStatus, readonly address: string, readonly actsFor: string | null, readonly disabledReason: string | null } }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type DisableChannelMutationVariables = Exact<{
  input: DisableChannelInput;
}>;


export type DisableChannelMutation = { readonly disableChannel:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'DisableChannelSuccess', readonly channel: { readonly id: string, readonly name: string, readonly kind: ChannelKind, readonly status: ChannelStatus, readonly address: string, readonly actsFor: string | null, readonly disabledReason: string | null } }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type DeleteChannelMutationVariables = Exact<{
  input: DeleteChannelInput;
}>;


export type DeleteChannelMutation = { readonly deleteChannel:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'DeleteChannelSuccess', readonly channel: { readonly id: string, readonly name: string, readonly kind: ChannelKind, readonly status: ChannelStatus, readonly address: string, readonly actsFor: string | null, readonly disabledReason: string | null } }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type SetMissionStatusMutationVariables = Exact<{
  input: SetMissionStatusInput;
}>;


export type SetMissionStatusMutation = { readonly setMissionStatus:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ContractNotCoveredError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly coverage: { readonly unclaimed: ReadonlyArray<string>, readonly multiClaimed: ReadonlyArray<string>, readonly unknown: ReadonlyArray<string>, readonly percent: number, readonly isSufficient: boolean, readonly assertions: ReadonlyArray<{ readonly id: string, readonly tasks: ReadonlyArray<string> }>, readonly policy: { readonly unclaimed: UnclaimedPolicy, readonly claims: ClaimPolicy } } }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidDocumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly problems: ReadonlyArray<{ readonly code: ProblemCode, readonly path: ReadonlyArray<string>, readonly message: string, readonly value: unknown }> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly sequence: number, readonly mission: { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'WorkNotSettledError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type SetMissionProgressMutationVariables = Exact<{
  input: SetMissionProgressInput;
}>;


export type SetMissionProgressMutation = { readonly setMissionProgress:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly sequence: number, readonly mission: { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type ScheduleMissionMutationVariables = Exact<{
  input: ScheduleMissionInput;
}>;


export type ScheduleMissionMutation = { readonly scheduleMission:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ContractNotCoveredError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly coverage: { readonly unclaimed: ReadonlyArray<string>, readonly multiClaimed: ReadonlyArray<string>, readonly unknown: ReadonlyArray<string>, readonly percent: number, readonly isSufficient: boolean, readonly assertions: ReadonlyArray<{ readonly id: string, readonly tasks: ReadonlyArray<string> }>, readonly policy: { readonly unclaimed: UnclaimedPolicy, readonly claims: ClaimPolicy } } }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidDocumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly problems: ReadonlyArray<{ readonly code: ProblemCode, readonly path: ReadonlyArray<string>, readonly message: string, readonly value: unknown }> }
    | { readonly __typename: 'InvalidScheduleError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly problems: ReadonlyArray<{ readonly code: ProblemCode, readonly path: ReadonlyArray<string>, readonly message: string, readonly value: unknown }> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ScheduleMissionSuccess', readonly sequence: number, readonly mission: { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string, readonly schedule: { readonly at: string | null, readonly cron: string | null, readonly timeZone: string | null, readonly endDate: string | null, readonly maxRuns: number | null, readonly overlap: ScheduleOverlap, readonly catchUp: ScheduleCatchUp, readonly jitterMs: number, readonly launchCount: number, readonly isPaused: boolean, readonly hasWaitingSlots: boolean, readonly slots: ReadonlyArray<string> } | null } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type CreateScheduledMissionMutationVariables = Exact<{
  input: CreateMissionInput;
}>;


export type CreateScheduledMissionMutation = { readonly createMission:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ContractNotCoveredError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly coverage: { readonly unclaimed: ReadonlyArray<string>, readonly multiClaimed: ReadonlyArray<string>, readonly unknown: ReadonlyArray<string>, readonly percent: number, readonly isSufficient: boolean, readonly assertions: ReadonlyArray<{ readonly id: string, readonly tasks: ReadonlyArray<string> }>, readonly policy: { readonly unclaimed: UnclaimedPolicy, readonly claims: ClaimPolicy } } }
    | { readonly __typename: 'CreateMissionSuccess', readonly sequence: number, readonly mission: { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string, readonly schedule: { readonly at: string | null, readonly cron: string | null, readonly timeZone: string | null, readonly endDate: string | null, readonly maxRuns: number | null, readonly overlap: ScheduleOverlap, readonly catchUp: ScheduleCatchUp, readonly jitterMs: number, readonly launchCount: number, readonly isPaused: boolean, readonly hasWaitingSlots: boolean, readonly slots: ReadonlyArray<string> } | null } }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidDocumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly problems: ReadonlyArray<{ readonly code: ProblemCode, readonly path: ReadonlyArray<string>, readonly message: string, readonly value: unknown }> }
    | { readonly __typename: 'InvalidScheduleError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly problems: ReadonlyArray<{ readonly code: ProblemCode, readonly path: ReadonlyArray<string>, readonly message: string, readonly value: unknown }> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type UnscheduleMissionMutationVariables = Exact<{
  input: UnscheduleMissionInput;
}>;


export type UnscheduleMissionMutation = { readonly unscheduleMission:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnscheduleMissionSuccess', readonly sequence: number, readonly mission: { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string, readonly schedule: { readonly at: string | null, readonly cron: string | null, readonly timeZone: string | null, readonly endDate: string | null, readonly maxRuns: number | null, readonly overlap: ScheduleOverlap, readonly catchUp: ScheduleCatchUp, readonly jitterMs: number, readonly launchCount: number, readonly isPaused: boolean, readonly hasWaitingSlots: boolean, readonly slots: ReadonlyArray<string> } | null } }
   };

export type PauseScheduleMutationVariables = Exact<{
  input: PauseScheduleInput;
}>;


export type PauseScheduleMutation = { readonly pauseSchedule:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'PauseScheduleSuccess', readonly sequence: number, readonly mission: { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string, readonly schedule: { readonly at: string | null, readonly cron: string | null, readonly timeZone: string | null, readonly endDate: string | null, readonly maxRuns: number | null, readonly overlap: ScheduleOverlap, readonly catchUp: ScheduleCatchUp, readonly jitterMs: number, readonly launchCount: number, readonly isPaused: boolean, readonly hasWaitingSlots: boolean, readonly slots: ReadonlyArray<string> } | null } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type ResumeScheduleMutationVariables = Exact<{
  input: ResumeScheduleInput;
}>;


export type ResumeScheduleMutation = { readonly resumeSchedule:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ResumeScheduleSuccess', readonly sequence: number, readonly mission: { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string, readonly schedule: { readonly at: string | null, readonly cron: string | null, readonly timeZone: string | null, readonly endDate: string | null, readonly maxRuns: number | null, readonly overlap: ScheduleOverlap, readonly catchUp: ScheduleCatchUp, readonly jitterMs: number, readonly launchCount: number, readonly isPaused: boolean, readonly hasWaitingSlots: boolean, readonly slots: ReadonlyArray<string> } | null } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type PreviewScheduleQueryVariables = Exact<{
  schedule: ScheduleInput;
  first?: number | null | undefined;
}>;


export type PreviewScheduleQuery = { readonly previewSchedule: { readonly slots: ReadonlyArray<string>, readonly problems: ReadonlyArray<{ readonly code: ProblemCode, readonly path: ReadonlyArray<string>, readonly message: string, readonly value: unknown }> } };

export type ScheduledMissionFragment = { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string, readonly schedule: { readonly at: string | null, readonly cron: string | null, readonly timeZone: string | null, readonly endDate: string | null, readonly maxRuns: number | null, readonly overlap: ScheduleOverlap, readonly catchUp: ScheduleCatchUp, readonly jitterMs: number, readonly launchCount: number, readonly isPaused: boolean, readonly hasWaitingSlots: boolean, readonly slots: ReadonlyArray<string> } | null };

type Failure_AssertionsUnreportedError_Fragment = { readonly __typename: 'AssertionsUnreportedError', readonly assertions: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_ConflictError_Fragment = { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_ContractNotCoveredError_Fragment = { readonly __typename: 'ContractNotCoveredError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly coverage: { readonly unclaimed: ReadonlyArray<string>, readonly multiClaimed: ReadonlyArray<string>, readonly unknown: ReadonlyArray<string>, readonly percent: number, readonly isSufficient: boolean, readonly assertions: ReadonlyArray<{ readonly id: string, readonly tasks: ReadonlyArray<string> }>, readonly policy: { readonly unclaimed: UnclaimedPolicy, readonly claims: ClaimPolicy } } };

type Failure_EvidenceRequiredError_Fragment = { readonly __typename: 'EvidenceRequiredError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_ForbiddenError_Fragment = { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_IdempotencyKeyReusedError_Fragment = { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_IllegalMoveError_Fragment = { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_ImplementerCannotReviewError_Fragment = { readonly __typename: 'ImplementerCannotReviewError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_ImplementerCannotValidateError_Fragment = { readonly __typename: 'ImplementerCannotValidateError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_InvalidAdditionError_Fragment = { readonly __typename: 'InvalidAdditionError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_InvalidArgumentError_Fragment = { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_InvalidDocumentError_Fragment = { readonly __typename: 'InvalidDocumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly problems: ReadonlyArray<{ readonly code: ProblemCode, readonly path: ReadonlyArray<string>, readonly message: string, readonly value: unknown }> };

type Failure_InvalidRulesError_Fragment = { readonly __typename: 'InvalidRulesError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly problems: ReadonlyArray<{ readonly code: ProblemCode, readonly path: ReadonlyArray<string>, readonly message: string, readonly value: unknown }> };

type Failure_InvalidScheduleError_Fragment = { readonly __typename: 'InvalidScheduleError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly problems: ReadonlyArray<{ readonly code: ProblemCode, readonly path: ReadonlyArray<string>, readonly message: string, readonly value: unknown }> };

type Failure_LimitExceededError_Fragment = { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_NotAReviewerError_Fragment = { readonly __typename: 'NotAReviewerError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_NotAnApproverError_Fragment = { readonly __typename: 'NotAnApproverError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_NotFoundError_Fragment = { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_RequesterCannotApproveError_Fragment = { readonly __typename: 'RequesterCannotApproveError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_ResultsRequiredError_Fragment = { readonly __typename: 'ResultsRequiredError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_StaleAttemptError_Fragment = { readonly __typename: 'StaleAttemptError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_UnavailableError_Fragment = { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_UnreadableMessageError_Fragment = { readonly __typename: 'UnreadableMessageError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

type Failure_WorkNotSettledError_Fragment = { readonly __typename: 'WorkNotSettledError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> };

export type FailureFragment =
  | Failure_AssertionsUnreportedError_Fragment
  | Failure_ConflictError_Fragment
  | Failure_ContractNotCoveredError_Fragment
  | Failure_EvidenceRequiredError_Fragment
  | Failure_ForbiddenError_Fragment
  | Failure_IdempotencyKeyReusedError_Fragment
  | Failure_IllegalMoveError_Fragment
  | Failure_ImplementerCannotReviewError_Fragment
  | Failure_ImplementerCannotValidateError_Fragment
  | Failure_InvalidAdditionError_Fragment
  | Failure_InvalidArgumentError_Fragment
  | Failure_InvalidDocumentError_Fragment
  | Failure_InvalidRulesError_Fragment
  | Failure_InvalidScheduleError_Fragment
  | Failure_LimitExceededError_Fragment
  | Failure_NotAReviewerError_Fragment
  | Failure_NotAnApproverError_Fragment
  | Failure_NotFoundError_Fragment
  | Failure_RequesterCannotApproveError_Fragment
  | Failure_ResultsRequiredError_Fragment
  | Failure_StaleAttemptError_Fragment
  | Failure_UnavailableError_Fragment
  | Failure_UnreadableMessageError_Fragment
  | Failure_WorkNotSettledError_Fragment
;

export type ProblemLineFragment = { readonly code: ProblemCode, readonly path: ReadonlyArray<string>, readonly message: string, readonly value: unknown };

export type MissionLineFragment = { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string };

export type TaskLineFragment = { readonly id: string, readonly key: string, readonly title: string, readonly description: string, readonly status: TaskStatus, readonly score: number | null, readonly reason: string | null, readonly implementer: string | null, readonly attemptCount: number, readonly purpose: { readonly kind: TaskPurposeKind, readonly round: number } | null, readonly definition: { readonly assignTo: string | null, readonly specialty: string | null, readonly milestone: string | null, readonly review: ReviewPolicy, readonly expectedOutcomes: ReadonlyArray<string>, readonly expectations: ReadonlyArray<{ readonly type: ExpectationType, readonly command: string | null, readonly paths: ReadonlyArray<string> | null }>, readonly estimate: { readonly minutes: number | null, readonly tokens: number | null } | null } };

export type ClaimLineFragment = { readonly attemptId: string, readonly expiresAt: string | null, readonly task: { readonly id: string, readonly key: string, readonly title: string, readonly description: string, readonly status: TaskStatus, readonly score: number | null, readonly reason: string | null, readonly implementer: string | null, readonly attemptCount: number, readonly purpose: { readonly kind: TaskPurposeKind, readonly round: number } | null, readonly definition: { readonly assignTo: string | null, readonly specialty: string | null, readonly milestone: string | null, readonly review: ReviewPolicy, readonly expectedOutcomes: ReadonlyArray<string>, readonly expectations: ReadonlyArray<{ readonly type: ExpectationType, readonly command: string | null, readonly paths: ReadonlyArray<string> | null }>, readonly estimate: { readonly minutes: number | null, readonly tokens: number | null } | null } }, readonly attempt: { readonly number: number } };

export type CreateTaskMutationVariables = Exact<{
  input: CreateTaskInput;
}>;


export type CreateTaskMutation = { readonly createTask:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly sequence: number, readonly task: { readonly id: string, readonly title: string, readonly status: TaskStatus, readonly priority: number, readonly implementer: string | null } }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidDocumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string>, readonly problems: ReadonlyArray<{ readonly code: ProblemCode, readonly path: ReadonlyArray<string>, readonly message: string, readonly value: unknown }> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type StandaloneTasksQueryVariables = Exact<{
  status?: ReadonlyArray<TaskStatusFilter> | TaskStatusFilter | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type StandaloneTasksQuery = { readonly standaloneTasks: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly status: TaskStatus, readonly priority: number, readonly implementer: string | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type StandaloneTaskLineFragment = { readonly id: string, readonly title: string, readonly status: TaskStatus, readonly priority: number, readonly implementer: string | null };

export type PlanMissionMutationVariables = Exact<{
  input: PlanMissionInput;
}>;


export type PlanMissionMutation = { readonly planMission:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly sequence: number, readonly mission: { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type PauseMissionMutationVariables = Exact<{
  input: PauseMissionInput;
}>;


export type PauseMissionMutation = { readonly pauseMission:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly sequence: number, readonly mission: { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type ResumeMissionMutationVariables = Exact<{
  input: ResumeMissionInput;
}>;


export type ResumeMissionMutation = { readonly resumeMission:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly sequence: number, readonly mission: { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type CancelRunMutationVariables = Exact<{
  input: CancelRunInput;
}>;


export type CancelRunMutation = { readonly cancelRun:
    | { readonly sequence: number, readonly mission: { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string } }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type RetryFailedMutationVariables = Exact<{
  input: RetryFailedInput;
}>;


export type RetryFailedMutation = { readonly retryFailed:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly sequence: number, readonly mission: { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type RetryTaskMutationVariables = Exact<{
  input: RetryTaskInput;
}>;


export type RetryTaskMutation = { readonly retryTask:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly sequence: number, readonly task: { readonly id: string, readonly title: string, readonly status: TaskStatus } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type SkipTaskMutationVariables = Exact<{
  input: SkipTaskInput;
}>;


export type SkipTaskMutation = { readonly skipTask:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly sequence: number, readonly task: { readonly id: string, readonly title: string, readonly status: TaskStatus } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type UnblockTaskMutationVariables = Exact<{
  input: UnblockTaskInput;
}>;


export type UnblockTaskMutation = { readonly unblockTask:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly sequence: number, readonly task: { readonly id: string, readonly title: string, readonly status: TaskStatus } }
   };

export type ReopenTaskMutationVariables = Exact<{
  input: ReopenTaskInput;
}>;


export type ReopenTaskMutation = { readonly reopenTask:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly sequence: number, readonly task: { readonly id: string, readonly title: string, readonly status: TaskStatus } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type CancelTaskMutationVariables = Exact<{
  input: CancelTaskInput;
}>;


export type CancelTaskMutation = { readonly cancelTask:
    | { readonly sequence: number, readonly task: { readonly id: string, readonly title: string, readonly status: TaskStatus } }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type OverrideGateMutationVariables = Exact<{
  input: OverrideGateInput;
}>;


export type OverrideGateMutation = { readonly overrideGate:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly sequence: number, readonly qualityGate: { readonly id: string, readonly name: string, readonly status: QualityGateStatus } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type SkipDelayMutationVariables = Exact<{
  input: SkipDelayInput;
}>;


export type SkipDelayMutation = { readonly skipDelay:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly sequence: number, readonly delay: { readonly id: string, readonly name: string, readonly status: DelayStatus } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type MissionEventsSubscriptionVariables = Exact<{
  missionId: string;
  after?: number | null | undefined;
  types?: ReadonlyArray<EventType> | EventType | null | undefined;
}>;


export type MissionEventsSubscription = { readonly missionEvents:
    | { readonly __typename: 'Event', readonly id: string, readonly sequence: number, readonly occurredAt: string, readonly type: EventType, readonly subject: string, readonly runNumber: number | null, readonly data: unknown, readonly actor: { readonly kind: ActorKind, readonly name: string } }
    | { readonly __typename: 'Lagged', readonly sequence: number, readonly missed: number, readonly mission: { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string } }
    | { readonly __typename: 'MissionSnapshot', readonly sequence: number, readonly occurredAt: string, readonly mission: { readonly id: string, readonly title: string, readonly status: MissionStatus, readonly progress: number, readonly sequence: number, readonly updatedAt: string } }
   };

export type EventLineFragment = { readonly id: string, readonly sequence: number, readonly occurredAt: string, readonly type: EventType, readonly subject: string, readonly runNumber: number | null, readonly data: unknown, readonly actor: { readonly kind: ActorKind, readonly name: string } };

export type MissionProgressSubscriptionVariables = Exact<{
  missionId: string;
}>;


export type MissionProgressSubscription = { readonly missionProgress: { readonly progress: number, readonly status: MissionStatus, readonly sequence: number, readonly taskCounts: { readonly waiting: number, readonly ready: number, readonly inProgress: number, readonly review: number, readonly done: number, readonly blocked: number, readonly failed: number, readonly skipped: number, readonly cancelled: number, readonly total: number } | null, readonly usage: { readonly tokens: number, readonly costUsd: number } | null } };

export type TasksReadySubscriptionVariables = Exact<{
  agent?: string | null | undefined;
  specialties?: ReadonlyArray<string> | string | null | undefined;
}>;


export type TasksReadySubscription = { readonly tasksReady: { readonly count: number } };

export type WorkspaceEventsSubscriptionVariables = Exact<{
  types?: ReadonlyArray<EventType> | EventType | null | undefined;
}>;


export type WorkspaceEventsSubscription = { readonly workspaceEvents: { readonly missionId: string | null, readonly id: string, readonly sequence: number, readonly occurredAt: string, readonly type: EventType, readonly subject: string, readonly runNumber: number | null, readonly data: unknown, readonly actor: { readonly kind: ActorKind, readonly name: string } } };

export type ClaimTasksMutationVariables = Exact<{
  input: ClaimTasksInput;
}>;


export type ClaimTasksMutation = { readonly claimTasks:
    | { readonly __typename: 'ClaimTasksSuccess', readonly claims: ReadonlyArray<{ readonly attemptId: string, readonly expiresAt: string | null, readonly task: { readonly id: string, readonly key: string, readonly title: string, readonly description: string, readonly status: TaskStatus, readonly score: number | null, readonly reason: string | null, readonly implementer: string | null, readonly attemptCount: number, readonly purpose: { readonly kind: TaskPurposeKind, readonly round: number } | null, readonly definition: { readonly assignTo: string | null, readonly specialty: string | null, readonly milestone: string | null, readonly review: ReviewPolicy, readonly expectedOutcomes: ReadonlyArray<string>, readonly expectations: ReadonlyArray<{ readonly type: ExpectationType, readonly command: string | null, readonly paths: ReadonlyArray<string> | null }>, readonly estimate: { readonly minutes: number | null, readonly tokens: number | null } | null } }, readonly attempt: { readonly number: number } }> }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type CompleteAndClaimMutationVariables = Exact<{
  input: CompleteAndClaimInput;
}>;


export type CompleteAndClaimMutation = { readonly completeAndClaim:
    | { readonly __typename: 'AssertionsUnreportedError', readonly assertions: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'CompleteAndClaimSuccess', readonly results: ReadonlyArray<
        | { readonly __typename: 'AssertionsUnreportedError', readonly assertions: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
        | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
        | { readonly __typename: 'EvidenceRequiredError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
        | { readonly __typename: 'ForbiddenError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
        | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
        | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
        | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
        | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
        | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
        | { readonly __typename: 'ResultsRequiredError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
        | { readonly __typename: 'StaleAttemptError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
        | { readonly __typename: 'TaskCompletion', readonly sequence: number, readonly task: { readonly id: string, readonly status: TaskStatus } }
        | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
      >, readonly claims: ReadonlyArray<{ readonly attemptId: string, readonly expiresAt: string | null, readonly task: { readonly id: string, readonly key: string, readonly title: string, readonly description: string, readonly status: TaskStatus, readonly score: number | null, readonly reason: string | null, readonly implementer: string | null, readonly attemptCount: number, readonly purpose: { readonly kind: TaskPurposeKind, readonly round: number } | null, readonly definition: { readonly assignTo: string | null, readonly specialty: string | null, readonly milestone: string | null, readonly review: ReviewPolicy, readonly expectedOutcomes: ReadonlyArray<string>, readonly expectations: ReadonlyArray<{ readonly type: ExpectationType, readonly command: string | null, readonly paths: ReadonlyArray<string> | null }>, readonly estimate: { readonly minutes: number | null, readonly tokens: number | null } | null } }, readonly attempt: { readonly number: number } }> }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'EvidenceRequiredError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ResultsRequiredError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'StaleAttemptError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type CompleteTaskMutationVariables = Exact<{
  input: CompleteTaskInput;
}>;


export type CompleteTaskMutation = { readonly completeTask:
    | { readonly __typename: 'AssertionsUnreportedError', readonly assertions: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'CompleteTaskSuccess', readonly sequence: number, readonly task: { readonly id: string, readonly status: TaskStatus, readonly currentAttempt: { readonly id: string } | null } }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'EvidenceRequiredError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ResultsRequiredError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'StaleAttemptError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type FailTaskMutationVariables = Exact<{
  input: FailTaskInput;
}>;


export type FailTaskMutation = { readonly failTask:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'FailTaskSuccess', readonly sequence: number, readonly task: { readonly id: string, readonly status: TaskStatus } }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'StaleAttemptError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type HeartbeatMutationVariables = Exact<{
  input: HeartbeatInput;
}>;


export type HeartbeatMutation = { readonly heartbeat:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'HeartbeatSuccess', readonly attempt: { readonly id: string, readonly expiresAt: string | null } }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'StaleAttemptError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type AcceptTaskMutationVariables = Exact<{
  input: AcceptTaskInput;
}>;


export type AcceptTaskMutation = { readonly acceptTask:
    | { readonly __typename: 'AcceptTaskSuccess', readonly sequence: number, readonly task: { readonly id: string, readonly title: string, readonly status: TaskStatus } }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ImplementerCannotReviewError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotAReviewerError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type RejectTaskMutationVariables = Exact<{
  input: RejectTaskInput;
}>;


export type RejectTaskMutation = { readonly rejectTask:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'IllegalMoveError', readonly status: string, readonly legal: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'ImplementerCannotReviewError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'InvalidArgumentError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'LimitExceededError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotAReviewerError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'NotFoundError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
    | { readonly __typename: 'RejectTaskSuccess', readonly sequence: number, readonly task: { readonly id: string, readonly title: string, readonly status: TaskStatus } }
    | { readonly __typename: 'UnavailableError', readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> }
   };

export type TaskForReviewQueryVariables = Exact<{
  id: string;
}>;


export type TaskForReviewQuery = { readonly node:
    | { readonly __typename: 'Artifact' }
    | { readonly __typename: 'Assertion' }
    | { readonly __typename: 'Attempt' }
    | { readonly __typename: 'Channel' }
    | { readonly __typename: 'Checkpoint' }
    | { readonly __typename: 'DeadLetter' }
    | { readonly __typename: 'Delay' }
    | { readonly __typename: 'Delivery' }
    | { readonly __typename: 'Event' }
    | { readonly __typename: 'Milestone' }
    | { readonly __typename: 'Mission' }
    | { readonly __typename: 'QualityGate' }
    | { readonly __typename: 'Report' }
    | { readonly __typename: 'Run' }
    | { readonly __typename: 'Task', readonly id: string, readonly key: string, readonly title: string, readonly description: string, readonly status: TaskStatus, readonly score: number | null, readonly reason: string | null, readonly implementer: string | null, readonly attemptCount: number, readonly attempts: { readonly nodes: ReadonlyArray<{ readonly agent: string, readonly status: AttemptStatus, readonly submission: { readonly evidence: string | null, readonly summary: string | null, readonly outcomes: ReadonlyArray<string>, readonly selfScore: number | null } | null }> }, readonly purpose: { readonly kind: TaskPurposeKind, readonly round: number } | null, readonly definition: { readonly assignTo: string | null, readonly specialty: string | null, readonly milestone: string | null, readonly review: ReviewPolicy, readonly expectedOutcomes: ReadonlyArray<string>, readonly expectations: ReadonlyArray<{ readonly type: ExpectationType, readonly command: string | null, readonly paths: ReadonlyArray<string> | null }>, readonly estimate: { readonly minutes: number | null, readonly tokens: number | null } | null } }
    | { readonly __typename: 'Validation' }
   | null };

export type ServiceQueryVariables = Exact<{ [key: string]: never; }>;


export type ServiceQuery = { readonly service: { readonly version: string } };

export const ApprovalsDocument: Operation<ApprovalsQuery, ApprovalsQueryVariables> = {
  kind: 'query',
  name: 'Approvals',
  text: "query Approvals($first:Int!$after:String){approvals(first:$first after:$after){nodes{kind since mission{id title}subject{__typename ...on Task{id title}...on Checkpoint{id name}...on QualityGate{id name}...on Assertion{id name}...on Validation{id}}}pageInfo{hasNextPage endCursor}}}",
};

export const MissionAttentionDocument: Operation<MissionAttentionQuery, MissionAttentionQueryVariables> = {
  kind: 'query',
  name: 'MissionAttention',
  text: "query MissionAttention($id:ID!){mission(id:$id){id title status attention{count items{kind isForPerson since action advice subject{__typename ...on Mission{id title}...on DeadLetter{id reason}...on Task{id title}...on Checkpoint{id name}...on QualityGate{id name}...on Assertion{id name}...on Validation{id}}}}}}",
};

export const DeadLettersDocument: Operation<DeadLettersQuery, DeadLettersQueryVariables> = {
  kind: 'query',
  name: 'DeadLetters',
  text: "query DeadLetters($first:Int!$after:String){deadLetters(first:$first after:$after){nodes{...DeadLetterLine}pageInfo{hasNextPage endCursor}}}fragment DeadLetterLine on DeadLetter{id status origin reason deathCount diedAt mission{id title}}",
};

export const MissionDeadLettersDocument: Operation<MissionDeadLettersQuery, MissionDeadLettersQueryVariables> = {
  kind: 'query',
  name: 'MissionDeadLetters',
  text: "query MissionDeadLetters($id:ID!$first:Int!){mission(id:$id){deadLetters(first:$first){nodes{...DeadLetterLine}pageInfo{hasNextPage endCursor}}}}fragment DeadLetterLine on DeadLetter{id status origin reason deathCount diedAt mission{id title}}",
};

export const RedriveDeadLetterDocument: Operation<RedriveDeadLetterMutation, RedriveDeadLetterMutationVariables> = {
  kind: 'mutation',
  name: 'RedriveDeadLetter',
  text: "mutation RedriveDeadLetter($input:RedriveDeadLetterInput!){redriveDeadLetter(input:$input){...on RedriveDeadLetterSuccess{__typename sequence deadLetter{...DeadLetterLine}}...Failure}}fragment DeadLetterLine on DeadLetter{id status origin reason deathCount diedAt mission{id title}}fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}",
};

export const AddTasksDocument: Operation<AddTasksMutation, AddTasksMutationVariables> = {
  kind: 'mutation',
  name: 'AddTasks',
  text: "mutation AddTasks($input:AddTasksInput!){addTasks(input:$input){...on AddTasksSuccess{__typename sequence addedIds}...on InvalidAdditionError{problems{...ProblemLine}}...Failure}}fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}",
};

export const AddElementsDocument: Operation<AddElementsMutation, AddElementsMutationVariables> = {
  kind: 'mutation',
  name: 'AddElements',
  text: "mutation AddElements($input:AddElementsInput!){addElements(input:$input){...on AddElementsSuccess{__typename sequence addedIds}...on InvalidAdditionError{problems{...ProblemLine}}...Failure}}fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}",
};

export const MissionCoverageDocument: Operation<MissionCoverageQuery, MissionCoverageQueryVariables> = {
  kind: 'query',
  name: 'MissionCoverage',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}query MissionCoverage($id:ID!){mission(id:$id){coverage{...CoverageLine}}}",
};

export const CompletePlanningDocument: Operation<CompletePlanningMutation, CompletePlanningMutationVariables> = {
  kind: 'mutation',
  name: 'CompletePlanning',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}mutation CompletePlanning($input:CompletePlanningInput!){completePlanning(input:$input){...on CompletePlanningSuccess{__typename sequence mission{...MissionLine}coverage{...CoverageLine}}...Failure}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}fragment MissionLine on Mission{id title status progress sequence updatedAt}",
};

export const MissionContractDocument: Operation<MissionContractQuery, MissionContractQueryVariables> = {
  kind: 'query',
  name: 'MissionContract',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}query MissionContract($id:ID!$after:String){mission(id:$id){id title coverage{...CoverageLine}run{number status assertions(first:100 after:$after){nodes{...AssertionLine}pageInfo{hasNextPage endCursor}}validations(first:100){nodes{...ValidationLine}}}}}fragment AssertionLine on Assertion{id name title status evidence history{status round actor{name}}}fragment ValidationLine on Validation{id name status round roundsUsed roundsMax question{need reason}rounds{number outcome task{implementer}}}",
};

export const ValidationTaskDocument: Operation<ValidationTaskQuery, ValidationTaskQueryVariables> = {
  kind: 'query',
  name: 'ValidationTask',
  text: "query ValidationTask($id:ID!$after:String){node(id:$id){__typename ...on Task{purpose{kind round validation{guidance assertions(first:100 after:$after){nodes{id name title behaviour evidenceWanted status evidence}pageInfo{hasNextPage endCursor}}}}}}}",
};

export const ReportAssertionDocument: Operation<ReportAssertionMutation, ReportAssertionMutationVariables> = {
  kind: 'mutation',
  name: 'ReportAssertion',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment AssertionLine on Assertion{id name title status evidence history{status round actor{name}}}mutation ReportAssertion($input:ReportAssertionInput!){reportAssertion(input:$input){...on ReportAssertionSuccess{__typename sequence assertion{...AssertionLine}}...Failure}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}",
};

export const WaiveAssertionDocument: Operation<WaiveAssertionMutation, WaiveAssertionMutationVariables> = {
  kind: 'mutation',
  name: 'WaiveAssertion',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment AssertionLine on Assertion{id name title status evidence history{status round actor{name}}}mutation WaiveAssertion($input:WaiveAssertionInput!){waiveAssertion(input:$input){...on WaiveAssertionSuccess{__typename sequence assertion{...AssertionLine}}...Failure}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}",
};

export const GrantRoundDocument: Operation<GrantRoundMutation, GrantRoundMutationVariables> = {
  kind: 'mutation',
  name: 'GrantRound',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment ValidationLine on Validation{id name status round roundsUsed roundsMax question{need reason}rounds{number outcome task{implementer}}}mutation GrantRound($input:GrantRoundInput!){grantRound(input:$input){...on GrantRoundSuccess{__typename sequence validation{...ValidationLine}}...Failure}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}",
};

export const FailValidationDocument: Operation<FailValidationMutation, FailValidationMutationVariables> = {
  kind: 'mutation',
  name: 'FailValidation',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment ValidationLine on Validation{id name status round roundsUsed roundsMax question{need reason}rounds{number outcome task{implementer}}}mutation FailValidation($input:FailValidationInput!){failValidation(input:$input){...on FailValidationSuccess{__typename sequence validation{...ValidationLine}}...Failure}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}",
};

export const ApiKeysDocument: Operation<ApiKeysQuery, ApiKeysQueryVariables> = {
  kind: 'query',
  name: 'ApiKeys',
  text: "query ApiKeys{apiKeys{...ApiKeyLine}}fragment ApiKeyLine on ApiKey{id name role createdAt expiresAt revokedAt}",
};

export const RevokeApiKeyDocument: Operation<RevokeApiKeyMutation, RevokeApiKeyMutationVariables> = {
  kind: 'mutation',
  name: 'RevokeApiKey',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}mutation RevokeApiKey($input:RevokeApiKeyInput!){revokeApiKey(input:$input){...on RevokeApiKeySuccess{apiKey{...ApiKeyLine}}...Failure}}fragment ApiKeyLine on ApiKey{id name role createdAt expiresAt revokedAt}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}",
};

export const LargeAnswerDocument: Operation<LargeAnswerQuery, LargeAnswerQueryVariables> = {
  kind: 'query',
  name: 'LargeAnswer',
  text: "query LargeAnswer($id:String!){largeAnswer(id:$id)}",
};

export const ValidateMissionDocument: Operation<ValidateMissionQuery, ValidateMissionQueryVariables> = {
  kind: 'query',
  name: 'ValidateMission',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}query ValidateMission($document:JSON!){validateMission(document:$document){problems{...ProblemLine}plan{levels{tasks}criticalPath criticalPathHours estimatedHours estimatedCostUsd estimatedTokens width edgeCount}coverage{...CoverageLine}}}fragment ProblemLine on Problem{code path message value}",
};

export const MissionsDocument: Operation<MissionsQuery, MissionsQueryVariables> = {
  kind: 'query',
  name: 'Missions',
  text: "query Missions($status:[MissionStatusFilter!]$first:Int!$after:String){missions(status:$status first:$first after:$after){nodes{...MissionLine runCount run{taskCounts{done total}}}pageInfo{hasNextPage endCursor}}}fragment MissionLine on Mission{id title status progress sequence updatedAt}",
};

export const MissionDocument: Operation<MissionQuery, MissionQueryVariables> = {
  kind: 'query',
  name: 'Mission',
  text: "query Mission($id:ID!){mission(id:$id){...MissionLine objective tags runCount run{id number status reason averageScore attemptCount startedAt endedAt taskCounts{...TaskCountsLine}usage{tokens costUsd}checkpoints(first:100){nodes{...CheckpointLine}}qualityGates(first:100){nodes{id name status averageScore reasons}}delays(first:100){nodes{id name status endsAt}}milestones(first:50){nodes{id name status}}}}}fragment TaskCountsLine on TaskCounts{waiting ready inProgress review done blocked failed skipped cancelled total}fragment CheckpointLine on Checkpoint{id name status message approvers approvals{actor{name}}}fragment MissionLine on Mission{id title status progress sequence updatedAt}",
};

export const MissionTasksDocument: Operation<MissionTasksQuery, MissionTasksQueryVariables> = {
  kind: 'query',
  name: 'MissionTasks',
  text: "query MissionTasks($id:ID!$after:String){mission(id:$id){sequence run{number tasks(first:100 after:$after){nodes{...TaskLine}pageInfo{hasNextPage endCursor}}}}}fragment TaskLine on Task{id key title description status score reason implementer attemptCount purpose{kind round}definition{assignTo specialty milestone review expectations{type command paths}estimate{minutes tokens}expectedOutcomes}}",
};

export const TaskOfRunDocument: Operation<TaskOfRunQuery, TaskOfRunQueryVariables> = {
  kind: 'query',
  name: 'TaskOfRun',
  text: "query TaskOfRun($id:ID!){node(id:$id){__typename ...on Task{...TaskLine}}}fragment TaskLine on Task{id key title description status score reason implementer attemptCount purpose{kind round}definition{assignTo specialty milestone review expectations{type command paths}estimate{minutes tokens}expectedOutcomes}}",
};

export const MissionRunsDocument: Operation<MissionRunsQuery, MissionRunsQueryVariables> = {
  kind: 'query',
  name: 'MissionRuns',
  text: "query MissionRuns($id:ID!$after:String){mission(id:$id){runs(first:100 after:$after){nodes{number report{...ReportLine}}pageInfo{hasNextPage endCursor}}}}fragment ReportLine on Report{id title status hasAllPassed averageScore wallClockMs workingMs markdown}",
};

export const MissionReportDocument: Operation<MissionReportQuery, MissionReportQueryVariables> = {
  kind: 'query',
  name: 'MissionReport',
  text: "query MissionReport($id:ID!){mission(id:$id){run{number status report{...ReportLine}}}}fragment ReportLine on Report{id title status hasAllPassed averageScore wallClockMs workingMs markdown}",
};

export const ReportDetailDocument: Operation<ReportDetailQuery, ReportDetailQueryVariables> = {
  kind: 'query',
  name: 'ReportDetail',
  text: "query ReportDetail($id:ID!){mission(id:$id){run{report{...ReportLine usage{tokens costUsd}tasks{title status agent attemptCount workingMs score}checkpoints{name status decidedBy{name}waitedMs}qualityGates{name status averageScore}contract{assertions{name title status round decidedBy{name}}}time{implementingMs validatingMs waitingForPeopleMs}}}}}fragment ReportLine on Report{id title status hasAllPassed averageScore wallClockMs workingMs markdown}",
};

export const CheckpointOfMissionDocument: Operation<CheckpointOfMissionQuery, CheckpointOfMissionQueryVariables> = {
  kind: 'query',
  name: 'CheckpointOfMission',
  text: "fragment CheckpointLine on Checkpoint{id name status message approvers approvals{actor{name}}}query CheckpointOfMission($id:ID!){node(id:$id){__typename ...on Checkpoint{...CheckpointLine mission{id title}}}}",
};

export const CreateMissionDocument: Operation<CreateMissionMutation, CreateMissionMutationVariables> = {
  kind: 'mutation',
  name: 'CreateMission',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}mutation CreateMission($input:CreateMissionInput!){createMission(input:$input){...on CreateMissionSuccess{__typename sequence mission{...MissionLine}}...Failure}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}fragment MissionLine on Mission{id title status progress sequence updatedAt}",
};

export const CancelMissionDocument: Operation<CancelMissionMutation, CancelMissionMutationVariables> = {
  kind: 'mutation',
  name: 'CancelMission',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}mutation CancelMission($input:CancelMissionInput!){cancelMission(input:$input){...on CancelMissionSuccess{__typename sequence mission{...MissionLine}}...Failure}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}fragment MissionLine on Mission{id title status progress sequence updatedAt}",
};

export const ApproveCheckpointDocument: Operation<ApproveCheckpointMutation, ApproveCheckpointMutationVariables> = {
  kind: 'mutation',
  name: 'ApproveCheckpoint',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment CheckpointLine on Checkpoint{id name status message approvers approvals{actor{name}}}mutation ApproveCheckpoint($input:ApproveCheckpointInput!){approveCheckpoint(input:$input){...on ApproveCheckpointSuccess{__typename sequence checkpoint{...CheckpointLine quorum}}...Failure}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}",
};

export const RejectCheckpointDocument: Operation<RejectCheckpointMutation, RejectCheckpointMutationVariables> = {
  kind: 'mutation',
  name: 'RejectCheckpoint',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment CheckpointLine on Checkpoint{id name status message approvers approvals{actor{name}}}mutation RejectCheckpoint($input:RejectCheckpointInput!){rejectCheckpoint(input:$input){...on RejectCheckpointSuccess{__typename sequence checkpoint{...CheckpointLine}}...Failure}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}",
};

export const CreateApiKeyDocument: Operation<CreateApiKeyMutation, CreateApiKeyMutationVariables> = {
  kind: 'mutation',
  name: 'CreateApiKey',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}mutation CreateApiKey($input:CreateApiKeyInput!){createApiKey(input:$input){...on CreateApiKeySuccess{__typename token apiKey{id name role}}...Failure}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}",
};

export const ChannelsDocument: Operation<ChannelsQuery, ChannelsQueryVariables> = {
  kind: 'query',
  name: 'Channels',
  text: "fragment ChannelLine on Channel{id name kind status address actsFor disabledReason}query Channels{channels{...ChannelLine}}",
};

export const CreateChannelDocument: Operation<CreateChannelMutation, CreateChannelMutationVariables> = {
  kind: 'mutation',
  name: 'CreateChannel',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment ChannelLine on Channel{id name kind status address actsFor disabledReason}mutation CreateChannel($input:CreateChannelInput!){createChannel(input:$input){...on CreateChannelSuccess{__typename newSecret channel{...ChannelLine}}...Failure}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}",
};

export const TestChannelDocument: Operation<TestChannelMutation, TestChannelMutationVariables> = {
  kind: 'mutation',
  name: 'TestChannel',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment DeliveryLine on Delivery{id status channelName eventType occurredAt nextTryAt failureReason tries{outcome status reason}}mutation TestChannel($input:TestChannelInput!){testChannel(input:$input){...on TestChannelSuccess{__typename delivery{...DeliveryLine}}...Failure}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}",
};

export const DeliveriesDocument: Operation<DeliveriesQuery, DeliveriesQueryVariables> = {
  kind: 'query',
  name: 'Deliveries',
  text: "fragment DeliveryLine on Delivery{id status channelName eventType occurredAt nextTryAt failureReason tries{outcome status reason}}query Deliveries($first:Int$status:[DeliveryStatus!]$channelId:ID$missionId:ID){deliveries(first:$first status:$status channelId:$channelId missionId:$missionId){nodes{...DeliveryLine}pageInfo{hasNextPage}}}",
};

export const RedeliverDocument: Operation<RedeliverMutation, RedeliverMutationVariables> = {
  kind: 'mutation',
  name: 'Redeliver',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment DeliveryLine on Delivery{id status channelName eventType occurredAt nextTryAt failureReason tries{outcome status reason}}mutation Redeliver($input:RedeliverInput!){redeliver(input:$input){...on RedeliverSuccess{__typename delivery{...DeliveryLine}}...Failure}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}",
};

export const EnableChannelDocument: Operation<EnableChannelMutation, EnableChannelMutationVariables> = {
  kind: 'mutation',
  name: 'EnableChannel',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment ChannelLine on Channel{id name kind status address actsFor disabledReason}mutation EnableChannel($input:EnableChannelInput!){enableChannel(input:$input){...on EnableChannelSuccess{__typename channel{...ChannelLine}}...Failure}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}",
};

export const DisableChannelDocument: Operation<DisableChannelMutation, DisableChannelMutationVariables> = {
  kind: 'mutation',
  name: 'DisableChannel',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment ChannelLine on Channel{id name kind status address actsFor disabledReason}mutation DisableChannel($input:DisableChannelInput!){disableChannel(input:$input){...on DisableChannelSuccess{__typename channel{...ChannelLine}}...Failure}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}",
};

export const DeleteChannelDocument: Operation<DeleteChannelMutation, DeleteChannelMutationVariables> = {
  kind: 'mutation',
  name: 'DeleteChannel',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment ChannelLine on Channel{id name kind status address actsFor disabledReason}mutation DeleteChannel($input:DeleteChannelInput!){deleteChannel(input:$input){...on DeleteChannelSuccess{__typename channel{...ChannelLine}}...Failure}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}",
};

export const SetMissionStatusDocument: Operation<SetMissionStatusMutation, SetMissionStatusMutationVariables> = {
  kind: 'mutation',
  name: 'SetMissionStatus',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}mutation SetMissionStatus($input:SetMissionStatusInput!){setMissionStatus(input:$input){...on SetMissionStatusSuccess{mission{...MissionLine}sequence}...Failure}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}fragment MissionLine on Mission{id title status progress sequence updatedAt}",
};

export const SetMissionProgressDocument: Operation<SetMissionProgressMutation, SetMissionProgressMutationVariables> = {
  kind: 'mutation',
  name: 'SetMissionProgress',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}mutation SetMissionProgress($input:SetMissionProgressInput!){setMissionProgress(input:$input){...on SetMissionProgressSuccess{mission{...MissionLine}sequence}...Failure}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}fragment MissionLine on Mission{id title status progress sequence updatedAt}",
};

export const ScheduleMissionDocument: Operation<ScheduleMissionMutation, ScheduleMissionMutationVariables> = {
  kind: 'mutation',
  name: 'ScheduleMission',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}mutation ScheduleMission($input:ScheduleMissionInput!){scheduleMission(input:$input){...on ScheduleMissionSuccess{__typename sequence mission{...ScheduledMission}}...Failure}}fragment ScheduledMission on Mission{...MissionLine schedule{at cron timeZone endDate maxRuns overlap catchUp jitterMs launchCount isPaused hasWaitingSlots slots(first:3)}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}fragment MissionLine on Mission{id title status progress sequence updatedAt}",
};

export const CreateScheduledMissionDocument: Operation<CreateScheduledMissionMutation, CreateScheduledMissionMutationVariables> = {
  kind: 'mutation',
  name: 'CreateScheduledMission',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}mutation CreateScheduledMission($input:CreateMissionInput!){createMission(input:$input){...on CreateMissionSuccess{__typename sequence mission{...ScheduledMission}}...Failure}}fragment ScheduledMission on Mission{...MissionLine schedule{at cron timeZone endDate maxRuns overlap catchUp jitterMs launchCount isPaused hasWaitingSlots slots(first:3)}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}fragment MissionLine on Mission{id title status progress sequence updatedAt}",
};

export const UnscheduleMissionDocument: Operation<UnscheduleMissionMutation, UnscheduleMissionMutationVariables> = {
  kind: 'mutation',
  name: 'UnscheduleMission',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}mutation UnscheduleMission($input:UnscheduleMissionInput!){unscheduleMission(input:$input){...on UnscheduleMissionSuccess{__typename sequence mission{...ScheduledMission}}...Failure}}fragment ScheduledMission on Mission{...MissionLine schedule{at cron timeZone endDate maxRuns overlap catchUp jitterMs launchCount isPaused hasWaitingSlots slots(first:3)}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}fragment MissionLine on Mission{id title status progress sequence updatedAt}",
};

export const PauseScheduleDocument: Operation<PauseScheduleMutation, PauseScheduleMutationVariables> = {
  kind: 'mutation',
  name: 'PauseSchedule',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}mutation PauseSchedule($input:PauseScheduleInput!){pauseSchedule(input:$input){...on PauseScheduleSuccess{__typename sequence mission{...ScheduledMission}}...Failure}}fragment ScheduledMission on Mission{...MissionLine schedule{at cron timeZone endDate maxRuns overlap catchUp jitterMs launchCount isPaused hasWaitingSlots slots(first:3)}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}fragment MissionLine on Mission{id title status progress sequence updatedAt}",
};

export const ResumeScheduleDocument: Operation<ResumeScheduleMutation, ResumeScheduleMutationVariables> = {
  kind: 'mutation',
  name: 'ResumeSchedule',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}mutation ResumeSchedule($input:ResumeScheduleInput!){resumeSchedule(input:$input){...on ResumeScheduleSuccess{__typename sequence mission{...ScheduledMission}}...Failure}}fragment ScheduledMission on Mission{...MissionLine schedule{at cron timeZone endDate maxRuns overlap catchUp jitterMs launchCount isPaused hasWaitingSlots slots(first:3)}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}fragment MissionLine on Mission{id title status progress sequence updatedAt}",
};

export const PreviewScheduleDocument: Operation<PreviewScheduleQuery, PreviewScheduleQueryVariables> = {
  kind: 'query',
  name: 'PreviewSchedule',
  text: "query PreviewSchedule($schedule:ScheduleInput!$first:Int){previewSchedule(schedule:$schedule first:$first){problems{...ProblemLine}slots}}fragment ProblemLine on Problem{code path message value}",
};

export const CreateTaskDocument: Operation<CreateTaskMutation, CreateTaskMutationVariables> = {
  kind: 'mutation',
  name: 'CreateTask',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}mutation CreateTask($input:CreateTaskInput!){createTask(input:$input){...on CreateTaskSuccess{task{...StandaloneTaskLine}sequence}...Failure}}fragment StandaloneTaskLine on Task{id title status priority implementer}",
};

export const StandaloneTasksDocument: Operation<StandaloneTasksQuery, StandaloneTasksQueryVariables> = {
  kind: 'query',
  name: 'StandaloneTasks',
  text: "query StandaloneTasks($status:[TaskStatusFilter!]$first:Int!$after:String){standaloneTasks(status:$status first:$first after:$after){nodes{...StandaloneTaskLine}pageInfo{hasNextPage endCursor}}}fragment StandaloneTaskLine on Task{id title status priority implementer}",
};

export const PlanMissionDocument: Operation<PlanMissionMutation, PlanMissionMutationVariables> = {
  kind: 'mutation',
  name: 'PlanMission',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}fragment MissionLine on Mission{id title status progress sequence updatedAt}mutation PlanMission($input:PlanMissionInput!){planMission(input:$input){...on PlanMissionSuccess{mission{...MissionLine}sequence}...Failure}}",
};

export const PauseMissionDocument: Operation<PauseMissionMutation, PauseMissionMutationVariables> = {
  kind: 'mutation',
  name: 'PauseMission',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}fragment MissionLine on Mission{id title status progress sequence updatedAt}mutation PauseMission($input:PauseMissionInput!){pauseMission(input:$input){...on PauseMissionSuccess{mission{...MissionLine}sequence}...Failure}}",
};

export const ResumeMissionDocument: Operation<ResumeMissionMutation, ResumeMissionMutationVariables> = {
  kind: 'mutation',
  name: 'ResumeMission',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}fragment MissionLine on Mission{id title status progress sequence updatedAt}mutation ResumeMission($input:ResumeMissionInput!){resumeMission(input:$input){...on ResumeMissionSuccess{mission{...MissionLine}sequence}...Failure}}",
};

export const CancelRunDocument: Operation<CancelRunMutation, CancelRunMutationVariables> = {
  kind: 'mutation',
  name: 'CancelRun',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}fragment MissionLine on Mission{id title status progress sequence updatedAt}mutation CancelRun($input:CancelRunInput!){cancelRun(input:$input){...on CancelRunSuccess{mission{...MissionLine}sequence}...Failure}}",
};

export const RetryFailedDocument: Operation<RetryFailedMutation, RetryFailedMutationVariables> = {
  kind: 'mutation',
  name: 'RetryFailed',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}fragment MissionLine on Mission{id title status progress sequence updatedAt}mutation RetryFailed($input:RetryFailedInput!){retryFailed(input:$input){...on RetryFailedSuccess{mission{...MissionLine}sequence}...Failure}}",
};

export const RetryTaskDocument: Operation<RetryTaskMutation, RetryTaskMutationVariables> = {
  kind: 'mutation',
  name: 'RetryTask',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}mutation RetryTask($input:RetryTaskInput!){retryTask(input:$input){...on RetryTaskSuccess{task{id title status}sequence}...Failure}}",
};

export const SkipTaskDocument: Operation<SkipTaskMutation, SkipTaskMutationVariables> = {
  kind: 'mutation',
  name: 'SkipTask',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}mutation SkipTask($input:SkipTaskInput!){skipTask(input:$input){...on SkipTaskSuccess{task{id title status}sequence}...Failure}}",
};

export const UnblockTaskDocument: Operation<UnblockTaskMutation, UnblockTaskMutationVariables> = {
  kind: 'mutation',
  name: 'UnblockTask',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}mutation UnblockTask($input:UnblockTaskInput!){unblockTask(input:$input){...on UnblockTaskSuccess{task{id title status}sequence}...Failure}}",
};

export const ReopenTaskDocument: Operation<ReopenTaskMutation, ReopenTaskMutationVariables> = {
  kind: 'mutation',
  name: 'ReopenTask',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}mutation ReopenTask($input:ReopenTaskInput!){reopenTask(input:$input){...on ReopenTaskSuccess{task{id title status}sequence}...Failure}}",
};

export const CancelTaskDocument: Operation<CancelTaskMutation, CancelTaskMutationVariables> = {
  kind: 'mutation',
  name: 'CancelTask',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}mutation CancelTask($input:CancelTaskInput!){cancelTask(input:$input){...on CancelTaskSuccess{task{id title status}sequence}...Failure}}",
};

export const OverrideGateDocument: Operation<OverrideGateMutation, OverrideGateMutationVariables> = {
  kind: 'mutation',
  name: 'OverrideGate',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}mutation OverrideGate($input:OverrideGateInput!){overrideGate(input:$input){...on OverrideGateSuccess{qualityGate{id name status}sequence}...Failure}}",
};

export const SkipDelayDocument: Operation<SkipDelayMutation, SkipDelayMutationVariables> = {
  kind: 'mutation',
  name: 'SkipDelay',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}mutation SkipDelay($input:SkipDelayInput!){skipDelay(input:$input){...on SkipDelaySuccess{delay{id name status}sequence}...Failure}}",
};

export const MissionEventsDocument: Operation<MissionEventsSubscription, MissionEventsSubscriptionVariables> = {
  kind: 'subscription',
  name: 'MissionEvents',
  text: "fragment MissionLine on Mission{id title status progress sequence updatedAt}subscription MissionEvents($missionId:ID!$after:Int$types:[EventType!]){missionEvents(missionId:$missionId after:$after types:$types){__typename ...on MissionSnapshot{sequence occurredAt mission{...MissionLine}}...on Lagged{sequence missed mission{...MissionLine}}...on Event{...EventLine}}}fragment EventLine on Event{id sequence occurredAt type subject runNumber data actor{kind name}}",
};

export const MissionProgressDocument: Operation<MissionProgressSubscription, MissionProgressSubscriptionVariables> = {
  kind: 'subscription',
  name: 'MissionProgress',
  text: "fragment TaskCountsLine on TaskCounts{waiting ready inProgress review done blocked failed skipped cancelled total}subscription MissionProgress($missionId:ID!){missionProgress(missionId:$missionId){progress status sequence taskCounts{...TaskCountsLine}usage{tokens costUsd}}}",
};

export const TasksReadyDocument: Operation<TasksReadySubscription, TasksReadySubscriptionVariables> = {
  kind: 'subscription',
  name: 'TasksReady',
  text: "subscription TasksReady($agent:String$specialties:[String!]){tasksReady(agent:$agent specialties:$specialties){count}}",
};

export const WorkspaceEventsDocument: Operation<WorkspaceEventsSubscription, WorkspaceEventsSubscriptionVariables> = {
  kind: 'subscription',
  name: 'WorkspaceEvents',
  text: "fragment EventLine on Event{id sequence occurredAt type subject runNumber data actor{kind name}}subscription WorkspaceEvents($types:[EventType!]){workspaceEvents(types:$types){...EventLine missionId}}",
};

export const ClaimTasksDocument: Operation<ClaimTasksMutation, ClaimTasksMutationVariables> = {
  kind: 'mutation',
  name: 'ClaimTasks',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}fragment TaskLine on Task{id key title description status score reason implementer attemptCount purpose{kind round}definition{assignTo specialty milestone review expectations{type command paths}estimate{minutes tokens}expectedOutcomes}}fragment ClaimLine on Claim{attemptId expiresAt task{...TaskLine}attempt{number}}mutation ClaimTasks($input:ClaimTasksInput!){claimTasks(input:$input){...on ClaimTasksSuccess{__typename claims{...ClaimLine}}...Failure}}",
};

export const CompleteAndClaimDocument: Operation<CompleteAndClaimMutation, CompleteAndClaimMutationVariables> = {
  kind: 'mutation',
  name: 'CompleteAndClaim',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}fragment TaskLine on Task{id key title description status score reason implementer attemptCount purpose{kind round}definition{assignTo specialty milestone review expectations{type command paths}estimate{minutes tokens}expectedOutcomes}}fragment ClaimLine on Claim{attemptId expiresAt task{...TaskLine}attempt{number}}mutation CompleteAndClaim($input:CompleteAndClaimInput!){completeAndClaim(input:$input){...on CompleteAndClaimSuccess{__typename results{...on TaskCompletion{__typename sequence task{id status}}...Failure}claims{...ClaimLine}}...Failure}}",
};

export const CompleteTaskDocument: Operation<CompleteTaskMutation, CompleteTaskMutationVariables> = {
  kind: 'mutation',
  name: 'CompleteTask',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}mutation CompleteTask($input:CompleteTaskInput!){completeTask(input:$input){...on CompleteTaskSuccess{__typename sequence task{id status currentAttempt{id}}}...Failure}}",
};

export const FailTaskDocument: Operation<FailTaskMutation, FailTaskMutationVariables> = {
  kind: 'mutation',
  name: 'FailTask',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}mutation FailTask($input:FailTaskInput!){failTask(input:$input){...on FailTaskSuccess{__typename sequence task{id status}}...Failure}}",
};

export const HeartbeatDocument: Operation<HeartbeatMutation, HeartbeatMutationVariables> = {
  kind: 'mutation',
  name: 'Heartbeat',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}mutation Heartbeat($input:HeartbeatInput!){heartbeat(input:$input){...on HeartbeatSuccess{__typename attempt{id expiresAt}}...Failure}}",
};

export const AcceptTaskDocument: Operation<AcceptTaskMutation, AcceptTaskMutationVariables> = {
  kind: 'mutation',
  name: 'AcceptTask',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}mutation AcceptTask($input:AcceptTaskInput!){acceptTask(input:$input){...on AcceptTaskSuccess{__typename sequence task{id title status}}...Failure}}",
};

export const RejectTaskDocument: Operation<RejectTaskMutation, RejectTaskMutationVariables> = {
  kind: 'mutation',
  name: 'RejectTask',
  text: "fragment CoverageLine on Coverage{assertions{id tasks}unclaimed multiClaimed unknown percent isSufficient policy{unclaimed claims}}fragment Failure on Error{__typename code message path ...on IllegalMoveError{status legal}...on InvalidDocumentError{problems{...ProblemLine}}...on ContractNotCoveredError{coverage{...CoverageLine}}...on AssertionsUnreportedError{assertions}...on InvalidRulesError{problems{...ProblemLine}}...on InvalidScheduleError{problems{...ProblemLine}}}fragment ProblemLine on Problem{code path message value}mutation RejectTask($input:RejectTaskInput!){rejectTask(input:$input){...on RejectTaskSuccess{__typename sequence task{id title status}}...Failure}}",
};

export const TaskForReviewDocument: Operation<TaskForReviewQuery, TaskForReviewQueryVariables> = {
  kind: 'query',
  name: 'TaskForReview',
  text: "fragment TaskLine on Task{id key title description status score reason implementer attemptCount purpose{kind round}definition{assignTo specialty milestone review expectations{type command paths}estimate{minutes tokens}expectedOutcomes}}query TaskForReview($id:ID!){node(id:$id){__typename ...on Task{...TaskLine attempts(first:100){nodes{agent status submission{evidence summary outcomes selfScore}}}}}}",
};

export const ServiceDocument: Operation<ServiceQuery, ServiceQueryVariables> = {
  kind: 'query',
  name: 'Service',
  text: "query Service{service{version}}",
};
