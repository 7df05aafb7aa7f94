import type { Document } from '@muster/core/document/document';
import { compile } from '@muster/core/graph/compile';
import { LIMITS } from '@muster/core/limits';
import type { Node } from '@muster/core/run/node';
import type { Plan } from '@muster/core/run/plan';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aChain, aDocument } from '../../support/a-document.ts';
import { edgesByName, randomDocuments } from './random-document.ts';

describe('compiling a document', () => {
  it('orders the nodes by kind, and says which indexes are of which kind', () => {
    const plan = compile(
      aDocument({
        tasks: ['A', 'B'],
        delays: [{ name: 'rest', duration: 'PT1S' }],
        milestones: [{ name: 'phase' }],
        qualityGates: [{ name: 'good' }],
        checkpoints: [{ name: 'ok' }],
      }),
    );

    expect(plan.nodes.map((node) => `${node.kind} ${node.name}`)).toEqual([
      'TASK A',
      'TASK B',
      'CHECKPOINT ok',
      'GATE good',
      'DELAY rest',
      'MILESTONE phase',
    ]);
    expect(plan.ranges).toEqual([
      { kind: 'TASK', from: 0, count: 2 },
      { kind: 'CHECKPOINT', from: 2, count: 1 },
      { kind: 'GATE', from: 3, count: 1 },
      { kind: 'DELAY', from: 4, count: 1 },
      { kind: 'MILESTONE', from: 5, count: 1 },
    ]);
  });

  it('leaves out ranges of kinds that do not occur', () => {
    expect(compile(aDocument({ tasks: [] })).ranges).toEqual([]);
    expect(compile(aDocument({ tasks: ['A'] })).ranges).toEqual([{ kind: 'TASK', from: 0, count: 1 }]);
  });

  it('starts a task WAITING, unclaimed, with its weight, its priority and its remaining path', () => {
    const plan = compile(
      aDocument({
        tasks: [
          { key: 'a', title: 'First', priority: 2, weight: 2.5, estimate: { minutes: 10 } },
          { title: 'Second', dependsOn: ['a'] },
        ],
      }),
    );

    expect(plan.nodes[0]).toEqual({
      kind: 'TASK',
      index: 0,
      name: 'a',
      title: 'First',
      status: 'WAITING',
      waitsFor: [],
      priority: 2,
      weight: 2.5,
      remainingPath: 11,
      lane: { kind: 'ANY' },
      generation: 0,
      attemptsSpent: 0,
    });
    expect(plan.weightTotal).toBe(3.5);
    expect(plan.taskCount).toBe(2);
  });

  it('puts a task into the lane of its agent, else of its specialty, else of everybody', () => {
    const plan = compile(
      aDocument({
        tasks: [
          { title: 'A', assignTo: 'ada', specialty: 'sql' },
          { title: 'B', specialty: 'sql' },
          { title: 'C' },
        ],
      }),
    );

    expect(plan.nodes.map((node) => (node.kind === 'TASK' ? node.lane : undefined))).toEqual([
      { kind: 'AGENT', name: 'ada' },
      { kind: 'SPECIALTY', name: 'sql' },
      { kind: 'ANY' },
    ]);
  });

  it('starts every element PENDING and every milestone LOCKED', () => {
    const plan = compile(
      aDocument({
        checkpoints: [{ name: 'ok' }],
        qualityGates: [{ name: 'good' }],
        delays: [{ name: 'rest', duration: 'PT1S' }],
        milestones: [{ name: 'phase' }],
      }),
    );

    expect(plan.nodes).toEqual([
      { kind: 'CHECKPOINT', index: 0, name: 'ok', status: 'PENDING', waitsFor: [], approvals: [] },
      { kind: 'GATE', index: 1, name: 'good', status: 'PENDING', waitsFor: [], reasons: [] },
      { kind: 'DELAY', index: 2, name: 'rest', status: 'PENDING', waitsFor: [] },
      { kind: 'MILESTONE', index: 3, name: 'phase', status: 'LOCKED', waitsFor: [] },
    ]);
  });

  it('gives an element the indexes of its own afterTasks, ascending, however wide the join', () => {
    const titles = Array.from({ length: 200 }, (_, position) => `T${position}`);
    const plan = compile(
      aDocument({ tasks: titles, qualityGates: [{ name: 'good', afterTasks: [...titles].reverse() }] }),
    );

    const gate = plan.specs[200];
    expect(gate?.kind === 'GATE' && gate.after).toEqual(titles.map((_, position) => position));
  });

  it('keeps both edges when a task depends on X and is blocked by an element after X', () => {
    const plan = compile(
      aDocument({
        tasks: ['X', { title: 'Y', dependsOn: ['X'] }],
        checkpoints: [{ name: 'ok', afterTasks: ['X'], blocksTasks: ['Y'] }],
      }),
    );

    expect(plan.nodes[1]?.waitsFor).toEqual([0, 2]);
    expect(plan.specs[0]?.successors).toEqual([1, 2]);
  });

  it('collapses equal edges', () => {
    const plan = compile(
      aDocument({
        tasks: [
          { key: 'x', title: 'X' },
          { title: 'Y', dependsOn: ['x', 'X', 'x'] },
        ],
      }),
    );

    expect(plan.nodes[1]?.waitsFor).toEqual([0]);
    expect(plan.specs[0]?.successors).toEqual([1]);
  });

  it('lets an element without afterTasks, and a task without predecessors, be roots', () => {
    const plan = compile(
      aDocument({
        tasks: ['A', 'B', { title: 'C', dependsOn: ['A'] }],
        checkpoints: [{ name: 'ok', blocksTasks: ['B'] }],
      }),
    );

    expect(plan.roots).toEqual([0, 3]);
  });

  it('is the same for the same document', () => {
    expect(compile(aDocument(aChain(50)))).toEqual(compile(aDocument(aChain(50))));
  });
});

