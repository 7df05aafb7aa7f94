/**
 * Validations of the contract, one step at a time. A step is decided on how things stand when its message arrives, so that
 * messages may come twice, late or in any order: what is done already is not done again.
 *
 * R1. A round is one task for somebody who has worked at none of it. It asks about every assertion that is PENDING.
 * R2. All assertions PASSING or WAIVED: it has passed, and only then its milestone is DONE.
 * R3. Some are FAILING: each gets a remediation, then what was touched is validated anew in another round. After
 *     `roundsMax` rounds a person is asked instead, and the mission pauses unless a pilot moves it.
 * R4. Some are BLOCKED, or nobody has said anything of them when the task is over: a person is asked first.
 * R5. Work that is opened again calls a round off: it counts for nothing, and everything is validated anew.
 * R6. A step looks at its own assertions only. What doesn't fit into one commit goes on through a message.
 */
import { isRunEnded } from '../lifecycle/run-lifecycle.ts';
import { isTaskSettled } from '../lifecycle/task-lifecycle.ts';
import type { AssertionNode, ValidationNeed, ValidationNode } from '../run/contract.ts';
import type { TaskNode } from '../run/node.ts';
import type { Decision } from './ask.ts';
import { type Draft, isKind } from './draft.ts';
import { moveMission, moveRun } from './end-run.ts';
import { closeNode, moveAssertion, moveTask, moveValidation, reopenNode } from './move.ts';
import { releaseSuccessors } from './release.ts';
import { makeRemediations } from './remedy.ts';
import { sendValidate } from './send-validate.ts';
import { resting } from './skip.ts';
import { cancelOpenTask } from './task-commands.ts';
import {
  areAllMet,
  failWithTask,
  passValidation,
  resumeAfter,
  reviveValidation,
  withRoundEnded,
} from './validation-end.ts';
import { assertionsOf, beginRound, ROUND_RECORDS } from './validation-round.ts';

/** Does what comes next in the validation at `index`, if anything does. */
export function* continueValidation(draft: Draft, index: number): Decision<void> {
  const validation = yield* draft.node(index);
  if (isRunEnded(draft.run.status) || !isKind(validation, 'VALIDATION')) return;
  const stage = yield* stageOf(draft, validation);
  const { status } = validation;
  if (stage === 'OVER') return;
  if (stage === 'EARLY' && status !== 'PENDING') return yield* recall(draft, validation);
  if (validation.toRemedy) return yield* remedyMore(draft, validation);
  if (stage === 'EARLY') return;
  if (status === 'PENDING') return yield* begin(draft, validation);
  yield* goOn(draft, validation);
}

/** EARLY: what it validates is not done yet, or not any more. OVER: it has passed. */
function* stageOf(draft: Draft, { milestone, status }: ValidationNode): Decision<'EARLY' | 'DUE' | 'OVER'> {
  if (milestone === undefined) {
    if (!draft.run.finalValidation?.isBegun) return 'EARLY';
    return status === 'PASSED' ? 'OVER' : 'DUE';
  }
  const node = yield* draft.node(milestone);
  if (node.status === 'DONE') return 'OVER';
  return node.status === 'VALIDATING' || node.status === 'FAILED' ? 'DUE' : 'EARLY';
}

function* begin(draft: Draft, validation: ValidationNode): Decision<void> {
  const begun = yield* beginRound(draft, validation);
  if (begun === 'UNDER_WAY') return;
  const prepared = yield* draft.node(validation.index);
  if (isKind(prepared, 'VALIDATION')) yield* judge(draft, prepared);
}

/** A round is under way, waits for a person, or has failed. */
function* goOn(draft: Draft, validation: ValidationNode): Decision<void> {
  const task = yield* currentTask(draft, validation);
  if (validation.status === 'FAILED') {
    if (task?.status === 'FAILED' || validation.failsRun) return;
    return yield* goOn(draft, yield* reviveValidation(draft, validation));
  }
  if (task?.status === 'FAILED') return yield* failWithTask(draft, validation.index, task.reason ?? '');
  if (task && !isTaskSettled(task.status)) {
    if (task.status === 'IN_PROGRESS' || !(yield* isAllSaid(draft, validation))) return;
    yield* cancelOpenTask(draft, task, 'People have said all that it asked about.');
    yield* releaseSuccessors(draft, task.index);
  }
  const current = yield* draft.node(validation.index);
  if (isKind(current, 'VALIDATION') && current.waitsFor.length === 0) yield* judge(draft, current);
}

function* currentTask(draft: Draft, { taskIndex }: ValidationNode): Decision<TaskNode | undefined> {
  const node = taskIndex === undefined ? undefined : yield* draft.node(taskIndex);
  return node && isKind(node, 'TASK') ? node : undefined;
}

function* isAllSaid(draft: Draft, validation: ValidationNode): Decision<boolean> {
  const assertions = yield* assertionsOf(draft, validation);
  return assertions.every(({ status }) => status !== 'PENDING' && status !== 'BLOCKED');
}

