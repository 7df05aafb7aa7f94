import { addMs, formatInstant, instantOf, parseInstant } from '@muster/core/instant';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('parseInstant', () => {
  it('reads back what formatInstant writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (epochMs) => {
        expect(parseInstant(formatInstant(instantOf(epochMs)))).toBe(epochMs);
      }),
    );
  });

  it.each([
    ['2026-11-21T07:30:00Z', '2026-11-21T07:30:00.000Z'],
    ['2026-11-21T09:30:00+02:00', '2026-11-21T07:30:00.000Z'],
    ['2026-11-21t07:30:00.25z', '2026-11-21T07:30:00.250Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('reads %s', (text, instant) => {
    const parsed = parseInstant(text);

    expect(parsed === undefined ? undefined : formatInstant(parsed)).toBe(instant);
  });

  it.each([
    '2026-11-21',
    '2026-11-21T07:30:00',
    '2026-11-21 07:30:00Z',
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-21T25:00:00Z',
    '21.11.2026',
    'now',
    '',
  ])('%j is no instant', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});

describe('addMs', () => {
  it('adds milliseconds', () => {
    expect(addMs(instantOf(1_000), -250)).toBe(750);
  });
});
