import { encodeWrites, type Writes } from '@muster/embedded/journal-entry';
import { openFolder } from '@muster/embedded/store-folder';
import { TablesWriter } from '@muster/embedded/tables-writer';
import { describe, expect, it } from 'vitest';
import { aRecord, PARTITION } from '../store-contract/a-record.ts';
import { useFolders } from './a-folder.ts';

const aFolder = useFolders();

function someTables() {
  const { db, journal, release } = openFolder({ folder: aFolder() });
  return {
    db,
    writer: new TablesWriter(db),
    rows: () => db.prepare('SELECT sort, revision FROM records ORDER BY sort').all(),
    feed: () => db.prepare('SELECT position FROM feed').all(),
    close: () => {
      for (const each of [db, journal]) each.close();
      release();
    },
  };
}

function entry(writes: Partial<Writes>): string {
  const texts = (writes.records ?? []).map((record) => JSON.stringify(record.value));
  return encodeWrites({ records: [], deletes: [], ...writes, texts });
}

const KEY = { partition: PARTITION, sort: 'a' };
const put = (sort: string, revision: number) => entry({ records: [aRecord({ sort, revision })] });

describe('Entries applied together', () => {
  it('write each record once, as the last of them has it (W3)', () => {
    const { db, writer, rows, close } = someTables();
    db.exec(`
      CREATE TABLE seen (sort TEXT, revision INTEGER);
      CREATE TRIGGER see AFTER INSERT ON records BEGIN INSERT INTO seen VALUES (new.sort, new.revision); END`);

    writer.apply([put('a', 1), put('b', 1), put('a', 2), put('a', 3)], { journal: 'one', sequence: 4 });

    const expected = [
      { sort: 'a', revision: 3 },
      { sort: 'b', revision: 1 },
    ];
    expect(rows()).toEqual(expected);
    expect(db.prepare('SELECT * FROM seen ORDER BY sort').all()).toEqual(expected);
    close();
  });

  it('leave what the last of them says: a record that was deleted and put again, or put and deleted (W3)', () => {
    const { writer, rows, close } = someTables();
    writer.apply([put('a', 1)], { journal: 'one', sequence: 1 });

    const again = [
      entry({ deletes: [KEY] }),
      put('a', 2),
      put('b', 1),
      entry({ deletes: [{ ...KEY, sort: 'b' }] }),
    ];
    writer.apply(again, { journal: 'one', sequence: 5 });

    expect(rows()).toEqual([{ sort: 'a', revision: 2 }]);
    close();
  });

  it('change nothing when they are applied a second time (W2)', () => {
    const { writer, rows, feed, close } = someTables();
    const fed = (position: number) => entry({ feed: { position, key: KEY } });
    const entries = [put('a', 1), fed(1), fed(2), entry({ prunedTo: 1 }), fed(3), put('a', 2)];

    writer.apply(entries, { journal: 'one', sequence: 6 });
    writer.apply(entries, { journal: 'one', sequence: 6 });

    expect(rows()).toEqual([{ sort: 'a', revision: 2 }]);
    expect(feed()).toEqual([{ position: 2 }, { position: 3 }]);
    close();
  });

  it('are there with their mark, or not at all (W1)', () => {
    const { writer, rows, close } = someTables();
    writer.apply([put('a', 1)], { journal: 'one', sequence: 1 });

    expect(() => writer.apply([put('a', 2), 'no entry'], { journal: 'one', sequence: 3 })).toThrow();

    expect(rows()).toEqual([{ sort: 'a', revision: 1 }]);
    expect(writer.readMark()).toEqual({ journal: 'one', sequence: 1 });
    close();
  });
});
