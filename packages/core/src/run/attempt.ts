/**
 * One try at a task. While it is ACTIVE it lives in its task's lease; it becomes a record of its own when it ends or
 * is submitted, and is kept for ever.
 */
import type { Actor } from '../actor.ts';
import type { Instant } from '../instant.ts';
import type { AttemptStatus } from '../lifecycle/attempt-lifecycle.ts';

export const FAILURE_REASONS = [
  'REPORTED',
  'EXPECTATION',
  'TIMEOUT',
  'LEASE_LOST',
  'REVIEW',
  'DEADLINE',
  'INTERRUPTED',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

export const ISSUE_SEVERITIES = ['BLOCKING', 'NON_BLOCKING', 'SUGGESTION'] as const;
export type IssueSeverity = (typeof ISSUE_SEVERITIES)[number];

export const ARTIFACT_KINDS = ['RESEARCH', 'AGENT', 'SCRIPT', 'ASSET', 'DELIVERABLE'] as const;
export type ArtifactKind = (typeof ARTIFACT_KINDS)[number];

export interface Usage {
  readonly tokens: number;
  readonly costUsd: number;
  readonly model?: string;
}

export interface DiscoveredIssue {
  readonly severity: IssueSeverity;
  readonly title: string;
  readonly description: string;
}

export interface ExpectationResult {
  /** Position in the task's `expectations`. */
  readonly position: number;
  readonly hasPassed: boolean;
  readonly output?: string;
}

export interface Submission {
  readonly evidence?: string;
  readonly noEvidenceReason?: string;
  readonly summary?: string;
  readonly outcomes: readonly string[];
  readonly filesCreated: readonly string[];
  readonly filesEdited: readonly string[];
  readonly expectationResults: readonly ExpectationResult[];
  readonly issues: readonly DiscoveredIssue[];
  readonly artifacts: readonly NewArtifact[];
  readonly usage?: Usage;
  /** 1–5. */
  readonly selfScore?: number;
}

/** Exactly one of `text`, `url` or `json` carries the content; files and media are named by URL. */
export interface NewArtifact {
  readonly name: string;
  readonly kind: ArtifactKind;
  readonly mediaType?: string;
  readonly text?: string;
  readonly url?: string;
  readonly json?: unknown;
}

export interface Artifact extends NewArtifact {
  readonly runNumber: number;
  readonly taskIndex: number;
  readonly generation: number;
  readonly position: number;
  /** Among those of its name that the task has delivered in this run, from 1. Absent in older records: 1. */
  readonly version?: number;
  readonly createdAt: Instant;
}

/** What a task has delivered in a run: each name with its latest version. */
export interface ArtifactVersions {
  readonly taskIndex: number;
  readonly versions: readonly (readonly [name: string, version: number])[];
}

export interface DimensionScore {
  /** Position of the `llm_review` in the task's `expectations`. */
  readonly position: number;
  /** Absent where criteria are scored as a whole. */
  readonly dimension?: string;
  /** 1–5. */
  readonly score: number;
}

/** What one reviewer said; his latest counts. */
export interface ScoredReview {
  readonly actor: Actor;
  readonly at: Instant;
  readonly feedback?: string;
  readonly scores: readonly DimensionScore[];
}

export interface Attempt {
  readonly taskIndex: number;
  readonly generation: number;
  readonly status: AttemptStatus;
  readonly agent: string;
  readonly actor: Actor;
  readonly claimedAt: Instant;
  readonly expiresAt?: Instant;
  readonly endedAt?: Instant;
  readonly failure?: { readonly reason: FailureReason; readonly message: string };
  readonly review?: {
    readonly actor: Actor;
    readonly at: Instant;
    readonly feedback?: string;
    readonly score?: number;
  };
  /** Of reviewers who were asked for scores, at most one each. */
  readonly reviews?: readonly ScoredReview[];
  readonly submission?: Omit<Submission, 'artifacts'>;
  readonly artifactCount: number;
  /** It mends what did not meet its expectations: the first or second such round in a row. Spends no attempt. */
  readonly fixRound?: number;
  /** Of whoever the task was handed to when its own attempts were spent. */
  readonly isEscalated?: true;
  /** The event sequence that settled it, answered again to a repeated submit. */
  readonly settledSequence?: number;
}
