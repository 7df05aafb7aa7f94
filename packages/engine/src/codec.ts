/**
 * Stored shapes are versioned: what is written names every field and its version, what is read is checked before it is
 * believed. Changing a shape means a new version here, and a golden file of the old one that still decodes.
 */
import type { JsonObject } from './ports/store.ts';

/** A record that we can't read: written by a newer release, or damaged. */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord';
}

export interface Codec<T> {
  readonly encode: (value: T) => JsonObject;
  readonly decode: (stored: JsonObject) => T;
}

/** Says for every field whether it is always there. The compiler refuses a list that misses or invents one. */
export type Fields<T> = { readonly [K in keyof T]-?: object extends Pick<T, K> ? 'optional' : 'required' };

export function codecOf<T extends object>(name: string, version: number, fields: Fields<T>): Codec<T> {
  const names = Object.keys(fields) as (keyof T & string)[];
  const known: ReadonlySet<string> = new Set(['v', ...names]);
  const required = names.filter((field) => fields[field] === 'required');

  function isAsListed(value: T): boolean {
    for (const field in value) if (value[field] === undefined || !known.has(field)) return false;
    return true;
  }

  function listed(value: T): JsonObject {
    const stored: Record<string, unknown> = { v: version };
    for (const field of names) {
      const content = value[field];
      if (content !== undefined) stored[field] = content;
    }
    return stored;
  }

  /** What was made of something decoded has its version still. */
  function isVersioned(value: object): value is JsonObject {
    return 'v' in value && value.v === version;
  }

  return {
    // What is stored is read again and again. Copied whole, it has a layout that the runtime knows; filled field by field,
    // one of many fields would become a hash table: measured, a task takes three times as long to write and to read then.
    encode(value) {
      if (!isAsListed(value)) return listed(value);
      return isVersioned(value) ? value : { ...value, v: version };
    },
    decode(stored) {
      if (stored.v !== version)
        throw new UnreadableRecord(`${name}: version ${String(stored.v)} is not known`);
      for (const field of required) {
        if (stored[field] === undefined) throw new UnreadableRecord(`${name}: ${field} is missing`);
      }
      return stored as T;
    },
  };
}
