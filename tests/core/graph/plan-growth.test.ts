import type { Document } from '@muster/core/document/document';
import { compile } from '@muster/core/graph/compile';
import { planGrowth } from '@muster/core/graph/plan-growth';
import type { AddedDependency } from '@muster/core/run/addition';
import type { Node, NodeSpec } from '@muster/core/run/node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aDocument, type DocumentInput } from '../../support/a-document.ts';
import { type AddedInput, GrowingMission } from '../../support/a-growing-mission.ts';
import { numbersFrom } from '../../support/numbers.ts';
import { edgesByName, randomDocuments } from './random-document.ts';

/** Holds the run open, whatever else is in it. */
const HOLD = { title: 'Hold', estimate: { minutes: 1 } };

interface Split {
  readonly whole: DocumentInput;
  readonly base: DocumentInput;
  readonly added: AddedInput;
}

/** Some tasks and elements are left out of the document, and come later, with every edge that they are part of. */
function split(document: Document, numbers: () => number): Split {
  const isLate = new Map(document.tasks.map((task) => [task.key, numbers() < 0.4]));
  const tasks = document.tasks.map(({ title, key, dependsOn, milestone, estimate }) => ({
    title,
    key,
    dependsOn,
    ...(milestone === undefined ? {} : { milestone }),
    ...(estimate ? { estimate } : {}),
  }));
  const early = (names: readonly string[]) => names.filter((name) => !isLate.get(name));
  const lateDependencies = tasks
    .filter((task) => !isLate.get(task.key))
    .flatMap((task): readonly AddedDependency[] =>
      task.dependsOn
        .filter((name) => isLate.get(name))
        .map((dependsOn) => ({ kind: 'TASK', name: task.key, dependsOn })),
    );
  const isEarly = (element: {
    readonly afterTasks: readonly string[];
    readonly blocksTasks: readonly string[];
  }) => numbers() < 0.5 && ![...element.afterTasks, ...element.blocksTasks].some((name) => isLate.get(name));
  const halves = <T extends Parameters<typeof isEarly>[0]>(elements: readonly T[]) => {
    const first = new Set(elements.filter(isEarly));
    return [elements.filter((one) => first.has(one)), elements.filter((one) => !first.has(one))] as const;
  };
  const checkpoints = halves(document.checkpoints.map((one) => elementOf(one)));
  const qualityGates = halves(document.qualityGates.map((one) => elementOf(one)));
  const delays = halves(document.delays.map((one) => ({ ...elementOf(one), duration: 'PT5S' })));
  const milestones = document.milestones.map(({ name, sequence }) => ({ name, sequence }));
  return {
    whole: {
      tasks: [...tasks, HOLD],
      milestones,
      checkpoints: checkpoints.flat(),
      qualityGates: qualityGates.flat(),
      delays: delays.flat(),
    },
    base: {
      tasks: [
        ...tasks
          .filter((task) => !isLate.get(task.key))
          .map((task) => ({ ...task, dependsOn: early(task.dependsOn) })),
        HOLD,
      ],
      milestones,
      checkpoints: checkpoints[0],
      qualityGates: qualityGates[0],
      delays: delays[0],
    },
    added: {
      tasks: tasks.filter((task) => isLate.get(task.key)),
      checkpoints: checkpoints[1],
      qualityGates: qualityGates[1],
      delays: delays[1],
      dependencies: lateDependencies,
    },
  };
}

function elementOf({
  name,
  afterTasks,
  blocksTasks,
}: Document['checkpoints'][number] | Document['delays'][number] | Document['qualityGates'][number]) {
  return { name, afterTasks, blocksTasks };
}

function edgesOf(nodes: readonly Node[], specs: readonly NodeSpec[]): ReadonlySet<string> {
  const called = (index: number) => `${nodes[index]?.kind} ${nodes[index]?.name}`;
  return new Set(
    specs.flatMap((spec) => spec.successors.map((other) => `${called(spec.index)} > ${called(other)}`)),
  );
}

function pathsOf(nodes: readonly Node[]): Readonly<Record<string, number>> {
  const tasks = nodes.filter((node) => node.kind === 'TASK');
  return Object.fromEntries(tasks.map((task) => [task.name, task.remainingPath]));
}

/** Milestones that nothing holds are over at once: then nothing can be added to them. */
function hasClosedMilestone({ mission }: GrowingMission): boolean {
  return mission.nodes.some((node) => node.kind === 'MILESTONE' && node.status === 'DONE');
}

describe('a run that has grown', () => {
  it('has the edges and remaining paths that a launch of the whole would have given it (W1)', () => {
    fc.assert(
      fc.property(randomDocuments(9), fc.integer({ min: 1, max: 2 ** 31 - 2 }), (document, seed) => {
        const { whole, base, added } = split(document, numbersFrom(seed));
        const growing = new GrowingMission(base);
        fc.pre(!hasClosedMilestone(growing));

        growing.add(added);

        const { nodes, specs } = growing.mission;
        const edges = edgesOf(nodes, specs);
        const expected = edgesByName(aDocument(whole));
        expect([...expected].filter((edge) => !edges.has(edge))).toEqual([]);
        // What has come before a task's own milestone made its edge from the former one superfluous.
        const more = [...edges].filter((edge) => !expected.has(edge));
        const before = edgesByName(aDocument(base));
        expect(more.filter((edge) => !edge.startsWith('MILESTONE ') || !before.has(edge))).toEqual([]);
        expect(pathsOf(nodes)).toEqual(pathsOf(compile(aDocument(whole)).nodes));
      }),
      { numRuns: 200 },
    );
  });

  it('may have names that are refused by now: only what is new is looked at', () => {
    const document = {
      tasks: [
        { key: 'w', title: 'Write' },
        { key: 'Write', title: 'Read' },
      ],
      contract: [{ id: 'VAL-A-001', title: 'It works.' }],
    };
    const run = { document, additions: [], nodeCount: 5, contractFrom: 2 };

    const grown = planGrowth(run, { tasks: [{ title: 'More', dependsOn: ['Write'] }] });

    expect(grown).toMatchObject({ ok: true, value: { followed: [{ index: 1 }] } });
  });
});
