/**
 * What reviewers' scores come to. Each dimension counts by the median over reviewers, those dropped who stand more than
 * 1.5 from it; an expectation by the weighted mean of its dimensions, 1–5.
 */
import type { Expectation } from '../document/document.ts';
import type { DimensionScore, ScoredReview } from '../run/attempt.ts';

const OUTLIER_DISTANCE = 1.5;
/** Sums of fractions can miss the threshold by a rounding error: equal passes. */
const EPSILON = 1e-9;

type ReviewExpectation = Extract<Expectation, { readonly type: 'llm_review' }>;

export interface AskedDimension {
  /** Of the expectation among the task's. */
  readonly position: number;
  /** Absent where criteria are to be scored as a whole. */
  readonly dimension?: string;
}

/** All that a reviewer is asked to score, in order; nothing when the task asks for no scores. */
export function askedDimensions(expectations: readonly Expectation[]): readonly AskedDimension[] {
  return expectations.flatMap((expectation, position): readonly AskedDimension[] => {
    if (expectation.type !== 'llm_review') return [];
    const { dimensions } = expectation;
    return dimensions ? dimensions.map(({ name }) => ({ position, dimension: name })) : [{ position }];
  });
}

export interface ReviewOutcome {
  /** Mean over the expectations, 1–5. */
  readonly score: number;
  /** Why it doesn't pass, one sentence each; empty when it does. */
  readonly reasons: readonly string[];
}

/** `reviews` is not empty, and each scores all that is asked. */
export function judgeReviews(
  expectations: readonly Expectation[],
  reviews: readonly ScoredReview[],
): ReviewOutcome {
  const given = reviews.flatMap(({ scores }) => scores);
  const judged = expectations.flatMap((expectation, position) => {
    if (expectation.type !== 'llm_review') return [];
    const score = expectationScore(
      expectation,
      given.filter((one) => one.position === position),
    );
    return [{ position, score, threshold: expectation.threshold }];
  });
  const reasons = judged
    .filter(({ score, threshold }) => score < threshold - EPSILON)
    .map(
      ({ position, score, threshold }) =>
        `Expectation number ${position} scored ${score.toFixed(2)}; at least ${threshold} is needed.`,
    );
  return { score: judged.reduce((sum, { score }) => sum + score, 0) / Math.max(1, judged.length), reasons };
}

function expectationScore({ dimensions }: ReviewExpectation, given: readonly DimensionScore[]): number {
  if (!dimensions) return dimensionScore(given.map(({ score }) => score));
  const scored = dimensions.map(({ name, weight }) => ({
    weight,
    score: dimensionScore(given.filter(({ dimension }) => dimension === name).map(({ score }) => score)),
  }));
  const weighted = scored.reduce((sum, { score, weight }) => sum + score * weight, 0);
  return weighted / scored.reduce((sum, { weight }) => sum + weight, 0);
}

/** The median of those that are no outliers; of all, when they lie so far apart that each is one. */
export function dimensionScore(scores: readonly number[]): number {
  const middle = median(scores);
  const kept = scores.filter((score) => Math.abs(score - middle) <= OUTLIER_DISTANCE);
  return kept.length === 0 ? middle : median(kept);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? 0;
  return Number.isInteger(half) ? ((sorted[half - 1] ?? upper) + upper) / 2 : upper;
}
