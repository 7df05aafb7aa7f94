/**
 * Adding one task in the middle of another decision, where no document is at hand: work that was found while a task was
 * done. It waits for nobody, so that it can form no cycle, and what follows its origin and has not begun waits for it.
 */
import { taskDefinition } from '../document/definitions.ts';
import type { TaskDefinition } from '../document/document.ts';
import { ELEMENT_SCHEMAS } from '../document/document-schema.ts';
import type { DomainError } from '../error-table.ts';
import { priorityMinutes } from '../graph/compile.ts';
import type { Growth } from '../graph/plan-growth.ts';
import { taskState } from '../graph/plan-nodes.ts';
import { LIMITS } from '../limits.ts';
import { err, ok, type Result } from '../result.ts';
import type { AddedDependency } from '../run/addition.ts';
import type { Node, SpecOf, TaskNode } from '../run/node.ts';
import type { Decision } from './ask.ts';
import type { Draft } from './draft.ts';
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
  const full = fullRefusal(draft);
  if (full) return err(full);
  const { definition: source } = yield* draft.spec('TASK', origin);
  const milestone = source.milestone === undefined ? {} : { milestone: source.milestone };
  const whole = { ...input, ...milestone };
  const definition = taskDefinition(ELEMENT_SCHEMAS.tasks.parse(whole), []);
  const behind = holdsNobody ? [] : yield* joinedBehind(draft, origin);
  const held = behind.filter(canStillWait);
  const growth = growthOf(draft, { definition, whole, held });
  const outcome = yield* growRun(draft, { command: 'addTasks', growth });
  if (!outcome.ok) return outcome;
  if (outcome.value !== 'GROWN') return ok('TOO_LARGE');
  const added = yield* draft.node(growth.firstIndex);
  return ok(added as TaskNode);
}

function fullRefusal(draft: Draft): DomainError | undefined {
  const taskCount = Object.values(draft.run.taskCounts).reduce((sum, count) => sum + count, 0);
  const max = LIMITS.tasksPerRunMax;
  if (taskCount < max) return undefined;
  return {
    code: 'LIMIT_EXCEEDED',
    path: [],
    detail: { limit: 'tasksPerRunMax', max, actual: taskCount + 1 },
  };
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

function growthOf(
  draft: Draft,
  task: {
    readonly definition: TaskDefinition;
    readonly whole: Readonly<Record<string, unknown>>;
    readonly held: readonly Node[];
  },
): Growth {
  const { definition, whole, held } = task;
  const index = draft.run.nodeCount;
  const behind = held.map((node) => (node.kind === 'TASK' ? node.remainingPath : 0));
  const remainingPath = priorityMinutes(definition) + Math.max(0, ...behind);
  const node: TaskNode = {
    index,
    name: definition.key,
    waitsFor: [],
    ...taskState(definition, remainingPath),
  };
  const spec: SpecOf<'TASK'> = { index, kind: 'TASK', definition, successors: held.map((one) => one.index) };
  return {
    input: { tasks: [whole], dependencies: held.flatMap((one) => dependencyOf(one, definition.key)) },
    additionCount: draft.run.additionCount ?? 0,
    firstIndex: index,
    nodes: [node],
    specs: [spec],
    followed: [],
    held: held.map((one) => ({ index: one.index, waitsFor: [index], path: [] })),
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
