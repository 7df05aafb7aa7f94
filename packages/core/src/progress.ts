import type { MissionHead, Run } from './run/mission.ts';

/**
 * Integer 0–100: settled weight ÷ total weight, cancelled work left out of both; 0 when nothing counts. Rounded down, so
 * that 100 means all of it.
 */
export function progressOf(run: Run | undefined): number {
  if (!run) return 0;
  const total = run.weight.total - run.weight.cancelled;
  // Weights may be fractions: sums of them can miss the total by a rounding error.
  return total <= 0 ? 0 : Math.min(100, Math.floor((run.weight.settled / total) * 100 + 1e-9));
}

/** Of a mission: what its pilot says, or what its latest run has come to. */
export function missionProgressOf(head: MissionHead): number {
  return head.governance === 'PILOT' ? (head.progress ?? 0) : progressOf(head.run);
}

/** Weighted mean of the scored tasks, 1–5; undefined when none is scored. */
export function averageScoreOf(run: Run): number | undefined {
  return run.score.weight === 0 ? undefined : run.score.weighted / run.score.weight;
}
