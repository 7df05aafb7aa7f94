/**
 * The same walk with limits so small that hardly a decision fits into one commit, joins are trees of junctions and every
 * launch is staged: what is left to messages is left in almost every place.
 */
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it, vi } from 'vitest';
import { walkAtRandom } from './random-walk-property.ts';

vi.mock('@muster/core/limits', async (original) => {
  const { LIMITS: limits } = await original<typeof import('@muster/core/limits')>();
  return { LIMITS: { ...limits, commitRecordsMax: 12, joinWidthMax: 3, launchNodesMax: 2 } };
});

describe('a mission whose decisions are cut into many commits', () => {
  it('keeps its books, begins nothing early, and completes once everything that holds it is resolved', () => {
    expect(LIMITS.commitRecordsMax).toBe(12);

    walkAtRandom({ numRuns: 300 });
  });
});
