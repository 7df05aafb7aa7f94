import { checkCoverage, contractCoverage, coverageOfInput } from '@muster/core/document/coverage';
import { parseDocument } from '@muster/core/document/parse-document';
import { errorText } from '@muster/core/error-table';
import { describe, expect, it } from 'vitest';
import { aDocument, type DocumentInput } from '../../support/a-document.ts';

const CONTRACT = '- **VAL-AUTH-001**: Signs in.\n- **VAL-AUTH-002**: Signs out.\n- **VAL-AUTH-003**: Locks.';
/** 001 is claimed once, 002 twice, 003 never. */
const UNEVEN: DocumentInput = {
  tasks: [
    { title: 'A', fulfills: ['VAL-AUTH-001', 'VAL-AUTH-002', 'VAL-AUTH-001'] },
    { title: 'B', key: 'b', fulfills: ['VAL-AUTH-002'] },
  ],
  contract: CONTRACT,
};

describe('the coverage of a contract', () => {
  it('tells per assertion the tasks that fulfil it, unclaimed and multi-claimed ids, and the percentage', () => {
    expect(contractCoverage(aDocument(UNEVEN))).toEqual({
      assertions: [
        { id: 'VAL-AUTH-001', tasks: ['A'] },
        { id: 'VAL-AUTH-002', tasks: ['A', 'b'] },
        { id: 'VAL-AUTH-003', tasks: [] },
      ],
      unclaimed: ['VAL-AUTH-003'],
      multiClaimed: ['VAL-AUTH-002'],
      unknown: [],
      percent: 66,
      policy: { unclaimed: 'WARN', claims: 'AT_LEAST_ONE', maxRounds: 3 },
      isSufficient: false,
    });
  });

  it('is 100 % of a contract that says nothing', () => {
    expect(contractCoverage(aDocument({ tasks: ['A'] }))).toMatchObject({ percent: 100, isSufficient: true });
  });

  it('is told of a document with problems too, and names the ids that the contract lacks', () => {
    const coverage = coverageOfInput({
      tasks: [
        { title: 'A', priority: 9, fulfills: ['VAL-AUTH-001', 'VAL-NONE-001', 'VAL-NONE-001', 7] },
        { fulfills: ['VAL-AUTH-001'] },
        'no task',
      ],
      contract: [{ id: 'VAL-AUTH-001' }, { id: 'VAL-AUTH-001', title: 'Again.' }, null],
      contractPolicy: { claims: 'EXACTLY_ONE', unclaimed: 'NEVER' },
    });

    expect(coverage).toMatchObject({
      assertions: [{ id: 'VAL-AUTH-001', tasks: ['A', 'tasks[1]'] }],
      unknown: ['VAL-NONE-001'],
      // Its own can't be read.
      policy: { unclaimed: 'WARN', claims: 'AT_LEAST_ONE' },
    });
  });

  it.each([undefined, null, 7, 'text', [], { tasks: 7, contract: {} }])(
    'of %j is that of nothing',
    (input) => {
      expect(coverageOfInput(input)).toMatchObject({ assertions: [], unknown: [], percent: 100 });
    },
  );

  it('is as large a document’s as any other’s', () => {
    const ids = Array.from(
      { length: 1_000 },
      (_, position) => `VAL-BIG-${String(position).padStart(4, '0')}`,
    );
    const document = aDocument({
      tasks: ids.map((id) => ({ title: id, description: 'x'.repeat(300), fulfills: [id] })),
      contract: ids.map((id) => ({ id, title: 'x' })),
    });

    expect(contractCoverage(document)).toMatchObject({ percent: 100, isSufficient: true });
  });
});

