import { Temporal } from 'temporal-polyfill';
import { addMs, type Instant } from './instant.ts';
import { LIMITS } from './limits.ts';

/**
 * ISO 8601 durations: `PT30M`, `P2D`, `P1M`. Calendar units (years, months, weeks, days) are counted in UTC
 * from the instant the duration starts, so that a month is as long as that month.
 */
export type Duration = string & { readonly __brand: 'Duration' };

/** Answers undefined when the text is no duration, is negative or zero, or is longer than 366 days. */
export function parseDuration(text: string): Duration | undefined {
  const epoch = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO('UTC');
  try {
    const duration = Temporal.Duration.from(text);
    const ms = epoch.add(duration).epochMilliseconds;
    return ms > 0 && ms <= LIMITS.durationMsMax ? (text as Duration) : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The instant at which a duration that starts at `from` has elapsed. */
export function addDuration(from: Instant, duration: Duration): Instant {
  const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO('UTC');
  return addMs(from, start.add(Temporal.Duration.from(duration)).epochMilliseconds - from);
}
