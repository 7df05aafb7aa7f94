/** Beginning a round of a validation, and what has to be said before its task can be submitted. */
import { nodeIdOf } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { AssertionNode, ValidationNode, ValidationRound, ValidationSpec } from '../run/contract.ts';
import type { TaskNode } from '../run/node.ts';
import { joinTasks } from './add-found-task.ts';
import type { Decision } from './ask.ts';
import { type Draft, isKind } from './draft.ts';
import { moveAssertion, moveValidation } from './move.ts';
import { sendValidate } from './send-validate.ts';
import { eligibleValidators } from './validator.ts';

/** What a piece of a validation leaves free in its commit: its own node, its milestone, the task, an addition. */
export const ROUND_RECORDS = 8;

export function* assertionsOf(draft: Draft, validation: ValidationNode): Decision<readonly AssertionNode[]> {
  const { assertions } = yield* draft.spec('VALIDATION', validation.index);
  return (yield* draft.nodes(assertions)).filter((node) => isKind(node, 'ASSERTION'));
}

/** Ids of those that the round asked about, and that nobody has said anything of. None of a task that validates nothing. */
export function* unreportedAssertions(draft: Draft, { purpose }: TaskNode): Decision<readonly string[]> {
  if (purpose?.kind !== 'VALIDATION') return [];
  const validation = yield* draft.node(purpose.validation);
  const round = validation.kind === 'VALIDATION' ? validation.rounds.at(-1) : undefined;
  if (round?.number !== purpose.round || round.endedAt !== undefined) return [];
  const asked = yield* draft.nodes(round.asked);
  return asked.filter((node) => node.status === 'PENDING').map(({ name }) => name);
}

/**
 * Has everything that was touched stand as PENDING again, then asks about all that is PENDING. Answers NOTHING_ASKED when
 * everything is said already, FULL when the run can't take another task; UNDER_WAY else.
 */
export function* beginRound(
  draft: Draft,
  validation: ValidationNode,
): Decision<'UNDER_WAY' | 'NOTHING_ASKED' | 'FULL'> {
  const reset = yield* resetTouched(draft, validation);
  if (reset.touched) {
    sendValidate(draft, validation.index);
    return 'UNDER_WAY';
  }
  const asked = (yield* assertionsOf(draft, reset)).filter(({ status }) => status === 'PENDING');
  if (asked.length === 0) return 'NOTHING_ASKED';
  const added = yield* joinTasks(draft, { tasks: [yield* taskOf(draft, reset, asked)], held: [reset] });
  const task = added.ok && added.value !== 'TOO_LARGE' ? added.value[0] : undefined;
  if (!task) return 'FULL';
  const waiting = yield* draft.node(reset.index);
  if (!isKind(waiting, 'VALIDATION')) return 'UNDER_WAY';
  const { asks: _, ...rest } = waiting;
  const number = waiting.round + 1;
  const round: ValidationRound = {
    number,
    startedAt: draft.now,
    taskIndex: task.index,
    asked: asked.map(({ index }) => index),
  };
  const running: ValidationNode = {
    ...rest,
    status: 'RUNNING',
    round: number,
    taskIndex: task.index,
    rounds: [...waiting.rounds, round].slice(-LIMITS.roundsKeptMax),
  };
  moveValidation(draft, waiting, running, { command: 'begin', data: { asked: asked.length } });
  return 'UNDER_WAY';
}

/** As many as there is room for; what is left stays `touched`. */
function* resetTouched(draft: Draft, validation: ValidationNode): Decision<ValidationNode> {
  const { touched, ...rest } = validation;
  if (touched === undefined) return validation;
  const left: number[] = [];
  for (const assertion of yield* assertionsOf(draft, validation)) {
    const isTouched = touched === 'ALL' || touched.includes(assertion.index);
    const isSaid = assertion.status !== 'PENDING' && assertion.status !== 'WAIVED';
    if (!isTouched || !isSaid) continue;
    if (draft.room <= ROUND_RECORDS) left.push(assertion.index);
    else resetAssertion(draft, assertion, validation.round + 1);
  }
  return draft.putNode(left.length > 0 ? { ...rest, touched: left } : rest);
}

function resetAssertion(draft: Draft, assertion: AssertionNode, round: number): void {
  const change = { status: 'PENDING', at: draft.now, actor: draft.actor, round } as const;
  moveAssertion(draft, assertion, { command: 'reset', change });
}

function* taskOf(draft: Draft, validation: ValidationNode, asked: readonly AssertionNode[]) {
  const spec = yield* draft.spec('VALIDATION', validation.index);
  const number = validation.round + 1;
  const validators = eligibleValidators(validation, spec.validators);
  const [first] = validators;
  const what = validation.milestone === undefined ? 'the run' : `the milestone "${validation.name}"`;
  const input = {
    // Nobody knows the id of a mission when its document is written.
    key: `${nodeIdOf('VALIDATION', { ...draft.runRef, index: validation.index })}:${number}`,
    title: `Validate ${what}`.slice(0, LIMITS.titleLengthMax),
    description: describe(spec, asked),
    priority: 1,
    ...(first === undefined ? {} : { assignTo: first }),
  };
  const purpose = {
    kind: 'VALIDATION',
    validation: validation.index,
    round: number,
    ...(validators.length > 1 ? { validators } : {}),
  } as const;
  return { input, purpose };
}

/** What it says is for whoever reads a list of tasks: the assertions themselves say it all. */
const DESCRIPTION_LENGTH_MAX = 10_000;

function describe({ guidance }: ValidationSpec, asked: readonly AssertionNode[]): string {
  const lines = asked.map(({ name, title }) => `- ${name}: ${title}`);
  const text = [...(guidance === undefined ? [] : [guidance]), 'Report each of these:', ...lines].join('\n');
  return text.slice(0, DESCRIPTION_LENGTH_MAX);
}
