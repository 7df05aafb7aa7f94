/** Items: what any release wrote can be read for ever, and today's release writes what the files say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeItem, encodeItem, type ReadItem, type WrittenItem } from '@muster/dynamodb/item';
import { itemBytes } from '@muster/dynamodb/item-size';
import { UnreadableRecord } from '@muster/engine/codec';
import type { StoredRecord } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { aRecord } from '../store-contract/a-record.ts';
import { noise } from './noise.ts';

const WHOLE: StoredRecord = aRecord({
  revision: 7,
  value: { v: 1, text: 'ä漢😀"\\', list: [1.5, null] },
  work: { partition: 'ws_one#ready', sort: '3' },
  due: { partition: 'DUE#4', sort: '001795248000000' },
  vanishesAt: 1_795_248_000_001,
});
const LARGE: StoredRecord = aRecord({
  revision: 42,
  value: {
    v: 1,
    events: Array.from({ length: 60 }, (_, place) => ({ sequence: place, type: 'TaskClaimed' })),
  },
});

function golden(name: string): ReadItem {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../golden/dynamodb', `${name}.json`), 'utf8'));
}

function encoded(record: StoredRecord, extra?: Parameters<typeof encodeItem>[2]): WrittenItem {
  return encodeItem(record, JSON.stringify(record.value), extra);
}

describe('the golden items', () => {
  it.each([
    ['item-v1', WHOLE],
    ['deflated-item-v1', LARGE],
  ])('%s is read, from the event of a function too', (name, record) => {
    expect(decodeItem(golden(name))).toEqual(record);
  });

  it('are what is written today', () => {
    expect(encoded(WHOLE, { isFed: true, writeToken: 'token' })).toEqual(golden('item-v1'));
    const { z: _, ...rest } = encoded(LARGE);
    const { z: __, ...goldenRest } = golden('deflated-item-v1');
    expect(rest).toEqual(goldenRest);
  });
});

describe('an item', () => {
  it('is left out of an index that its record has no entry in (B2)', () => {
    expect(Object.keys(encoded(aRecord()))).toEqual(['pk', 'sk', 'r', 'v']);
  });

  it('is deleted by the service in the first whole second after it vanished (B3)', () => {
    expect(encoded(aRecord({ vanishesAt: 1_500 }))).toMatchObject({ va: { N: '1500' }, ttl: { N: '2' } });
  });

  it('is deflated where that saves write units, and reads the same (I1)', () => {
    const item = encoded(LARGE);

    expect(item.v).toBeUndefined();
    expect(itemBytes(item)).toBeLessThan(JSON.stringify(LARGE.value).length / 4);
    expect(decodeItem(item)).toEqual(LARGE);
  });

  it('is left as it is where deflating saves nothing', () => {
    const incompressible = aRecord({ value: { text: noise(1_900) } });

    expect(encoded(incompressible).v).toBeDefined();
    expect(encoded(aRecord({ value: { text: 'x'.repeat(900) } })).v).toBeDefined();
  });

  it('without its revision or its value is refused', () => {
    const { r: _, ...noRevision } = encoded(aRecord());
    const { v: __, ...noValue } = encoded(aRecord());

    expect(() => decodeItem(noRevision)).toThrow(UnreadableRecord);
    expect(() => decodeItem(noValue)).toThrow(UnreadableRecord);
  });
});
