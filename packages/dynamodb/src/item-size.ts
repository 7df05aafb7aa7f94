/**
 * How large an item is by DynamoDB's published rules: the bytes of all names and values.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html, 2026-11-21.
 */
import { Buffer } from 'node:buffer';
import type { WrittenItem } from './item.ts';

/** Writes are counted in units of this many bytes. */
export const WRITE_UNIT_BYTES = 1_024;

export function itemBytes(item: WrittenItem): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) bytes += Buffer.byteLength(name) + valueBytes(value);
  return bytes;
}

/** Of one write, outside a transaction and without its index entries. */
export function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / WRITE_UNIT_BYTES));
}

/** A number takes a byte for two digits and one more, roughly. */
function valueBytes(value: WrittenItem[string]): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('B' in value) return value.B.byteLength;
  return Math.ceil(value.N.length / 2) + 1;
}
