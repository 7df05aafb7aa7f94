/** Large JSON in several records: a record holds at most `LIMITS.recordBytesMax`. */
import type { JsonObject } from './ports/store.ts';

/** A UTF-16 unit takes at most three bytes of UTF-8. */
const PART_LENGTH = 110_000;

export function splitJson(value: unknown): readonly JsonObject[] {
  return splitText(JSON.stringify(value));
}

export function joinJson(parts: readonly JsonObject[]): unknown {
  return JSON.parse(joinText(parts));
}

export function splitText(text: string): readonly JsonObject[] {
  const parts: JsonObject[] = [];
  for (let at = 0; at < text.length; at += PART_LENGTH)
    parts.push({ v: 1, text: text.slice(at, at + PART_LENGTH) });
  return parts;
}

export function joinText(parts: readonly JsonObject[]): string {
  return parts.map((part) => (typeof part.text === 'string' ? part.text : '')).join('');
}
