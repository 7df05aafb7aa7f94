import { parseDocument } from '@muster/core/document/parse-document';
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import { aChain, aDocument, aDocumentInput } from '../../support/a-document.ts';

/** Code, path and value: the message is for people. */
function findings(input: unknown) {
  return parseDocument(input).problems.map((problem) => [problem.code, problem.path, problem.value]);
}

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

  it('of agents with a maxConcurrent of their own are counted apart from the others', () => {
    const team = Array.from({ length: LIMITS.limitedAgentsMax + 1 }, (_, position) => ({
      name: `a${position}`,
      maxConcurrent: 1,
    }));

    expect(findings({ team: [...team.slice(1), { name: 'free' }] })).toEqual([]);
    expect(findings({ team })).toEqual([['LIMIT_EXCEEDED', ['team'], LIMITS.limitedAgentsMax + 1]]);
  });

  it('of edges counts the graph', () => {
    const titles = Array.from({ length: 500 }, (_, position) => `${position}`);
    const tasks = titles.map((title, position) => ({ title, dependsOn: titles.slice(0, position) }));

    const { problems } = parseDocument({ tasks });

    expect(problems).toMatchObject([{ code: 'LIMIT_EXCEEDED', path: ['tasks'], value: 124_750 }]);
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

  it('of checkpoints, gates and delays counts them together, and is told of the first that are too many', () => {
    const named = (prefix: string) => Array.from({ length: 4_000 }, (_, at) => ({ name: `${prefix}${at}` }));

    expect(findings({ checkpoints: named('c'), qualityGates: named('g').slice(2_000) })).toEqual([]);
    expect(
      findings({
        checkpoints: named('c'),
        qualityGates: named('g'),
        delays: named('d').map((delay) => ({ ...delay, duration: 'PT1S' })),
      }),
    ).toEqual([['LIMIT_EXCEEDED', ['delays'], 12_000]]);
  });

  it('of problems spelled out ends with one that says that there are more', () => {
    const { problems } = parseDocument({ tasks: Array.from({ length: 1_500 }, () => 0) });

    expect(problems).toHaveLength(LIMITS.problemsMax + 1);
    expect(problems.at(-1)).toMatchObject({ code: 'LIMIT_EXCEEDED', path: [], value: null });
    expect(problems.at(-1)?.message).toContain('problemsMax of 1000');
  });

  it('of a document keep a megabyte of mistakes within the stack', () => {
    const input = { tasks: [{ title: 'A', dependsOn: Array.from({ length: 250_000 }, () => 'x') }] };

    expect(parseDocument(input).problems).toHaveLength(LIMITS.problemsMax + 1);
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