describe('milestones in a plan', () => {
  it('are numbered by their sequence, and each waits for its tasks and the one before it', () => {
    const plan = compile(
      aDocument({
        tasks: [
          { title: 'A', milestone: 'build' },
          { title: 'B', milestone: 'ship' },
        ],
        milestones: [
          { name: 'ship', sequence: 20 },
          { name: 'build', sequence: 10 },
        ],
      }),
    );

    expect(plan.nodes.map((node) => [node.name, node.waitsFor])).toEqual([
      ['A', []],
      ['B', [2]],
      ['build', [0]],
      ['ship', [1, 2]],
    ]);
  });

  it('let a task wait for the milestone before its own only when nothing of its own comes before it', () => {
    const plan = compile(
      aDocument({
        tasks: [
          { title: 'A', milestone: 'one' },
          { title: 'B', milestone: 'two', dependsOn: ['A'] },
          { title: 'C', milestone: 'two', dependsOn: ['B'] },
          { title: 'D', milestone: 'two' },
        ],
        delays: [{ name: 'rest', duration: 'PT1S', afterTasks: ['C'], blocksTasks: ['D'] }],
        milestones: [{ name: 'one' }, { name: 'two' }],
      }),
    );

    const named = Object.fromEntries(plan.nodes.map((node) => [node.name, namesOf(plan, node.waitsFor)]));
    expect(named).toEqual({
      A: [],
      B: ['A', 'one'],
      C: ['B'],
      D: ['rest'],
      rest: ['C'],
      one: ['A'],
      two: ['B', 'C', 'D', 'one'],
    });
  });

  it('just follow one another when they have no tasks', () => {
    const plan = compile(aDocument({ milestones: [{ name: 'one' }, { name: 'two' }, { name: 'three' }] }));

    expect(plan.nodes.map((node) => node.waitsFor)).toEqual([[], [0], [1]]);
  });

  it('wait for the milestone before them directly even when their join is wide (P4)', () => {
    const titles = Array.from({ length: 64 }, (_, position) => ({ title: `T${position}`, milestone: 'two' }));
    const plan = compile(aDocument({ tasks: titles, milestones: [{ name: 'one' }, { name: 'two' }] }));

    expect(plan.nodes[65]?.waitsFor).toEqual([64, 66]);
    expect(plan.nodes[66]?.kind).toBe('JUNCTION');
  });
});

describe('wide joins', () => {
  it.each([
    [1, 0],
    [64, 0],
    [65, 1],
    [128, 2],
    [129, 2],
    [4096, 64],
    [4097, 65],
  ])('a join of %i is compiled with %i junctions', (width, junctionCount) => {
    const titles = Array.from({ length: width }, (_, position) => `T${position}`);
    const plan = compile(aDocument({ tasks: [...titles, { title: 'last', dependsOn: titles }] }));

    expect(plan.nodes.filter((node) => node.kind === 'JUNCTION')).toHaveLength(junctionCount);
    expectSound(plan);
  });

  it('narrows a join of 9,999 tasks on every kind of element', () => {
    const tasks = Array.from({ length: 9_999 }, (_, position) => `T${position}`);
    const plan = compile(
      aDocument({
        tasks,
        qualityGates: [{ name: 'good', afterTasks: tasks }],
        checkpoints: [{ name: 'ok', afterTasks: tasks }],
        delays: [{ name: 'rest', duration: 'PT1S', afterTasks: tasks }],
      }),
    );

    expectSound(plan);
  });
});

