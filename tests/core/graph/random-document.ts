/** Random documents without cycles, and what their edges are, told in the plainest way. */
import type { Document, ElementDefinition } from '@muster/core/document/document';
import fc from 'fast-check';
import { aDocument } from '../../support/a-document.ts';

interface Seeds {
  readonly count: number;
  /** Chance of an edge, of an element's reference, of a milestone. */
  readonly density: number;
  readonly milestones: number;
  readonly elements: number;
  readonly numbers: () => number;
}

/**
 * Tasks stand in a hidden order; edges, elements and milestones all follow it, so that there is no cycle. The order of
 * the document is another one.
 */
export function randomDocuments(tasksMax: number): fc.Arbitrary<Document> {
  return fc
    .record({
      count: fc.integer({ min: 0, max: tasksMax }),
      density: fc.constantFrom(0.02, 0.1, 0.5, 0.95),
      milestones: fc.integer({ min: 0, max: 4 }),
      elements: fc.integer({ min: 0, max: 4 }),
      seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    })
    .map(({ seed, ...rest }) => build({ ...rest, numbers: sequence(seed) }));
}

function build(seeds: Seeds): Document {
  const { numbers } = seeds;
  const titles = Array.from({ length: seeds.count }, (_, position) => `T${position}`);
  const chosen = (from: number, to: number) => titles.slice(from, to).filter(() => numbers() < seeds.density);
  const tasks = titles.map((title, position) => ({
    title,
    dependsOn: chosen(0, position),
    ...(numbers() < 0.7 ? { estimate: { minutes: Math.ceil(numbers() * 90) } } : {}),
    ...(seeds.milestones > 0 && numbers() < 0.8
      ? { milestone: `M${Math.floor((position * seeds.milestones) / seeds.count)}` }
      : {}),
  }));
  const element = (prefix: string) => (_: unknown, position: number) => {
    const middle = Math.floor(numbers() * (seeds.count + 1));
    return {
      name: `${prefix}${position}`,
      afterTasks: chosen(0, middle),
      blocksTasks: chosen(middle, seeds.count),
    };
  };
  const elements = Array.from({ length: seeds.elements });
  return aDocument({
    tasks: tasks.sort(() => numbers() - 0.5),
    milestones: Array.from({ length: seeds.milestones }, (_, position) => ({
      name: `M${position}`,
      sequence: position,
    })).reverse(),
    checkpoints: elements.map(element('C')),
    qualityGates: elements.map(element('G')),
    delays: elements.map(element('D')).map((delay) => ({ ...delay, duration: 'PT5S' })),
  });
}

/** A small linear congruential generator: the seed that fast-check prints replays everything. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Every edge as "KIND name > KIND name", written straight from the rules. */
export function edgesByName(document: Document): ReadonlySet<string> {
  return new Set([...taskEdges(document), ...elementEdges(document), ...milestoneEdges(document)]);
}

function taskEdges(document: Document): readonly string[] {
  return document.tasks.flatMap((task) =>
    task.dependsOn.map((before) => `TASK ${before} > TASK ${task.key}`),
  );
}

function elementEdges(document: Document): readonly string[] {
  return elementsOf(document).flatMap(([kind, { name, afterTasks, blocksTasks }]) => [
    ...afterTasks.map((before) => `TASK ${before} > ${kind} ${name}`),
    ...blocksTasks.map((blocked) => `${kind} ${name} > TASK ${blocked}`),
  ]);
}

function milestoneEdges(document: Document): readonly string[] {
  const milestones = [...document.milestones].sort((a, b) => a.sequence - b.sequence);
  const inner = followersWithinMilestone(document);
  return milestones.flatMap((milestone, place) => {
    const previous = milestones[place - 1];
    const tasks = document.tasks.filter((task) => task.milestone === milestone.name).map((task) => task.key);
    const ends = tasks.map((task) => `TASK ${task} > MILESTONE ${milestone.name}`);
    if (previous === undefined) return ends;
    const starts = tasks
      .filter((task) => !inner.has(task))
      .map((task) => `MILESTONE ${previous.name} > TASK ${task}`);
    return [...ends, ...starts, `MILESTONE ${previous.name} > MILESTONE ${milestone.name}`];
  });
}

/** Tasks that a task of their own milestone comes before, be it with an element in between. */
function followersWithinMilestone(document: Document): ReadonlySet<string> {
  const milestoneOf = new Map(document.tasks.map((task) => [task.key, task.milestone]));
  const pairs = [
    ...document.tasks.flatMap((task) => task.dependsOn.map((before) => [before, task.key] as const)),
    ...elementsOf(document).flatMap(([, element]) =>
      element.afterTasks.flatMap((before) =>
        element.blocksTasks.map((blocked) => [before, blocked] as const),
      ),
    ),
  ];
  return new Set(
    pairs.filter(([a, b]) => milestoneOf.get(a) === milestoneOf.get(b)).map(([, after]) => after),
  );
}

function elementsOf(document: Document): readonly (readonly [string, ElementDefinition])[] {
  return [
    ...document.checkpoints.map((element) => ['CHECKPOINT', element] as const),
    ...document.qualityGates.map((element) => ['GATE', element] as const),
    ...document.delays.map((element) => ['DELAY', element] as const),
  ];
}
