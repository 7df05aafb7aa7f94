/**
 * The journal of an embedded store: what makes a turn durable before the tables have it. A ring of slots in an SQLite file
 * of its own, each as large as a page can hold. An entry costs the pages it fills, mostly one; committing the tables costs
 * every page that a turn has touched, a dozen for the smallest (decision 1).
 *
 * J1. An entry is on the disk when `append` answers true, whole, and its sequence is one above the former's.
 * J2. A slot is written over only after its entry was released, so whoever knows up to which sequence the tables are on
 *     the disk finds all later entries here, without a gap.
 * J3. A slot's row keeps its size: SQLite writes a row of equal size over the old one, in its page and in no other.
 */
import { Buffer } from 'node:buffer';
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { assert } from '@muster/core/assert';
import type { JournalMark } from './tables-writer.ts';

/** The journal's page size, and what a row may have so that a page holds exactly one: the rest is headers. */
export const JOURNAL_PAGE_BYTES = 16_384;
const SLOT_BYTES = 16_200;
/** 5 MB: room for the largest commit. */
const SLOT_COUNT_MIN = 320;
const SPACE = 0x20;
/** A UTF-16 code unit becomes at most this many bytes of UTF-8: most texts needn't be measured. */
const BYTES_PER_UNIT_MAX = 3;

export const JOURNAL_SCHEMA = `
  CREATE TABLE journal (name TEXT NOT NULL) STRICT;
  CREATE TABLE slots (
    slot INTEGER PRIMARY KEY,
    sequence INTEGER NOT NULL,
    part INTEGER NOT NULL,
    text BLOB NOT NULL
  ) STRICT;
`;

/** Makes the slots that `bytes` need and that are not there yet. */
export function makeSlots(db: DatabaseSync, bytes = 0): void {
  const count = Math.max(SLOT_COUNT_MIN, Math.ceil(bytes / SLOT_BYTES));
  if (countSlots(db) >= count) return;
  db.exec(`
    WITH RECURSIVE numbers (slot) AS (SELECT 0 UNION ALL SELECT slot + 1 FROM numbers WHERE slot < ${count - 1})
    INSERT OR IGNORE INTO slots SELECT slot, 0, 0, zeroblob(${SLOT_BYTES}) FROM numbers`);
}

interface Held {
  readonly sequence: number;
  readonly slotCount: number;
}

export class Journal {
  readonly #db: DatabaseSync;
  readonly #write: StatementSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #slotCount: number;
  readonly #bytes: Buffer;
  readonly #name: string;
  /** Entries that were not released, oldest first. */
  #held: Held[] = [];
  #freeSlotCount: number;
  #nextSlot = 0;
  #sequence: number;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#slotCount = countSlots(db);
    this.#freeSlotCount = this.#slotCount;
    this.#bytes = Buffer.allocUnsafe(this.byteLength);
    this.#write = db.prepare('UPDATE slots SET sequence = ?, part = ?, text = ? WHERE slot = ?');
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#name = String(db.prepare('SELECT name FROM journal').get()?.name);
    this.#sequence = Number(db.prepare('SELECT max(sequence) AS sequence FROM slots').get()?.sequence ?? 0);
  }

  /** Names the latest entry; sequence 0 when there was never one. */
  get mark(): JournalMark {
    return { journal: this.#name, sequence: this.#sequence };
  }

  get byteLength(): number {
    return this.#slotCount * SLOT_BYTES;
  }

  /** See J1. False when there is no room for `text`: nothing was written then. Throws when the disk refuses. */
  append(text: string): boolean {
    const room = this.#freeSlotCount * SLOT_BYTES;
    if (text.length * BYTES_PER_UNIT_MAX > room && Buffer.byteLength(text) > room) return false;
    const length = this.#bytes.write(text);
    const slotCount = Math.max(1, Math.ceil(length / SLOT_BYTES));
    this.#bytes.fill(SPACE, length, slotCount * SLOT_BYTES);
    try {
      if (slotCount > 1) this.#begin.run();
      for (let part = 0; part < slotCount; part += 1) this.#writePart(part);
      if (slotCount > 1) this.#commit.run();
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
    this.#sequence += 1;
    this.#held.push({ sequence: this.#sequence, slotCount });
    this.#freeSlotCount -= slotCount;
    this.#nextSlot = (this.#nextSlot + slotCount) % this.#slotCount;
    return true;
  }

  /** The tables have, on the disk, all entries up to this one: their slots may be written over. See J2. */
  release(sequence: number): void {
    const kept = this.#held.findIndex((held) => held.sequence > sequence);
    for (const { slotCount } of this.#held.splice(0, kept < 0 ? this.#held.length : kept)) {
      this.#freeSlotCount += slotCount;
    }
  }

  /** The texts of the entries after `sequence`, in their order. */
  entriesAfter(sequence: number): readonly string[] {
    const rows = this.#db
      .prepare('SELECT sequence, text FROM slots WHERE sequence > ? ORDER BY sequence, part')
      .all(sequence)
      .map(decodePart);
    const parts = Map.groupBy(rows, (row) => row.sequence);
    return [...parts].map(([number, entry], place) => {
      assert(number === sequence + 1 + place, 'the journal has no gap');
      return Buffer.concat(entry.map((row) => row.text)).toString();
    });
  }

  close(): void {
    this.#db.close();
  }

  #writePart(part: number): void {
    const text = this.#bytes.subarray(part * SLOT_BYTES, (part + 1) * SLOT_BYTES);
    this.#write.run(this.#sequence + 1, part, text, (this.#nextSlot + part) % this.#slotCount);
  }
}

function countSlots(db: DatabaseSync): number {
  return Number(db.prepare('SELECT count(*) AS count FROM slots').get()?.count);
}

/** Of a table that only this class writes: anything else is no journal of ours. */
function decodePart({ sequence, text }: Readonly<Record<string, SQLOutputValue>>) {
  assert(typeof sequence === 'number' && text instanceof Uint8Array, 'a slot of the journal holds a part');
  return { sequence, text };
}