describe('the policy of a contract', () => {
  const TASK_OF: Readonly<Record<string, DocumentInput>> = {
    'claimed by one': { tasks: [{ title: 'A', fulfills: ['VAL-A-001'] }] },
    unclaimed: { tasks: ['A'] },
    'claimed by two': { tasks: ['A', 'B'].map((title) => ({ title, fulfills: ['VAL-A-001'] })) },
  };

  it.each([
    ['claimed by one', 'BLOCK', 'AT_LEAST_ONE', true, true],
    ['claimed by one', 'BLOCK', 'EXACTLY_ONE', true, true],
    ['claimed by one', 'WARN', 'AT_LEAST_ONE', true, true],
    ['claimed by one', 'WARN', 'EXACTLY_ONE', true, true],
    ['claimed by two', 'BLOCK', 'AT_LEAST_ONE', true, true],
    ['claimed by two', 'BLOCK', 'EXACTLY_ONE', false, false],
    ['claimed by two', 'WARN', 'AT_LEAST_ONE', true, true],
    ['claimed by two', 'WARN', 'EXACTLY_ONE', false, true],
    ['unclaimed', 'BLOCK', 'AT_LEAST_ONE', false, false],
    ['unclaimed', 'BLOCK', 'EXACTLY_ONE', false, false],
    ['unclaimed', 'WARN', 'AT_LEAST_ONE', false, true],
    ['unclaimed', 'WARN', 'EXACTLY_ONE', false, true],
  ] as const)('of an assertion %s with %s and %s', (claimed, unclaimed, claims, isSufficient, isLetOut) => {
    const coverage = contractCoverage(
      aDocument({
        ...TASK_OF[claimed],
        contract: [{ id: 'VAL-A-001', title: 'It works.' }],
        contractPolicy: { unclaimed, claims },
      }),
    );

    const checked = checkCoverage(coverage);

    expect(coverage.isSufficient).toBe(isSufficient);
    expect(checked.ok).toBe(isLetOut);
    if (!checked.ok)
      expect(checked.error).toMatchObject({ code: 'CONTRACT_NOT_COVERED', detail: { coverage } });
  });

  it('names in its refusal what is to be mended, five of a kind at most', () => {
    const ids = Array.from({ length: 7 }, (_, position) => `VAL-A-00${position}`);
    const checked = checkCoverage(
      contractCoverage(
        aDocument({
          tasks: ['A', 'B'].map((title) => ({ title, fulfills: ['VAL-B-001'] })),
          contract: [...ids, 'VAL-B-001'].map((id) => ({ id, title: 'x' })),
          contractPolicy: { unclaimed: 'BLOCK', claims: 'EXACTLY_ONE' },
        }),
      ),
    );

    expect(checked.ok ? '' : errorText(checked.error)).toBe(
      'No task fulfils VAL-A-000, VAL-A-001, VAL-A-002, VAL-A-003, VAL-A-004 and 2 more. ' +
        'Several tasks fulfil VAL-B-001. Change `fulfills` of the tasks, or the contract and its policy.',
    );
  });

  it.each([
    [{ unclaimed: 'NEVER' }, ['contractPolicy', 'unclaimed'], 'OUT_OF_RANGE'],
    [{ claims: 'NONE' }, ['contractPolicy', 'claims'], 'OUT_OF_RANGE'],
    [{ maxRounds: 0 }, ['contractPolicy', 'maxRounds'], 'OUT_OF_RANGE'],
    [{ maxRounds: 11 }, ['contractPolicy', 'maxRounds'], 'OUT_OF_RANGE'],
    [{ maxRounds: 2.5 }, ['contractPolicy', 'maxRounds'], 'WRONG_TYPE'],
    [{ rounds: 2 }, ['contractPolicy', 'rounds'], 'UNKNOWN_KEY'],
    ['BLOCK', ['contractPolicy'], 'WRONG_TYPE'],
    [null, ['contractPolicy'], 'WRONG_TYPE'],
  ])('is refused as %j', (contractPolicy, path, code) => {
    expect(parseDocument({ tasks: [], contractPolicy }).problems).toMatchObject([{ code, path }]);
  });
});
