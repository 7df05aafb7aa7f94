/**
 * How a `DomainError` looks in GraphQL: each code is one class here, so that the errors plugin can tell the members of
 * a payload union apart, and one GraphQL type in `error-types.ts`, except for the codes that are about the
 * credential or about us. Those never stand in a union; they go to `errors` of the answer.
 */
import { type DomainError, type ErrorCode, errorText, notFound } from '@muster/core/error-table';
import type { Result } from '@muster/core/result';
import type { Subject } from '@muster/core/subject';
import { GraphQLError } from 'graphql';

type DomainErrorOf<Code extends ErrorCode> = Extract<DomainError, { code: Code }>;

/** Thrown or returned by resolvers. Outside a union it becomes an entry of `errors`, its detail in `extensions`. */
export class DomainFailure extends GraphQLError {
  readonly domain: DomainError;

  constructor(domain: DomainError) {
    super(errorText(domain), { extensions: extensionsOf(domain) });
    this.domain = domain;
  }
}

export class NotFoundFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'NOT_FOUND'>;
}
export class IllegalMoveFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'ILLEGAL_MOVE'>;
}
export class InvalidDocumentFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'INVALID_DOCUMENT'>;
}
export class ContractNotCoveredFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'CONTRACT_NOT_COVERED'>;
}
export class InvalidAdditionFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'INVALID_ADDITION'>;
}
export class InvalidScheduleFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'INVALID_SCHEDULE'>;
}
export class InvalidRulesFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'INVALID_RULES'>;
}
export class InvalidArgumentFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'INVALID_ARGUMENT'>;
}
export class StaleAttemptFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'STALE_ATTEMPT'>;
}
export class EvidenceRequiredFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'EVIDENCE_REQUIRED'>;
}
export class ResultsRequiredFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'RESULTS_REQUIRED'>;
}
export class ImplementerCannotReviewFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'IMPLEMENTER_CANNOT_REVIEW'>;
}
export class WorkNotSettledFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'WORK_NOT_SETTLED'>;
}
export class NotAReviewerFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'NOT_A_REVIEWER'>;
}
export class AssertionsUnreportedFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'ASSERTIONS_UNREPORTED'>;
}
export class ImplementerCannotValidateFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'IMPLEMENTER_CANNOT_VALIDATE'>;
}
export class NotAnApproverFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'NOT_AN_APPROVER'>;
}
export class UnreadableMessageFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'UNREADABLE_MESSAGE'>;
}
export class RequesterCannotApproveFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'REQUESTER_CANNOT_APPROVE'>;
}
export class CursorAheadFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'CURSOR_AHEAD'>;
}
export class LimitExceededFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'LIMIT_EXCEEDED'>;
}
export class IdempotencyKeyReusedFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'IDEMPOTENCY_KEY_REUSED'>;
}
export class ForbiddenFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'FORBIDDEN'>;
}
export class UnauthenticatedFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'UNAUTHENTICATED'>;
}
export class ConflictFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'CONFLICT'>;
}
export class UnavailableFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'UNAVAILABLE'>;
}
export class InternalFailure extends DomainFailure {
  declare readonly domain: DomainErrorOf<'INTERNAL'>;
}

type FailureClasses = {
  readonly [Code in ErrorCode]: new (
    domain: DomainErrorOf<Code>,
  ) => { readonly domain: DomainErrorOf<Code> };
};

const FAILURE_CLASSES = {
  NOT_FOUND: NotFoundFailure,
  ILLEGAL_MOVE: IllegalMoveFailure,
  INVALID_DOCUMENT: InvalidDocumentFailure,
  CONTRACT_NOT_COVERED: ContractNotCoveredFailure,
  INVALID_ADDITION: InvalidAdditionFailure,
  INVALID_SCHEDULE: InvalidScheduleFailure,
  INVALID_RULES: InvalidRulesFailure,
  INVALID_ARGUMENT: InvalidArgumentFailure,
  STALE_ATTEMPT: StaleAttemptFailure,
  EVIDENCE_REQUIRED: EvidenceRequiredFailure,
  RESULTS_REQUIRED: ResultsRequiredFailure,
  IMPLEMENTER_CANNOT_REVIEW: ImplementerCannotReviewFailure,
  WORK_NOT_SETTLED: WorkNotSettledFailure,
  ASSERTIONS_UNREPORTED: AssertionsUnreportedFailure,
  IMPLEMENTER_CANNOT_VALIDATE: ImplementerCannotValidateFailure,
  NOT_A_REVIEWER: NotAReviewerFailure,
  NOT_AN_APPROVER: NotAnApproverFailure,
  UNREADABLE_MESSAGE: UnreadableMessageFailure,
  REQUESTER_CANNOT_APPROVE: RequesterCannotApproveFailure,
  CURSOR_AHEAD: CursorAheadFailure,
  LIMIT_EXCEEDED: LimitExceededFailure,
  IDEMPOTENCY_KEY_REUSED: IdempotencyKeyReusedFailure,
  FORBIDDEN: ForbiddenFailure,
  UNAUTHENTICATED: UnauthenticatedFailure,
  CONFLICT: ConflictFailure,
  UNAVAILABLE: UnavailableFailure,
  INTERNAL: InternalFailure,
} as const satisfies FailureClasses;

export function failure(domain: DomainError): DomainFailure {
  return new FAILURE_CLASSES[domain.code](domain);
}

/**
 * A role that may not give a command at all. Not of the class that stands in payload unions: there FORBIDDEN is about
 * the one thing that the command names.
 */
export function wholeCallForbidden(action: string): DomainFailure {
  return new DomainFailure({ code: 'FORBIDDEN', path: [], detail: { action } });
}

/** The value, or the failure as an exception that ends in the field's payload union or in `errors`. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw failure(result.error);
}

/** What a malformed id names: nothing, exactly like an id that nobody has given out. */
export function existing<T>(
  found: T | undefined,
  subject: Subject,
  id: string,
  path?: DomainError['path'],
): T {
  if (found === undefined) throw failure(notFound(subject, id, path));
  return found;
}

function extensionsOf(domain: DomainError): Record<string, unknown> {
  const http = domain.code === 'UNAUTHENTICATED' ? { http: { status: 401 } } : {};
  return { ...http, ...domain.detail, code: domain.code, path: domain.path.map(String) };
}
