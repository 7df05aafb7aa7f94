/**
 * The folder of an embedded store: whose it is, and who may write to it.
 *
 * D1. One process at a time holds a folder. The lock is one that the operating system gives back when its holder dies,
 *     however it dies; a file with a process id would outlive a kill. The id is noted for the message only.
 * D2. A folder of something else is left as it was found; a database of another program or of a newer format is read at
 *     most, never written.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { removeFormer, takeOver } from './former-journal.ts';
import { Journal } from './journal.ts';
import { leaveJournal, recover } from './journal-recovery.ts';
import { SCHEMA } from './sqlite-tables.ts';
import { configureTables, type TablesPlace } from './tables-connection.ts';
import { MARK_SCHEMA, TablesWriter } from './tables-writer.ts';

/** Raised by every change of the tables or the journal that an older program can't read. */
export const FORMAT = 4;

/** Marks the file as ours for `PRAGMA application_id`: "Mstr" in ASCII. */
const APPLICATION_ID = 0x4d737472;
const DATABASE_FILE = 'store.db';
const JOURNAL_FILE = 'journal.log';
/** Until format 3. */
const FORMER_JOURNAL_FILE = 'journal.db';
const LOCK_FILE = 'store.lock';
const HOLDER_FILE = 'store.pid';
/** How long two processes that start at once may get in each other's way before one gives up. */
const LOCK_TIMEOUT_MS = 100;

/** SQLite's result codes, https://www.sqlite.org/rescode.html (2026-11-21). */
const SQLITE_BUSY = 5;
const SQLITE_NOTADB = 26;
/** PERM, READONLY, IOERR, FULL, CANTOPEN. */
const SQLITE_UNUSABLE: ReadonlySet<number> = new Set([3, 8, 10, 13, 14]);

/** Locks of this process. A store that was dropped without `close` must not give its folder back when it is collected. */
const heldLocks = new Set<DatabaseSync>();

export interface OpenFolder {
  /** The tables, and where others find them. */
  readonly db: DatabaseSync;
  readonly tables: TablesPlace;
  readonly journal: Journal;
  /** Gives up the lock and nothing else: close both first. Repeating it is harmless. */
  readonly release: () => void;
}

export interface FolderOptions {
  readonly folder: string;
  /** Most pages of 8 KiB the database may grow to; unbounded unless told. */
  readonly pageCountMax?: number;
  /** Room in the journal, made at once; 5 MB unless told, and never less. More lets more changes wait for the tables. */
  readonly journalBytes?: number;
}

/** Another process, or another store of this one, works in the folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  readonly folder: string;
  readonly holderPid: number | undefined;

  constructor(folder: string, holderPid: number | undefined) {
    const holder = holderPid === undefined ? 'another process' : `process ${holderPid}`;
    super(`The folder ${folder} is in use by ${holder}. Stop it, or choose another folder.`);
    this.folder = folder;
    this.holderPid = holderPid;
  }
}

/** What is there was not made by a store of ours. */
export class FolderForeign extends Error {
  override readonly name = 'FolderForeign';
  readonly folder: string;

  constructor(folder: string, finding: string) {
    super(`The folder ${folder} ${finding}. Choose an empty or new folder.`);
    this.folder = folder;
  }
}

/** It can't be made, or not be written to: no rights, a full disk, something else in the way. */
export class FolderUnusable extends Error {
  override readonly name = 'FolderUnusable';
  readonly folder: string;

  constructor(folder: string, cause: unknown) {
    super(`The folder ${folder} can't be used (${messageOf(cause)}). Mend that, or choose another folder.`, {
      cause,
    });
    this.folder = folder;
  }
}

/** A later version wrote the folder. */
export class FormatTooNew extends Error {
  override readonly name = 'FormatTooNew';
  readonly folder: string;
  readonly format: number;

  constructor(folder: string, format: number) {
    super(
      `The folder ${folder} has format ${format}, and this version reads up to ${FORMAT}. Use a newer version.`,
    );
    this.folder = folder;
    this.format = format;
  }
}

/** The tables need a journal that is not there: some of what was committed may stand nowhere else. */
export class JournalMissing extends Error {
  override readonly name = 'JournalMissing';
  readonly folder: string;

  constructor(folder: string) {
    super(
      `The folder ${folder} lacks the journal that belongs to its ${DATABASE_FILE} (${JOURNAL_FILE}, or ` +
        `${FORMER_JOURNAL_FILE} of an older version), and what was committed last may stand in there. Bring it back, or ` +
        'restore a copy of the whole folder.',
    );
    this.folder = folder;
  }
}

/** Makes the folder (0700) and its databases when there are none. Throws one of the five errors above. */
export function openFolder(options: FolderOptions): OpenFolder {
  const folder = resolve(options.folder);
  prepareFolder(folder);
  const lock = takeLock(folder);
  try {
    const tables = { path: join(folder, DATABASE_FILE), pageCountMax: options.pageCountMax };
    const db = openDatabase(folder, tables);
    const journal = openJournal({ folder, bytes: options.journalBytes, belongsTo: db });
    return { db, tables, journal, release: () => releaseLock(lock) };
  } catch (error) {
    releaseLock(lock);
    throw error;
  }
}

