/**
 * The contract of a run: its assertions, and what validates them. They are nodes of the run beside its graph: nothing
 * waits for an assertion, and a validation waits for the task that carries it out.
 */
import type { Actor } from '../actor.ts';
import type { AssertionDefinition } from '../document/document.ts';
import type { Instant } from '../instant.ts';
import type { AssertionStatus } from '../lifecycle/assertion-lifecycle.ts';
import type { ValidationStatus } from '../lifecycle/validation-lifecycle.ts';

/** One claim of the contract in one run. */
export interface AssertionNode {
  readonly index: number;
  readonly kind: 'ASSERTION';
  /** Its id in the contract, as VAL-AUTH-001. */
  readonly name: string;
  /** Always none. */
  readonly waitsFor: readonly number[];
  readonly status: AssertionStatus;
  readonly title: string;
  /** Index of what validates it. */
  readonly validation: number;
  /** Of the latest change of its status. */
  readonly changedAt?: Instant;
  /**
   * Oldest first; the latest `LIMITS.assertionHistoryMax`, and of these no more than `assertionHistoryBytesMax`: the oldest
   * lose their evidence first.
   */
  readonly history: readonly AssertionChange[];
  /** Indexes of the tasks that were to mend it, oldest first. */
  readonly remediations?: readonly number[];
}

export interface AssertionChange {
  readonly status: AssertionStatus;
  readonly at: Instant;
  readonly actor: Actor;
  /** Of the validation, 0 before the first one. */
  readonly round: number;
  /** What was seen; of a waiver its reason. */
  readonly evidence?: string;
  /** Of the validation task, when it was its holder who reported. */
  readonly attempt?: { readonly index: number; readonly generation: number };
}

/** Validates the assertions of one milestone, or those that are validated at the run's end. */
export interface ValidationNode {
  readonly index: number;
  readonly kind: 'VALIDATION';
  /** That of its milestone; `run` at the run's end. */
  readonly name: string;
  /** The task of the current round, and what was found to be done during it. */
  readonly waitsFor: readonly number[];
  readonly status: ValidationStatus;
  /** Index of its milestone; absent at the run's end. */
  readonly milestone?: number;
  /** Number of the latest round, 0 before the first. */
  readonly round: number;
  /** Rounds that came to a result, and how many may before a person is asked. */
  readonly roundsUsed: number;
  readonly roundsMax: number;
  /** The task of the latest round. */
  readonly taskIndex?: number;
  /** ASKING: for what, since when and why. */
  readonly asks?: ValidationQuestion;
  /** The latest `LIMITS.roundsKeptMax`, oldest first. */
  readonly rounds: readonly ValidationRound[];
  /** Assertions whose remediation is still to be made. */
  readonly toRemedy?: readonly number[];
  /** Assertions that are to be validated anew in the next round. */
  readonly touched?: 'ALL' | readonly number[];
  /** Agents and people who worked at what is validated: they can't validate it. */
  readonly workers: readonly string[];
  /** There are more of them than can be remembered: no agent can validate any more. */
  readonly hasManyWorkers?: true;
  readonly settledAt?: Instant;
  /** FAILED by a person, and the run fails because of it. */
  readonly failsRun?: true;
}

export const VALIDATION_NEEDS = ['BLOCKED', 'ROUNDS', 'FULL'] as const;
/**
 * BLOCKED: assertions that nobody but a person can decide about. ROUNDS: all rounds are used up. FULL: the run can take no
 * more tasks.
 */
export type ValidationNeed = (typeof VALIDATION_NEEDS)[number];

export interface ValidationQuestion {
  readonly need: ValidationNeed;
  readonly since: Instant;
  readonly reason: string;
}

export const ROUND_OUTCOMES = ['PASSED', 'FAILING', 'CALLED_OFF'] as const;
export type RoundOutcome = (typeof ROUND_OUTCOMES)[number];

/** What one round asked for and what came of it; all lists hold indexes of assertions. */
export interface ValidationRound {
  readonly number: number;
  readonly startedAt: Instant;
  readonly taskIndex: number;
  readonly asked: readonly number[];
  readonly endedAt?: Instant;
  readonly outcome?: RoundOutcome;
  readonly passing?: readonly number[];
  readonly failing?: readonly number[];
  readonly waived?: readonly number[];
}

/** What a task is for that nobody has planned. Indexes. */
export type TaskPurpose =
  | {
      readonly kind: 'VALIDATION';
      readonly validation: number;
      readonly round: number;
      /** Who is offered it in turn, when there are several. */
      readonly validators?: readonly string[];
    }
  | {
      readonly kind: 'REMEDIATION';
      readonly validation: number;
      readonly assertion: number;
      readonly round: number;
      /** The task that was to fulfil the assertion. */
      readonly origin?: number;
    };

export interface AssertionSpec {
  readonly index: number;
  readonly kind: 'ASSERTION';
  readonly successors: readonly number[];
  readonly definition: AssertionDefinition;
  /** Indexes of the tasks that say they fulfil it. */
  readonly fulfilledBy: readonly number[];
}

export interface ValidationSpec {
  readonly index: number;
  readonly kind: 'VALIDATION';
  readonly successors: readonly number[];
  /** Index. */
  readonly milestone?: number;
  /** What the document says about how to validate the milestone. */
  readonly guidance?: string;
  /** Indexes, ascending. */
  readonly assertions: readonly number[];
  /** Names of the team's agents of role validator. */
  readonly validators: readonly string[];
}
