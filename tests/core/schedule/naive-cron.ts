/**
 * A cron by brute force, for comparison: it walks over every minute that the platform's clocks show and looks whether the
 * fields fit. It shares nothing with the product. To be quick it asks for the clock of a zone once a day, and every half
 * hour on days on which the zone changes: no zone of our time changes anywhere else, nor twice a day.
 */
const MINUTE_MS = 60_000;
const HALF_HOUR_MS = 30 * MINUTE_MS;
const DAY_MS = 48 * HALF_HOUR_MS;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** A stretch during which clocks run evenly: what they show at its beginning, as if it were UTC. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly shown: number;
}

/** From one day to another one, both at midnight UTC. */
export function clockOf(timeZone: string, from: number, to: number): readonly Stretch[] {
  const shownAt = readerOfClocks(timeZone);
  const stretches: Stretch[] = [];
  for (let day = from; day < to; day += DAY_MS) {
    const isEven = shownAt(day + DAY_MS) - shownAt(day) === DAY_MS;
    const stepMs = isEven ? DAY_MS : HALF_HOUR_MS;
    for (let at = day; at < day + DAY_MS; at += stepMs) {
      stretches.push({ from: at, to: at + stepMs, shown: shownAt(at) });
    }
  }
  return stretches;
}

function readerOfClocks(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  return (instant) => {
    const parts = format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]);
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = Object.fromEntries(parts);
    return Date.UTC(year, month - 1, day, hour, minute);
  };
}

/** All occurrences while the clock runs. */
export function naiveOccurrences(cron: string, clock: readonly Stretch[]): readonly number[] {
  const fits = readerOf(cron);
  const found: number[] = [];
  let latestShown = Number.NEGATIVE_INFINITY;
  for (const { from, to, shown } of clock) {
    for (let instant = from; instant < to; instant += MINUTE_MS) {
      const wall = shown + instant - from;
      // What the clock has shown before, it shows for the second time.
      if (wall <= latestShown) continue;
      latestShown = wall;
      if (fits(wall)) found.push(instant);
    }
  }
  return found;
}

function readerOf(cron: string): (wall: number) => boolean {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = cron.split(' ');
  const minutes = valuesOf(minute, 0, 59);
  const hours = valuesOf(hour, 0, 23);
  const days = valuesOf(day, 1, 31);
  const months = valuesOf(month, 1, 12, MONTHS);
  const weekdays = valuesOf(weekday, 0, 7, DAYS);
  const isWeekday = (wall: Date) =>
    weekdays.has(wall.getUTCDay()) || (wall.getUTCDay() === 0 && weekdays.has(7));
  const isDay = (wall: Date) => {
    if (day === '*') return isWeekday(wall);
    if (weekday === '*') return days.has(wall.getUTCDate());
    return days.has(wall.getUTCDate()) || isWeekday(wall);
  };
  return (wall) => {
    const minuteOfDay = Math.floor(wall / MINUTE_MS) % 1_440;
    if (!minutes.has(minuteOfDay % 60) || !hours.has(Math.floor(minuteOfDay / 60))) return false;
    const shown = new Date(wall);
    return months.has(shown.getUTCMonth() + 1) && isDay(shown);
  };
}

function valuesOf(
  field: string,
  min: number,
  max: number,
  names: readonly string[] = [],
): ReadonlySet<number> {
  const values = new Set<number>();
  const numberOf = (text: string) =>
    names.includes(text.toUpperCase()) ? names.indexOf(text.toUpperCase()) + min : Number(text);
  for (const part of field.split(',')) {
    const [range = '', step = '1'] = part.split('/');
    const [first = '', last = first] = range.split('-');
    const from = range === '*' ? min : numberOf(first);
    const to = range === '*' ? max : numberOf(last);
    for (let value = from; value <= to; value += Number(step)) values.add(value);
  }
  return values;
}
