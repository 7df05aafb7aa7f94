/**
 * What an addition means for the nodes of a run that is under way: which nodes are new, and which of those that are
 * there get something before or behind them. Found by comparing the graph with and without it, so that an edge is made
 * exactly where a launch of the grown document would make one.
 *
 * W1. Nodes keep their indexes; new ones follow the last one. An edge that is there stays there.
 * W2. No junctions are made: an addition is small beside the joins that need them.
 */
import { assert } from '../assert.ts';
import type { Document, ElementDefinition } from '../document/document.ts';
import {
  countsOf,
  grownDocument,
  isAdded,
  problemsOfAddition,
  type SectionCounts,
} from '../document/grown-document.ts';
import { parseDocument } from '../document/parse-document.ts';
import type { Problem } from '../document/problem.ts';
import { readOutline } from '../document/read-outline.ts';
import { listAt, readSections } from '../document/sections.ts';
import type { Path } from '../document/shape-problem.ts';
import { findTask, type TaskNames, taskNamesOf } from '../document/task-names.ts';
import { err, ok, type Result } from '../result.ts';
import type { AdditionInput, RunAddition } from '../run/addition.ts';
import type { Node, NodeSpec } from '../run/node.ts';
import { remainingPaths, validatedTask } from './compile.ts';
import { buildGraph, type Graph } from './graph.ts';
import { outlineOf } from './outline.ts';
import { type PlannedContract, planContract } from './plan-contract.ts';
import { taskState } from './plan-nodes.ts';

export interface Growth {
  readonly input: AdditionInput;
  /** As the run has to be for this to fit: additions so far, and nodes. */
  readonly additionCount: number;
  readonly firstIndex: number;
  /** In the order of their indexes. They wait for all that comes before them, settled or not. */
  readonly nodes: readonly Node[];
  readonly specs: readonly NodeSpec[];
  /** Nodes of the run that get something behind them. */
  readonly followed: readonly { readonly index: number; readonly successors: readonly number[] }[];
  /** Nodes of the run that get something before them, and what in the input asks for it. */
  readonly held: readonly {
    readonly index: number;
    readonly waitsFor: readonly number[];
    readonly path: Path;
  }[];
  /** Assertions that new tasks say they fulfil. */
  readonly fulfilled?: readonly { readonly index: number; readonly tasks: readonly number[] }[];
  /** Tasks of the run whose remaining path has become longer. */
  readonly paths: readonly TaskPath[];
}

export interface TaskPath {
  readonly index: number;
  readonly minutes: number;
}

export interface GrowingRun {
  /** The document of the version that the run pinned, as it was saved. */
  readonly document: unknown;
  readonly additions: readonly RunAddition[];
  readonly nodeCount: number;
  /** Index of its first assertion; absent without a contract. */
  readonly contractFrom?: number;
}

/** The problems lead into `input`. */
export function planGrowth(run: GrowingRun, input: AdditionInput): Result<Growth, readonly Problem[]> {
  const earlier = run.additions.map((addition) => addition.input);
  const before = grownDocument(run.document, earlier);
  const beforeCounts = countsOf(before);
  const grown = grownDocument(run.document, [...earlier, input]);
  const { document, problems } = parseDocument(grown, { isNew: (path) => isAdded(path, beforeCounts) });
  if (!document) return err(problemsOfAddition(problems, beforeCounts, input));
  const after = numberingOf(run, input);
  const former = numberingOf({ ...run, additions: run.additions });
  const { sections } = readSections(before);
  assert(sections, 'the document of a run is an object');
  const formerGraph = buildGraph(readOutline(sections).outline);
  const graph = buildGraph(outlineOf(document));
  const names = taskNamesOf(document.tasks);
  const growth = compare({ run, input, document, graph, after, formerGraph, former, beforeCounts, names });
  return ok(withClaims(growth, contractOf(run)));
}

/** As it was launched: milestones that had no tasks then are validated at the run's end. */
function contractOf({ document, contractFrom }: GrowingRun): PlannedContract | undefined {
  if (contractFrom === undefined) return undefined;
  const parsed = parseDocument(document, { isNew: () => false }).document;
  assert(parsed, 'the document of a run has no problems');
  return planContract(parsed, { from: contractFrom, milestonesFrom: 0 });
}

