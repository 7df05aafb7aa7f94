/**
 * What is said about an assertion.
 *
 * Q1. Whoever holds the validation's task reports under his lease; without it only a person who may decide.
 * Q2. Nobody says that his own work passes.
 * Q3. Once its validation has passed, an assertion stays as it is.
 */

import { type DomainError, invalidArgument } from '../error-table.ts';
import { type AttemptRef, type NodeRef, nodeIdOf } from '../ids.ts';
import { ASSERTION_LIFECYCLE, type AssertionResult } from '../lifecycle/assertion-lifecycle.ts';
import { checkMove, verbOf } from '../lifecycle/lifecycle.ts';
import { LIMITS } from '../limits.ts';
import { err, ok, type Result } from '../result.ts';
import type { AssertionChange, AssertionNode } from '../run/contract.ts';
import { argumentOf } from '../subject.ts';
import type { Decision } from './ask.ts';
import { type Draft, isKind } from './draft.ts';
import { findHeldTask, findNode } from './guard.ts';
import { moveAssertion } from './move.ts';
import { sendValidate } from './send-validate.ts';

export interface ReportAssertion {
  readonly assertion: NodeRef;
  readonly status: AssertionResult;
  /** Not blank: what was seen, or what stands in the way. */
  readonly evidence: string;
  /** The attempt at the validation's task. */
  readonly attempt?: AttemptRef;
  /** Of the caller: whether he is a person who may decide. */
  readonly mayDecide: boolean;
}

export interface WaiveAssertion {
  readonly assertion: NodeRef;
  readonly reason: string;
  readonly mayDecide: boolean;
}

/** Reporting the same again changes nothing. */
export function* reportAssertion(draft: Draft, command: ReportAssertion): Decision<Result<AssertionNode>> {
  const found = yield* findAssertion(draft, command.assertion, 'report');
  if (!found.ok) return found;
  const assertion = found.value;
  const tooLong = checkEvidence(command.evidence);
  if (tooLong) return err(tooLong);
  const reporter = yield* reporterOf(draft, assertion, command);
  if (!reporter.ok) return reporter;
  if (command.status === 'PASSING' && (yield* hasWorkedAt(draft, assertion, reporter.value))) {
    const assertionId = nodeIdOf('ASSERTION', command.assertion);
    const detail = { assertionId, actor: reporter.value };
    return err({ code: 'IMPLEMENTER_CANNOT_VALIDATE', path: argumentOf('assertion'), detail });
  }
  const { attempt, evidence, status } = command;
  const place = attempt && { index: attempt.index, generation: attempt.generation };
  const change = yield* changeOf(draft, assertion, {
    status,
    evidence,
    ...(place ? { attempt: place } : {}),
  });
  return ok(isRepeated(assertion, change) ? assertion : say(draft, assertion, 'report', change));
}

/** It need not hold: a person says so, with a reason. */
export function* waiveAssertion(draft: Draft, command: WaiveAssertion): Decision<Result<AssertionNode>> {
  const found = yield* findAssertion(draft, command.assertion, 'waive');
  if (!found.ok) return found;
  const tooLong = checkEvidence(command.reason, 'reason');
  if (tooLong) return err(tooLong);
  if (!command.mayDecide) return err(forbidden('waive an assertion: a person who may decide has to'));
  const change = yield* changeOf(draft, found.value, { status: 'WAIVED', evidence: command.reason });
  return ok(say(draft, found.value, 'waive', change));
}

function say(
  draft: Draft,
  assertion: AssertionNode,
  command: 'report' | 'waive',
  change: AssertionChange,
): AssertionNode {
  const moved = moveAssertion(draft, assertion, { command, change });
  // Whoever holds the task says more; he is done when he submits it.
  if (change.attempt === undefined) sendValidate(draft, assertion.validation);
  return moved;
}

function* findAssertion(
  draft: Draft,
  ref: NodeRef,
  command: 'report' | 'waive',
): Decision<Result<AssertionNode>> {
  const verb = verbOf(ASSERTION_LIFECYCLE, command);
  const found = yield* findNode(draft, 'ASSERTION', ref, verb);
  if (!found.ok) return found;
  const id = nodeIdOf('ASSERTION', ref);
  const legal = checkMove(ASSERTION_LIFECYCLE, command, found.value.status, id);
  if (!legal.ok) return legal;
  const validation = yield* draft.node(found.value.validation);
  if (validation.status !== 'PASSED') return found;
  const status = `${found.value.status} and validated for good`;
  return err({
    code: 'ILLEGAL_MOVE',
    path: argumentOf('assertion'),
    detail: { subject: 'assertion', id, status, command: verb, legal: [] },
  });
}

/** The name of who reports: the agent that holds the task, or the person himself. See Q1. */
function* reporterOf(
  draft: Draft,
  assertion: AssertionNode,
  { attempt, mayDecide }: ReportAssertion,
): Decision<Result<string>> {
  if (!attempt) {
    if (mayDecide) return ok(draft.actor.name);
    return err(forbidden('report an assertion without the attempt at its validation'));
  }
  const held = yield* findHeldTask(draft, attempt);
  if (!held.ok) return held;
  const { purpose, lease } = held.value;
  if (purpose?.kind === 'VALIDATION' && purpose.validation === assertion.validation) {
    return ok(lease?.agent ?? draft.actor.name);
  }
  return err(forbidden(`report ${assertion.name} with an attempt at something else than its validation`));
}

/** See Q2. Tasks that say they fulfil it, and those that were to mend it. */
function* hasWorkedAt(draft: Draft, assertion: AssertionNode, name: string): Decision<boolean> {
  const { fulfilledBy } = yield* draft.spec('ASSERTION', assertion.index);
  const tasks = yield* draft.nodes([...fulfilledBy, ...(assertion.remediations ?? [])]);
  return tasks.some((task) => isKind(task, 'TASK') && task.implementer === name);
}

function* changeOf(
  draft: Draft,
  assertion: AssertionNode,
  said: Pick<AssertionChange, 'status' | 'evidence' | 'attempt'>,
): Decision<AssertionChange> {
  const validation = yield* draft.node(assertion.validation);
  const round = isKind(validation, 'VALIDATION') ? validation.round : 0;
  return { ...said, at: draft.now, actor: draft.actor, round };
}

function isRepeated({ history }: AssertionNode, change: AssertionChange): boolean {
  const latest = history.at(-1);
  return (
    latest?.status === change.status &&
    latest.evidence === change.evidence &&
    latest.round === change.round &&
    latest.actor.name === change.actor.name &&
    latest.attempt?.generation === change.attempt?.generation
  );
}

function checkEvidence(text: string, field = 'evidence'): DomainError | undefined {
  if (text.trim() === '') return invalidArgument([field], `The ${field} is required and can not be blank.`);
  const max = LIMITS.assertionEvidenceLengthMax;
  if (text.length <= max) return undefined;
  const detail = { limit: 'assertionEvidenceLengthMax', max, actual: text.length } as const;
  return { code: 'LIMIT_EXCEEDED', path: [field], detail };
}

function forbidden(action: string): DomainError {
  return { code: 'FORBIDDEN', path: argumentOf('attempt'), detail: { action } };
}
