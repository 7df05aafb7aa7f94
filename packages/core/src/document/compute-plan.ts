/** What can be said about a document before it runs. */
export interface ComputedPlan {
  /** Task keys by the earliest wave they can run in. */
  readonly levels: readonly (readonly string[])[];
  /** Task keys on the longest path by estimated minutes, in order. */
  readonly criticalPath: readonly string[];
  /** The largest level: how many agents can be busy at once. */
  readonly width: number;
  readonly edgeCount: number;
  /** Along the critical path, and the sum over all tasks. A task without an estimate counts 0. */
  readonly criticalPathHours: number;
  readonly estimatedHours: number;
  readonly estimatedCostUsd: number;
  readonly estimatedTokens: number;
  readonly coverage: Coverage;
}

/** Which tasks fulfil which assertions of the contract. */
export interface Coverage {
  readonly assertions: readonly { readonly id: string; readonly tasks: readonly string[] }[];
  readonly unclaimed: readonly string[];
  readonly multiClaimed: readonly string[];
  /** Share of assertions with at least one task, 0–100; 100 for an empty contract. */
  readonly percent: number;
}
