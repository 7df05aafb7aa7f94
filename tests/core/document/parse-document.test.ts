import { parseDocument } from '@muster/core/document/parse-document';
import { PROBLEM_CODES, type Problem } from '@muster/core/document/problem';
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import { aChain, aDocument, aDocumentInput } from '../../support/a-document.ts';

/** Code, path and value: the message is for people. */
function findings(input: unknown, agents?: readonly string[]) {
  const { problems } = parseDocument(input, agents === undefined ? {} : { agents });
  return problems.map((problem) => [problem.code, problem.path, problem.value]);
}

describe('a parsed document', () => {
  it('has every default filled in', () => {
    const document = aDocument({
      tasks: ['A'],
      milestones: [{ name: 'phase' }],
      checkpoints: [{ name: 'ok' }],
      qualityGates: [{ name: 'good' }],
      delays: [{ name: 'rest', duration: 'PT1S' }],
      team: [{ name: 'ada' }],
    });

    expect(document).toEqual({
      tasks: [
        {
          key: 'A',
          title: 'A',
          description: '',
          priority: 3,
          dependsOn: [],
          fulfills: [],
          expectations: [],
          expectedOutcomes: [],
          weight: 1,
          maxAttempts: 3,
          review: 'NONE',
          reviewers: [],
          hasSideEffects: false,
          onFailure: 'FAIL_RUN',
          tags: [],
          context: [],
        },
      ],
      milestones: [{ name: 'phase', description: '', sequence: 1 }],
      checkpoints: [
        {
          name: 'ok',
          afterTasks: [],
          blocksTasks: [],
          notifyChannels: [],
          message: '',
          approvers: [],
          quorum: 1,
          onExpiry: 'ESCALATE',
        },
      ],
      qualityGates: [
        { name: 'good', afterTasks: [], blocksTasks: [], notifyChannels: [], requireAllPassed: true },
      ],
      delays: [
        { name: 'rest', afterTasks: [], blocksTasks: [], notifyChannels: [], duration: 'PT1S', message: '' },
      ],
      contract: [],
      team: [{ name: 'ada', specialties: [], isVolatile: false }],
      notifications: [],
    });
  });

  it('keeps what was said', () => {
    const task = {
      key: 'a',
      title: 'A',
      description: 'd',
      assignTo: 'ada',
      specialty: 'sql',
      priority: 1,
      dependsOn: ['B'],
      milestone: 'phase',
      goal: 'g',
      fulfills: ['VAL-AUTH-001'],
      expectations: [
        { type: 'file_exists', paths: ['x'] },
        { type: 'test', command: 'npm test' },
        { type: 'llm_review', dimensions: [{ name: 'clear', weight: 2, rubric: 'r' }], threshold: 4 },
      ],
      expectedOutcomes: ['o'],
      estimate: { minutes: 5, tokens: 10, costUsd: 0.1 },
      weight: 2,
      maxAttempts: 5,
      retryBackoff: 'PT10S',
      maxDuration: 'PT1H',
      deadline: '2026-11-21T07:30:00+01:00',
      review: 'REQUIRED',
      reviewers: ['bob'],
      escalateTo: 'bob',
      onFailure: 'CONTINUE',
      tags: ['t'],
      context: ['c'],
    };

    const document = aDocument({
      tasks: [{ ...task, sideEffects: true }, 'B'],
      milestones: [{ name: 'phase', description: 'd', sequence: 7, validation: 'v' }],
      contract: [{ id: 'VAL-AUTH-001', title: 'T', behaviour: 'b', evidence: 'e', milestone: 'phase' }],
      team: [
        { name: 'ada', role: 'coder', model: 'm', specialties: ['sql'], maxConcurrent: 2, volatile: true },
        { name: 'bob' },
      ],
      notifications: [{ events: ['RunFailed'], channels: ['ops'], condition: 'x == 1', cooldown: 'PT5M' }],
    });

    expect(document.tasks[0]).toEqual({ ...task, hasSideEffects: true });
    expect(document.milestones[0]).toEqual({ name: 'phase', description: 'd', sequence: 7, validation: 'v' });
    expect(document.contract[0]).toMatchObject({ behaviour: 'b', evidence: 'e', milestone: 'phase' });
    expect(document.team[0]).toMatchObject({ role: 'coder', model: 'm', maxConcurrent: 2, isVolatile: true });
    expect(document.notifications[0]).toMatchObject({ condition: 'x == 1', cooldown: 'PT5M' });
  });

  it('is empty for an empty object', () => {
    expect(parseDocument({}).document).toMatchObject({ tasks: [], contract: [] });
  });

  it('names tasks by key wherever they were named by title, each once, in the order given', () => {
    const document = aDocument({
      tasks: [{ key: 'a', title: 'First' }, 'B', { title: 'C', dependsOn: ['B', 'First', 'a'] }],
      checkpoints: [{ name: 'ok', afterTasks: ['First'], blocksTasks: ['C', 'C'] }],
    });

    expect(document.tasks[2]?.dependsOn).toEqual(['B', 'a']);
    expect(document.checkpoints[0]).toMatchObject({ afterTasks: ['a'], blocksTasks: ['C'] });
  });

  it('lets a key go before a title', () => {
    const document = aDocument({
      tasks: [
        { key: 'a', title: 'B' },
        { key: 'B', title: 'a' },
        { title: 'C', dependsOn: ['B', 'a'] },
      ],
    });

    expect(document.tasks[2]?.dependsOn).toEqual(['B', 'a']);
  });

  it('reads references forward: the order of the document means nothing', () => {
    expect(aDocument({ tasks: [{ title: 'A', dependsOn: ['B'] }, 'B'] }).tasks[0]?.dependsOn).toEqual(['B']);
  });

  it('asks for a review when reviewers are named, unless told otherwise', () => {
    const document = aDocument({
      tasks: [
        { title: 'A', reviewers: ['ada'] },
        { title: 'B', reviewers: ['ada'], review: 'NONE' },
      ],
    });

    expect(document.tasks.map((task) => task.review)).toEqual(['REQUIRED', 'NONE']);
  });

  it('has a gate ask that all have passed only when it names no other criterion', () => {
    const document = aDocument({
      qualityGates: [
        { name: 'none' },
        { name: 'score', minScore: 3 },
        { name: 'condition', condition: 'avgScore > 3' },
        { name: 'both', minScore: 3, requireAllPassed: true },
      ],
    });

    expect(document.qualityGates.map((gate) => gate.requireAllPassed)).toEqual([true, false, false, true]);
  });

  it('reads the contract from Markdown', () => {
    expect(aDocument({ contract: '- **VAL-AUTH-001**: Signs in.' }).contract).toEqual([
      { id: 'VAL-AUTH-001', title: 'Signs in.' },
    ]);
  });
});

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
    expect(new Set(CASES.map(([code]) => code))).toEqual(new Set(PROBLEM_CODES));
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

