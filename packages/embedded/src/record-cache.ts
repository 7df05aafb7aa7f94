/**
 * Decoded records at hand, bounded by the length of their JSON. Two generations instead of a list of uses: whatever is
 * touched moves to the young one, and when that is full the old one is dropped whole. A hit costs one look-up, and
 * nothing used within the last half of the budget is ever lost.
 *
 * C1. Holds what the store shows now: each write goes through here, or the cache is cleared.
 * C2. At most `textLengthMax` UTF-16 units of JSON are held.
 */
import type { StoredRecord } from '@muster/engine/ports/store';

interface Entry {
  record: StoredRecord;
  textLength: number;
}

export class RecordCache {
  readonly #generationLengthMax: number;
  #young = new Map<string, Entry>();
  #old = new Map<string, Entry>();
  #youngLength = 0;

  /** `textLengthMax` 0 keeps nothing. */
  constructor(textLengthMax: number) {
    this.#generationLengthMax = textLengthMax / 2;
  }

  get(key: string): StoredRecord | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young.record;
    const old = this.#old.get(key);
    if (old === undefined) return undefined;
    this.#old.delete(key);
    this.#add(key, old);
    return old.record;
  }

  set(key: string, record: StoredRecord, textLength: number): void {
    const young = this.#young.get(key);
    if (young !== undefined && this.#replace(young, record, textLength)) return;
    this.delete(key);
    if (textLength <= this.#generationLengthMax) this.#add(key, { record, textLength });
  }

  delete(key: string): void {
    const young = this.#young.get(key);
    if (young !== undefined) {
      this.#young.delete(key);
      this.#youngLength -= young.textLength;
    }
    this.#old.delete(key);
  }

  clear(): void {
    this.#young = new Map();
    this.#old = new Map();
    this.#youngLength = 0;
  }

  /** What changes often stays where it is. Answers whether there was room for it. */
  #replace(entry: Entry, record: StoredRecord, textLength: number): boolean {
    const youngLength = this.#youngLength - entry.textLength + textLength;
    if (youngLength > this.#generationLengthMax) return false;
    entry.record = record;
    entry.textLength = textLength;
    this.#youngLength = youngLength;
    return true;
  }

  #add(key: string, entry: Entry): void {
    if (this.#youngLength + entry.textLength > this.#generationLengthMax) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngLength = 0;
    }
    this.#young.set(key, entry);
    this.#youngLength += entry.textLength;
  }
}
