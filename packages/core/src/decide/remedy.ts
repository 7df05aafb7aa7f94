/**
 * Having mended what makes assertions fail.
 *
 * M1. One task for each failing assertion, and never two open ones for the same.
 * M2. What a remediation may have touched is validated anew: its assertion, and all that the task it goes back to was to
 *     fulfil.
 */
import type { TaskDefinition } from '../document/document.ts';
import { jsonBytes } from '../document/json-bytes.ts';
import { nodeIdOf } from '../ids.ts';
import { isTaskSettled } from '../lifecycle/task-lifecycle.ts';
import { LIMITS } from '../limits.ts';
import type { AssertionNode, AssertionSpec, ValidationNode } from '../run/contract.ts';
import type { TaskNode } from '../run/node.ts';
import { joinTasks, type NewTask } from './add-found-task.ts';
import type { Decision } from './ask.ts';
import { type Draft, isKind } from './draft.ts';
import { sendValidate } from './send-validate.ts';
import { ROUND_RECORDS } from './validation-round.ts';

/** Node, spec and assertion. */
const RECORDS_EACH = 3;
/** Tasks that are looked at for the one to go back to. */
const ORIGINS_MAX = 20;

/** Makes as many of `toRemedy` as there is room for; the rest is left to a message. False when the run can't take more tasks. */
export function* makeRemediations(draft: Draft, validation: ValidationNode): Decision<boolean> {
  const { toRemedy = [], ...rest } = validation;
  const count = Math.max(0, Math.floor((draft.room - ROUND_RECORDS) / RECORDS_EACH));
  const failing = yield* needingRemedy(draft, toRemedy.slice(0, count));
  const { tasks, touched, next } = yield* planRemediations(draft, validation, failing);
  if (tasks.length > 0) {
    const held = validation.milestone === undefined ? [] : [yield* draft.node(validation.milestone)];
    const joined = yield* joinTasks(draft, { tasks, held });
    if (!joined.ok || joined.value === 'TOO_LARGE') return false;
    linkTasks(draft, failing, joined.value);
  }
  const left = toRemedy.slice(next === undefined ? count : toRemedy.indexOf(next.index));
  draft.putNode({ ...rest, ...(left.length > 0 ? { toRemedy: left } : {}), touched });
  if (left.length > 0) sendValidate(draft, validation.index);
  return true;
}

/**
 * The tasks, in the order of what is failing, and what they touch (M2); `next` is the first of them for whose task one
 * addition has no more room. One always has it for several.
 */
function* planRemediations(draft: Draft, validation: ValidationNode, failing: readonly AssertionNode[]) {
  const specs = yield* assertionSpecs(draft, validation);
  const touched = new Set<number>();
  const tasks: NewTask[] = [];
  let bytesLeft: number = LIMITS.additionBytesMax;
  let next: AssertionNode | undefined;
  for (const assertion of failing) {
    const spec = specs.find(({ index }) => index === assertion.index);
    const origin = spec && (yield* originOf(draft, spec));
    const definition = origin && (yield* draft.spec('TASK', origin.index)).definition;
    const task = remediationOf(draft, { validation, assertion, origin, definition });
    bytesLeft -= jsonBytes(task.input, bytesLeft) + 1;
    if (bytesLeft < 0) {
      next = assertion;
      break;
    }
    tasks.push(task);
    touched.add(assertion.index);
    for (const other of claimedBy(specs, origin?.index)) touched.add(other);
  }
  const before = validation.touched ?? [];
  if (before === 'ALL') return { tasks, touched: before, next };
  return { tasks, touched: [...new Set([...before, ...touched])].sort((a, b) => a - b), next };
}

function linkTasks(draft: Draft, failing: readonly AssertionNode[], tasks: readonly TaskNode[]): void {
  for (const [position, assertion] of failing.entries()) {
    const task = tasks[position];
    if (task) draft.putNode({ ...assertion, remediations: [...(assertion.remediations ?? []), task.index] });
  }
}

/** See M1. One that was waived or reported otherwise meanwhile needs none. */
function* needingRemedy(draft: Draft, indexes: readonly number[]): Decision<readonly AssertionNode[]> {
  const needing: AssertionNode[] = [];
  for (const node of yield* draft.nodes(indexes)) {
    if (!isKind(node, 'ASSERTION') || node.status !== 'FAILING') continue;
    const latest = node.remediations?.at(-1);
    const task = latest === undefined ? undefined : yield* draft.node(latest);
    if (!task || (isKind(task, 'TASK') && isTaskSettled(task.status))) needing.push(node);
  }
  return needing;
}

function* assertionSpecs(draft: Draft, validation: ValidationNode): Decision<readonly AssertionSpec[]> {
  const { assertions } = yield* draft.spec('VALIDATION', validation.index);
  return (yield* draft.specs(assertions)).filter((spec) => spec.kind === 'ASSERTION');
}

function claimedBy(specs: readonly AssertionSpec[], task: number | undefined): readonly number[] {
  if (task === undefined) return [];
  return specs.filter(({ fulfilledBy }) => fulfilledBy.includes(task)).map(({ index }) => index);
}

/** The task that was to fulfil it: of several the one that was done last. */
function* originOf(draft: Draft, { fulfilledBy }: AssertionSpec): Decision<TaskNode | undefined> {
  const nodes = yield* draft.nodes(fulfilledBy.slice(0, ORIGINS_MAX));
  const tasks = nodes.filter((node) => isKind(node, 'TASK'));
  const done = tasks.filter(({ status }) => status === 'DONE');
  return (
    [...done].sort((a, b) => (b.settledAt ?? 0) - (a.settledAt ?? 0) || a.index - b.index)[0] ?? tasks[0]
  );
}

function remediationOf(
  draft: Draft,
  about: {
    readonly validation: ValidationNode;
    readonly assertion: AssertionNode;
    readonly origin: TaskNode | undefined;
    /** Of the origin. */
    readonly definition: TaskDefinition | undefined;
  },
): NewTask {
  const { validation, assertion, origin, definition } = about;
  const id = nodeIdOf('ASSERTION', { ...draft.runRef, index: assertion.index });
  const number = (assertion.remediations?.length ?? 0) + 1;
  const evidence = assertion.history.at(-1)?.evidence;
  const input = {
    // Nobody knows the id of a mission when its document is written.
    key: `${id}:${number}`,
    title: `Mend ${assertion.name}: ${assertion.title}`.slice(0, LIMITS.titleLengthMax),
    description: evidence ?? '',
    priority: 1,
    ...(origin === undefined ? {} : { context: [`Goes back to "${origin.title}".`] }),
    ...(definition?.specialty === undefined ? {} : { specialty: definition.specialty }),
    ...(definition?.assignTo === undefined ? {} : { assignTo: definition.assignTo }),
    ...(validation.milestone === undefined ? {} : { milestone: validation.name }),
  };
  const purpose = {
    kind: 'REMEDIATION',
    validation: validation.index,
    assertion: assertion.index,
    round: validation.round,
    ...(origin === undefined ? {} : { origin: origin.index }),
  } as const;
  return { input, purpose, fulfills: [assertion.name], validatedBy: validatedBy(draft, validation) };
}

/** Whoever mends it can't validate it, nor what else is validated with it. */
function validatedBy(draft: Draft, { index }: ValidationNode): readonly number[] {
  const final = draft.run.finalValidation?.index ?? index;
  return [...new Set([index, final])].sort((a, b) => a - b);
}
