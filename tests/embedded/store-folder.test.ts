import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { JournalDamaged } from '@muster/embedded/journal';
import { BLOCK_BYTES } from '@muster/embedded/journal-blocks';
import { openSqliteStore, type SqliteStore } from '@muster/embedded/sqlite-store';
import {
  FORMAT,
  FolderForeign,
  FolderInUse,
  FolderUnusable,
  FormatTooNew,
  JournalMissing,
} from '@muster/embedded/store-folder';
import type { StoredRecord } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { aCommitOf, aRecord, PARTITION } from '../store-contract/a-record.ts';
import { startChild } from './a-child.ts';
import { useFolders } from './a-folder.ts';

const HOLDING_CHILD = join(import.meta.dirname, 'holding-child.ts');

const HAS_PROC = existsSync('/proc/self');
if (!HAS_PROC) process.stderr.write('NOT CHECKED: a folder in /proc, which this system lacks\n');

const aFolder = useFolders();

function open(folder: string): SqliteStore {
  return openSqliteStore({ folder, now: () => 1_000 });
}

/** What a killed process of an older format left: tables up to entry 4, and slots of a journal that was a database. */
function makeFormer(folder: string, format: 2 | 3, entries: readonly (readonly string[])[]): void {
  rmSync(join(folder, 'journal.log'));
  const journal = new DatabaseSync(join(folder, 'journal.db'));
  journal.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE journal (name TEXT NOT NULL) STRICT;
    CREATE TABLE slots (slot INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, part INTEGER NOT NULL, text BLOB NOT NULL) STRICT;
    INSERT INTO journal VALUES ('the-former');
    INSERT INTO slots VALUES (900, 4, 0, zeroblob(4000));
    PRAGMA user_version = ${format}`);
  const insert = journal.prepare('INSERT INTO slots (sequence, part, text) VALUES (?, ?, ?)');
  for (const [place, parts] of entries.entries()) {
    for (const [part, text] of parts.entries()) insert.run(place + 5, part, Buffer.from(text));
  }
  journal.close();
  const tables = new DatabaseSync(join(folder, 'store.db'));
  tables.exec(
    `UPDATE journal_mark SET journal = 'the-former', sequence = 4; PRAGMA user_version = ${format}`,
  );
  tables.close();
}

async function aFolderWith(...records: readonly StoredRecord[]): Promise<string> {
  const folder = aFolder();
  const store = open(folder);
  await store.commit(aCommitOf(...records));
  await store.close();
  return folder;
}

function errorOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('The folder of a store', () => {
  it('is made for its owner alone when there is none, and so are those above it', async () => {
    const folder = join(aFolder(), 'above', 'store');

    await open(folder).close();

    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('is held by one store at a time: another of the same process is refused (D1)', async () => {
    const folder = aFolder();
    const store = open(folder);

    const error = errorOf(() => open(folder));

    expect(error).toBeInstanceOf(FolderInUse);
    expect(error).toMatchObject({ folder, holderPid: process.pid });
    await store.commit(aCommitOf(aRecord()));
    await store.durable();
    await store.close();
  });

  it('is held against another process, which is named, until that is killed (D1)', async () => {
    const folder = aFolder();
    const child = startChild('holding-child.ts', folder);
    await child.lines.next();

    const error = errorOf(() => open(folder));
    await child.kill();
    const store = open(folder);

    expect(error).toBeInstanceOf(FolderInUse);
    expect(error).toMatchObject({ folder, holderPid: child.pid });
    expect(String(error)).toContain(`process ${child.pid}`);
    await store.close();
  });

  it('is given back by close', async () => {
    const folder = aFolder();
    await open(folder).close();

    await open(folder).close();
  });

  it('is not taken when it holds other files only, and stays as it was (D2)', () => {
    const folder = aFolder();
    writeFileSync(join(folder, 'thesis.txt'), 'years of work');

    expect(() => open(folder)).toThrow(FolderForeign);
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });

  it('may hold other files once a store lives there', async () => {
    const folder = aFolder();
    await open(folder).close();
    writeFileSync(join(folder, 'key'), 'secret');

    await open(folder).close();
  });

  it('is refused when it is a file', () => {
    const file = join(aFolder(), 'file');
    writeFileSync(file, '');

    expect(() => open(file)).toThrow(FolderForeign);
  });

  it('is refused, by its name and with the cause, when it can not be made', () => {
    const file = join(aFolder(), 'file');
    writeFileSync(file, '');
    const within = join(file, 'folder');

    expect(() => open(within)).toThrow(FolderUnusable);
    expect(() => open(within)).toThrow(new RegExp(`The folder ${within} can't be used \\(.*ENOTDIR`));
  });

  it.skipIf(!HAS_PROC)('is refused, and nobody waits for ever, where the folder above it takes none', () => {
    const folder = '/proc/muster';

    // In a process of its own, which can be ended: a thread that hangs in a call of the system can't.
    const { stderr } = spawnSync(process.execPath, [HOLDING_CHILD, folder], {
      timeout: 20_000,
      encoding: 'utf8',
    });

    expect(stderr).toContain(`The folder ${folder} can't be used (ENOENT`);
  });

  it('is refused when the lock in it can not be opened', () => {
    const folder = aFolder();
    mkdirSync(join(folder, 'store.lock'));

    expect(() => open(folder)).toThrow(FolderUnusable);
  });

  it('is refused when its database is of another program', () => {
    const folder = aFolder();
    const foreign = new DatabaseSync(join(folder, 'store.db'));
    foreign.exec('CREATE TABLE songs (title TEXT)');
    foreign.close();

    expect(() => open(folder)).toThrow(FolderForeign);
  });

  it('is refused when its database is none', () => {
    const folder = aFolder();
    writeFileSync(
      join(folder, 'store.db'),
      'not a database, but longer than a header of one hundred bytes. '.repeat(9),
    );

    expect(() => open(folder)).toThrow(FolderForeign);
  });

  it('is refused when a later version wrote it, and can be opened by that one still (D2)', async () => {
    const folder = aFolder();
    await open(folder).close();
    const later = new DatabaseSync(join(folder, 'store.db'));
    later.exec(`PRAGMA user_version = ${FORMAT + 1}`);

    const error = errorOf(() => open(folder));

    expect(error).toBeInstanceOf(FormatTooNew);
    expect(error).toMatchObject({ folder, format: FORMAT + 1 });
    expect(later.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: FORMAT + 1 });
    later.close();
  });

  it('of the first format, without a journal, is taken over with all that it holds', async () => {
    const folder = aFolder();
    const store = open(folder);
    await store.commit(aCommitOf(aRecord()));
    await store.close();
    rmSync(join(folder, 'journal.log'));
    const older = new DatabaseSync(join(folder, 'store.db'));
    older.exec('DROP TABLE journal_mark; PRAGMA user_version = 1');
    older.close();

    const again = open(folder);

    expect(await again.get([aRecord()])).toEqual([aRecord()]);
    await again.close();
  });

  it('of the second format is taken over, with what stood in its journal alone', async () => {
    const folder = await aFolderWith(aRecord());
    makeFormer(folder, 2, [
      ['[{"puts":[["p","b",7,["ready","1"],0,null,{"note":"ä"}]],"feed":[1,"p","b"]}]'.padEnd(4_000)],
      [`[{"puts":[["p","c",1,0,["due","2"],9000,{}]],"deletes":[["${PARTITION}","a"]]}]`.padEnd(4_000)],
    ]);

    const again = open(folder);

    const expected = [
      aRecord({
        partition: 'p',
        sort: 'b',
        revision: 7,
        value: { note: 'ä' },
        work: { partition: 'ready', sort: '1' },
      }),
      aRecord({
        partition: 'p',
        sort: 'c',
        value: {},
        due: { partition: 'due', sort: '2' },
        vanishesAt: 9_000,
      }),
    ];
    expect((await again.query({ partition: 'p', limit: 10 })).items).toEqual(expected);
    expect(await again.get([aRecord()])).toEqual([undefined]);
    await again.close();
    expect(await open(folder).close()).toBeUndefined();
  });

  it('of the third format is taken over, with entries of several slots', async () => {
    const folder = await aFolderWith(aRecord());
    const head = '["p","long",1,null,null,null,null,null]';
    const text = 'y'.repeat(20_000);
    const entry = `${head}\n{"text":"${text}"}\n["${PARTITION}","a"]`.padEnd(32_400);
    makeFormer(folder, 3, [[entry.slice(0, 16_200), entry.slice(16_200)]]);

    const again = open(folder);

    const long = aRecord({ partition: 'p', sort: 'long', value: { text } });
    expect((await again.query({ partition: 'p', limit: 10 })).items).toEqual([long]);
    expect(await again.get([aRecord()])).toEqual([undefined]);
    expect(readdirSync(folder).filter((file) => file.startsWith('journal.'))).toEqual(['journal.log']);
    await again.close();
  });

  it('is taken over when the one who was taking it over died after any step', async () => {
    const folder = await aFolderWith(aRecord());
    makeFormer(folder, 3, [[`["p","b",1,null,null,null,null,null]\n{}`]]);
    const half = new DatabaseSync(join(folder, 'store.db'));
    half.exec(`PRAGMA user_version = ${FORMAT}`);
    half.close();
    writeFileSync(join(folder, 'journal.log.new'), 'half of a journal');

    const again = open(folder);

    expect((await again.query({ partition: 'p', limit: 10 })).items).toHaveLength(1);
    await again.close();
  });

  it('of an older format is refused when an entry of its journal is missing between others', async () => {
    const folder = await aFolderWith(aRecord());
    const entry = ['["p","b",1,null,null,null,null,null]\n{}'];
    makeFormer(folder, 3, [entry, entry, entry]);
    const former = new DatabaseSync(join(folder, 'journal.db'));
    former.exec('DELETE FROM slots WHERE sequence = 6');
    former.close();

    const error = errorOf(() => open(folder));

    expect(error).toBeInstanceOf(JournalDamaged);
    expect(error).toMatchObject({ sequence: 6 });
    expect(readdirSync(folder)).toContain('journal.db');
  });

  it('with a damaged journal is refused, and free for whoever mends it', async () => {
    const folder = aFolder();
    const dead = aFolder();
    const store = open(folder);
    for (const sort of ['a', 'b', 'c']) {
      await store.commit(aCommitOf(aRecord({ sort })));
      await store.durable();
    }
    for (const file of ['store.db', 'store.db-wal', 'journal.log']) {
      copyFileSync(join(folder, file), join(dead, file));
    }
    const whole = readFileSync(join(dead, 'journal.log'));
    const damaged = Buffer.from(whole);
    damaged.fill(0, 2 * BLOCK_BYTES, 3 * BLOCK_BYTES);
    writeFileSync(join(dead, 'journal.log'), damaged);

    const error = errorOf(() => open(dead));
    writeFileSync(join(dead, 'journal.log'), whole);
    const mended = open(dead);

    expect(error).toBeInstanceOf(JournalDamaged);
    expect((await mended.query({ partition: PARTITION, limit: 10 })).items).toHaveLength(3);
    await mended.close();
    await store.close();
  });

  it('of an older format is refused without the journal it needs, and left as it was', async () => {
    const folder = await aFolderWith(aRecord());
    makeFormer(folder, 3, []);
    const former = new DatabaseSync(join(folder, 'journal.db'));
    former.exec("UPDATE journal SET name = 'a stranger'");
    former.close();

    const error = errorOf(() => open(folder));

    expect(error).toBeInstanceOf(JournalMissing);
    expect(readdirSync(folder)).toContain('journal.db');
  });

  it('gets a larger journal when it is opened with one, and keeps what stood in the smaller', async () => {
    const folder = aFolder();
    const store = open(folder);
    const dead = aFolder();
    await store.commit(aCommitOf(aRecord()));
    await store.durable();
    for (const file of ['store.db', 'store.db-wal', 'journal.log']) {
      copyFileSync(join(folder, file), join(dead, file));
    }

    const again = openSqliteStore({ folder: dead, now: () => 1_000, journalBytes: 8_000_000 });

    expect(await again.get([aRecord()])).toEqual([aRecord()]);
    expect(statSync(join(dead, 'journal.log')).size).toBeGreaterThan(8_000_000);
    await again.close();
    await store.close();
  });

  it('is refused when its journal can not be read as a file', async () => {
    const folder = await aFolderWith(aRecord());
    rmSync(join(folder, 'journal.log'));
    mkdirSync(join(folder, 'journal.log'));

    expect(errorOf(() => open(folder))).toBeInstanceOf(FolderUnusable);
  });

  it('is taken over when its maker was killed before it made the tables', async () => {
    const folder = aFolder();
    writeFileSync(join(folder, 'store.db'), '');

    await open(folder).close();
  });

  it('is free again after a refusal', async () => {
    const folder = aFolder();
    mkdirSync(join(folder, 'store.db'));

    const error = errorOf(() => open(folder));
    const again = errorOf(() => open(folder));

    expect(error).toBeDefined();
    expect(again).not.toBeInstanceOf(FolderInUse);
    expect(existsSync(join(folder, 'store.db'))).toBe(true);
  });
});
