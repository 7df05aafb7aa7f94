/**
 * A mission's plan as it is kept: every default filled in, every name unique within its kind. `parseDocument` makes
 * one out of what a caller sends; nothing else does.
 */
import type { Duration } from '../duration.ts';
import type { Severity } from '../notify/severity.ts';

export const ON_FAILURE = ['FAIL_RUN', 'BLOCK', 'SKIP_DEPENDENTS', 'CONTINUE'] as const;
export type OnFailure = (typeof ON_FAILURE)[number];

export const ON_EXPIRY = ['APPROVE', 'REJECT', 'ESCALATE'] as const;
export type OnExpiry = (typeof ON_EXPIRY)[number];

/** What a breached deadline does beside being told. */
export const ON_BREACH = ['NOTIFY', 'FAIL'] as const;
export type OnBreach = (typeof ON_BREACH)[number];

export const REVIEW_POLICIES = ['NONE', 'REQUIRED'] as const;
export type ReviewPolicy = (typeof REVIEW_POLICIES)[number];

/** What an assertion that isn't claimed as wanted does to leaving PLANNING. */
export const UNCLAIMED_POLICIES = ['WARN', 'BLOCK'] as const;
export type UnclaimedPolicy = (typeof UNCLAIMED_POLICIES)[number];

/** By how many tasks an assertion is to be claimed. */
export const CLAIM_POLICIES = ['AT_LEAST_ONE', 'EXACTLY_ONE'] as const;
export type ClaimPolicy = (typeof CLAIM_POLICIES)[number];

/** Among the approvers of a checkpoint: not whoever asked for the work, be he named or not. */
export const NOT_REQUESTER = '!requester';

export interface Document {
  readonly tasks: readonly TaskDefinition[];
  readonly milestones: readonly MilestoneDefinition[];
  readonly checkpoints: readonly CheckpointDefinition[];
  readonly qualityGates: readonly GateDefinition[];
  readonly delays: readonly DelayDefinition[];
  readonly contract: readonly AssertionDefinition[];
  readonly contractPolicy: ContractPolicy;
  readonly team: readonly AgentDefinition[];
  readonly notifications: readonly NotificationRule[];
  readonly deadline?: DeadlineDefinition;
  /** 1–5: what the weighted mean of the scored tasks has to reach at the end. */
  readonly qualityThreshold?: number;
}

/** Until when a run is to have ended. */
export interface DeadlineDefinition {
  /** An RFC 3339 instant, or a duration from the start of the run. */
  readonly at: { readonly instant: string } | { readonly duration: Duration };
  readonly onBreach: OnBreach;
}

export interface TaskDefinition {
  /** The name other elements use. Defaults to the title. */
  readonly key: string;
  readonly title: string;
  readonly description: string;
  /** Name of the only agent that may claim it. */
  readonly assignTo?: string;
  readonly specialty?: string;
  /** 1 is the most urgent, 5 the least. */
  readonly priority: 1 | 2 | 3 | 4 | 5;
  /** Keys of tasks. */
  readonly dependsOn: readonly string[];
  readonly milestone?: string;
  readonly goal?: string;
  /** Ids of assertions of the contract. */
  readonly fulfills: readonly string[];
  readonly expectations: readonly Expectation[];
  readonly expectedOutcomes: readonly string[];
  readonly estimate?: { readonly minutes?: number; readonly tokens?: number; readonly costUsd?: number };
  /** Share in progress and in average scores; 1 unless told, above 0. */
  readonly weight: number;
  /** 1–100. */
  readonly maxAttempts: number;
  /** Wait before the second attempt; doubles for each further one. None: at once. */
  readonly retryBackoff?: Duration;
  /** Hard end of one attempt, however often it is renewed. */
  readonly maxDuration?: Duration;
  /** RFC 3339 instant. */
  readonly deadline?: string;
  /** NOTIFY unless told. */
  readonly onBreach?: OnBreach;
  readonly review: ReviewPolicy;
  readonly reviewers: readonly string[];
  /** Time to review before it escalates; `LIMITS.reviewMsDefault` unless told. */
  readonly reviewWithin?: Duration;
  readonly escalateTo?: string;
  readonly hasSideEffects: boolean;
  readonly onFailure: OnFailure;
  readonly tags: readonly string[];
  readonly context: readonly string[];
  /** Rules about what happens to this task. */
  readonly notifications?: readonly NotificationRule[];
}

export type Expectation =
  | { readonly type: 'file_exists'; readonly paths: readonly string[] }
  | { readonly type: 'test' | 'script'; readonly command: string }
  | {
      readonly type: 'llm_review';
      readonly criteria?: string;
      readonly dimensions?: readonly {
        readonly name: string;
        readonly weight: number;
        readonly rubric?: string;
      }[];
      /** 1–5, 3 unless told. */
      readonly threshold: number;
    };

export interface MilestoneDefinition {
  readonly name: string;
  readonly description: string;
  /** Phases run in ascending order; the position in the document unless told. */
  readonly sequence: number;
  readonly validation?: string;
}

/** What checkpoints, quality gates and delays share: they stand between `afterTasks` and `blocksTasks`. */
export interface ElementDefinition {
  readonly name: string;
  readonly afterTasks: readonly string[];
  /** Empty: the element is final and holds the end of the run. */
  readonly blocksTasks: readonly string[];
  readonly notifyChannels: readonly string[];
}

export interface CheckpointDefinition extends ElementDefinition {
  readonly message: string;
  /** Names of the actors who may decide; none: any person who may decide in the workspace. See `NOT_REQUESTER`. */
  readonly approvers: readonly string[];
  /** Approvals needed, at least 1. */
  readonly quorum: number;
  readonly expiresAfter?: Duration;
  readonly onExpiry: OnExpiry;
}

export interface GateDefinition extends ElementDefinition {
  /** 1–5. */
  readonly minScore?: number;
  readonly requireAllPassed: boolean;
  /** CEL over {tasks, scores, avgScore, run, budget}. */
  readonly condition?: string;
}

export interface DelayDefinition extends ElementDefinition {
  readonly duration: Duration;
  readonly message: string;
}

export interface AssertionDefinition {
  /** For example VAL-AUTH-001. */
  readonly id: string;
  readonly title: string;
  readonly behaviour?: string;
  readonly evidence?: string;
  readonly milestone?: string;
}

export interface ContractPolicy {
  readonly unclaimed: UnclaimedPolicy;
  readonly claims: ClaimPolicy;
  /** Rounds of validation before a person is asked, 1–10. */
  readonly maxRounds: number;
}

export interface AgentDefinition {
  readonly name: string;
  readonly role?: string;
  readonly model?: string;
  readonly specialties: readonly string[];
  readonly maxConcurrent?: number;
  readonly isVolatile: boolean;
}

/** Whom to tell of what. Of the task's, the mission's and the workspace's the nearest ones that name the event count. */
export interface NotificationRule {
  /** See `event-name.ts`. */
  readonly events: readonly string[];
  /** CEL over {event, actor, data}. */
  readonly condition?: string;
  /** None: nobody is told, and rules further out don't count either. */
  readonly channels: readonly string[];
  readonly severity?: Severity;
  /** For so long nothing more is told by this rule about subjects of the same kind in the same mission. */
  readonly cooldown?: Duration;
  /** What whoever is told may do: `APPROVE` asks for a link to decide by, a URL becomes a link, a text is told. */
  readonly action?: string;
  /** Rules further out that name the event count too. */
  readonly inherit?: boolean;
}
