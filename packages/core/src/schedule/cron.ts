/**
 * Cron expressions of five fields, in the time zones of the IANA.
 *
 * croner knows the fields: which wall-clock times a pattern names. It is asked about UTC, where every wall-clock time
 * exists once, and the zone is applied here, because croner's own zones move times that don't exist to the end of the gap
 * and let wildcards occur twice in autumn.
 *
 * Z1. A wall-clock time that a zone skips does not occur.
 * Z2. One that a zone has twice occurs once, the first time.
 * Z3. Where neither day of month nor day of week is `*`, a day matches when either of them does, as in POSIX. A step such
 *     as the one of every other day counts as a restriction.
 */
import { Cron } from 'croner';
import * as PlainDateTimes from 'temporal-polyfill/fns/PlainDateTime';
import * as ZonedDateTimes from 'temporal-polyfill/fns/ZonedDateTime';
import { type Instant, instantOf } from '../instant.ts';

export interface CronRule {
  readonly cron: string;
  /** A name of the IANA, `Europe/Berlin`. */
  readonly timeZone: string;
}

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
/** A zone has left out a whole day, Apia in 2011: 1,440 minutes that all don't exist. */
const WALL_TIMES_MAX = 3_000;
/** Numbers, names, ranges, lists and steps: none of the extensions that croner knows beside. */
const FIELD =
  /^(?:\*|[0-9]{1,2}|[a-z]{3})(?:-(?:[0-9]{1,2}|[a-z]{3}))?(?:\/[0-9]{1,2})?(?:,(?:\*|[0-9]{1,2}|[a-z]{3})(?:-(?:[0-9]{1,2}|[a-z]{3}))?(?:\/[0-9]{1,2})?)*$/i;

export function isCron(text: string): boolean {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5 || !fields.every((field) => FIELD.test(field))) return false;
  try {
    patternOf(text);
    return true;
  } catch {
    // croner throws TypeError and RangeError alike for what it can't read.
    return false;
  }
}

/** A name of the IANA, not an offset. */
export function isTimeZone(text: string): boolean {
  if (!/^[a-z]/i.test(text)) return false;
  try {
    offsetAt(instantOf(0), text);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The first occurrence after an instant; undefined when there is none. */
export function nextOccurrence({ cron, timeZone }: CronRule, after: Instant): Instant | undefined {
  const pattern = patternOf(cron);
  let wall = wallTimeOf(after, timeZone);
  for (let tried = 0; tried < WALL_TIMES_MAX; tried++) {
    const next = pattern.nextRun(new Date(wall));
    if (next === null) return undefined;
    wall = next.getTime();
    const instant = instantAt(wall, timeZone);
    // In the second pass of an hour, what the clock shows next has been in the first.
    if (instant !== undefined && instant > after) return instant;
  }
  return undefined;
}

/** The last occurrence up to and including an instant; undefined when there is none. */
export function lastOccurrence({ cron, timeZone }: CronRule, until: Instant): Instant | undefined {
  const pattern = patternOf(cron);
  // A clock that was put back within the last day has shown later times than now.
  const putBackMs = Math.max(0, offsetAt(instantOf(until - DAY_MS), timeZone) - offsetAt(until, timeZone));
  let wall = wallTimeOf(until, timeZone) + putBackMs + SECOND_MS;
  for (let tried = 0; tried < WALL_TIMES_MAX; tried++) {
    const [last] = pattern.previousRuns(1, new Date(wall));
    if (last === undefined) return undefined;
    wall = last.getTime();
    const instant = instantAt(wall, timeZone);
    if (instant !== undefined && instant <= until) return instant;
  }
  return undefined;
}

function patternOf(cron: string): Cron {
  return new Cron(cron.trim(), { mode: '5-part', timezone: 'UTC', domAndDow: false });
}

/** What clocks show, as if it were UTC, in whole seconds. */
function wallTimeOf(instant: Instant, timeZone: string): number {
  return Math.floor((instant + offsetAt(instant, timeZone)) / SECOND_MS) * SECOND_MS;
}

function offsetAt(instant: Instant, timeZone: string): number {
  return ZonedDateTimes.offsetNanoseconds(zonedAt(instant, timeZone)) / 1_000_000;
}

/** Undefined when clocks never show it. See Z1 and Z2. */
function instantAt(wall: number, timeZone: string): Instant | undefined {
  const shown = ZonedDateTimes.toPlainDateTime(zonedAt(wall, 'UTC'));
  const zoned = PlainDateTimes.toZonedDateTime(shown, timeZone, { disambiguation: 'earlier' });
  const isShown = PlainDateTimes.equals(ZonedDateTimes.toPlainDateTime(zoned), shown);
  return isShown ? instantOf(zoned.epochMilliseconds) : undefined;
}

function zonedAt(ms: number, timeZone: string) {
  return ZonedDateTimes.create(BigInt(ms) * 1_000_000n, timeZone);
}
