import { errorText } from '@muster/core/error-table';
import { LIMITS } from '@muster/core/limits';

/** Instead of an answer of `actual` bytes. What was to be done was done: nothing is refused any more. */
export function tooLargeAnswer(actual: number): string {
  const detail = { limit: 'httpAnswerBytesMax', max: LIMITS.httpAnswerBytesMax, actual } as const;
  const text = errorText({ code: 'LIMIT_EXCEEDED', path: [], detail });
  const message = `${text} It is the answer that is too large: ask for smaller pages, or for less of each entry. A mutation was carried out.`;
  return JSON.stringify({
    data: null,
    errors: [{ message, extensions: { ...detail, code: 'LIMIT_EXCEEDED', path: [] } }],
  });
}

/** The answer, with 413, to a request of `actual` bytes. */
export function tooLargeBody(actual: number): string {
  const max = LIMITS.requestBytesMax;
  const detail = { limit: 'requestBytesMax', max, actual } as const;
  const message = errorText({ code: 'LIMIT_EXCEEDED', path: [], detail });
  return JSON.stringify({
    errors: [{ message, extensions: { ...detail, code: 'LIMIT_EXCEEDED', path: [] } }],
  });
}
