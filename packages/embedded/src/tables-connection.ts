/** A connection to the tables of a store, as everybody who opens one sets it up. */
import { DatabaseSync } from 'node:sqlite';

export interface TablesPlace {
  /** The database file. */
  readonly path: string;
  /** Most pages of 8 KiB it may grow to; unbounded unless told. */
  readonly pageCountMax?: number | undefined;
}

/**
 * FULL: a COMMIT returns after its fsync. Pages of 8 KiB and a checkpoint each 2,000 pages (16 MiB) were the best of
 * those measured: see decision 1. `page_size` has an effect on a new file only.
 */
export function configureTables(db: DatabaseSync, { pageCountMax }: TablesPlace): void {
  db.exec(`
    PRAGMA page_size = 8192;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 2000;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA cache_size = -65536;
  `);
  if (pageCountMax !== undefined) db.exec(`PRAGMA max_page_count = ${Math.trunc(pageCountMax)}`);
}

/** Of tables that are there. */
export function connectTables(place: TablesPlace): DatabaseSync {
  const db = new DatabaseSync(place.path);
  configureTables(db, place);
  return db;
}