describe('every plan', () => {
  it('is sound and has exactly the edges of its document, junctions left out (P1–P4)', () => {
    fc.assert(
      fc.property(randomDocuments(150), (document) => {
        const plan = compile(document);
        expectSound(plan);
        expect(edgesOf(plan)).toEqual(edgesByName(document));
        expectFallingPaths(document, plan);
      }),
      { numRuns: 150 },
    );
  });

  it('is right for every graph without cycles of up to four tasks', () => {
    let count = 0;
    for (const document of everySmallDocument()) {
      const plan = compile(document);
      expectSound(plan);
      expect(edgesOf(plan)).toEqual(edgesByName(document));
      expectFallingPaths(document, plan);
      count += 1;
    }
    expect(count).toBe(1 + 1 + 2 + 8 + 64);
  });

  it('compiles a chain of 10,000 tasks without running out of stack', () => {
    const plan = compile(aDocument(aChain(10_000)));

    const first = plan.nodes[0];
    expect(first?.kind === 'TASK' && first.remainingPath).toBe(10_000);
  });
});

/** Tasks are numbered in an order their edges follow: every graph without cycles is one of these, but for its names. */
function* everySmallDocument(): Iterable<Document> {
  for (let size = 0; size <= 4; size += 1) {
    const pairs = Array.from({ length: size }, (_, after) =>
      Array.from({ length: after }, (_, before) => ({ before, after })),
    ).flat();
    for (let bits = 0; bits < 2 ** pairs.length; bits += 1) {
      const edges = pairs.filter((_, place) => (bits >> place) & 1);
      const tasks = Array.from({ length: size }, (_, position) => ({
        title: `T${position}`,
        dependsOn: edges.filter((edge) => edge.after === position).map((edge) => `T${edge.before}`),
      }));
      yield aDocument({ tasks });
    }
  }
}

/** Dense indexes, narrow joins, successors that mirror predecessors, no cycle, right roots. */
function expectSound(plan: Plan): void {
  const mirrored: number[][] = plan.nodes.map(() => []);
  for (const [index, node] of plan.nodes.entries()) {
    expect(node.index).toBe(index);
    expect(plan.specs[index]?.index).toBe(index);
    expect(plan.specs[index]?.kind).toBe(node.kind);
    expect(node.waitsFor.length).toBeLessThanOrEqual(LIMITS.joinWidthMax);
    for (const before of node.waitsFor) mirrored[before]?.push(index);
  }
  expect(plan.specs.map((spec) => spec.successors)).toEqual(mirrored);
  expect(plan.roots).toEqual(plan.nodes.flatMap((node) => (node.waitsFor.length === 0 ? node.index : [])));
  expect(plan.ranges.flatMap((range) => Array.from({ length: range.count }, () => range.kind))).toEqual(
    plan.nodes.map((node) => node.kind),
  );
  expectEveryNodeReached(plan);
}

/** Taking away settled predecessors releases every node, so nothing is on a cycle. */
function expectEveryNodeReached(plan: Plan): void {
  const open = plan.nodes.map((node) => node.waitsFor.length);
  const released = [...plan.roots];
  for (const index of released) {
    for (const successor of plan.specs[index]?.successors ?? []) {
      const left = (open[successor] ?? 0) - 1;
      open[successor] = left;
      if (left === 0) released.push(successor);
    }
  }
  expect(released).toHaveLength(plan.nodes.length);
}

function edgesOf(plan: Plan): ReadonlySet<string> {
  const edges = new Set<string>();
  const label = (node: Node | undefined) => `${node?.kind} ${node?.name}`;
  for (const node of plan.nodes) {
    if (node.kind === 'JUNCTION') continue;
    for (const before of throughJunctions(plan, node.waitsFor)) {
      edges.add(`${label(plan.nodes[before])} > ${label(node)}`);
    }
  }
  return edges;
}

function throughJunctions(plan: Plan, indexes: readonly number[]): readonly number[] {
  return indexes.flatMap((index) => {
    const node = plan.nodes[index];
    return node?.kind === 'JUNCTION' ? throughJunctions(plan, node.waitsFor) : [index];
  });
}

function expectFallingPaths(document: Document, plan: Plan): void {
  const remaining = new Map(
    plan.nodes.flatMap((node) => (node.kind === 'TASK' ? [[node.name, node.remainingPath]] : [])),
  );
  for (const task of document.tasks) {
    for (const before of task.dependsOn) {
      expect(remaining.get(before)).toBeGreaterThan(remaining.get(task.key) ?? 0);
    }
  }
}

function namesOf(plan: Plan, indexes: readonly number[]): readonly (string | undefined)[] {
  return indexes.map((index) => plan.nodes[index]?.name);
}
