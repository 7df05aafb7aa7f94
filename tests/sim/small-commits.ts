/**
 * Limits so small that hardly a decision fits into one commit, joins are trees of junctions and every launch is staged:
 * what can be left to messages is left to them, and there is a gap for faults almost everywhere.
 */
import type { LimitName } from '@muster/core/limits';
import { changeLimits } from '../support/change-limits.ts';

const SMALL = {
  commitRecordsMax: 24,
  joinWidthMax: 3,
  launchNodesMax: 4,
  reopenTasksMax: 8,
  additionReachMax: 12,
  // Timers come seconds late in a simulation: some slots are missed by that.
  slotLatenessMsMax: 1_000,
} as const satisfies Partial<Record<LimitName, number>>;

export async function withSmallCommits<T>(act: () => Promise<T>): Promise<T> {
  const restore = changeLimits(SMALL);
  try {
    return await act();
  } finally {
    restore();
  }
}