describe('the problems of a document', () => {
  it('are found all at once: no mistake hides another', () => {
    const input = {
      tasks: [
        { title: 'A', priority: 'high', dependsOn: ['B'] },
        { title: 'B', dependsOn: ['A', 'nobody'] },
        { key: 'B', title: 5, fulfills: ['VAL-A-001'] },
        null,
      ],
      delays: [{ name: 'rest', duration: 'later', afterTasks: ['A'], blocksTasks: 'B' }],
      qualityGates: [{ name: 'good', minScore: 9, condition: '(' }],
      milestones: 'none',
      surprise: true,
    };

    expect(findings(input)).toEqual([
      ['UNKNOWN_KEY', ['surprise'], true],
      ['WRONG_TYPE', ['milestones'], 'none'],
      ['WRONG_TYPE', ['tasks', 0, 'priority'], 'high'],
      ['WRONG_TYPE', ['tasks', 2, 'title'], 5],
      ['WRONG_TYPE', ['tasks', 3], null],
      ['OUT_OF_RANGE', ['qualityGates', 0, 'minScore'], 9],
      ['BAD_CONDITION', ['qualityGates', 0, 'condition'], '('],
      ['WRONG_TYPE', ['delays', 0, 'blocksTasks'], 'B'],
      ['BAD_DURATION', ['delays', 0, 'duration'], 'later'],
      ['UNKNOWN_NAME', ['tasks', 1, 'dependsOn', 1], 'nobody'],
      ['DUPLICATE_NAME', ['tasks', 2, 'key'], 'B'],
      ['UNKNOWN_ASSERTION', ['tasks', 2, 'fulfills', 0], 'VAL-A-001'],
      ['CYCLE', ['tasks', 0], ['A', 'B']],
    ]);
  });

  it('include one cycle for each knot', () => {
    const pair = (a: string, b: string) => [
      { title: a, dependsOn: [b] },
      { title: b, dependsOn: [a] },
    ];

    expect(findings({ tasks: [...pair('A', 'B'), ...pair('C', 'D')] })).toEqual([
      ['CYCLE', ['tasks', 0], ['A', 'B']],
      ['CYCLE', ['tasks', 2], ['C', 'D']],
    ]);
  });
});

