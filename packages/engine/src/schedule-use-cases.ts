/** Commands on schedules, and what they would do. */
import { checkMission } from '@muster/core/decide/check-mission';
import {
  invalidSchedule,
  pauseSchedule,
  resumeSchedule,
  scheduleMission,
  unscheduleMission,
} from '@muster/core/decide/schedule';
import type { ErrorCode } from '@muster/core/error-table';
import { LIMITS } from '@muster/core/limits';
import { err, type Result } from '@muster/core/result';
import { parseSchedule } from '@muster/core/schedule/parse-schedule';
import { type ScheduleSettings, slotsAfter } from '@muster/core/schedule/schedule';
import { commitDecision } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import type { MissionAnswer, OnMission, ScheduleCommands, ScheduleMission } from './engine.ts';
import { planLatest } from './launching.ts';
import { governed, keyed, onBehalf, receiptOf, simpleCommand } from './mission-use-cases.ts';
import type { Principal } from './principal.ts';
import type { KeyedRequest } from './receipts.ts';

export function scheduleUseCases(context: EngineContext): ScheduleCommands {
  return {
    scheduleMission: (principal, input) =>
      keyed(context, principal, { name: 'scheduleMission', input }, (request) =>
        setSchedule(context, principal, { input, request }),
      ),
    unscheduleMission: simpleCommand<OnMission>(context, 'unscheduleMission', unscheduleMission),
    pauseSchedule: simpleCommand<OnMission & { readonly reason?: string }>(
      context,
      'pauseSchedule',
      (draft, { reason }) => pauseSchedule(draft, reason),
    ),
    resumeSchedule: simpleCommand<OnMission>(context, 'resumeSchedule', resumeSchedule),
    previewSchedule(input, first = LIMITS.previewSlotsDefault) {
      const now = context.now();
      const { settings, problems } = parseSchedule(input, now);
      return settings ? { problems, slots: slotsAfter(settings, now, first) } : { problems, slots: [] };
    },
    slotsOf({ schedule }, first) {
      if (!schedule || schedule.isPaused || schedule.next === undefined) return [];
      const left = (schedule.maxRuns ?? Number.POSITIVE_INFINITY) - schedule.launchCount;
      const further = slotsAfter(schedule, schedule.next, first - 1);
      return [schedule.next, ...further].slice(0, Math.min(first, left));
    },
  };
}

/** Told after what is wrong with the caller, the mission and the schedule. */
const IS_ABOUT_DOCUMENT: readonly ErrorCode[] = ['INVALID_DOCUMENT', 'CONTRACT_NOT_COVERED'];

/** What can't be launched now is not put off to be refused later, unseen. */
async function setSchedule(
  context: EngineContext,
  principal: Principal,
  asked: { readonly input: ScheduleMission; readonly request: KeyedRequest | undefined },
): Promise<Result<MissionAnswer>> {
  const { input, request } = asked;
  const on = onBehalf(principal, input.missionId);
  const planned = await planLatest(context, on);
  if (!planned.ok && !IS_ABOUT_DOCUMENT.includes(planned.error.code)) return planned;
  const { settings, problems } = parseSchedule(input.schedule, context.now());
  const refused = settings ? undefined : err(invalidSchedule(problems));
  const committed = await commitDecision(context, on, {
    decide: governed(principal, function* (draft) {
      const legal = checkMission(draft.head, 'schedule');
      if (!legal.ok) return legal;
      if (!settings) return refused ?? legal;
      return planned.ok ? yield* scheduleMission(draft, settings satisfies ScheduleSettings) : planned;
    }),
    alsoPut: receiptOf(context, input.missionId, request),
  });
  if (!committed.ok) return committed;
  const { head, sequence } = committed.value;
  return { ok: true, value: { mission: head, sequence } };
}
