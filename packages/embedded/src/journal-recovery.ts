/**
 * What a process that died had in its journal alone comes into the tables, before anything is read from them.
 *
 * V1. Dying in here changes nothing: entries and mark are committed together, and applying an entry twice does no harm.
 * V2. A journal whose entries the tables don't need is taken over as it is: the mark says that all of them are old.
 */
import type { Journal } from './journal.ts';
import type { TablesWriter } from './tables-writer.ts';

/** The journal must be the one that the tables' mark names, or the mark must name none. */
export function recover(tables: TablesWriter, journal: Journal): void {
  const { journal: name, sequence } = tables.readMark();
  const entries = name === '' ? [] : journal.entriesAfter(sequence);
  tables.apply(entries, journal.mark);
}

/** Says in the tables, which have everything, that nothing stands in the journal alone. */
export function leaveJournal(tables: TablesWriter, journal: Journal): void {
  tables.apply([], { ...journal.mark, journal: '' });
}
