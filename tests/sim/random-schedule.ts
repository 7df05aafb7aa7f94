/** Schedules as a caller would send them; each comes to an end by itself. */
import type { Randomness } from './randomness.ts';

const RUNS_MAX = 5;

/** Once, or every minute: the slot fold counts on it. */
export function randomSchedule(random: Randomness, now: number): Readonly<Record<string, unknown>> {
  const policies = { overlap: random.oneOf('SKIP', 'QUEUE_ONE', 'CANCEL_RUNNING') };
  if (random.chance(0.3)) {
    return { at: new Date(now + random.between(1_000, 90_000)).toISOString(), ...policies };
  }
  return {
    cron: '* * * * *',
    timeZone: random.oneOf('UTC', 'Asia/Kolkata'),
    catchUp: random.oneOf('NONE', 'LATEST', 'ALL'),
    maxRuns: random.between(2, RUNS_MAX),
    ...policies,
    ...(random.chance(0.3) ? { jitter: random.oneOf('PT10S', 'PT2M') } : {}),
    ...(random.chance(0.3) ? { endDate: new Date(now + random.between(70_000, 300_000)).toISOString() } : {}),
  };
}
