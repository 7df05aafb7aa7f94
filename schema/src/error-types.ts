/** The GraphQL types of expected failures. `errors.ts` has the classes and says what stands where. */
import type { ErrorCode } from '@muster/core/error-table';
import { builder } from './builder.ts';
import { enumOf } from './enums.ts';
import {
  AssertionsUnreportedFailure,
  ConflictFailure,
  ContractNotCoveredFailure,
  type DomainFailure,
  EvidenceRequiredFailure,
  ForbiddenFailure,
  IdempotencyKeyReusedFailure,
  IllegalMoveFailure,
  ImplementerCannotReviewFailure,
  ImplementerCannotValidateFailure,
  InvalidAdditionFailure,
  InvalidArgumentFailure,
  InvalidDocumentFailure,
  InvalidRulesFailure,
  InvalidScheduleFailure,
  LimitExceededFailure,
  NotAnApproverFailure,
  NotAReviewerFailure,
  NotFoundFailure,
  RequesterCannotApproveFailure,
  ResultsRequiredFailure,
  StaleAttemptFailure,
  UnavailableFailure,
  UnreadableMessageFailure,
  WorkNotSettledFailure,
} from './errors.ts';
import { Problem } from './problem.ts';

const ERROR_CODE_TEXT: Record<ErrorCode, string> = {
  NOT_FOUND: 'No such thing in this workspace.',
  ILLEGAL_MOVE: 'The thing stands where this command is not possible.',
  INVALID_DOCUMENT: 'The document has problems.',
  CONTRACT_NOT_COVERED: 'The policy of the contract does not let the mission out of planning.',
  INVALID_ADDITION: 'What was to be added to the run has problems.',
  INVALID_SCHEDULE: 'The schedule has problems.',
  INVALID_RULES: 'The rules have problems.',
  INVALID_ARGUMENT: 'A part of the input is not valid.',
  STALE_ATTEMPT: 'The attempt no longer holds its task.',
  EVIDENCE_REQUIRED: 'Neither evidence nor a reason for having none was given.',
  RESULTS_REQUIRED: 'Nothing was said about an expectation that the worker tests.',
  IMPLEMENTER_CANNOT_REVIEW: 'Who did the work may not review it.',
  WORK_NOT_SETTLED: 'Some of the work is still open.',
  ASSERTIONS_UNREPORTED: 'A validation says nothing yet of some of its assertions.',
  IMPLEMENTER_CANNOT_VALIDATE: 'Who worked at it may not say that it is passing.',
  NOT_A_REVIEWER: 'Of the agents only the reviewers of this task may review it.',
  NOT_AN_APPROVER: 'Only the approvers of this checkpoint may decide.',
  UNREADABLE_MESSAGE: 'This release can not read the message that is to be sent again.',
  REQUESTER_CANNOT_APPROVE: 'Who asked for the work may not approve it himself.',
  CURSOR_AHEAD: 'The cursor lies in the future.',
  LIMIT_EXCEEDED: 'More than a limit allows.',
  IDEMPOTENCY_KEY_REUSED: 'The key was used for another request.',
  FORBIDDEN: 'The credential is not allowed to do this.',
  UNAUTHENTICATED: 'A valid credential is needed.',
  CONFLICT: 'Others changed the same mission at the same time; try again.',
  UNAVAILABLE: 'Not possible right now; try again.',
  INTERNAL: 'A fault on our side.',
};

export const ErrorCodeEnum = enumOf(
  'ErrorCode',
  'What kind of failure it is. Branch on this.',
  ERROR_CODE_TEXT,
);

export const ErrorInterface = builder.interfaceRef<DomainFailure>('Error').implement({
  description: 'An expected failure: what a caller can cause, and mend.',
  fields: (t) => ({
    code: t.field({
      type: ErrorCodeEnum,
      description: 'What kind of failure it is.',
      resolve: (error) => error.domain.code,
    }),
    message: t.string({
      description: 'One sentence or two for people: what happened and what to do.',
      resolve: (error) => error.message,
    }),
    path: t.stringList({
      description:
        'Leads to the offending part of the input, outermost first: to the id, when what it names is the matter. Empty when no part is to blame, as for CONFLICT.',
      resolve: (error) => error.domain.path.map(String),
    }),
  }),
});

builder.objectType(NotFoundFailure, {
  name: 'NotFoundError',
  description: 'There is nothing with this id in the workspace.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    subject: t.string({
      description: 'What was looked for.',
      resolve: ({ domain }) => domain.detail.subject,
    }),
    id: t.id({ description: 'The id as it was given.', resolve: ({ domain }) => domain.detail.id }),
  }),
});

