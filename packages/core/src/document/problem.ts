/** What can be wrong with a document. The whole list is reported at once, each with its place and value. */
export const DOCUMENT_PROBLEM_CODES = [
  'UNKNOWN_KEY',
  'MISSING',
  'WRONG_TYPE',
  'OUT_OF_RANGE',
  'DUPLICATE_NAME',
  'UNKNOWN_NAME',
  'AMBIGUOUS_NAME',
  'SELF_DEPENDENCY',
  'CYCLE',
  'BAD_DURATION',
  'BAD_INSTANT',
  'BAD_CONDITION',
  'UNKNOWN_AGENT',
  'UNKNOWN_ASSERTION',
  'BAD_ASSERTION_ID',
  'DUPLICATE_SEQUENCE',
  'SETTLED',
  'LIMIT_EXCEEDED',
] as const;

/** What can be wrong with a schedule, beside what it has in common with documents. */
export const SCHEDULE_PROBLEM_CODES = ['BAD_CRON', 'UNKNOWN_ZONE', 'INSTANT_PAST', 'NO_OCCURRENCE'] as const;

export const PROBLEM_CODES = [...DOCUMENT_PROBLEM_CODES, ...SCHEDULE_PROBLEM_CODES] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

export interface Problem {
  readonly code: ProblemCode;
  /** From the root of the document or schedule, for example ["tasks", 3, "dependsOn", 0]. */
  readonly path: readonly (string | number)[];
  /** What is wrong and how to mend it, one sentence or two. */
  readonly message: string;
  /** The offending value as it stands in the document; a cycle's names in order for CYCLE; null for MISSING. */
  readonly value: unknown;
}
