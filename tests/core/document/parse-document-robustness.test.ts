import { parseDocument } from '@muster/core/document/parse-document';
import type { Problem } from '@muster/core/document/problem';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** One of everything, all right. */
const VALID = {
  tasks: [
    {
      key: 'a',
      title: 'A',
      assignTo: 'ada',
      estimate: { minutes: 5, tokens: 1, costUsd: 1 },
      milestone: 'one',
      fulfills: ['VAL-A-001'],
      expectations: [
        { type: 'file_exists', paths: ['x'] },
        { type: 'test', command: 'c' },
        { type: 'llm_review', dimensions: [{ name: 'd', weight: 1 }] },
      ],
      deadline: '2026-11-21T07:30:00Z',
      retryBackoff: 'PT5S',
      reviewers: ['ada'],
    },
    { title: 'B', dependsOn: ['a'], milestone: 'two', sideEffects: true, tags: ['t'] },
  ],
  milestones: [{ name: 'one', sequence: 1 }, { name: 'two' }],
  checkpoints: [{ name: 'ok', afterTasks: ['a'], blocksTasks: ['B'], approvers: ['x', 'y'], quorum: 2 }],
  qualityGates: [
    { name: 'good', afterTasks: ['A'], blocksTasks: ['B'], condition: 'avgScore > 3', minScore: 3 },
  ],
  delays: [{ name: 'rest', afterTasks: ['a'], blocksTasks: ['B'], duration: 'PT1S' }],
  contract: [{ id: 'VAL-A-001', title: 'x', milestone: 'one' }],
  team: [{ name: 'ada', specialties: ['s'], maxConcurrent: 1 }],
  notifications: [{ events: ['RunFailing'], channels: ['ops'], condition: 'event.runNumber > 1.0' }],
};

const KEYS = [
  ...Object.keys(VALID),
  ...Object.keys(VALID.tasks[0] ?? {}),
  'name',
  'type',
  'sequence',
  'afterTasks',
  'blocksTasks',
  'dependsOn',
  '__proto__',
  'constructor',
  'toString',
  'length',
  '',
];

/** JSON that looks like a document now and then: the right keys, in the wrong places, with any values. */
const anyJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom('a', 'A', 'B', 'one', 'ada', 'VAL-A-001', 'PT1S', 'llm_review', '', ' ', '__proto__'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { maxLength: 6 })
      .map((entries) =>
        JSON.parse(`{${entries.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join()}}`),
      ),
  ),
})).value;

describe('whatever is sent', () => {
  it('is a document or has problems, and never throws (D1)', () => {
    fc.assert(
      fc.property(anyJson, (input) => expectAnswer(input)),
      { numRuns: 2_000 },
    );
  });

  it('is answered when one place of a right document holds something else (D1)', () => {
    expect(parseDocument(VALID).problems).toEqual([]);
    fc.assert(
      fc.property(fc.constantFrom(...placesIn(VALID)), anyJson, (place, value) => {
        expectAnswer(withChange(VALID, place, value));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is answered when any one place of a right document is null, empty or of another type', () => {
    for (const place of placesIn(VALID)) {
      for (const value of [null, 0, -1, '', [], {}, true, [null], 1e308, { length: 1e9 }, { length: {} }]) {
        expectAnswer(withChange(VALID, place, value));
      }
    }
  });

  it('is answered however deeply it is nested', () => {
    let nested: unknown = [];
    for (let depth = 0; depth < 50_000; depth += 1) nested = depth % 2 === 0 ? [nested] : { tasks: nested };

    expect(parseDocument({ tasks: nested }).problems.length).toBeGreaterThan(0);
    expect(parseDocument({ tasks: [nested] }).problems.length).toBeGreaterThan(0);
    expect(parseDocument({ tasks: [{ title: nested, zzz: nested }] }).problems).toHaveLength(2);
  });

  it.each([undefined, 0, 'tasks', true, Number.NaN, Symbol('s'), () => 0, 10n, new Date(0), new Map()])(
    'is answered when it is no JSON at all: %s',
    (input) => {
      const read = parseDocument(input);
      expect(read.document === undefined).toBe(read.problems.length > 0);
      expect(() =>
        parseDocument({ tasks: [input], checkpoints: input, delays: [{ name: input }] }),
      ).not.toThrow();
    },
  );
});

type Path = Problem['path'];

/** A document or problems; and each problem's value is what stands at its path. */
function expectAnswer(input: unknown): void {
  const { document, problems } = parseDocument(input);
  expect(document === undefined).toBe(problems.length > 0);
  for (const problem of problems) {
    expect(problem.message).toMatch(/\S.*\.$/s);
    const standsThere = !['MISSING', 'CYCLE', 'LIMIT_EXCEEDED', 'DUPLICATE_SEQUENCE'].includes(problem.code);
    const isInMarkdown = problem.path[0] === 'contract' && problem.path[1] === 'id';
    if (standsThere && !isInMarkdown) expect(valueAt(input, problem.path)).toEqual(problem.value);
  }
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null
        ? Object.getOwnPropertyDescriptor(value, part)?.value
        : undefined,
    root,
  );
}

function placesIn(value: unknown, base: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [base];
  const parts = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [base, ...parts.flatMap((part) => placesIn(valueAt(value, [part]), [...base, part]))];
}

function withChange(root: unknown, path: Path, value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (Array.isArray(root))
    return root.map((item, index) => (index === first ? withChange(item, rest, value) : item));
  return { ...Object(root), [first]: withChange(valueAt(root, [first]), rest, value) };
}
