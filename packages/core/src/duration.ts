import * as Durations from 'temporal-polyfill/fns/Duration';
import * as ZonedDateTimes from 'temporal-polyfill/fns/ZonedDateTime';
import { addMs, type Instant } from './instant.ts';
import { LIMITS } from './limits.ts';

/**
 * ISO 8601 durations: `PT30M`, `P2D`, `P1M`. Calendar units (years, months, weeks, days) are counted in UTC
 * from the instant the duration starts, so that a month is as long as that month.
 */
export type Duration = string & { readonly __brand: 'Duration' };

/** Answers undefined when the text is no duration, is negative or zero, or is longer than 366 days. */
export function parseDuration(text: string): Duration | undefined {
  try {
    const ms = endOf(0, text);
    return ms > 0 && ms <= LIMITS.durationMsMax ? (text as Duration) : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The instant at which a duration that starts at `from` has elapsed. */
export function addDuration(from: Instant, duration: Duration): Instant {
  return addMs(from, endOf(from, duration) - from);
}

function endOf(fromMs: number, duration: string): number {
  const start = ZonedDateTimes.create(BigInt(fromMs) * 1_000_000n, 'UTC');
  return ZonedDateTimes.add(start, Durations.fromString(duration)).epochMilliseconds;
}
