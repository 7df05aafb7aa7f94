/**
 * Compiles a document into the nodes of a run.
 *
 * P1. Indexes are dense: tasks, checkpoints, gates, delays in document order, milestones by sequence, junctions;
 *     behind them assertions in document order, and what validates them.
 * P2. No node waits for more than `LIMITS.joinWidthMax` others; how many wait for one isn't limited.
 * P3. Leaving out junctions, the edges are exactly those of the document's graph.
 * P4. A milestone waits for the milestone before it directly, never through a junction.
 */
import { assert } from '../assert.ts';
import type { Document, TaskDefinition } from '../document/document.ts';
import { notifyingParts } from '../notify/notifying-parts.ts';
import type { NodeRange } from '../run/mission.ts';
import type { Node, NodeSpec } from '../run/node.ts';
import type { Plan } from '../run/plan.ts';
import { bottomLevels } from './critical-path.ts';
import { buildGraph, type Graph, graphOf } from './graph.ts';
import { narrowJoin } from './junctions.ts';
import { topologicalOrder } from './levels.ts';
import { type Outline, outlineOf } from './outline.ts';
import { type PlannedContract, planContract } from './plan-contract.ts';
import { nodesOf, offsetsOf, specsOf } from './plan-nodes.ts';

/** `document` is one that `parseDocument` has answered. Equal documents give equal plans. */
export function compile(document: Document): Plan {
  const outline = outlineOf(document);
  const graph = buildGraph(outline);
  const { waitsFor, joined } = narrowed(graph, outline);
  const { successors } = graphOf(waitsFor);
  const nodes = nodesOf({ document, waitsFor, joined, remainingPaths: remainingPaths(document, graph) });
  const specs = specsOf({ document, outline, successors });
  const notifies = notifyingParts(document, specs);
  const place = { from: nodes.length, milestonesFrom: offsetsOf(document).milestones };
  const contract = planContract(document, place);
  const ranges = rangesOf(document, nodes.length);
  return {
    ...withContract({ nodes, specs, ranges }, contract),
    roots: nodes.filter((node) => node.waitsFor.length === 0).map((node) => node.index),
    taskCount: document.tasks.length,
    weightTotal: document.tasks.reduce((sum, task) => sum + task.weight, 0),
    ...(document.deadline ? { deadline: document.deadline } : {}),
    ...(document.qualityThreshold === undefined ? {} : { qualityThreshold: document.qualityThreshold }),
    ...agentLimits(document),
    ...(notifies ? { notifies } : {}),
  };
}

/** Puts the contract behind the graph, and has what it is about point to it. */
function withContract(
  graph: Pick<Plan, 'nodes' | 'specs' | 'ranges'>,
  contract: PlannedContract | undefined,
): Pick<Plan, 'nodes' | 'specs' | 'ranges' | 'contract'> {
  if (!contract) return graph;
  const from = graph.nodes.length;
  const assertionCount = contract.nodes.filter(({ kind }) => kind === 'ASSERTION').length;
  const validationCount = contract.nodes.length - assertionCount;
  return {
    nodes: [...graph.nodes.map((node) => validatedMilestone(node, contract)), ...contract.nodes],
    specs: [...graph.specs.map((spec) => validatedTask(spec, contract)), ...contract.specs],
    ranges: [
      ...graph.ranges,
      { kind: 'ASSERTION', from, count: assertionCount },
      { kind: 'VALIDATION', from: from + assertionCount, count: validationCount },
    ],
    contract: contract.summary,
  };
}

function validatedMilestone(node: Node, { byMilestone }: PlannedContract): Node {
  const validation = node.kind === 'MILESTONE' ? byMilestone.get(node.name) : undefined;
  return node.kind === 'MILESTONE' && validation !== undefined ? { ...node, validation } : node;
}

/** Also of a task that is added to the run. */
export function validatedTask(spec: NodeSpec, contract: PlannedContract | undefined): NodeSpec {
  if (spec.kind !== 'TASK' || !contract) return spec;
  const validatedBy = contract.validatedBy(spec.definition);
  return validatedBy.length === 0 ? spec : { ...spec, validatedBy };
}

function agentLimits({ team }: Document): Pick<Plan, 'agentLimits'> {
  const limits = team.flatMap(({ name, maxConcurrent: max }) => (max === undefined ? [] : [{ name, max }]));
  return limits.length === 0 ? {} : { agentLimits: limits };
}

/** Minutes a task counts in priorities: its estimate, 1 where there is none. */
export function priorityMinutes(task: TaskDefinition): number {
  const minutes = task.estimate?.minutes ?? 0;
  return minutes > 0 ? minutes : 1;
}

/** By index, minutes. The first nodes of the graph are the document's tasks. */
export function remainingPaths(document: Document, graph: Graph): Float64Array {
  const order = topologicalOrder(graph);
  assert(order.length === graph.nodeCount, 'a document that is compiled has no cycle');
  const minutesAt = (index: number) => {
    const task = document.tasks[index];
    return task === undefined ? 0 : priorityMinutes(task);
  };
  return bottomLevels(graph, order, minutesAt).weights;
}

interface NarrowedGraph {
  /** By index, junctions at the end. */
  readonly waitsFor: readonly (readonly number[])[];
  /** For each junction the node whose join it narrows. */
  readonly joined: readonly number[];
}

function narrowed(graph: Graph, outline: Outline): NarrowedGraph {
  const firstMilestone = graph.nodeCount - outline.milestoneCount;
  const nodeJoins: (readonly number[])[] = [];
  const junctionJoins: (readonly number[])[] = [];
  const joined: number[] = [];
  for (const [index, predecessors] of graph.predecessors.entries()) {
    const nextIndex = graph.nodeCount + junctionJoins.length;
    const keepDirect = index > firstMilestone ? { keepDirect: index - 1 } : {};
    const join = narrowJoin({ predecessors, nextIndex, ...keepDirect });
    nodeJoins.push(join.waitsFor);
    for (const junction of join.junctions) {
      junctionJoins.push(junction.waitsFor);
      joined.push(index);
    }
  }
  return { waitsFor: [...nodeJoins, ...junctionJoins], joined };
}

/** Kinds that don't occur have no range. */
function rangesOf(document: Document, nodeCount: number): readonly NodeRange[] {
  const offsets = offsetsOf(document);
  const ranges: readonly NodeRange[] = [
    { kind: 'TASK', from: 0, count: document.tasks.length },
    { kind: 'CHECKPOINT', from: offsets.checkpoints, count: document.checkpoints.length },
    { kind: 'GATE', from: offsets.gates, count: document.qualityGates.length },
    { kind: 'DELAY', from: offsets.delays, count: document.delays.length },
    { kind: 'MILESTONE', from: offsets.milestones, count: document.milestones.length },
    { kind: 'JUNCTION', from: offsets.junctions, count: nodeCount - offsets.junctions },
  ];
  return ranges.filter((range) => range.count > 0);
}
