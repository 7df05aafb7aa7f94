import { contractCoverage } from '@muster/core/document/coverage';
import { type DomainError, ERROR_CODES, ERROR_TABLE, errorText } from '@muster/core/error-table';
import { describe, expect, it } from 'vitest';
import { aDocument } from '../support/a-document.ts';

const UNCOVERED = aDocument({ tasks: ['A'], contract: [{ id: 'VAL-A-001', title: 'It works.' }] });

/** One error of every code: adding a code without an example is a type error. */
const EXAMPLES: { readonly [Code in DomainError['code']]: Extract<DomainError, { code: Code }>['detail'] } = {
  NOT_FOUND: { subject: 'task', id: 'tsk_1' },
  ILLEGAL_MOVE: {
    subject: 'task',
    id: 'tsk_1',
    status: 'FAILED',
    command: 'unblockTask',
    legal: ['retryTask'],
  },
  INVALID_DOCUMENT: { problems: [] },
  CONTRACT_NOT_COVERED: { coverage: contractCoverage(UNCOVERED) },
  INVALID_ADDITION: { problems: [] },
  INVALID_SCHEDULE: { problems: [] },
  INVALID_RULES: { problems: [] },
  INVALID_ARGUMENT: { reason: 'A title is needed.' },
  STALE_ATTEMPT: { attemptId: 'att_1', status: 'EXPIRED' },
  EVIDENCE_REQUIRED: { attemptId: 'att_1' },
  RESULTS_REQUIRED: { positions: [0, 2] },
  IMPLEMENTER_CANNOT_REVIEW: { taskId: 'tsk_1', actor: 'ada' },
  WORK_NOT_SETTLED: { missionId: 'mis_1', openNodeCount: 3 },
  ASSERTIONS_UNREPORTED: { attemptId: 'att_1', assertionIds: ['VAL-A-001'] },
  IMPLEMENTER_CANNOT_VALIDATE: { assertionId: 'ast_1', actor: 'ada' },
  NOT_A_REVIEWER: { taskId: 'tsk_1', actor: 'cyd' },
  NOT_AN_APPROVER: { checkpointId: 'chk_1', actor: 'ada' },
  UNREADABLE_MESSAGE: { deadLetterId: 'dlt_01JD6Z3Q0000000000000000MS_m-1-2-0' },
  REQUESTER_CANNOT_APPROVE: { checkpointId: 'chk_1', actor: 'rita' },
  CURSOR_AHEAD: { after: 9, sequence: 3 },
  LIMIT_EXCEEDED: { limit: 'pageSizeMax', max: 100, actual: 1_000 },
  IDEMPOTENCY_KEY_REUSED: { idempotencyKey: 'k' },
  FORBIDDEN: { action: 'claim for bob' },
  UNAUTHENTICATED: {},
  CONFLICT: { attempts: 12 },
  UNAVAILABLE: { reason: 'the disk is full' },
  INTERNAL: { correlationId: 'cor_1' },
};

describe('the table of errors', () => {
  it('has an entry for every code, and an example here for every entry', () => {
    expect([...ERROR_CODES].sort()).toEqual(Object.keys(EXAMPLES).sort());
  });

  it.each(ERROR_CODES)('%s has a text of whole sentences that tells every detail', (code) => {
    const text = errorText({ code, path: [], detail: EXAMPLES[code] } as DomainError);

    expect(text).toMatch(/^\S.*[.]$/);
    expect(text).not.toMatch(/undefined|\[object|NaN/);
    for (const value of plainValues(EXAMPLES[code])) expect(text).toContain(value);
  });

  it.each([
    [1, 'The document has a problem: tasks[0] is wrong.'],
    [3, 'The document has 3 problems. First: tasks[0] is wrong. All of them are in "problems".'],
  ])('tells of %i problems in words', (count, text) => {
    const problem = {
      code: 'WRONG_TYPE',
      path: ['tasks', 0],
      message: 'tasks[0] is wrong.',
      value: 1,
    } as const;

    const detail = { problems: Array.from({ length: count }, () => problem) };

    expect(errorText({ code: 'INVALID_DOCUMENT', path: ['document'], detail })).toBe(text);
  });

  it('says that trying again can help exactly where it can', () => {
    expect(ERROR_CODES.filter((code) => ERROR_TABLE[code].canRetry)).toEqual([
      'CONFLICT',
      'UNAVAILABLE',
      'INTERNAL',
    ]);
  });

  it('names the legal commands of an illegal move, and says so when there are none', () => {
    const detail = { subject: 'task', id: 'tsk_1', status: 'DONE', command: 'skipTask' } as const;

    const some = errorText({ code: 'ILLEGAL_MOVE', path: [], detail: { ...detail, legal: ['a', 'b'] } });
    const none = errorText({ code: 'ILLEGAL_MOVE', path: [], detail: { ...detail, legal: [] } });

    expect(some).toContain('Possible now: a, b.');
    expect(none).toContain('Nothing can be done to it now.');
  });
});

/** Texts and numbers that a caller needs to read. An attempt's commands are joined, so that lists are left out. */
function plainValues(detail: object): readonly string[] {
  return Object.values(detail)
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .map(String);
}
