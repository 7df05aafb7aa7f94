import { askedDimensions, dimensionScore, judgeReviews } from '@muster/core/decide/scoring';
import type { Expectation } from '@muster/core/document/document';
import type { ScoredReview } from '@muster/core/run/attempt';
import { describe, expect, it } from 'vitest';
import { RITA, START } from '../../support/a-mission.ts';

const THREE: Expectation = {
  type: 'llm_review',
  dimensions: [
    { name: 'truth', weight: 3 },
    { name: 'style', weight: 1 },
  ],
  threshold: 3,
};

/** One review per list, its scores in the order of what is asked. */
function reviewsOf(expectations: readonly Expectation[], ...given: readonly (readonly number[])[]) {
  const asked = askedDimensions(expectations);
  return given.map(
    (scores): ScoredReview => ({
      actor: RITA,
      at: START,
      scores: asked.map((one, place) => ({ ...one, score: scores[place] ?? 0 })),
    }),
  );
}

describe('each dimension', () => {
  it.each([
    { scores: [4], is: 4, because: 'one reviewer is the median' },
    { scores: [2, 3, 5], is: 2.5, because: '5 stands 2 from the median of 3 and is dropped' },
    { scores: [2, 3, 4.5], is: 3, because: '4.5 stands just 1.5 from it and stays' },
    { scores: [3, 4], is: 3.5, because: 'the median of two is their mean' },
    { scores: [1, 4, 4, 4], is: 4, because: '1 is dropped' },
    { scores: [1, 5], is: 3, because: 'both are as far from the median: none can be told to be the outlier' },
    { scores: [5, 1, 3], is: 3, because: 'the order means nothing' },
  ])('of $scores counts $is: $because', ({ scores, is }) => {
    expect(dimensionScore(scores)).toBe(is);
  });
});

describe('an llm_review', () => {
  it('scores the weighted mean of its dimensions', () => {
    const { score } = judgeReviews([THREE], reviewsOf([THREE], [5, 1]));

    expect(score).toBe(4);
  });

  it.each([
    { threshold: 4, passes: true },
    { threshold: 4.1, passes: false },
    { threshold: 1, passes: true },
  ])('of 4 with the threshold $threshold passes: $passes (equal passes)', ({ threshold, passes }) => {
    const expectation = { ...THREE, threshold };

    const { reasons } = judgeReviews([expectation], reviewsOf([expectation], [5, 1]));

    expect(reasons.length === 0).toBe(passes);
  });

  it('of criteria alone is scored as a whole', () => {
    const whole: Expectation = { type: 'llm_review', criteria: 'Is it right?', threshold: 3 };

    expect(askedDimensions([whole])).toEqual([{ position: 0 }]);
    expect(judgeReviews([whole], reviewsOf([whole], [2], [3])).reasons).toEqual([
      'Expectation number 0 scored 2.50; at least 3 is needed.',
    ]);
  });

  it('beside another: each has to reach its threshold, and the task scores their mean', () => {
    const strict = { ...THREE, threshold: 5 };
    const expectations: readonly Expectation[] = [{ type: 'test', command: 'x' }, THREE, strict];

    const outcome = judgeReviews(expectations, reviewsOf(expectations, [4, 4, 2, 2]));

    expect(outcome).toEqual({
      score: 3,
      reasons: ['Expectation number 2 scored 2.00; at least 5 is needed.'],
    });
  });
});
