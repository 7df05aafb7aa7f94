import { SCHEDULE_PROBLEM_CODES } from '@muster/core/document/problem';
import { parseInstant } from '@muster/core/instant';
import { parseSchedule } from '@muster/core/schedule/parse-schedule';
import { describe, expect, it } from 'vitest';
import { START } from '../../support/a-mission.ts';

const HOURLY = { cron: '0 * * * *', timeZone: 'UTC' };

/** Code, path and value. */
function findings(input: unknown) {
  return parseSchedule(input, START).problems.map(({ code, path, value }) => [code, path, value]);
}

describe('a parsed schedule', () => {
  it('has every default filled in', () => {
    expect(parseSchedule(HOURLY, START)).toEqual({
      settings: { rule: { kind: 'CRON', ...HOURLY }, overlap: 'SKIP', catchUp: 'NONE' },
      problems: [],
    });
  });

  it('has all that was said', () => {
    const { settings } = parseSchedule(
      {
        cron: '30 6 * * MON-FRI',
        timeZone: 'Europe/Berlin',
        endDate: '2026-12-24T12:00:00+01:00',
        maxRuns: 5,
        overlap: 'QUEUE_ONE',
        catchUp: 'LATEST',
        jitter: 'PT5M',
      },
      START,
    );

    expect(settings).toEqual({
      rule: { kind: 'CRON', cron: '30 6 * * MON-FRI', timeZone: 'Europe/Berlin' },
      endDate: parseInstant('2026-12-24T11:00:00Z'),
      maxRuns: 5,
      overlap: 'QUEUE_ONE',
      catchUp: 'LATEST',
      jitterMs: 300_000,
    });
  });

  it('may be a single instant, whatever its offset', () => {
    const { settings } = parseSchedule({ at: '2026-11-21T12:00:00+03:00' }, START);

    expect(settings?.rule).toEqual({ kind: 'ONCE', at: parseInstant('2026-11-21T09:00:00Z') });
  });
});

const CASES: readonly (readonly [string, unknown, readonly (string | number)[], unknown])[] = [
  ['BAD_CRON', { ...HOURLY, cron: '61 * * * *' }, ['cron'], '61 * * * *'],
  ['BAD_CRON', { ...HOURLY, cron: '@daily' }, ['cron'], '@daily'],
  ['BAD_CRON', { ...HOURLY, cron: `0 0 * * ${'1,'.repeat(200)}1` }, ['cron'], `0 0 * * ${'1,'.repeat(200)}1`],
  ['UNKNOWN_ZONE', { ...HOURLY, timeZone: 'Mars/Olympus' }, ['timeZone'], 'Mars/Olympus'],
  ['UNKNOWN_ZONE', { ...HOURLY, timeZone: '+01:00' }, ['timeZone'], '+01:00'],
  ['INSTANT_PAST', { at: '2026-11-21T08:00:00Z' }, ['at'], '2026-11-21T08:00:00Z'],
  ['INSTANT_PAST', { ...HOURLY, endDate: '2026-11-21T07:59:59Z' }, ['endDate'], '2026-11-21T07:59:59Z'],
  ['NO_OCCURRENCE', { ...HOURLY, cron: '0 0 30 2 *' }, ['cron'], '0 0 30 2 *'],
  ['NO_OCCURRENCE', { ...HOURLY, endDate: '2026-11-21T08:30:00Z' }, ['cron'], '0 * * * *'],
  ['BAD_INSTANT', { at: '2026-11-22T08:00:00' }, ['at'], '2026-11-22T08:00:00'],
  ['BAD_INSTANT', { ...HOURLY, endDate: 'Christmas' }, ['endDate'], 'Christmas'],
  ['BAD_DURATION', { ...HOURLY, jitter: 'PT25H' }, ['jitter'], 'PT25H'],
  ['BAD_DURATION', { ...HOURLY, jitter: '5 min' }, ['jitter'], '5 min'],
  ['MISSING', {}, ['cron'], null],
  ['MISSING', { cron: '0 * * * *' }, ['timeZone'], null],
  ['OUT_OF_RANGE', { ...HOURLY, at: '2026-11-22T08:00:00Z' }, ['at'], '2026-11-22T08:00:00Z'],
  ['OUT_OF_RANGE', { at: '2026-11-22T08:00:00Z', maxRuns: 2 }, ['maxRuns'], 2],
  ['OUT_OF_RANGE', { ...HOURLY, maxRuns: 0 }, ['maxRuns'], 0],
  ['OUT_OF_RANGE', { ...HOURLY, overlap: 'PANIC' }, ['overlap'], 'PANIC'],
  ['WRONG_TYPE', { ...HOURLY, cron: 5 }, ['cron'], 5],
  ['UNKNOWN_KEY', { ...HOURLY, every: 'PT1H' }, ['every'], 'PT1H'],
];

describe('a problem of a schedule', () => {
  it.each(CASES)('%s in %j stands at %j', (code, input, path, value) => {
    expect(findings(input)).toContainEqual([code, path, value]);
  });

  it('has been met here for each code that only schedules have', () => {
    expect(CASES.map(([code]) => code)).toEqual(expect.arrayContaining([...SCHEDULE_PROBLEM_CODES]));
  });

  it('does not hide another one', () => {
    const found = findings({ cron: 'never', timeZone: 'Nowhere', endDate: 'x', maxRuns: -1, jitter: 'y' });

    expect(found.map(([code]) => code)).toEqual([
      'BAD_CRON',
      'UNKNOWN_ZONE',
      'BAD_INSTANT',
      'OUT_OF_RANGE',
      'BAD_DURATION',
    ]);
  });

  it.each([[undefined], [null], ['0 * * * *'], [[]]])('is all there is to %j', (input) => {
    expect(parseSchedule(input, START)).toMatchObject({ problems: [{ path: [] }] });
  });
});
