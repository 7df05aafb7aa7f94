/**
 * Every error a caller can meet: its code decides its detail, and the table gives its public text, whether
 * trying the same call again can help, and how loud the log is. Edges translate from here and add nothing.
 */
import type { Coverage } from './document/coverage.ts';
import type { Problem } from './document/problem.ts';
import type { LimitName } from './limits.ts';
import { argumentOf, type Subject } from './subject.ts';

export interface ErrorDetails {
  NOT_FOUND: { readonly subject: Subject; readonly id: string };
  ILLEGAL_MOVE: {
    readonly subject: Subject;
    readonly id: string;
    readonly status: string;
    /** Named, as `legal` is, by the mutation that asks for it. */
    readonly command: string;
    readonly legal: readonly string[];
  };
  INVALID_DOCUMENT: { readonly problems: readonly Problem[] };
  CONTRACT_NOT_COVERED: { readonly coverage: Coverage };
  INVALID_ADDITION: { readonly problems: readonly Problem[] };
  INVALID_SCHEDULE: { readonly problems: readonly Problem[] };
  INVALID_RULES: { readonly problems: readonly Problem[] };
  INVALID_ARGUMENT: { readonly reason: string };
  STALE_ATTEMPT: { readonly attemptId: string; readonly status: string };
  EVIDENCE_REQUIRED: { readonly attemptId: string };
  RESULTS_REQUIRED: { readonly positions: readonly number[] };
  IMPLEMENTER_CANNOT_REVIEW: { readonly taskId: string; readonly actor: string };
  WORK_NOT_SETTLED: { readonly missionId: string; readonly openNodeCount: number };
  ASSERTIONS_UNREPORTED: { readonly attemptId: string; readonly assertionIds: readonly string[] };
  IMPLEMENTER_CANNOT_VALIDATE: { readonly assertionId: string; readonly actor: string };
  NOT_A_REVIEWER: { readonly taskId: string; readonly actor: string };
  NOT_AN_APPROVER: { readonly checkpointId: string; readonly actor: string };
  UNREADABLE_MESSAGE: { readonly deadLetterId: string };
  REQUESTER_CANNOT_APPROVE: { readonly checkpointId: string; readonly actor: string };
  CURSOR_AHEAD: { readonly after: number; readonly sequence: number };
  LIMIT_EXCEEDED: { readonly limit: LimitName; readonly max: number; readonly actual: number };
  IDEMPOTENCY_KEY_REUSED: { readonly idempotencyKey: string };
  FORBIDDEN: { readonly action: string };
  UNAUTHENTICATED: Record<string, never>;
  CONFLICT: { readonly attempts: number };
  UNAVAILABLE: { readonly reason: string };
  INTERNAL: { readonly correlationId: string };
}

export type ErrorCode = keyof ErrorDetails;

/**
 * `path` leads to the offending part of the input, outermost first, and to the argument that names a thing when the thing is
 * what is wrong. Empty when no argument is to blame: of the credential, of all that is asked for together, of us.
 */
export type DomainError = {
  [Code in ErrorCode]: {
    readonly code: Code;
    readonly path: readonly (string | number)[];
    readonly detail: ErrorDetails[Code];
  };
}[ErrorCode];

