import { describe, expect, it } from 'vitest';
import { columns, cut, durationText, plain } from '../../packages/cli/src/output.ts';

describe('text for terminals', () => {
  it('is cut to a width with an ellipsis, by characters', () => {
    expect(cut('missions', 8)).toBe('missions');
    expect(cut('missions', 5)).toBe('miss…');
    expect(cut('🚀🚀🚀', 2)).toBe('🚀…');
    expect(cut('missions', 1)).toBe('…');
    expect(cut('missions', 0)).toBe('');
  });

  it('carries nothing from elsewhere that could move the cursor or break the line', () => {
    const nasty = '\u001b[31mred\u001b[0m\r\nnext\u0007';

    expect(plain(nasty)).toBe('red next ');
    expect(cut(nasty, 80)).toBe('red next ');
    expect(columns([[nasty, 'b']])).toBe('red next   b');
  });

  it('is aligned in columns, without spaces at the end of a row', () => {
    expect(
      columns([
        ['A', 'BB'],
        ['AAA', ''],
      ]),
    ).toBe('A    BB\nAAA');
  });

  it('says durations in the unit that fits', () => {
    expect([120, 5_240, 184_000, 3_720_000].map(durationText)).toEqual([
      '120 ms',
      '5.2 s',
      '3 min 04 s',
      '1 h 02 min',
    ]);
  });
});
