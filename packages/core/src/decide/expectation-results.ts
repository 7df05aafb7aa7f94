/**
 * What a worker says came of testing its own work. It answers for each expectation that a worker can test, once, and for no
 * other: what reviewers are asked is not for the one who did the work.
 */
import type { Expectation } from '../document/document.ts';
import { type DomainError, invalidArgument } from '../error-table.ts';
import { err, ok, type Result } from '../result.ts';
import type { ExpectationResult } from '../run/attempt.ts';

/** Positions of the expectations that were not met. RESULTS_REQUIRED names those that nothing was said about. */
export function failedExpectations(
  expectations: readonly Expectation[],
  results: readonly ExpectationResult[],
): Result<readonly number[], DomainError> {
  const told = new Map<number, boolean>();
  for (const [place, { position, hasPassed }] of results.entries()) {
    const path = ['submission', 'expectationResults', place, 'position'];
    const expectation = expectations[position];
    if (!expectation) return err(invalidArgument(path, `The task has no expectation number ${position}.`));
    if (told.has(position)) return err(invalidArgument(path, `There are two results of number ${position}.`));
    if (!isForWorker(expectation)) {
      const reason = `Number ${position} is for reviewers: no worker answers for it.`;
      return err(invalidArgument(path, reason));
    }
    told.set(position, hasPassed);
  }
  const missing = expectations.flatMap((expectation, position) =>
    isForWorker(expectation) && !told.has(position) ? [position] : [],
  );
  if (missing.length > 0) {
    return err({
      code: 'RESULTS_REQUIRED',
      path: ['submission', 'expectationResults'],
      detail: { positions: missing },
    });
  }
  return ok([...told].flatMap(([position, hasPassed]) => (hasPassed ? [] : [position])));
}

function isForWorker(expectation: Expectation): boolean {
  return expectation.type !== 'llm_review';
}
