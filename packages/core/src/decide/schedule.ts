/**
 * Setting, removing, pausing and resuming a mission's schedule. What its slots do is in `slots.ts`.
 *
 * K4. A paused schedule fires nothing. Slots that come meanwhile are left out, and not caught up with when it goes on;
 *     a single instant is kept and fires then, late.
 */
import type { DomainError } from '../error-table.ts';
import { formatInstant } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import { fireAt, type Schedule, type ScheduleSettings, slotAfter } from '../schedule/schedule.ts';
import type { Decision } from './ask.ts';
import { checkMission } from './check-mission.ts';
import type { Draft } from './draft.ts';
import { endSchedule, moveMission } from './end-run.ts';
import { endWhenNoSlotLeft, statusBefore } from './slots.ts';

/** INVALID_SCHEDULE when its last slot has passed since it was parsed. */
export function* scheduleMission(draft: Draft, settings: ScheduleSettings): Decision<Result<void>> {
  const legal = checkMission(draft.head, 'schedule');
  if (!legal.ok) return legal;
  const next = slotAfter(settings, draft.now);
  if (next === undefined) return err(noSlotLeft(settings));
  const { status, runCount } = draft.head;
  const sequence = draft.sequence + 1;
  draft.setSchedule({ ...settings, sequence, next, launchCount: 0, before: { status, runCount } });
  draft.emit('ScheduleSet', draft.head.id, { ...toldOf(settings), next: formatInstant(next) });
  moveMission(draft, settings.rule.kind === 'CRON' ? 'RECURRING' : 'SCHEDULED');
  return ok(undefined);
}

/** The mission is again what it was before, or what its runs have made of it since. */
export function* unscheduleMission(draft: Draft): Decision<Result<void>> {
  return onSchedule(draft, 'unschedule', (schedule) => {
    endSchedule(draft, 'UNSCHEDULED');
    moveMission(draft, statusBefore(draft, schedule));
  });
}

export function* pauseSchedule(draft: Draft, reason: string | undefined): Decision<Result<void>> {
  return onSchedule(draft, 'pauseSchedule', (schedule) => {
    draft.setSchedule({ ...schedule, isPaused: true });
    draft.emit('SchedulePaused', draft.head.id, { reason });
  });
}

/** See K4. */
export function* resumeSchedule(draft: Draft): Decision<Result<void>> {
  return onSchedule(draft, 'resumeSchedule', (schedule) => {
    const { isPaused: _, next: former, ...rest } = schedule;
    const isKept =
      former !== undefined && (rest.rule.kind === 'ONCE' || fireAt(schedule, former) > draft.now);
    const next = isKept || former === undefined ? former : slotAfter(schedule, draft.now);
    draft.setSchedule({ ...rest, ...(next === undefined ? {} : { next }) });
    draft.emit('ScheduleResumed', draft.head.id, next === undefined ? {} : { next: formatInstant(next) });
    endWhenNoSlotLeft(draft);
  });
}

function onSchedule(
  draft: Draft,
  command: 'unschedule' | 'pauseSchedule' | 'resumeSchedule',
  act: (schedule: Schedule) => void,
): Result<void, DomainError> {
  const legal = checkMission(draft.head, command);
  if (!legal.ok) return legal;
  const { schedule } = draft.head;
  if (schedule) act(schedule);
  return ok(undefined);
}

function toldOf({ rule, endDate, ...settings }: ScheduleSettings): Readonly<Record<string, unknown>> {
  const when =
    rule.kind === 'ONCE' ? { at: formatInstant(rule.at) } : { cron: rule.cron, timeZone: rule.timeZone };
  return { ...when, ...settings, ...(endDate === undefined ? {} : { endDate: formatInstant(endDate) }) };
}

function noSlotLeft({ rule }: ScheduleSettings): DomainError {
  const path = rule.kind === 'ONCE' ? ['at'] : ['endDate'];
  const message = `${path[0]} has passed: write a later one.`;
  const code = 'INSTANT_PAST';
  return { code: 'INVALID_SCHEDULE', path, detail: { problems: [{ code, path, message, value: null }] } };
}