function prepareFolder(folder: string): void {
  const files = listFiles(folder);
  if (files === undefined) {
    makeFolder(folder);
    return;
  }
  const isOurs = files.length === 0 || files.includes(DATABASE_FILE) || files.includes(LOCK_FILE);
  if (!isOurs) throw new FolderForeign(folder, 'holds other files and no store');
}

function makeFolder(folder: string): void {
  try {
    makeWithParents(folder);
  } catch (error) {
    throw new FolderUnusable(folder, error);
  }
}

/** Not `recursive` of Node: that never comes back where a folder is there and says ENOENT to new ones, as `/proc` does. */
function makeWithParents(folder: string): void {
  if (existsSync(folder)) return;
  const above = dirname(folder);
  if (above !== folder) makeWithParents(above);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Of two processes that start at once one makes it first.
    if (!existsSync(folder)) throw error;
  }
}

function listFiles(folder: string): readonly string[] | undefined {
  if (!existsSync(folder)) return undefined;
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new FolderForeign(folder, `can't be read as a folder (${messageOf(error)})`);
  }
}

function takeLock(folder: string): DatabaseSync {
  const lock = openLock(folder);
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (resultCodeOf(error) === SQLITE_BUSY) throw new FolderInUse(folder, readHolder(folder));
    throw foreignOr(error, folder);
  }
  heldLocks.add(lock);
  writeFileSync(join(folder, HOLDER_FILE), `${process.pid}\n`, { mode: 0o600 });
  return lock;
}

function openLock(folder: string): DatabaseSync {
  try {
    return new DatabaseSync(join(folder, LOCK_FILE), { timeout: LOCK_TIMEOUT_MS });
  } catch (error) {
    throw foreignOr(error, folder);
  }
}

function releaseLock(lock: DatabaseSync): void {
  if (heldLocks.delete(lock)) lock.close();
}

function readHolder(folder: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(folder, HOLDER_FILE), 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function openDatabase(folder: string, place: TablesPlace): DatabaseSync {
  const db = new DatabaseSync(place.path);
  try {
    checkOwner(db, folder);
    configureTables(db, place);
    const format = readPragma(db, 'user_version');
    if (format === 0) createTables(db, `${SCHEMA}${MARK_SCHEMA}`);
    if (format === 1) createTables(db, MARK_SCHEMA);
    if (format === 2 || format === 3) createTables(db, '');
    return db;
  } catch (error) {
    db.close();
    throw foreignOr(error, folder);
  }
}

interface JournalOptions {
  readonly folder: string;
  /** See `FolderOptions.journalBytes`. */
  readonly bytes: number | undefined;
  readonly belongsTo: DatabaseSync;
}

/** Closes `belongsTo` when it fails. */
function openJournal({ folder, bytes, belongsTo }: JournalOptions): Journal {
  const path = join(folder, JOURNAL_FILE);
  const formerPath = join(folder, FORMER_JOURNAL_FILE);
  let found: Journal | undefined;
  try {
    const tables = new TablesWriter(belongsTo);
    takeOver(formerPath, tables);
    found = Journal.open(path);
    const { journal: needed } = tables.readMark();
    if (needed !== '' && found?.name !== needed) throw new JournalMissing(folder);
    removeFormer(formerPath);
    return found !== undefined && found.byteLength >= (bytes ?? 0)
      ? found
      : successorOf(found, { path, bytes, tables });
  } catch (error) {
    found?.close();
    belongsTo.close();
    throw foreignOr(error, folder);
  }
}

interface Succession {
  readonly path: string;
  readonly bytes: number | undefined;
  readonly tables: TablesWriter;
}

/** What the former one has alone goes into the tables first. */
function successorOf(former: Journal | undefined, { path, bytes, tables }: Succession): Journal {
  if (former !== undefined) {
    recover(tables, former);
    leaveJournal(tables, former);
  }
  const journal = Journal.create(path, bytes);
  former?.close();
  return journal;
}

/** Reads only: see D2. */
function checkOwner(db: DatabaseSync, folder: string): void {
  const owner = readPragma(db, 'application_id');
  const hasTables = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined;
  if (owner !== APPLICATION_ID && (owner !== 0 || hasTables)) {
    throw new FolderForeign(folder, `holds a ${DATABASE_FILE} of another program`);
  }
  const format = readPragma(db, 'user_version');
  if (format > FORMAT) throw new FormatTooNew(folder, format);
}

/** In one transaction with its marks: a kill in between leaves an empty file, which is made again. */
function createTables(db: DatabaseSync, schema: string): void {
  db.exec(`
    BEGIN IMMEDIATE;
    ${schema}
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${FORMAT};
    COMMIT;
  `);
}

function readPragma(db: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}

function foreignOr(error: unknown, folder: string): unknown {
  if (isOfSystem(error)) return new FolderUnusable(folder, error);
  const code = resultCodeOf(error);
  if (code === SQLITE_NOTADB)
    return new FolderForeign(folder, `holds a ${DATABASE_FILE} that is no database`);
  return code !== undefined && SQLITE_UNUSABLE.has(code) ? new FolderUnusable(folder, error) : error;
}

/** A call of the operating system was refused. */
function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** SQLite's primary result code, undefined when the error isn't SQLite's. */
export function resultCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined;
  return error.errcode & 0xff;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
