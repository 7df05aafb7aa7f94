/** How rounds, and validations, end. */
import type { Instant } from '../instant.ts';
import { isAssertionMet } from '../lifecycle/assertion-lifecycle.ts';
import type { AssertionNode, RoundOutcome, ValidationNode } from '../run/contract.ts';
import type { Decision } from './ask.ts';
import { type Draft, isKind } from './draft.ts';
import { failRun, moveMission, moveRun } from './end-run.ts';
import { closeNode, moveMilestone, moveValidation } from './move.ts';
import { releaseSuccessors } from './release.ts';
import { sendValidate } from './send-validate.ts';

/** The latest round with what came of it, unless it is over already. A round that was called off counts for nothing. */
export function withRoundEnded(
  validation: ValidationNode,
  end: {
    readonly at: Instant;
    readonly outcome: RoundOutcome;
    readonly assertions: readonly AssertionNode[];
  },
): ValidationNode {
  const { at, outcome, assertions } = end;
  const round = validation.rounds.at(-1);
  if (!round || round.endedAt !== undefined) return validation;
  const asked = assertions.filter(({ index }) => round.asked.includes(index));
  const having = (status: AssertionNode['status']) =>
    asked.filter((assertion) => assertion.status === status).map(({ index }) => index);
  const ended = {
    ...round,
    endedAt: at,
    outcome,
    passing: having('PASSING'),
    failing: having('FAILING'),
    waived: having('WAIVED'),
  };
  return {
    ...validation,
    roundsUsed: validation.roundsUsed + (outcome === 'CALLED_OFF' ? 0 : 1),
    rounds: [...validation.rounds.slice(0, -1), ended],
  };
}

/** Every assertion is met: what waited for the validation goes on. */
export function* passValidation(
  draft: Draft,
  validation: ValidationNode,
  assertions: readonly AssertionNode[],
): Decision<void> {
  const { asks: _, ...rest } = withRoundEnded(validation, { at: draft.now, outcome: 'PASSED', assertions });
  const passed: ValidationNode = { ...rest, status: 'PASSED', settledAt: draft.now };
  const waived = assertions.filter(({ status }) => status === 'WAIVED').length;
  moveValidation(draft, validation, passed, { command: 'pass', data: { waived } });
  resumeAfter(draft, validation);
  if (validation.milestone === undefined) return closeNode(draft);
  const milestone = yield* draft.node(validation.milestone);
  if (!isKind(milestone, 'MILESTONE')) return;
  moveMilestone(draft, milestone, { ...milestone, status: 'DONE', settledAt: draft.now }, 'complete');
  closeNode(draft);
  yield* releaseSuccessors(draft, milestone.index);
}

export function areAllMet(assertions: readonly AssertionNode[]): boolean {
  return assertions.every(({ status }) => isAssertionMet(status));
}

/** Its task has failed for good, and the run fails by that. Where the commit is full a message does it. */
export function* failWithTask(draft: Draft, index: number, reason: string): Decision<void> {
  if (draft.room <= FAILED_RECORDS) return sendValidate(draft, index);
  const validation = yield* draft.node(index);
  if (isKind(validation, 'VALIDATION') && validation.status === 'RUNNING')
    yield* endFailed(draft, validation, { status: 'FAILED' }, reason);
}

const FAILED_RECORDS = 3;

/** A person gives it up: the run fails. */
export function* giveUpValidation(draft: Draft, validation: ValidationNode, reason: string): Decision<void> {
  yield* endFailed(draft, validation, { status: 'FAILED', failsRun: true }, reason);
  const what = validation.milestone === undefined ? 'The run' : `The milestone "${validation.name}"`;
  failRun(draft, `${what} was not validated: ${reason}`);
  resumeAfter(draft, validation);
}

function* endFailed(
  draft: Draft,
  validation: ValidationNode,
  end: Pick<ValidationNode, 'status' | 'failsRun'>,
  reason: string,
): Decision<void> {
  const { asks: _, ...rest } = validation;
  moveValidation(
    draft,
    validation,
    { ...rest, ...end, settledAt: draft.now },
    { command: 'fail', data: { reason } },
  );
  if (validation.milestone === undefined) return;
  const milestone = yield* draft.node(validation.milestone);
  if (isKind(milestone, 'MILESTONE') && milestone.status === 'VALIDATING')
    moveMilestone(draft, milestone, { ...milestone, status: 'FAILED' }, 'fail');
}

/** A FAILED validation goes on: with its task, which is open again, or with another round. */
export function* reviveValidation(draft: Draft, validation: ValidationNode): Decision<ValidationNode> {
  const { failsRun, settledAt: _, ...rest } = validation;
  const roundsMax = Math.max(validation.roundsMax, failsRun ? validation.roundsUsed + 1 : 0);
  // The task of a round was called off when a person gave it up in the middle: what it had not found out is asked anew.
  const isCutShort = failsRun !== undefined && rest.rounds.at(-1)?.endedAt === undefined;
  const going: ValidationNode = isCutShort
    ? {
        ...withRoundEnded(rest, { at: draft.now, outcome: 'CALLED_OFF', assertions: [] }),
        status: 'PENDING',
        roundsMax,
      }
    : { ...rest, status: 'RUNNING', roundsMax };
  const revived = moveValidation(draft, validation, going, { command: 'retry' });
  if (validation.milestone === undefined) return revived;
  const milestone = yield* draft.node(validation.milestone);
  if (isKind(milestone, 'MILESTONE') && milestone.status === 'FAILED')
    moveMilestone(draft, milestone, { ...milestone, status: 'VALIDATING' }, 'validate');
  return revived;
}

/** The run is retried: what a person gave up goes on with another round. What failed later was not meant. */
export function* retryValidation(draft: Draft, validation: ValidationNode, before: Instant): Decision<void> {
  if (!validation.failsRun || (validation.settledAt ?? before) > before) return;
  yield* reviveValidation(draft, validation);
  sendValidate(draft, validation.index);
}

/** What came while the run had ended was not done. */
export function goOnValidating(draft: Draft): void {
  const range = draft.run.ranges.find(({ kind }) => kind === 'VALIDATION');
  for (let place = 0; place < (range?.count ?? 0); place++) sendValidate(draft, (range?.from ?? 0) + place);
}

/** A mission that was paused because of it goes on. */
export function resumeAfter(draft: Draft, { index }: ValidationNode): void {
  const { pausedFor, pausedFrom, ...run } = draft.run;
  if (pausedFor !== index || run.status !== 'PAUSED') return;
  draft.startRun(run);
  moveRun(draft, pausedFrom ?? 'ACTIVE', {});
  moveMission(draft, pausedFrom ?? 'ACTIVE');
  draft.send({ type: 'UNPARK', runNumber: run.number });
}