function withClaims(growth: Growth, contract: PlannedContract | undefined): Growth {
  if (!contract) return growth;
  const claims = new Map<number, number[]>();
  for (const spec of growth.specs) {
    if (spec.kind !== 'TASK') continue;
    for (const id of spec.definition.fulfills) {
      const assertion = contract.indexOf(id);
      if (assertion !== undefined) claims.set(assertion, [...(claims.get(assertion) ?? []), spec.index]);
    }
  }
  return {
    ...growth,
    specs: growth.specs.map((spec) => validatedTask(spec, contract)),
    fulfilled: [...claims].map(([index, tasks]) => ({ index, tasks })),
  };
}

/** Indexes of the run's nodes in the order in which a graph numbers them. */
type Numbering = readonly number[];

function numberingOf(run: GrowingRun, added?: AdditionInput): Numbering {
  const base = countsOf(run.document);
  const sections: { readonly [Name in keyof SectionCounts]: number[] } = {
    tasks: [],
    checkpoints: [],
    qualityGates: [],
    delays: [],
  };
  let next = 0;
  const place = (counts: SectionCounts) => {
    for (const [name, indexes] of Object.entries(sections)) {
      const count = counts[name as keyof SectionCounts];
      for (let at = 0; at < count; at++) indexes.push(next++);
    }
  };
  place(base);
  const milestones = listAt(run.document, 'milestones').map(() => next++);
  for (const addition of run.additions) {
    next = addition.firstIndex;
    place(countsOf(addition.input));
  }
  next = run.nodeCount;
  if (added) place(countsOf(added));
  return [
    ...sections.tasks,
    ...sections.checkpoints,
    ...sections.qualityGates,
    ...sections.delays,
    ...milestones,
  ];
}

interface Comparison {
  readonly run: GrowingRun;
  readonly input: AdditionInput;
  readonly document: Document;
  readonly graph: Graph;
  readonly after: Numbering;
  readonly formerGraph: Graph;
  readonly former: Numbering;
  readonly beforeCounts: SectionCounts;
  readonly names: TaskNames;
}

function compare(all: Comparison): Growth {
  const { run, input, graph, after } = all;
  const formerPredecessors = indexed(all.formerGraph.predecessors, all.former);
  const successors = indexed(graph.successors, after);
  const predecessors = indexed(graph.predecessors, after);
  const isNew = (index: number) => index >= run.nodeCount;
  const followed = new Map<number, number[]>();
  const held: { index: number; waitsFor: readonly number[]; path: Path }[] = [];
  for (const [index, waitsFor] of predecessors) {
    const known = new Set(formerPredecessors.get(index));
    const added = waitsFor.filter((other) => !known.has(other));
    for (const other of added) {
      if (!isNew(other)) followed.set(other, [...(followed.get(other) ?? []), index]);
    }
    if (!isNew(index) && added.length > 0) held.push({ index, waitsFor: added, path: [] });
  }
  const made = newNodes(all, predecessors, successors);
  return {
    input,
    additionCount: run.additions.length,
    firstIndex: run.nodeCount,
    ...made,
    followed: [...followed].map(([index, added]) => ({ index, successors: added.sort(ascending) })),
    held: held.map((entry) => ({ ...entry, path: pathOf(entry, made.specs, all) })),
    paths: longerPaths(all),
  };
}

/** Neighbours by index, all of them as indexes of the run, ascending. */
function indexed(
  neighbours: readonly (readonly number[])[],
  numbering: Numbering,
): ReadonlyMap<number, readonly number[]> {
  const at = (number: number) => numbering[number] ?? -1;
  return new Map(neighbours.map((list, number) => [at(number), list.map(at).sort(ascending)]));
}

