import { LIMITS } from '@muster/core/limits';
import { joinJson, splitJson } from '@muster/engine/text-parts';
import { describe, expect, it } from 'vitest';

/** Longer than any part. */
const LONG = LIMITS.recordBytesMax;

/** What a store that keeps UTF-8 gives back. */
function throughUtf8(parts: ReturnType<typeof splitJson>): ReturnType<typeof splitJson> {
  return parts.map((part) => JSON.parse(Buffer.from(JSON.stringify(part), 'utf8').toString('utf8')));
}

describe('JSON in parts', () => {
  it.each([['a text'], [{ list: [1, null, { deep: true }] }], [null], [0]])('of %j is one part', (value) => {
    const parts = splitJson(value);

    expect(parts).toHaveLength(1);
    expect(joinJson(parts)).toEqual(value);
  });

  it('comes back whole when it takes several', () => {
    const value = { text: 'x'.repeat(2 * LONG), end: 'here' };

    const parts = splitJson(value);

    expect(parts.length).toBeGreaterThan(1);
    expect(joinJson(parts)).toEqual(value);
  });

  it('keeps a pair of surrogates that two parts share: one of the two texts has its pairs across the cuts', () => {
    for (const lead of ['', 'x']) {
      const value = lead + '🜂'.repeat(LONG);

      expect(joinJson(throughUtf8(splitJson(value))) === value, `after "${lead}"`).toBe(true);
    }
  });

  it('has no part that a record could not hold, whatever its letters take', () => {
    for (const letter of ['x', 'ß', '字', '🜂']) {
      for (const part of splitJson(letter.repeat(LONG))) {
        expect(Buffer.byteLength(JSON.stringify(part)), letter).toBeLessThanOrEqual(LIMITS.recordBytesMax);
      }
    }
  });
});
