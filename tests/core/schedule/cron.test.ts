import { type Instant, instantOf, parseInstant } from '@muster/core/instant';
import {
  type CronRule,
  isCron,
  isTimeZone,
  lastOccurrence,
  nextOccurrence,
} from '@muster/core/schedule/cron';
import { describe, expect, it } from 'vitest';
import { clockOf, naiveOccurrences } from './naive-cron.ts';

const at = (text: string): Instant => {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`${text} is no instant`);
  return instant;
};

/** The first occurrences after an instant, in UTC to the minute. */
function firstAfter(rule: CronRule, after: string, count: number): readonly string[] {
  const found: string[] = [];
  let from = at(after);
  while (found.length < count) {
    const next = nextOccurrence(rule, from);
    if (next === undefined) break;
    found.push(new Date(next).toISOString().slice(0, 16));
    from = next;
  }
  return found;
}

describe('a wall-clock time in spring', () => {
  it('that the zone skips does not occur (Z1)', () => {
    const rule = { cron: '30 2 * * *', timeZone: 'America/New_York' };

    expect(firstAfter(rule, '2026-03-06T12:00:00Z', 3)).toEqual([
      '2026-03-07T07:30',
      '2026-03-09T06:30',
      '2026-03-10T06:30',
    ]);
  });

  it('of a day that the zone left out whole does not occur (Z1)', () => {
    const rule = { cron: '0 12 30 12 *', timeZone: 'Pacific/Apia' };

    expect(firstAfter(rule, '2010-12-31T12:00:00Z', 1)).toEqual(['2012-12-29T22:00']);
  });
});

describe('a wall-clock time in autumn', () => {
  it('that the zone has twice occurs once, the first time (Z2)', () => {
    const rule = { cron: '30 1 * * *', timeZone: 'America/New_York' };

    expect(firstAfter(rule, '2026-10-31T12:00:00Z', 2)).toEqual(['2026-11-01T05:30', '2026-11-02T06:30']);
  });

  it('occurs once for a wildcard too (Z2)', () => {
    const rule = { cron: '*/30 * * * *', timeZone: 'America/New_York' };

    expect(firstAfter(rule, '2026-11-01T04:59:00Z', 4)).toEqual([
      '2026-11-01T05:00',
      '2026-11-01T05:30',
      '2026-11-01T07:00',
      '2026-11-01T07:30',
    ]);
  });

  it('is not found again from within the second pass (Z2)', () => {
    const rule = { cron: '45 1 * * *', timeZone: 'America/New_York' };

    expect(firstAfter(rule, '2026-11-01T06:10:00Z', 1)).toEqual(['2026-11-02T06:45']);
    expect(lastOccurrence(rule, at('2026-11-01T06:10:00Z'))).toBe(at('2026-11-01T05:45:00Z'));
  });
});

describe('the two days of a pattern', () => {
  it.each([
    ['0 0 13 * FRI', ['2026-01-02T00:00', '2026-01-09T00:00', '2026-01-13T00:00']],
    ['0 0 13 * *', ['2026-01-13T00:00', '2026-02-13T00:00', '2026-03-13T00:00']],
    ['0 0 * * FRI', ['2026-01-02T00:00', '2026-01-09T00:00', '2026-01-16T00:00']],
    ['0 0 */10 * MON', ['2026-01-05T00:00', '2026-01-11T00:00', '2026-01-12T00:00']],
  ])('%s: either will do where both are given (Z3)', (cron, expected) => {
    expect(firstAfter({ cron, timeZone: 'UTC' }, '2026-01-01T00:00:00Z', 3)).toEqual(expected);
  });
});

describe('a pattern', () => {
  it.each([
    '* * * * *',
    '*/15 9-17 * * 1-5',
    '0,30 8,20 1,15 * *',
    '0 6 * JAN-MAR MON,wed',
    '0 0 * * 7',
    '0 0 29 2 *',
    '5-59/10 * * * *',
    ' 0 6 * * * ',
  ])('%j is one', (cron) => {
    expect(isCron(cron)).toBe(true);
  });

  it.each([
    '',
    'hourly',
    '@daily',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * 32 * *',
    '* * * 13 *',
    '* * * * 8',
    '*/0 * * * *',
    '5/10 * * * *',
    '9-8 * * * *',
    '1,,2 * * * *',
    '* * L * *',
    '* * 15W * *',
    '* * ? * *',
    '* * * * MON#2',
    '* * * * MONDAY',
    'MON * * * *',
    '-1 * * * *',
    '1.5 * * * *',
    '0x1 * * * *',
  ])('%j is none', (cron) => {
    expect(isCron(cron)).toBe(false);
  });

  it('that names no day there is never occurs', () => {
    const rule = { cron: '0 0 30 2 *', timeZone: 'UTC' };

    expect(nextOccurrence(rule, instantOf(0))).toBeUndefined();
    expect(lastOccurrence(rule, at('2026-01-01T00:00:00Z'))).toBeUndefined();
  });

  it('of leap days waits for as long as it takes', () => {
    const rule = { cron: '0 0 29 2 *', timeZone: 'UTC' };

    expect(firstAfter(rule, '2096-03-01T00:00:00Z', 1)).toEqual(['2104-02-29T00:00']);
  });
});

describe('a time zone', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata', 'Etc/GMT+5'])(
    '%s is one',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  it.each(['', 'Mars/Olympus', 'Europe', '+01:00', '01:00', 'Europe/Berlin[u-ca=iso8601]'])(
    '%j is none',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
});

/** North and south, whole hours and halves, a shift of half an hour, and changes at midnight. */
const ZONES = [
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Africa/Cairo',
] as const;
const FROM = Date.UTC(2020, 0, 1);
const TO = Date.UTC(2030, 0, 1);
const PATTERNS = [
  '30 2 * * *',
  '0 0 * MAR-MAY,SEP-NOV *',
  '15,45 0-2 * 3,4,9-11 SUN',
  '59 23 28-31 * FRI',
  '*/20 1 */9 MAR,APR,SEP-NOV *',
  '0 */6 1 * MON',
] as const;

describe.each(ZONES)('over ten years in %s', (timeZone) => {
  const clock = clockOf(timeZone, FROM, TO);

  it.each(PATTERNS)('%s occurs exactly when clocks show it', (cron) => {
    const expected = naiveOccurrences(cron, clock).filter((instant) => instant > FROM);

    const found: number[] = [];
    for (let next = nextOccurrence({ cron, timeZone }, instantOf(FROM)); next !== undefined && next < TO; ) {
      found.push(next);
      next = nextOccurrence({ cron, timeZone }, next);
    }

    expect(found).toEqual(expected);
  });

  it('finds the last occurrence wherever the next one is found', () => {
    const cron = '*/20 1 * 3,4,9-11 SUN';
    const expected = naiveOccurrences(cron, clock).filter((instant) => instant > FROM);

    // Each last one, right when it comes and right before the next.
    const wrong = expected.slice(1).filter((instant, place) => {
      const before = lastOccurrence({ cron, timeZone }, instantOf(instant - 1));
      return before !== expected[place] || lastOccurrence({ cron, timeZone }, instantOf(instant)) !== instant;
    });

    expect(wrong).toEqual([]);
  });
});