describe('agents named by tasks', () => {
  const input = { tasks: [{ title: 'A', assignTo: 'ada', escalateTo: 'bob', reviewers: ['cyd'] }] };

  it('are not checked when neither a team nor the agents of the workspace are known', () => {
    expect(findings(input)).toEqual([]);
  });

  it('must be of the team or of the workspace otherwise', () => {
    expect(findings(input, [])).toHaveLength(3);
    expect(findings(input, ['ada', 'cyd'])).toEqual([['UNKNOWN_AGENT', ['tasks', 0, 'escalateTo'], 'bob']]);
    expect(findings({ ...input, team: [{ name: 'bob' }] }, ['ada', 'cyd'])).toEqual([]);
  });

  it('are not checked as approvers, who may be people', () => {
    expect(findings({ checkpoints: [{ name: 'ok', approvers: ['Grace'] }] }, [])).toEqual([]);
  });
});

describe('limits', () => {
  it('of tasks and milestones are named and end where they say', () => {
    const tasks = Array.from({ length: LIMITS.tasksPerRunMax }, (_, position) => ({ title: `T${position}` }));
    const milestones = Array.from({ length: LIMITS.milestonesMax }, (_, position) => ({
      name: `M${position}`,
    }));

    expect(findings({ tasks, milestones })).toEqual([]);
    expect(
      findings({ tasks: [...tasks, { title: 'more' }], milestones: [...milestones, { name: 'more' }] }),
    ).toEqual([
      ['LIMIT_EXCEEDED', ['tasks'], 10_001],
      ['LIMIT_EXCEEDED', ['milestones'], 51],
    ]);
  });

  it('of edges counts the graph', () => {
    const titles = Array.from({ length: 500 }, (_, position) => `${position}`);
    const tasks = titles.map((title, position) => ({ title, dependsOn: titles.slice(0, position) }));

    const { problems } = parseDocument({ tasks });

    expect(problems.map((problem) => [problem.code, problem.value])).toEqual([['LIMIT_EXCEEDED', 124_750]]);
    expect(problems[0]?.message).toContain('edgesPerRunMax of 100000');
  });

  it('of a document in bytes is checked before anything else is looked at', () => {
    const tasks = Array.from({ length: 60 }, (_, position) => ({
      title: `T${position}`,
      x: 'y'.repeat(20_000),
    }));

    expect(findings({ tasks })).toEqual([['LIMIT_EXCEEDED', [], null]]);
  });

  it('of one definition in bytes counts the keys that stand for titles', () => {
    const tasks = Array.from({ length: 4_000 }, (_, position) => ({
      key: `${'k'.repeat(70)}${position}`,
      title: `T${position}`,
    }));
    const gate = { name: 'good', afterTasks: tasks.map((task) => task.title) };

    expect(findings({ tasks: [...tasks], qualityGates: [gate] })).toEqual([
      ['LIMIT_EXCEEDED', ['qualityGates', 0], null],
    ]);
  });

  it('of problems spelled out ends with one that counts the rest', () => {
    const { problems } = parseDocument({ tasks: Array.from({ length: 1_500 }, () => 0) });

    expect(problems).toHaveLength(LIMITS.problemsMax + 1);
    expect(problems.at(-1)).toMatchObject({ code: 'LIMIT_EXCEEDED', path: [], value: 1_500 });
    expect(problems.at(-1)?.message).toContain('500 problems more');
  });
});

describe('large documents', () => {
  it('of 10,000 tasks in a chain are read', () => {
    expect(parseDocument(aDocumentInput(aChain(10_000))).document?.tasks).toHaveLength(10_000);
  });

  it('of 10,000 tasks in a cycle are refused with all the names and a short message', () => {
    const tasks = aDocument(aChain(10_000)).tasks.map(({ title, dependsOn }, position) => ({
      title,
      dependsOn: position === 0 ? ['T9999'] : dependsOn,
    }));

    const { problems } = parseDocument({ tasks });

    expect(problems.map((problem) => problem.value)).toEqual([tasks.map((task) => task.title)]);
    expect(problems[0]?.message.length).toBeLessThan(300);
  });
});
