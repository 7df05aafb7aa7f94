import { addDuration, parseDuration } from '@muster/core/duration';
import { formatInstant, instantOf, parseInstant } from '@muster/core/instant';
import { describe, expect, it } from 'vitest';

function after(from: string, text: string): string {
  const duration = parseDuration(text);
  const instant = parseInstant(from) ?? instantOf(0);
  return duration === undefined ? 'no duration' : formatInstant(addDuration(instant, duration));
}

describe('a duration', () => {
  it.each([
    ['2026-11-21T00:00:00Z', 'PT30M', '2026-11-21T00:30:00.000Z'],
    ['2026-11-21T00:00:00Z', 'PT0.05S', '2026-11-21T00:00:00.050Z'],
    ['2026-11-21T00:00:00Z', 'P1DT2H', '2026-11-22T02:00:00.000Z'],
    ['2026-02-01T00:00:00Z', 'P1M', '2026-03-01T00:00:00.000Z'],
    ['2024-02-01T00:00:00Z', 'P1M', '2024-03-01T00:00:00.000Z'],
    ['2026-01-31T00:00:00Z', 'P1M', '2026-02-28T00:00:00.000Z'],
    ['2026-11-21T00:00:00Z', 'P2W', '2026-12-05T00:00:00.000Z'],
  ])('that starts at %s and lasts %s ends at %s', (from, text, end) => {
    expect(after(from, text)).toBe(end);
  });

  it('lasts up to 366 days', () => {
    expect(parseDuration('P366D')).toBe('P366D');
    expect(parseDuration('P366DT1S')).toBeUndefined();
  });

  it.each([
    '',
    'PT',
    'P',
    '30M',
    'PT0S',
    '-PT1M',
    'P-1D',
    'PT1M ',
    '5 minutes',
    '1000',
    'P1Y2M3W4DT5H6M7.8X',
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
