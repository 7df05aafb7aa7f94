import { errorText } from '@muster/core/error-table';
import { LIMITS } from '@muster/core/limits';

/** The answer, with 413, to a request of `actual` bytes. */
export function tooLargeBody(actual: number): string {
  const max = LIMITS.requestBytesMax;
  const detail = { limit: 'requestBytesMax', max, actual } as const;
  const message = errorText({ code: 'LIMIT_EXCEEDED', path: [], detail });
  return JSON.stringify({
    errors: [{ message, extensions: { ...detail, code: 'LIMIT_EXCEEDED', path: [] } }],
  });
}
