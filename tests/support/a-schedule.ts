/** Builders for schedules, and the usual ways to let their slots come. */
import { scheduleMission } from '@muster/core/decide/schedule';
import { formatInstant, type Instant } from '@muster/core/instant';
import { parseSchedule } from '@muster/core/schedule/parse-schedule';
import type { ScheduleSettings } from '@muster/core/schedule/schedule';
import { aDraftMission, type MissionInput, RITA, START } from './a-mission.ts';
import type { MissionUnderTest } from './mission-under-test.ts';

export const HOUR = 3_600_000;

/** Every hour, on the hour, unless told otherwise; a test that asks for a wrong one is wrong itself. */
export function aSchedule(
  input: Readonly<Record<string, unknown>> = {},
  now: Instant = START,
): ScheduleSettings {
  const hourly = 'at' in input ? {} : { cron: '0 * * * *', timeZone: 'UTC' };
  const { settings, problems } = parseSchedule({ ...hourly, ...input }, now);
  if (!settings) throw new Error(problems.map(({ message }) => message).join('\n'));
  return settings;
}

/** A mission of one task that is to be launched by itself. Its clock stands at 08:00 UTC. */
export function aScheduledMission(
  input: Readonly<Record<string, unknown>> = {},
  mission: MissionInput = { tasks: ['A'] },
): MissionUnderTest {
  const draft = aDraftMission(mission);
  draft.must(RITA, (on) => scheduleMission(on, aSchedule(input)));
  return draft;
}

/** The slots told in events of a type, by hour and minute: `09:00`, or `09:00-11:00` for several. */
export function slotsTold(
  mission: MissionUnderTest,
  type: 'SlotFired' | 'SlotQueued' | 'SlotSkipped',
): readonly string[] {
  return mission.eventsOf(type).map(({ data }) => {
    const { slot, first = slot, last = first } = data as Readonly<Record<string, string | undefined>>;
    const [from, to] = [clockTime(first), clockTime(last)];
    return from === to ? from : `${from}-${to}`;
  });
}

function clockTime(instant: string | undefined): string {
  return instant?.slice(11, 16) ?? '';
}

/** `09:00`, by the clock of UTC. */
export function timeOf(instant: Instant | undefined): string {
  return instant === undefined ? '' : clockTime(formatInstant(instant));
}
