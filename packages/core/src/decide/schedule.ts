/**
 * Setting, replacing, removing, pausing and resuming a mission's schedule. What its slots do is in `slots.ts`.
 *
 * K9. A schedule is replaced in one commit, also while a run is open: there is no moment without one, and no slot of the
 *     new one has passed. At the same times as before it stays the same schedule, and its slots that came still count;
 *     at other times they are left behind, told. Runs launched so far and a pause go on counting.
 * K4. A paused schedule fires nothing. Slots that come meanwhile are left out, and not caught up with when it goes on;
 *     a single instant is kept and fires then, late.
 */
import type { Problem } from '../document/problem.ts';
import type { DomainError } from '../error-table.ts';
import { formatInstant, type Instant } from '../instant.ts';
import { hasOpenRun } from '../lifecycle/mission-lifecycle.ts';
import { err, ok, type Result } from '../result.ts';
import {
  fireAt,
  hasSameTimes,
  isSameSettings,
  type Schedule,
  type ScheduleSettings,
  slotAfter,
  withNext,
} from '../schedule/schedule.ts';
import type { Decision } from './ask.ts';
import { checkMission } from './check-mission.ts';
import type { Draft } from './draft.ts';
import { endSchedule, moveMission } from './end-run.ts';
import { endWhenNoSlotLeft, leaveSlots, statusBefore, waitsForSlot } from './slots.ts';

/** INVALID_SCHEDULE when its last slot has passed since it was parsed, or it has launched all its runs. See K9. */
export function* scheduleMission(draft: Draft, settings: ScheduleSettings): Decision<Result<void>> {
  const legal = checkMission(draft.head, 'schedule');
  if (!legal.ok) return legal;
  const { schedule: former } = draft.head;
  if (former && isSameSettings(former, settings)) return ok(undefined);
  const next = firstSlot(draft, settings);
  if (next === undefined) return err(noSlotLeft(settings));
  const { maxRuns } = settings;
  if (former && maxRuns !== undefined && maxRuns <= former.launchCount)
    return err(tooFewRuns(maxRuns, former.launchCount));
  if (former && !hasSameTimes(former, settings)) leaveSlots(draft);
  draft.setSchedule(withNext(startedSchedule(draft, settings), next));
  const replaced = former ? { isReplaced: true, launchCount: former.launchCount } : {};
  draft.emit('ScheduleSet', draft.head.id, { ...toldOf(settings), next: formatInstant(next), ...replaced });
  if (!hasOpenRun(draft.head.status))
    moveMission(draft, settings.rule.kind === 'CRON' ? 'RECURRING' : 'SCHEDULED');
  return ok(undefined);
}

/** One that has come, at the same times, is still to be taken. */
function firstSlot({ head, now }: Draft, settings: ScheduleSettings): Instant | undefined {
  const { schedule: former } = head;
  const isKept = former?.next !== undefined && former.next <= now && !former.isPaused;
  return isKept && hasSameTimes(former, settings) ? former.next : slotAfter(settings, now);
}

function startedSchedule(draft: Draft, settings: ScheduleSettings): Schedule {
  const { status, runCount, schedule: former } = draft.head;
  const sequence = draft.sequence + 1;
  if (!former) return { ...settings, sequence, launchCount: 0, before: { status, runCount } };
  const { before, launchCount, isPaused, waiting } = former;
  const kept = { before, launchCount, ...(isPaused && { isPaused }) };
  if (!hasSameTimes(former, settings)) return { ...settings, ...kept, sequence };
  return { ...settings, ...kept, sequence: former.sequence, ...(waiting && { waiting }) };
}

/**
 * The mission is again what it was before, or what its runs have made of it since; with an open run that happens when it
 * ends.
 */
export function* unscheduleMission(draft: Draft): Decision<Result<void>> {
  return onSchedule(draft, 'unschedule', (schedule) => {
    endSchedule(draft, 'UNSCHEDULED');
    if (waitsForSlot(draft)) moveMission(draft, statusBefore(draft, schedule));
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
    const { isPaused: _, ...rest } = schedule;
    const { next: former } = schedule;
    const isKept =
      former !== undefined && (rest.rule.kind === 'ONCE' || fireAt(schedule, former) > draft.now);
    const next = isKept || former === undefined ? former : slotAfter(schedule, draft.now);
    draft.setSchedule(withNext(rest, next));
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

function tooFewRuns(maxRuns: number, launchCount: number): DomainError {
  const path = ['maxRuns'];
  const message = `maxRuns is ${maxRuns}, but ${launchCount} runs were launched already: write a larger one.`;
  const problems = [{ code: 'OUT_OF_RANGE', path, message, value: maxRuns } as const];
  return invalidSchedule(problems);
}

function noSlotLeft({ rule }: ScheduleSettings): DomainError {
  const path = rule.kind === 'ONCE' ? ['at'] : ['endDate'];
  const message = `${path[0]} has passed: write a later one.`;
  const code = 'INSTANT_PAST';
  return invalidSchedule([{ code, path, message, value: null }]);
}

/** Its path leads to the first problem, from the argument on. */
export function invalidSchedule(problems: readonly Problem[]): DomainError {
  return {
    code: 'INVALID_SCHEDULE',
    path: ['schedule', ...(problems[0]?.path ?? [])],
    detail: { problems },
  };
}
