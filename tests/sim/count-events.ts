/** The part of the statistics that the events of a mission tell. */
import type { Statistic } from './statistics.ts';
import type { World } from './world.ts';

/** By event type, and what it moves from and to; `*` is anything. */
const COUNTED: readonly (readonly [string, string, string, Statistic])[] = [
  ['DeadLetterStatusChanged', '*', 'DEAD', 'deadLetters'],
  ['DeadLetterStatusChanged', '*', 'REDRIVEN', 'redrives'],
  ['TaskCreated', '*', '*', 'standaloneTasks'],
  ['RunStaged', '*', '*', 'stagings'],
  ['RunGrown', '*', '*', 'additions'],
  ['CheckpointApprovalRecorded', '*', '*', 'partialApprovals'],
  ['CheckpointStatusChanged', 'OPEN', 'EXPIRED', 'checkpointExpiries'],
  ['GateHeld', '*', '*', 'heldGates'],
  ['ReportWritten', '*', '*', 'reports'],
  ['TaskParked', '*', '*', 'parkings'],
  ['IssueDiscovered', '*', '*', 'issues'],
  ['DeadlineWarned', '*', '*', 'warnings'],
  ['DeadlineBreached', '*', '*', 'breaches'],
  ['ReviewRecorded', '*', '*', 'scoredReviews'],
  ['ReviewEscalated', '*', '*', 'lateReviews'],
  ['TaskEscalated', '*', '*', 'escalations'],
  ['RunRecovered', '*', '*', 'recoveries'],
  ['AttemptStatusChanged', '*', 'EXPIRED', 'expiries'],
  ['TaskStatusChanged', 'DONE', '*', 'reopenings'],
  ['TaskStatusChanged', 'FAILED', '*', 'retries'],
  ['TaskStatusChanged', '*', 'SKIPPED', 'skips'],
  ['TaskStatusChanged', '*', 'CANCELLED', 'cancellations'],
  ['RunStatusChanged', 'undefined', '*', 'launches'],
  ['ValidationStatusChanged', '*', 'RUNNING', 'rounds'],
  ['ValidationStatusChanged', '*', 'ASKING', 'questionsAboutRounds'],
  ['MissionProgressSet', '*', '*', 'progressReports'],
  ['ScheduleSet', '*', '*', 'schedules'],
  ['SlotFired', '*', '*', 'slotsFired'],
  ['SlotQueued', '*', '*', 'slotsQueued'],
  ['SlotSkipped', '*', '*', 'slotsSkipped'],
  ['RunStatusChanged', '*', 'PAUSED', 'pauses'],
  ['RunStatusChanged', '*', 'COMPLETED', 'runsCompleted'],
  ['RunStatusChanged', '*', 'FAILED', 'runsFailed'],
  ['RunStatusChanged', '*', 'CANCELLED', 'runsCancelled'],
];

export function countEvents({ observer, statistics }: World): void {
  for (const view of observer.views.values()) {
    for (const run of view.runs.values()) statistics.tasks += run.taskCount;
    for (const text of view.events) for (const statistic of statisticsOf(text)) statistics[statistic]++;
  }
}

function statisticsOf(text: string): readonly Statistic[] {
  const { type, data } = JSON.parse(text) as { type: string; data: Record<string, unknown> };
  return COUNTED.filter(
    ([counted, from, to]) => counted === type && is(data.from, from) && is(data.to, to),
  ).map(([, , , statistic]) => statistic);
}

function is(value: unknown, wanted: string): boolean {
  return wanted === '*' || String(value) === wanted;
}
