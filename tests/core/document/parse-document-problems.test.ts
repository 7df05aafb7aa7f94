import { parseDocument } from '@muster/core/document/parse-document';
import { DOCUMENT_PROBLEM_CODES, type Problem } from '@muster/core/document/problem';
import { describe, expect, it } from 'vitest';

/** Code, path and value: the message is for people. */
function findings(input: unknown) {
  return parseDocument(input).problems.map((problem) => [problem.code, problem.path, problem.value]);
}

/** One way to meet each problem, alone. */
const CASES: readonly (readonly [Problem['code'], unknown, Problem['path'], unknown])[] = [
  ['UNKNOWN_KEY', { jobs: 1 }, ['jobs'], 1],
  ['UNKNOWN_KEY', { tasks: [{ title: 'A', titel: 'B' }] }, ['tasks', 0, 'titel'], 'B'],
  ['UNKNOWN_KEY', { tasks: [{ title: 'A', estimate: { hours: 1 } }] }, ['tasks', 0, 'estimate', 'hours'], 1],
  ['UNKNOWN_KEY', JSON.parse('{"tasks":[{"title":"A","__proto__":7}]}'), ['tasks', 0, '__proto__'], 7],
  ['MISSING', { tasks: [{}] }, ['tasks', 0, 'title'], null],
  ['MISSING', { delays: [{ name: 'd' }] }, ['delays', 0, 'duration'], null],
  [
    'MISSING',
    { tasks: [{ title: 'A', expectations: [{ type: 'llm_review' }] }] },
    ['tasks', 0, 'expectations', 0, 'criteria'],
    null,
  ],
  ['WRONG_TYPE', null, [], null],
  ['WRONG_TYPE', [], [], []],
  ['WRONG_TYPE', { tasks: {} }, ['tasks'], {}],
  ['WRONG_TYPE', { tasks: ['A'] }, ['tasks', 0], 'A'],
  ['WRONG_TYPE', { tasks: [{ title: 'A', goal: null }] }, ['tasks', 0, 'goal'], null],
  ['WRONG_TYPE', { tasks: [{ title: 'A', priority: '1' }] }, ['tasks', 0, 'priority'], '1'],
  ['WRONG_TYPE', { tasks: [{ title: 'A', dependsOn: [7] }] }, ['tasks', 0, 'dependsOn', 0], 7],
  ['WRONG_TYPE', { tasks: [{ title: 'A', maxAttempts: 1.5 }] }, ['tasks', 0, 'maxAttempts'], 1.5],
  ['OUT_OF_RANGE', { tasks: [{ title: 'A', priority: 6 }] }, ['tasks', 0, 'priority'], 6],
  ['OUT_OF_RANGE', { tasks: [{ title: ' ' }] }, ['tasks', 0, 'title'], ' '],
  ['OUT_OF_RANGE', { tasks: [{ title: 'A', weight: 0 }] }, ['tasks', 0, 'weight'], 0],
  ['OUT_OF_RANGE', { tasks: [{ title: 'A', maxAttempts: 101 }] }, ['tasks', 0, 'maxAttempts'], 101],
  ['OUT_OF_RANGE', { tasks: [{ title: 'A', onFailure: 'HIDE' }] }, ['tasks', 0, 'onFailure'], 'HIDE'],
  ['OUT_OF_RANGE', { qualityGates: [{ name: 'g', minScore: 5.1 }] }, ['qualityGates', 0, 'minScore'], 5.1],
  ['OUT_OF_RANGE', { qualityGates: [{ name: 'g', minScore: 0 }] }, ['qualityGates', 0, 'minScore'], 0],
  [
    'OUT_OF_RANGE',
    { tasks: [{ title: 'A', expectations: [{ type: 'guess' }] }] },
    ['tasks', 0, 'expectations', 0, 'type'],
    'guess',
  ],
  [
    'OUT_OF_RANGE',
    { checkpoints: [{ name: 'ok', approvers: ['ada', 'ada'], quorum: 2 }] },
    ['checkpoints', 0, 'quorum'],
    2,
  ],
  ['DUPLICATE_NAME', { tasks: [{ title: 'A' }, { title: 'A' }] }, ['tasks', 1, 'title'], 'A'],
  ['DUPLICATE_NAME', { tasks: [{ title: 'A' }, { key: 'A', title: 'B' }] }, ['tasks', 1, 'key'], 'A'],
  ['DUPLICATE_NAME', { checkpoints: [{ name: 'c' }, { name: 'c' }] }, ['checkpoints', 1, 'name'], 'c'],
  ['DUPLICATE_NAME', { team: [{ name: 'ada' }, { name: 'ada' }] }, ['team', 1, 'name'], 'ada'],
  ['DUPLICATE_NAME', { contract: '- **VAL-A-001**: x\n- **VAL-A-001**: y' }, ['contract', 'id'], 'VAL-A-001'],
  ['UNKNOWN_NAME', { tasks: [{ title: 'A', dependsOn: ['B'] }] }, ['tasks', 0, 'dependsOn', 0], 'B'],
  [
    'UNKNOWN_NAME',
    { tasks: [{ title: 'A', dependsOn: ['toString'] }] },
    ['tasks', 0, 'dependsOn', 0],
    'toString',
  ],
  [
    'UNKNOWN_NAME',
    { checkpoints: [{ name: 'c', afterTasks: ['B'] }] },
    ['checkpoints', 0, 'afterTasks', 0],
    'B',
  ],
  [
    'UNKNOWN_NAME',
    { qualityGates: [{ name: 'g', blocksTasks: ['B'] }] },
    ['qualityGates', 0, 'blocksTasks', 0],
    'B',
  ],
  ['UNKNOWN_NAME', { tasks: [{ title: 'A', milestone: 'm' }] }, ['tasks', 0, 'milestone'], 'm'],
  [
    'UNKNOWN_NAME',
    { contract: [{ id: 'VAL-A-001', title: 'x', milestone: 'm' }] },
    ['contract', 0, 'milestone'],
    'm',
  ],
  [
    'DUPLICATE_NAME',
    {
      tasks: [
        { key: 'a', title: 'T' },
        { key: 'T', title: 'B' },
      ],
    },
    ['tasks', 1, 'key'],
    'T',
  ],
  [
    'DUPLICATE_NAME',
    {
      tasks: [
        { key: 'T', title: 'B' },
        { key: 'a', title: 'T' },
      ],
    },
    ['tasks', 1, 'title'],
    'T',
  ],
  [
    'AMBIGUOUS_NAME',
    {
      tasks: [
        { key: 'a', title: 'T' },
        { key: 'b', title: 'T' },
        { title: 'C', dependsOn: ['T'] },
      ],
    },
    ['tasks', 2, 'dependsOn', 0],
    'T',
  ],
  ['SELF_DEPENDENCY', { tasks: [{ title: 'A', dependsOn: ['A'] }] }, ['tasks', 0, 'dependsOn', 0], 'A'],
  [
    'CYCLE',
    {
      tasks: [
        { title: 'A', dependsOn: ['C'] },
        { title: 'B', dependsOn: ['A'] },
        { title: 'C', dependsOn: ['B'] },
      ],
    },
    ['tasks', 0],
    ['A', 'B', 'C'],
  ],
  [
    'CYCLE',
    {
      tasks: [{ title: 'A' }],
      delays: [{ name: 'd', duration: 'PT1S', afterTasks: ['A'], blocksTasks: ['A'] }],
    },
    ['tasks', 0],
    ['A', 'd'],
  ],
  [
    'CYCLE',
    {
      tasks: [
        { title: 'A', milestone: 'one', dependsOn: ['B'] },
        { title: 'B', milestone: 'two' },
      ],
      milestones: [
        { name: 'two', sequence: 2 },
        { name: 'one', sequence: 1 },
      ],
    },
    ['tasks', 0],
    ['A', 'one', 'B'],
  ],
  ['BAD_DURATION', { delays: [{ name: 'd', duration: '5 min' }] }, ['delays', 0, 'duration'], '5 min'],
  ['BAD_DURATION', { delays: [{ name: 'd', duration: 'P367D' }] }, ['delays', 0, 'duration'], 'P367D'],
  ['BAD_DURATION', { tasks: [{ title: 'A', maxDuration: 'PT0S' }] }, ['tasks', 0, 'maxDuration'], 'PT0S'],
  ['BAD_INSTANT', { tasks: [{ title: 'A', deadline: 'soon' }] }, ['tasks', 0, 'deadline'], 'soon'],
  [
    'BAD_INSTANT',
    { tasks: [{ title: 'A', deadline: '2026-02-30T00:00:00Z' }] },
    ['tasks', 0, 'deadline'],
    '2026-02-30T00:00:00Z',
  ],
  [
    'BAD_CONDITION',
    { qualityGates: [{ name: 'g', condition: 'x >' }] },
    ['qualityGates', 0, 'condition'],
    'x >',
  ],
  [
    'BAD_CONDITION',
    { qualityGates: [{ name: 'g', condition: 'sum > 1' }] },
    ['qualityGates', 0, 'condition'],
    'sum > 1',
  ],
  [
    'UNKNOWN_AGENT',
    { tasks: [{ title: 'A', assignTo: 'bob' }], team: [{ name: 'ada' }] },
    ['tasks', 0, 'assignTo'],
    'bob',
  ],
  [
    'UNKNOWN_AGENT',
    { tasks: [{ title: 'A', reviewers: ['ada', 'bob'] }], team: [{ name: 'ada' }] },
    ['tasks', 0, 'reviewers', 1],
    'bob',
  ],
  [
    'UNKNOWN_ASSERTION',
    { tasks: [{ title: 'A', fulfills: ['VAL-X-001'] }] },
    ['tasks', 0, 'fulfills', 0],
    'VAL-X-001',
  ],
  ['BAD_ASSERTION_ID', { contract: [{ id: 'AUTH', title: 'x' }] }, ['contract', 0, 'id'], 'AUTH'],
  ['BAD_ASSERTION_ID', { contract: '- **Val-auth-1**: x' }, ['contract', 'id'], 'Val-auth-1'],
  [
    'DUPLICATE_SEQUENCE',
    {
      milestones: [
        { name: 'a', sequence: 2 },
        { name: 'b', sequence: 2 },
      ],
    },
    ['milestones', 1, 'sequence'],
    2,
  ],
  [
    'DUPLICATE_SEQUENCE',
    { milestones: [{ name: 'a', sequence: 2 }, { name: 'b' }] },
    ['milestones', 1, 'sequence'],
    2,
  ],
  ['LIMIT_EXCEEDED', { tasks: [{ title: 'x'.repeat(201) }] }, ['tasks', 0, 'title'], 'x'.repeat(201)],
];

