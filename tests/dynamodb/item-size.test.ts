import { itemBytes, writeUnits } from '@muster/dynamodb/item-size';
import { describe, expect, it } from 'vitest';

describe('the size of an item', () => {
  it('is the bytes of its names and its values', () => {
    // 2 + 1, 2 + 3 (é takes two), 1 + 4 (seven digits), 1 + 5.
    const item = { pk: { S: 'a' }, sk: { S: 'bé' }, r: { N: '1234567' }, z: { B: new Uint8Array(5) } };

    expect(itemBytes(item)).toBe(3 + 5 + 6 + 6);
  });

  it.each([
    [1, 1],
    [1_024, 1],
    [1_025, 2],
    [102_400, 100],
  ])('of %d bytes costs %d write units', (bytes, units) => {
    expect(writeUnits(bytes)).toBe(units);
  });
});