function newNodes(
  { run, document, graph, after, beforeCounts }: Comparison,
  predecessors: ReadonlyMap<number, readonly number[]>,
  successors: ReadonlyMap<number, readonly number[]>,
): Pick<Growth, 'nodes' | 'specs'> {
  const nodes: Node[] = [];
  const specs: NodeSpec[] = [];
  const paths = remainingPaths(document, graph);
  const indexOfTask = new Map(document.tasks.map((task, position) => [task.key, after[position] ?? -1]));
  let next = run.nodeCount;
  const base = (name: string) => ({ index: next, name, waitsFor: predecessors.get(next) ?? [] });
  const spec = () => ({ index: next, successors: successors.get(next) ?? [] });
  const afterOf = (element: ElementDefinition) =>
    element.afterTasks.map((key) => indexOfTask.get(key) ?? -1).sort(ascending);
  for (const [position, definition] of document.tasks.entries()) {
    if (position < beforeCounts.tasks) continue;
    nodes.push({ ...base(definition.key), ...taskState(definition, paths[position] ?? 0) });
    specs.push({ ...spec(), kind: 'TASK', definition });
    next++;
  }
  for (const definition of document.checkpoints.slice(beforeCounts.checkpoints)) {
    nodes.push({ ...base(definition.name), kind: 'CHECKPOINT', status: 'PENDING', approvals: [] });
    specs.push({ ...spec(), kind: 'CHECKPOINT', definition, after: afterOf(definition) });
    next++;
  }
  for (const definition of document.qualityGates.slice(beforeCounts.qualityGates)) {
    nodes.push({ ...base(definition.name), kind: 'GATE', status: 'PENDING', reasons: [] });
    specs.push({ ...spec(), kind: 'GATE', definition, after: afterOf(definition) });
    next++;
  }
  for (const definition of document.delays.slice(beforeCounts.delays)) {
    nodes.push({ ...base(definition.name), kind: 'DELAY', status: 'PENDING' });
    specs.push({ ...spec(), kind: 'DELAY', definition, after: afterOf(definition) });
    next++;
  }
  return { nodes, specs };
}

function longerPaths({
  run,
  document,
  graph,
  after,
  formerGraph,
  beforeCounts,
}: Comparison): readonly TaskPath[] {
  const paths = remainingPaths(document, graph);
  const formerTasks = document.tasks.slice(0, beforeCounts.tasks);
  const former = remainingPaths({ ...document, tasks: formerTasks }, formerGraph);
  return document.tasks.flatMap((_, position) => {
    const index = after[position] ?? -1;
    const minutes = paths[position] ?? 0;
    const isLonger = index < run.nodeCount && minutes > (former[position] ?? 0);
    return isLonger ? [{ index, minutes }] : [];
  });
}

/** What in the input puts something before a node of the run. */
function pathOf(
  held: { readonly index: number; readonly waitsFor: readonly number[] },
  specs: readonly NodeSpec[],
  comparison: Comparison,
): Path {
  const { beforeCounts, document } = comparison;
  const cause = specs.find((spec) => held.waitsFor.includes(spec.index));
  switch (cause?.kind) {
    case 'TASK':
      return ['tasks', document.tasks.indexOf(cause.definition) - beforeCounts.tasks, 'milestone'];
    case 'CHECKPOINT':
      return blockedBy('checkpoints', cause.definition, held.index, comparison);
    case 'GATE':
      return blockedBy('qualityGates', cause.definition, held.index, comparison);
    case 'DELAY':
      return blockedBy('delays', cause.definition, held.index, comparison);
    default:
      return ['dependencies', 0, 'name'];
  }
}

/** The place in `blocksTasks` that names the task. */
function blockedBy(
  section: 'checkpoints' | 'qualityGates' | 'delays',
  definition: ElementDefinition,
  blocked: number,
  { beforeCounts, document, after, input, names }: Comparison,
): Path {
  const definitions: readonly ElementDefinition[] = document[section];
  const position = definitions.indexOf(definition) - beforeCounts[section];
  const path = [section, position, 'blocksTasks'];
  const references = listAt(listAt(input, section)[position], 'blocksTasks');
  const place = references.findIndex((reference) => {
    const found = typeof reference === 'string' ? findTask(names, reference) : undefined;
    return typeof found === 'number' && after[found] === blocked;
  });
  return place < 0 ? path : [...path, place];
}

function ascending(a: number, b: number): number {
  return a - b;
}
