/**
 * Adding one task in the middle of another decision, where no document is at hand: work that was found while a task was
 * done. It waits for nobody, so that it can form no cycle, and what follows its origin and has not begun waits for it.
 */

import { taskDefinition } from '../document/definitions.ts';
import { ELEMENT_SCHEMAS } from '../document/document-schema.ts';
import type { DomainError } from '../error-table.ts';
import { priorityMinutes } from '../graph/compile.ts';
import type { Growth } from '../graph/plan-growth.ts';
import { taskState } from '../graph/plan-nodes.ts';
import { LIMITS } from '../limits.ts';
import { err, ok, type Result } from '../result.ts';
import type { AddedDependency } from '../run/addition.ts';
import type { TaskPurpose } from '../run/contract.ts';
import type { Node, SpecOf, TaskNode } from '../run/node.ts';
import { argumentOf } from '../subject.ts';
import type { Decision } from './ask.ts';
import { type Draft, isKind } from './draft.ts';
import { canStillWait, growRun } from './grow.ts';

export interface FoundTask {
  /** As in a document, without references to other tasks. Its key must be one that nothing in the run can have. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Index of the task that it was found at. */
  readonly origin: number;
  /** Only the end of the run waits for it: what follows its origin is more than a commit can take. */
  readonly holdsNobody?: boolean;
}

/**
 * The new task, READY when it can be; TOO_LARGE when the commit has no room for it: do it in a commit of its own.
 * LIMIT_EXCEEDED when the run can't take another task.
 */
export function* addFoundTask(
  draft: Draft,
  { input, origin, holdsNobody = false }: FoundTask,
): Decision<Result<TaskNode | 'TOO_LARGE'>> {
  const { definition: source, validatedBy } = yield* draft.spec('TASK', origin);
  const milestone = source.milestone === undefined ? {} : { milestone: source.milestone };
  const behind = holdsNobody ? [] : yield* joinedBehind(draft, origin);
  const task = { input: { ...input, ...milestone }, ...(validatedBy ? { validatedBy } : {}) };
  const joined = yield* joinTasks(draft, { tasks: [task], held: behind.filter(canStillWait) });
  if (!joined.ok) return joined;
  const added = joined.value === 'TOO_LARGE' ? undefined : joined.value[0];
  return ok(added ?? 'TOO_LARGE');
}

/** A task that stands in no document. */
export interface NewTask {
  /** As in a document, without references to other tasks. Its key must be one that nothing in the run can have. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Ids of assertions. Said beside the input: what it claims is no part of the plan. */
  readonly fulfills?: readonly string[];
  readonly purpose?: TaskPurpose;
  /** See the spec of a task. */
  readonly validatedBy?: readonly number[];
}

/** Adds tasks that wait for nobody, and for which all of `held` waits from then on; each of them must be able to. */
export function* joinTasks(
  draft: Draft,
  { tasks, held }: { readonly tasks: readonly NewTask[]; readonly held: readonly Node[] },
): Decision<Result<readonly TaskNode[] | 'TOO_LARGE'>> {
  const full = fullRefusal(draft, tasks.length);
  if (full) return err(full);
  const growth = growthOf(draft, tasks, held);
  const outcome = yield* growRun(draft, { command: 'addTasks', growth });
  if (!outcome.ok) return outcome;
  if (outcome.value !== 'GROWN') return ok('TOO_LARGE');
  const added = yield* draft.nodes(growth.nodes.map(({ index }) => index));
  return ok(added.filter((node) => isKind(node, 'TASK')));
}

function fullRefusal(draft: Draft, added: number): DomainError | undefined {
  const taskCount = Object.values(draft.run.taskCounts).reduce((sum, count) => sum + count, added);
  const max = LIMITS.tasksPerRunMax;
  if (taskCount <= max) return undefined;
  const detail = { limit: 'tasksPerRunMax', max, actual: taskCount } as const;
  return { code: 'LIMIT_EXCEEDED', path: argumentOf('run'), detail };
}

/** What follows a node, junctions left out: a junction stands for others that nobody found anything at. */
function* joinedBehind(draft: Draft, index: number): Decision<readonly Node[]> {
  const joined = new Map<number, Node>();
  let front: readonly number[] = [index];
  while (front.length > 0) {
    const successors: number[] = [];
    for (const spec of yield* draft.specs(front)) successors.push(...spec.successors);
    const nodes = yield* draft.nodes(successors.slice(0, LIMITS.additionReachMax + 1));
    for (const node of nodes) if (node.kind !== 'JUNCTION') joined.set(node.index, node);
    front = nodes.filter((node) => node.kind === 'JUNCTION').map((node) => node.index);
  }
  return [...joined.values()];
}

function growthOf(draft: Draft, tasks: readonly NewTask[], held: readonly Node[]): Growth {
  const firstIndex = draft.run.nodeCount;
  const behind = held.map((node) => (node.kind === 'TASK' ? node.remainingPath : 0));
  const longest = Math.max(0, ...behind);
  const successors = held.map(({ index }) => index);
  const nodes: TaskNode[] = [];
  const specs: SpecOf<'TASK'>[] = [];
  for (const [position, { input, fulfills, purpose, validatedBy }] of tasks.entries()) {
    const index = firstIndex + position;
    const planned = taskDefinition(ELEMENT_SCHEMAS.tasks.parse(input), []);
    const definition = fulfills ? { ...planned, fulfills } : planned;
    nodes.push({
      index,
      name: definition.key,
      waitsFor: [],
      ...taskState(definition, priorityMinutes(definition) + longest),
      ...(purpose ? { purpose } : {}),
    });
    specs.push({ index, kind: 'TASK', definition, successors, ...(validatedBy ? { validatedBy } : {}) });
  }
  const waitsFor = nodes.map(({ index }) => index);
  const dependencies = nodes.flatMap(({ name }) => held.flatMap((one) => dependencyOf(one, name)));
  return {
    input: { tasks: tasks.map(({ input }) => input), dependencies },
    additionCount: draft.run.additionCount ?? 0,
    firstIndex,
    nodes,
    specs,
    followed: [],
    held: successors.map((index) => ({ index, waitsFor, path: [] })),
    paths: [],
  };
}

/** Its milestone says the same by itself; what validates stands in no document. */
function dependencyOf(node: Node, dependsOn: string): readonly AddedDependency[] {
  switch (node.kind) {
    case 'TASK':
    case 'CHECKPOINT':
    case 'GATE':
    case 'DELAY':
      return [{ kind: node.kind, name: node.name, dependsOn }];
    default:
      return [];
  }
}