describe('a problem', () => {
  it.each(CASES)('%s in %j stands at %j', (code, input, path, value) => {
    expect(findings(input)).toEqual([[code, path, value]]);
  });

  it('has been met here for each code there is', () => {
    // What only an addition to a run can be told stands in decide/grow.test.ts.
    const codes = DOCUMENT_PROBLEM_CODES.filter((code) => code !== 'SETTLED');

    expect(new Set(CASES.map(([code]) => code))).toEqual(new Set(codes));
  });

  it('says in words where it is, what is wrong and how to mend it', () => {
    const { problems } = parseDocument({
      tasks: [
        { title: 'A', dependsOn: ['C'], prio: 1 },
        { title: 'B', dependsOn: ['D'] },
        { title: 'D', dependsOn: ['B'] },
      ],
    });

    expect(problems.map((problem) => problem.message)).toEqual([
      expect.stringMatching(/^tasks\[0\]\.prio is no key here; these are: key, title, description, /),
      'tasks[0].dependsOn[0] is "C", which no task has as key or title: correct it or add the task.',
      'tasks[1] is part of a cycle, so that none of it could ever start: B → D → B. Remove one of these.',
    ]);
  });
});

describe('what stands beside the sections', () => {
  it.each([
    ['soon', 'BAD_INSTANT'],
    ['2026-11-21T07:30:00', 'BAD_INSTANT'],
    ['PT0S', 'BAD_INSTANT'],
    [5, 'WRONG_TYPE'],
    [null, 'WRONG_TYPE'],
  ])('is refused when the deadline is %j', (deadline, code) => {
    expect(parseDocument({ tasks: [], deadline }).problems).toMatchObject([
      { code, path: ['deadline'], value: deadline },
    ]);
  });

  it.each([0.9, 5.1])('is refused when the qualityThreshold is %j, outside 1–5', (qualityThreshold) => {
    expect(parseDocument({ tasks: [], qualityThreshold }).problems).toMatchObject([
      { code: 'OUT_OF_RANGE', path: ['qualityThreshold'], value: qualityThreshold },
    ]);
  });

  it('is refused when a breach is to do something unknown', () => {
    expect(parseDocument({ tasks: [], onBreach: 'PANIC' }).problems).toMatchObject([
      { code: 'OUT_OF_RANGE', path: ['onBreach'], value: 'PANIC' },
    ]);
  });
});