interface ErrorEntry<Code extends ErrorCode> {
  readonly text: (detail: ErrorDetails[Code]) => string;
  readonly canRetry: boolean;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

export const ERROR_TABLE: { readonly [Code in ErrorCode]: ErrorEntry<Code> } = {
  NOT_FOUND: { text: (d) => `There is no ${d.subject} ${d.id}.`, canRetry: false, logLevel: 'debug' },
  ILLEGAL_MOVE: {
    text: (d) =>
      `The ${d.subject} ${d.id} is ${d.status}: ${d.command} is not possible. ` +
      (d.legal.length > 0 ? `Possible now: ${d.legal.join(', ')}.` : 'Nothing can be done to it now.'),
    canRetry: false,
    logLevel: 'debug',
  },
  INVALID_DOCUMENT: {
    text: (d) => problemsText('The document has', d.problems),
    canRetry: false,
    logLevel: 'debug',
  },
  CONTRACT_NOT_COVERED: {
    text: ({ coverage }) =>
      [
        claimedBadly(coverage.unclaimed, 'No task fulfils'),
        coverage.policy.claims === 'EXACTLY_ONE'
          ? claimedBadly(coverage.multiClaimed, 'Several tasks fulfil')
          : '',
        'Change `fulfills` of the tasks, or the contract and its policy.',
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
    canRetry: false,
    logLevel: 'debug',
  },
  INVALID_ADDITION: {
    text: (d) => problemsText('This can not be added to the run: it has', d.problems),
    canRetry: false,
    logLevel: 'debug',
  },
  INVALID_SCHEDULE: {
    text: (d) => problemsText('The schedule has', d.problems),
    canRetry: false,
    logLevel: 'debug',
  },
  INVALID_RULES: {
    text: (d) => problemsText('The rules have', d.problems),
    canRetry: false,
    logLevel: 'debug',
  },
  INVALID_ARGUMENT: { text: (d) => d.reason, canRetry: false, logLevel: 'debug' },
  STALE_ATTEMPT: {
    text: (d) =>
      `The attempt ${d.attemptId} is ${d.status} and no longer holds its task: nothing was changed. Claim again.`,
    canRetry: false,
    logLevel: 'info',
  },
  EVIDENCE_REQUIRED: {
    text: (d) => `Submitting ${d.attemptId} needs a non-blank evidence note, or a noEvidenceReason.`,
    canRetry: false,
    logLevel: 'debug',
  },
  RESULTS_REQUIRED: {
    text: (d) => `Say what came of testing expectation number ${d.positions.join(', ')}: passed or not.`,
    canRetry: false,
    logLevel: 'debug',
  },
  IMPLEMENTER_CANNOT_REVIEW: {
    text: (d) => `${d.actor} implemented the task ${d.taskId} and can't review it: somebody else has to.`,
    canRetry: false,
    logLevel: 'debug',
  },
  WORK_NOT_SETTLED: {
    text: (d) =>
      `${d.openNodeCount} nodes of the run of ${d.missionId} have not settled: do, skip or cancel them first.`,
    canRetry: false,
    logLevel: 'debug',
  },
  ASSERTIONS_UNREPORTED: {
    text: (d) =>
      `${d.attemptId} validates, and says nothing yet of ${d.assertionIds.length} assertion(s): report ` +
      `${d.assertionIds.slice(0, 5).join(', ')}${d.assertionIds.length > 5 ? ' and the others' : ''} first.`,
    canRetry: false,
    logLevel: 'debug',
  },
  IMPLEMENTER_CANNOT_VALIDATE: {
    text: (d) =>
      `${d.actor} worked at what is to fulfil ${d.assertionId} and can't say that it is passing: somebody else has to.`,
    canRetry: false,
    logLevel: 'debug',
  },
  NOT_A_REVIEWER: {
    text: (d) => `${d.actor} is not among the reviewers of the task ${d.taskId}.`,
    canRetry: false,
    logLevel: 'info',
  },
  NOT_AN_APPROVER: {
    text: (d) => `${d.actor} is not among the approvers of the checkpoint ${d.checkpointId}.`,
    canRetry: false,
    logLevel: 'info',
  },
  UNREADABLE_MESSAGE: {
    text: (d) => `The message of ${d.deadLetterId} can't be read by this release: it can't be sent again.`,
    canRetry: false,
    logLevel: 'warn',
  },
  REQUESTER_CANNOT_APPROVE: {
    text: (d) =>
      `${d.actor} asked for what the checkpoint ${d.checkpointId} is about: somebody else has to approve.`,
    canRetry: false,
    logLevel: 'info',
  },
  CURSOR_AHEAD: {
    text: (d) =>
      `The cursor ${d.after} is ahead of the mission, which is at ${d.sequence}. Omit it for a snapshot.`,
    canRetry: false,
    logLevel: 'debug',
  },
  LIMIT_EXCEEDED: {
    text: (d) => `${d.actual} is over the limit ${d.limit} of ${d.max}.`,
    canRetry: false,
    logLevel: 'debug',
  },
  IDEMPOTENCY_KEY_REUSED: {
    text: (d) => `The idempotency key ${d.idempotencyKey} was used for another request. Use a new key.`,
    canRetry: false,
    logLevel: 'info',
  },
  FORBIDDEN: {
    text: (d) => `This credential is not allowed to ${d.action}.`,
    canRetry: false,
    logLevel: 'info',
  },
  UNAUTHENTICATED: {
    text: () => 'A valid API key is needed, in the header "Authorization: Bearer mk_...".',
    canRetry: false,
    logLevel: 'info',
  },
  CONFLICT: {
    text: (d) => `Others changed the mission ${d.attempts} times in a row while this was decided. Try again.`,
    canRetry: true,
    logLevel: 'warn',
  },
  UNAVAILABLE: {
    text: (d) => `Not possible right now: ${d.reason}. Try again.`,
    canRetry: true,
    logLevel: 'warn',
  },
  INTERNAL: {
    text: (d) => `Something went wrong on our side. Quote ${d.correlationId} when you report it.`,
    canRetry: true,
    logLevel: 'error',
  },
};

function problemsText(beginning: string, problems: readonly Problem[]): string {
  const first = problems[0]?.message ?? 'unknown.';
  if (problems.length < 2) return `${beginning} a problem: ${first}`;
  return `${beginning} ${problems.length} problems. First: ${first} All of them are in "problems".`;
}

/** As many ids as a sentence can hold. */
const IDS_NAMED_MAX = 5;

function claimedBadly(ids: readonly string[], beginning: string): string {
  if (ids.length === 0) return '';
  const named = ids.slice(0, IDS_NAMED_MAX).join(', ');
  const more = ids.length > IDS_NAMED_MAX ? ` and ${ids.length - IDS_NAMED_MAX} more` : '';
  return `${beginning} ${named}${more}.`;
}

export const ERROR_CODES = Object.keys(ERROR_TABLE) as readonly ErrorCode[];

/** The public sentence for an error: what happened, and what to do about it. */
export function errorText(error: DomainError): string {
  // The code picks the entry and the detail together; the compiler can't follow that through the union.
  const entry = ERROR_TABLE[error.code] as ErrorEntry<ErrorCode>;
  return entry.text(error.detail as never);
}

/** `path` where the argument isn't called as it usually is. */
export function notFound(
  subject: Subject,
  id: string,
  path: DomainError['path'] = argumentOf(subject),
): Extract<DomainError, { code: 'NOT_FOUND' }> {
  return { code: 'NOT_FOUND', path, detail: { subject, id } };
}

export function invalidArgument(
  path: readonly (string | number)[],
  reason: string,
): Extract<DomainError, { code: 'INVALID_ARGUMENT' }> {
  return { code: 'INVALID_ARGUMENT', path, detail: { reason } };
}