builder.objectType(IllegalMoveFailure, {
  name: 'IllegalMoveError',
  description: 'The thing stands where this command is not possible. Nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    subject: t.string({
      description: 'What was to be moved.',
      resolve: ({ domain }) => domain.detail.subject,
    }),
    id: t.id({ description: 'Its id.', resolve: ({ domain }) => domain.detail.id }),
    status: t.string({ description: 'Where it stands.', resolve: ({ domain }) => domain.detail.status }),
    command: t.string({
      description: 'What was asked for.',
      resolve: ({ domain }) => domain.detail.command,
    }),
    legal: t.stringList({
      description: 'The mutations that are possible now.',
      resolve: ({ domain }) => domain.detail.legal,
    }),
  }),
});

builder.objectType(InvalidDocumentFailure, {
  name: 'InvalidDocumentError',
  description: 'The document can not be launched. Nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    problems: t.field({
      type: [Problem],
      description: 'All of its problems.',
      resolve: ({ domain }) => domain.detail.problems,
    }),
  }),
});

builder.objectType(InvalidAdditionFailure, {
  name: 'InvalidAdditionError',
  description: 'This can not be added to the run. Nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    problems: t.field({
      type: [Problem],
      description: 'All of its problems; their paths lead into the input.',
      resolve: ({ domain }) => domain.detail.problems,
    }),
  }),
});

builder.objectType(InvalidScheduleFailure, {
  name: 'InvalidScheduleError',
  description: 'The schedule can not be set. Nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    problems: t.field({
      type: [Problem],
      description: 'All of its problems.',
      resolve: ({ domain }) => domain.detail.problems,
    }),
  }),
});

builder.objectType(InvalidRulesFailure, {
  name: 'InvalidRulesError',
  description: 'The rules can not be set. Nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    problems: t.field({
      type: [Problem],
      description: 'All of its problems.',
      resolve: ({ domain }) => domain.detail.problems,
    }),
  }),
});

builder.objectType(InvalidArgumentFailure, {
  name: 'InvalidArgumentError',
  description: 'The part of the input that `path` leads to is not valid.',
  interfaces: [ErrorInterface],
});

builder.objectType(StaleAttemptFailure, {
  name: 'StaleAttemptError',
  description: 'The attempt no longer holds its task: too late, or superseded. Nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    attemptId: t.id({ description: 'The attempt.', resolve: ({ domain }) => domain.detail.attemptId }),
    status: t.string({
      description: 'How the attempt stands.',
      resolve: ({ domain }) => domain.detail.status,
    }),
  }),
});

builder.objectType(EvidenceRequiredFailure, {
  name: 'EvidenceRequiredError',
  description: 'A submission needs evidence, or a reason why there is none.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    attemptId: t.id({ description: 'The attempt.', resolve: ({ domain }) => domain.detail.attemptId }),
  }),
});

builder.objectType(ResultsRequiredFailure, {
  name: 'ResultsRequiredError',
  description: 'A submission says of each expectation that its worker tests whether it was met.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    positions: t.intList({
      description: 'Those that nothing was said about, from 0 in `definition.expectations`.',
      resolve: ({ domain }) => domain.detail.positions,
    }),
  }),
});

builder.objectType(ImplementerCannotReviewFailure, {
  name: 'ImplementerCannotReviewError',
  description: 'Who did the work may not accept or reject it.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    taskId: t.id({ description: 'The task.', resolve: ({ domain }) => domain.detail.taskId }),
    actor: t.string({ description: 'Who asked.', resolve: ({ domain }) => domain.detail.actor }),
  }),
});

builder.objectType(WorkNotSettledFailure, {
  name: 'WorkNotSettledError',
  description: 'A mission with open work can not be completed. Nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    missionId: t.id({ description: 'The mission.', resolve: ({ domain }) => domain.detail.missionId }),
    openNodeCount: t.int({
      description: 'Tasks, checkpoints, gates, delays and milestones of its run that have not settled.',
      resolve: ({ domain }) => domain.detail.openNodeCount,
    }),
  }),
});

builder.objectType(NotAReviewerFailure, {
  name: 'NotAReviewerError',
  description: 'The task names its reviewers, and the calling agent is not one of them.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    taskId: t.id({ description: 'The task.', resolve: ({ domain }) => domain.detail.taskId }),
    actor: t.string({ description: 'Who asked.', resolve: ({ domain }) => domain.detail.actor }),
  }),
});

builder.objectType(NotAnApproverFailure, {
  name: 'NotAnApproverError',
  description: 'The checkpoint names its approvers, and the caller is not one of them.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    checkpointId: t.id({
      description: 'The checkpoint.',
      resolve: ({ domain }) => domain.detail.checkpointId,
    }),
    actor: t.string({ description: 'Who asked.', resolve: ({ domain }) => domain.detail.actor }),
  }),
});

