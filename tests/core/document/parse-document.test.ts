import { parseDocument } from '@muster/core/document/parse-document';
import { describe, expect, it } from 'vitest';
import { aDocument } from '../../support/a-document.ts';

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
      contractPolicy: { unclaimed: 'WARN', claims: 'AT_LEAST_ONE', maxRounds: 3 },
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
      notifications: [
        { events: ['RunFailing'], channels: ['ops'], condition: 'event.runNumber == 1.0', cooldown: 'PT5M' },
      ],
    });

    expect(document.tasks[0]).toEqual({ ...task, hasSideEffects: true });
    expect(document.milestones[0]).toEqual({ name: 'phase', description: 'd', sequence: 7, validation: 'v' });
    expect(document.contract[0]).toMatchObject({ behaviour: 'b', evidence: 'e', milestone: 'phase' });
    expect(document.team[0]).toMatchObject({ role: 'coder', model: 'm', maxConcurrent: 2, isVolatile: true });
    expect(document.notifications[0]).toMatchObject({
      condition: 'event.runNumber == 1.0',
      cooldown: 'PT5M',
    });
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

  it('takes a title for the task that goes by it, when others of that title have keys', () => {
    const document = aDocument({
      tasks: [{ key: 'a', title: 'B' }, 'B', { key: 'b', title: 'B' }, { title: 'C', dependsOn: ['B'] }],
    });

    expect(document.tasks[3]?.dependsOn).toEqual(['B']);
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

  it('are not checked where a task escalates to a person, who is named as one', () => {
    const escalatingTo = (escalateTo: string) => ({
      tasks: [{ title: 'A', escalateTo }],
      team: [{ name: 'ada' }],
    });

    expect(findings(escalatingTo('user:anna'))).toEqual([]);
    expect(findings(escalatingTo('anna'))).toEqual([['UNKNOWN_AGENT', ['tasks', 0, 'escalateTo'], 'anna']]);
    expect(findings(escalatingTo('user:'))).toEqual([['UNKNOWN_AGENT', ['tasks', 0, 'escalateTo'], 'user:']]);
  });

  it('are not checked as approvers, who may be people', () => {
    expect(findings({ checkpoints: [{ name: 'ok', approvers: ['Grace'] }] }, [])).toEqual([]);
  });
});
