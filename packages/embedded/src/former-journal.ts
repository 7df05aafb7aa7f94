/** Journals of the formats 2 and 3, which were databases: read once more, when such a folder is taken over. */
import { Buffer } from 'node:buffer';
import { existsSync, rmSync } from 'node:fs';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { assert } from '@muster/core/assert';
import { JournalDamaged } from './journal.ts';
import type { JournalMark, TablesWriter } from './tables-writer.ts';

/** Answers whether the tables needed this journal: they have all of it then, and need none. */
export function takeOver(path: string, tables: TablesWriter): boolean {
  const mark = tables.readMark();
  if (mark.journal === '' || !existsSync(path)) return false;
  const entries = readEntries(path, mark);
  if (entries === undefined) return false;
  tables.apply(entries, { ...mark, journal: '' });
  return true;
}

export function removeFormer(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true });
}

/** Undefined when the mark is another journal's. Throws `JournalDamaged` when one of them is missing. */
function readEntries(path: string, mark: JournalMark): readonly string[] | undefined {
  const db = new DatabaseSync(path);
  try {
    const { name } = db.prepare('SELECT name FROM journal').get() ?? {};
    if (name !== mark.journal) return undefined;
    const rows = db
      .prepare('SELECT sequence, text FROM slots WHERE sequence > ? ORDER BY sequence, part')
      .all(mark.sequence)
      .map(decodePart);
    const parts = Map.groupBy(rows, (row) => row.sequence);
    return [...parts].map(([sequence, entry], place) => {
      const expected = mark.sequence + 1 + place;
      if (sequence !== expected) throw new JournalDamaged(path, expected);
      return Buffer.concat(entry.map((row) => row.text)).toString();
    });
  } finally {
    db.close();
  }
}

function decodePart({ sequence, text }: Readonly<Record<string, SQLOutputValue>>) {
  assert(typeof sequence === 'number' && text instanceof Uint8Array, 'a slot of a journal holds a part');
  return { sequence, text };
}