builder.objectType(UnreadableMessageFailure, {
  name: 'UnreadableMessageError',
  description: 'The message comes from another release, or is damaged. Nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    deadLetterId: t.id({
      description: 'The dead letter.',
      resolve: ({ domain }) => domain.detail.deadLetterId,
    }),
  }),
});

builder.objectType(RequesterCannotApproveFailure, {
  name: 'RequesterCannotApproveError',
  description: 'The checkpoint wants somebody else than who launched the run or did the work.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    checkpointId: t.id({
      description: 'The checkpoint.',
      resolve: ({ domain }) => domain.detail.checkpointId,
    }),
    actor: t.string({ description: 'Who asked.', resolve: ({ domain }) => domain.detail.actor }),
  }),
});

builder.objectType(LimitExceededFailure, {
  name: 'LimitExceededError',
  description: 'More than a limit of the product allows. Nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    limit: t.string({ description: 'Name of the limit.', resolve: ({ domain }) => domain.detail.limit }),
    max: t.float({ description: 'What it allows.', resolve: ({ domain }) => domain.detail.max }),
    actual: t.float({ description: 'What was asked for.', resolve: ({ domain }) => domain.detail.actual }),
  }),
});

builder.objectType(IdempotencyKeyReusedFailure, {
  name: 'IdempotencyKeyReusedError',
  description: 'The idempotency key belongs to another request of the last 48 hours.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    idempotencyKey: t.string({
      description: 'The key.',
      resolve: ({ domain }) => domain.detail.idempotencyKey,
    }),
  }),
});

builder.objectType(ConflictFailure, {
  name: 'ConflictError',
  description: 'Others kept changing the same mission. Nothing was changed; trying again can help.',
  interfaces: [ErrorInterface],
});

builder.objectType(UnavailableFailure, {
  name: 'UnavailableError',
  description: 'Not possible right now. Trying again can help.',
  interfaces: [ErrorInterface],
});

builder.objectType(ForbiddenFailure, {
  name: 'ForbiddenError',
  description: 'The credential may not do this with this one. Of a whole call, it stands in `errors`.',
  interfaces: [ErrorInterface],
});

/** What any command can meet. */
export const COMMON_FAILURES = [
  ConflictFailure,
  IdempotencyKeyReusedFailure,
  InvalidArgumentFailure,
  LimitExceededFailure,
  NotFoundFailure,
  UnavailableFailure,
] as const;

export const MISSION_FAILURES = [...COMMON_FAILURES, IllegalMoveFailure] as const;
/** Of commands that only the pilot may give to a mission that has one. */
export const MOVE_FAILURES = [...MISSION_FAILURES, ForbiddenFailure] as const;
export const LAUNCH_FAILURES = [...MOVE_FAILURES, InvalidDocumentFailure, ContractNotCoveredFailure] as const;
export const STATUS_FAILURES = [...LAUNCH_FAILURES, WorkNotSettledFailure] as const;
export const DOCUMENT_FAILURES = [...MISSION_FAILURES, InvalidDocumentFailure] as const;
export const GROWTH_FAILURES = [...MISSION_FAILURES, InvalidAdditionFailure] as const;
export const SCHEDULE_FAILURES = [...LAUNCH_FAILURES, InvalidScheduleFailure] as const;
export const RULES_FAILURES = [...COMMON_FAILURES, InvalidRulesFailure] as const;
export const TASK_FAILURES = MISSION_FAILURES;
export const ATTEMPT_FAILURES = [...COMMON_FAILURES, IllegalMoveFailure, StaleAttemptFailure] as const;
export const SUBMIT_FAILURES = [
  ...ATTEMPT_FAILURES,
  EvidenceRequiredFailure,
  ResultsRequiredFailure,
  AssertionsUnreportedFailure,
] as const;
export const ASSERTION_FAILURES = [
  ...MISSION_FAILURES,
  ForbiddenFailure,
  StaleAttemptFailure,
  ImplementerCannotValidateFailure,
] as const;
export const REDRIVE_FAILURES = [...MISSION_FAILURES, UnreadableMessageFailure] as const;
export const REVIEW_FAILURES = [
  ...MISSION_FAILURES,
  ImplementerCannotReviewFailure,
  NotAReviewerFailure,
] as const;
export const CHECKPOINT_FAILURES = [
  ...MISSION_FAILURES,
  NotAnApproverFailure,
  RequesterCannotApproveFailure,
] as const;
