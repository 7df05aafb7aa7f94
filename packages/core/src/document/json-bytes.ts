/**
 * How large a value is as JSON, without writing it. Nothing here recurses, and a value that is over the bound is not
 * looked at any further, so that neither depth nor size (nor a cycle) can harm the caller.
 */

/** UTF-8 bytes of the value's JSON without white space; past `max` it stops counting and answers more than `max`. */
export function jsonBytes(value: unknown, max: number): number {
  const open: unknown[] = [value];
  let bytes = 0;
  while (open.length > 0 && bytes <= max) {
    const next = open.pop();
    if (!isObject(next)) bytes += scalarBytes(next);
    else if (!Array.isArray(next)) bytes += openObject(next, open);
    else {
      bytes += Math.max(2, next.length + 1);
      if (bytes <= max) for (const item of next) open.push(item);
    }
  }
  return bytes;
}

/** The object's own braces, keys, colons and commas; its members join the values that are still to be counted. */
function openObject(value: Readonly<Record<string, unknown>>, open: unknown[]): number {
  let bytes = 2;
  let count = 0;
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (member === undefined) continue;
    bytes += stringBytes(key) + 1;
    count += 1;
    open.push(member);
  }
  return bytes + Math.max(0, count - 1);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function scalarBytes(value: unknown): number {
  if (typeof value === 'string') return stringBytes(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value).length : 4;
  if (typeof value === 'boolean') return value ? 4 : 5;
  return typeof value === 'bigint' ? String(value).length : 4;
}

function stringBytes(text: string): number {
  let bytes = 2;
  for (let position = 0; position < text.length; position += 1) {
    const unit = text.charCodeAt(position);
    if (unit >= 0xd800 && unit < 0xe000) {
      const isPair = unit < 0xdc00 && (text.charCodeAt(position + 1) & 0xfc00) === 0xdc00;
      // A pair is one character of 4 bytes; half a pair is written as an escape.
      bytes += isPair ? 4 : 6;
      if (isPair) position += 1;
    } else bytes += unitBytes(unit);
  }
  return bytes;
}

const SHORT_ESCAPES = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d, 0x22, 0x5c]);

function unitBytes(unit: number): number {
  if (unit >= 0x800) return 3;
  if (unit >= 0x80) return 2;
  if (unit >= 0x20 && unit !== 0x22 && unit !== 0x5c) return 1;
  return SHORT_ESCAPES.has(unit) ? 2 : 6;
}
