/** Whatever is done to a mission, in whatever order: the books stay right, and it can always be brought to its end. */
import { describe, it } from 'vitest';
import { walkAtRandom } from './random-walk-property.ts';

describe('a mission that anything is done to', () => {
  it('keeps its books, begins nothing early, and completes once everything that holds it is resolved', () => {
    walkAtRandom({ numRuns: 300 });
  });
});