function* judge(draft: Draft, validation: ValidationNode): Decision<void> {
  const isComplete = yield* giveUpUnreported(draft, validation);
  if (!isComplete) return sendValidate(draft, validation.index);
  const assertions = yield* assertionsOf(draft, validation);
  if (assertions.some(({ status }) => status === 'BLOCKED')) {
    return askPerson(draft, validation, {
      need: 'BLOCKED',
      reason: `A person has to say of ${namesIn(assertions, 'BLOCKED')}.`,
    });
  }
  if (areAllMet(assertions)) return yield* passValidation(draft, validation, assertions);
  const ended = withRoundEnded(validation, { at: draft.now, outcome: 'FAILING', assertions });
  if (ended !== validation) draft.putNode(ended);
  const failing = assertions.filter(({ status }) => status === 'FAILING');
  if (ended.roundsUsed < ended.roundsMax) return yield* remedy(draft, ended, failing);
  const reason = `After ${ended.roundsUsed} rounds ${namesIn(assertions, 'FAILING')} still failing.`;
  askPerson(draft, ended, { need: 'ROUNDS', reason });
}

/** See R4. False when there was no room for all of them. */
function* giveUpUnreported(draft: Draft, validation: ValidationNode): Decision<boolean> {
  for (const assertion of yield* assertionsOf(draft, validation)) {
    if (assertion.status !== 'PENDING') continue;
    if (draft.room <= ROUND_RECORDS) return false;
    const evidence = 'The round ended without a word about it.';
    const change = {
      status: 'BLOCKED',
      at: draft.now,
      actor: draft.actor,
      round: validation.round,
      evidence,
    } as const;
    moveAssertion(draft, assertion, { command: 'giveUp', change });
  }
  return true;
}

function namesIn(assertions: readonly AssertionNode[], status: AssertionNode['status']): string {
  const names = assertions.filter((assertion) => assertion.status === status).map(({ name }) => name);
  return `${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''} (${names.length})`;
}

/** The milestone waits for the remediations, and the run does: they are work like any other. */
function* remedy(
  draft: Draft,
  validation: ValidationNode,
  failing: readonly AssertionNode[],
): Decision<void> {
  resumeAfter(draft, validation);
  const { asks: _, ...rest } = validation;
  const toRemedy = failing.map(({ index }) => index);
  const pending: ValidationNode = { ...rest, status: 'PENDING', toRemedy };
  moveValidation(draft, validation, pending, { command: 'remedy', data: { failing: toRemedy.length } });
  yield* remedyMore(draft, pending);
}

function* remedyMore(draft: Draft, validation: ValidationNode): Decision<void> {
  if (yield* makeRemediations(draft, validation)) {
    const current = yield* draft.node(validation.index);
    // All of them were waived or reported otherwise meanwhile: there is nothing to wait for.
    if (isKind(current, 'VALIDATION') && !current.toRemedy) sendValidate(draft, validation.index);
    return;
  }
  const { toRemedy: _, ...rest } = validation;
  const full = draft.putNode(rest);
  askPerson(draft, full, { need: 'FULL', reason: 'The run can take no more tasks to mend what is failing.' });
}

function askPerson(
  draft: Draft,
  validation: ValidationNode,
  question: { readonly need: ValidationNeed; readonly reason: string },
): void {
  const { asks } = validation;
  if (asks?.need === question.need && asks.reason === question.reason) return;
  const asking: ValidationNode = {
    ...validation,
    status: 'ASKING',
    asks: { ...question, since: draft.now },
  };
  moveValidation(draft, validation, asking, { command: 'ask' });
  if (question.need !== 'BLOCKED') pauseFor(draft, asking);
}

/** Under a pilot the mission is his to pause. */
function pauseFor(draft: Draft, { index, asks }: ValidationNode): void {
  const { status } = draft.run;
  if (draft.head.governance === 'PILOT' || (status !== 'ACTIVE' && status !== 'VALIDATING')) return;
  const reason = asks?.reason ?? '';
  draft.setRun({ pausedFrom: status, pausedFor: index });
  moveRun(draft, 'PAUSED', { reason });
  moveMission(draft, 'PAUSED', reason);
}

/** See R5. */
function* recall(draft: Draft, validation: ValidationNode): Decision<void> {
  const task = yield* currentTask(draft, validation);
  const reason = 'Work was opened again: it is validated when that is done.';
  if (task) yield* takeBack(draft, task, reason);
  const assertions = yield* assertionsOf(draft, validation);
  const current = yield* draft.node(validation.index);
  if (!isKind(current, 'VALIDATION')) return;
  resumeAfter(draft, current);
  const end = { at: draft.now, outcome: 'CALLED_OFF', assertions } as const;
  const waitsFor = current.waitsFor.filter((index) => index !== current.taskIndex);
  const { asks: _, settledAt: __, failsRun: ___, ...rest } = withRoundEnded(current, end);
  const pending: ValidationNode = { ...rest, status: 'PENDING', waitsFor, touched: 'ALL' };
  moveValidation(draft, current, pending, { command: 'recall' });
  if (current.status === 'PASSED' && current.milestone === undefined) reopenNode(draft);
}

/** Nobody needs it any more, and its failure fails nothing. Somebody may have added work behind it, which goes on. */
function* takeBack(draft: Draft, task: TaskNode, reason: string): Decision<void> {
  if (task.status !== 'FAILED' && isTaskSettled(task.status)) return;
  if (task.status === 'FAILED') {
    const skipped: TaskNode = { ...resting(task), status: 'SKIPPED', settledAt: draft.now, reason };
    moveTask(draft, task, skipped, { command: 'skip', data: { reason } });
    closeNode(draft);
  } else yield* cancelOpenTask(draft, task, reason);
  yield* releaseSuccessors(draft, task.index);
}
