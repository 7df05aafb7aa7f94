/** What one simulation, or many, went through: shows that the faults really happen. */
export const STATISTICS = [
  'turns',
  'commits',
  'conflicts',
  'falseConflicts',
  'unavailable',
  'crashes',
  'lostAnswers',
  'doubledRequests',
  'repeatedKeys',
  'refusals',
  'staleAnswers',
  'messages',
  'doubledMessages',
  'lateMessages',
  'replayedMessages',
  'claims',
  'submissions',
  'fixRounds',
  'escalations',
  'scoredReviews',
  'lateReviews',
  'recoveries',
  'expiries',
  'reopenings',
  'retries',
  'skips',
  'parkings',
  'stagings',
  'pauses',
  'cancellations',
  'launches',
  'schedules',
  'slotsFired',
  'slotsQueued',
  'slotsSkipped',
  'runsCompleted',
  'runsFailed',
  'runsCancelled',
  'reports',
  'tasks',
] as const;
export type Statistic = (typeof STATISTICS)[number];
export type Statistics = Record<Statistic, number>;

export function noStatistics(): Statistics {
  return Object.fromEntries(STATISTICS.map((name) => [name, 0])) as Statistics;
}
