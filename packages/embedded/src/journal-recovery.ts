/**
 * What a process that died had in its journal alone comes into the tables, before anything is read from them.
 *
 * V1. Dying in here changes nothing: entries and mark are committed together, and applying an entry twice does no harm.
 * V2. A journal whose entries the tables don't need is taken over as it is: the mark says that all of them are old.
 */
import type { Journal } from './journal.ts';
import { decodeEntry } from './journal-entry.ts';
import type { SqliteTables } from './sqlite-tables.ts';

/** The journal must be the one that the tables' mark names, or the mark must name none. */
export function recover(tables: SqliteTables, journal: Journal): void {
  const { journal: name, sequence } = tables.readMark();
  const entries = name === '' ? [] : journal.entriesAfter(sequence);
  tables.begin();
  for (const entry of entries) for (const writes of decodeEntry(entry)) tables.apply(writes);
  tables.writeMark(journal.mark);
  tables.commit();
}
