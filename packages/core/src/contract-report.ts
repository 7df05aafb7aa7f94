/**
 * What a report says about the contract of its run, and where the time went.
 *
 * R1. It covers the contract, not just what was asserted: an assertion that nobody ever looked at stands there as PENDING,
 *     with the tasks that were to fulfil it, or without any.
 * R2. Rounds are told as they were kept, also those that were called off.
 */
import type { Actor } from './actor.ts';
import type { Instant } from './instant.ts';
import type { AssertionStatus } from './lifecycle/assertion-lifecycle.ts';
import type { ValidationStatus } from './lifecycle/validation-lifecycle.ts';
import type { Attempt } from './run/attempt.ts';
import type { RoundOutcome, ValidationNode, ValidationRound } from './run/contract.ts';
import type { Node, NodeOf } from './run/node.ts';

export interface ReportContract {
  /** All of the contract, in its order. */
  readonly assertions: readonly ReportAssertion[];
  /** Of milestones in their order, then of the end of the run. */
  readonly validations: readonly ReportValidation[];
}

export interface ReportAssertion {
  /** Of the node. */
  readonly index: number;
  /** As VAL-AUTH-001. */
  readonly name: string;
  readonly title: string;
  readonly status: AssertionStatus;
  /** Keys of the tasks of the document that were to fulfil it. */
  readonly tasks: readonly string[];
  readonly remediationCount: number;
  /** What was said last, by whom and in which round; absent when nothing was. */
  readonly evidence?: string;
  readonly decidedBy?: Actor;
  readonly round?: number;
}

export interface ReportValidation {
  /** Of its milestone, or `run`. */
  readonly name: string;
  readonly status: ValidationStatus;
  readonly rounds: readonly ReportRound[];
}

/** Assertions by name. */
export interface ReportRound {
  readonly number: number;
  /** Who validated; absent when nobody did. */
  readonly validator?: string;
  /** Absent while it is under way. */
  readonly outcome?: RoundOutcome;
  /** From when its task was made to its result; absent without one. */
  readonly tookMs?: number;
  readonly asked: readonly string[];
  readonly passing: readonly string[];
  readonly failing: readonly string[];
  readonly waived: readonly string[];
}

export interface ContractFacts {
  /** Of all kinds, ascending. */
  readonly nodes: readonly Node[];
  /** By index of an assertion: indexes of the tasks that say they fulfil it. */
  readonly fulfilledBy?: ReadonlyMap<number, readonly number[]>;
}

/** Undefined without a contract. */
export function reportContract({ nodes, fulfilledBy }: ContractFacts): ReportContract | undefined {
  const assertions = nodes.filter((node) => node.kind === 'ASSERTION');
  if (assertions.length === 0) return undefined;
  const nodeAt = new Map(nodes.map((node) => [node.index, node]));
  return {
    assertions: assertions.map((assertion) => ({
      ...reportAssertion(assertion),
      tasks: namesOf(fulfilledBy?.get(assertion.index), nodeAt),
    })),
    validations: nodes
      .filter((node) => node.kind === 'VALIDATION')
      .map((validation) => reportValidation(validation, nodeAt)),
  };
}

function reportAssertion(assertion: NodeOf<'ASSERTION'>): Omit<ReportAssertion, 'tasks'> {
  const { index, name, title, status, history, remediations = [] } = assertion;
  // That it is to be found out anew says nothing about it.
  const last = history.findLast((change) => change.status === status && change.status !== 'PENDING');
  return {
    index,
    name,
    title,
    status,
    remediationCount: remediations.length,
    ...(last ? { decidedBy: last.actor, round: last.round } : {}),
    ...(last?.evidence === undefined ? {} : { evidence: last.evidence }),
  };
}

type NodeAt = ReadonlyMap<number, Node>;

function reportValidation({ name, status, rounds }: ValidationNode, nodeAt: NodeAt): ReportValidation {
  return { name, status, rounds: rounds.map((round) => reportRound(round, nodeAt)) };
}

function reportRound(round: ValidationRound, nodeAt: NodeAt): ReportRound {
  const { number, startedAt, endedAt, outcome, taskIndex } = round;
  const task = nodeAt.get(taskIndex);
  const validator = task?.kind === 'TASK' ? task.implementer : undefined;
  return {
    number,
    ...(validator === undefined ? {} : { validator }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(endedAt === undefined ? {} : { tookMs: endedAt - startedAt }),
    asked: namesOf(round.asked, nodeAt),
    passing: namesOf(round.passing, nodeAt),
    failing: namesOf(round.failing, nodeAt),
    waived: namesOf(round.waived, nodeAt),
  };
}

function namesOf(indexes: readonly number[] | undefined, nodeAt: NodeAt): readonly string[] {
  return (indexes ?? []).map((index) => nodeAt.get(index)?.name ?? '');
}

/** Where the time of agents and people went, milliseconds. Things that went on side by side count each. */
export interface ReportTime {
  /** Σ over attempts at all tasks but validations, of claim to end. */
  readonly implementingMs: number;
  /** Σ over attempts at validation tasks, of claim to end. */
  readonly validatingMs: number;
  /**
   * Σ over checkpoints that were decided, of opening to decision, and over submissions that a person reviewed, of
   * submission to review.
   */
  readonly waitingForPeopleMs: number;
}

export function reportTime(
  nodes: readonly Node[],
  attempts: ReadonlyMap<number, readonly Attempt[]>,
): ReportTime {
  const time = { implementingMs: 0, validatingMs: 0, waitingForPeopleMs: 0 };
  for (const node of nodes) {
    if (node.kind === 'CHECKPOINT') time.waitingForPeopleMs += spanMs(node.openedAt, node.decidedAt);
    if (node.kind !== 'TASK') continue;
    const share = node.purpose?.kind === 'VALIDATION' ? 'validatingMs' : 'implementingMs';
    for (const attempt of attempts.get(node.index) ?? []) {
      time[share] += spanMs(attempt.claimedAt, attempt.endedAt);
      time.waitingForPeopleMs += reviewedMs(attempt);
    }
  }
  return time;
}

/** A review by an agent is nobody's waiting for a person. */
function reviewedMs({ review, endedAt }: Attempt): number {
  return review?.actor.kind === 'USER' ? spanMs(endedAt, review.at) : 0;
}

function spanMs(from: Instant | undefined, to: Instant | undefined): number {
  return from === undefined || to === undefined ? 0 : Math.max(0, to - from);
}
