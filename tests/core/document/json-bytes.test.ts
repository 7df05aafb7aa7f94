import { jsonBytes } from '@muster/core/document/json-bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('jsonBytes', () => {
  it('is the UTF-8 size of the JSON, whatever the value', () => {
    const values = fc.oneof(
      fc.jsonValue({ noUnicodeString: false }),
      fc.string({ unit: 'binary' }),
      fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
    );
    fc.assert(
      fc.property(values, (value) => {
        expect(jsonBytes(value, Number.MAX_SAFE_INTEGER)).toBe(Buffer.byteLength(JSON.stringify(value)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('answers more than the bound, and looks no further, when a value is larger', () => {
    const cycle: unknown[] = [];
    cycle.push(cycle, cycle);

    expect(jsonBytes(cycle, 10_000)).toBeGreaterThan(10_000);
    expect(jsonBytes(new Array(1e9), 10_000)).toBeGreaterThan(10_000);
  });

  it('copes with any depth', () => {
    let nested: unknown = 0;
    for (let depth = 0; depth < 200_000; depth += 1) nested = [nested];

    expect(jsonBytes(nested, 1_000_000)).toBe(400_001);
  });
});
