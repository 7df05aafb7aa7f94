import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Journal, JournalDamaged } from '@muster/embedded/journal';
import { BLOCK_BYTES } from '@muster/embedded/journal-blocks';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useFolders } from './a-folder.ts';

const aFolder = useFolders();
/** Of an entry that fills its blocks to the last byte. */
const HEAD_BYTES = 16;

function aPath(): string {
  return join(aFolder(), 'journal.log');
}

function reopened(path: string): Journal {
  const journal = Journal.open(path);
  if (journal === undefined) throw new Error('there is a journal');
  return journal;
}

function numbersTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, place) => place + 1);
}

/** Appends the entries to a journal of its own, and answers where its file is. */
function written(entries: readonly string[]): string {
  const path = aPath();
  const journal = Journal.create(path);
  for (const entry of entries) journal.append(entry);
  journal.close();
  return path;
}

function changed(path: string, change: (content: Buffer) => void): string {
  const content = readFileSync(path);
  change(content);
  const other = aPath();
  writeFileSync(other, content);
  return other;
}

function entriesIn(path: string): readonly string[] {
  const journal = reopened(path);
  const entries = journal.entriesAfter(0);
  journal.close();
  return entries;
}

describe('A journal', () => {
  it.each([
    ['empty', ''],
    ['short', 'x'],
    ['exactly as long as a block', 'x'.repeat(BLOCK_BYTES - HEAD_BYTES)],
    ['one byte longer than a block', 'x'.repeat(BLOCK_BYTES - HEAD_BYTES + 1)],
    ['longer than many blocks, in characters of several bytes', 'ä€😀'.repeat(5_000)],
  ])('gives back entries as they were, one that is %s among them (J1)', (_, text) => {
    const path = aPath();
    const journal = Journal.create(path);

    const taken = ['before', text, 'after'].map((entry) => journal.append(entry));

    expect(taken).toEqual([true, true, true]);
    expect(journal.entriesAfter(0)).toEqual(['before', text, 'after']);
    expect(journal.entriesAfter(2)).toEqual(['after']);
    journal.close();
    expect(entriesIn(path)).toEqual(['before', text, 'after']);
  });

  it('refuses what has no room behind the others, and has written nothing of it', () => {
    const journal = Journal.create(aPath());
    journal.append('first');

    const isTaken = journal.append('x'.repeat(6_000_000));

    expect(isTaken).toBe(false);
    expect(journal.entriesAfter(0)).toEqual(['first']);
    journal.close();
  });

  it('takes what fills it to the last byte, and nothing then', () => {
    const journal = Journal.create(aPath());

    const isTaken = journal.append('x'.repeat(journal.byteLength - HEAD_BYTES));

    expect([isTaken, journal.append('')]).toEqual([true, false]);
    expect(journal.entriesAfter(0)).toHaveLength(1);
    journal.close();
  });

  it('has room again for what was released, and numbers that go on (J2)', () => {
    const journal = Journal.create(aPath());
    const half = 'x'.repeat(2_700_000);

    const taken = [journal.append(half), journal.append(half)];
    journal.release(1);
    const takenLater = [journal.append('later'), journal.append('last')];

    expect([...taken, ...takenLater]).toEqual([true, false, true, true]);
    expect(journal.mark.sequence).toBe(3);
    expect(journal.entriesAfter(1)).toEqual(['later', 'last']);
    journal.close();
  });

  it('keeps what was not released, however often the ring goes round, and never grows (J2)', () => {
    const path = aPath();
    const journal = Journal.create(path);
    const size = statSync(path).size;
    const textOf = (number: number) => `${number} ${'x'.repeat((number * 137) % 50_000)}`;

    for (const number of numbersTo(600)) {
      expect(journal.append(textOf(number))).toBe(true);
      journal.release(number - 50);
    }
    journal.close();

    const expected = numbersTo(50).map((number) => textOf(550 + number));
    const again = reopened(path);
    expect(again.entriesAfter(550)).toEqual(expected);
    expect(again.mark.sequence).toBe(600);
    expect(statSync(path).size).toBe(size);
    again.close();
  });

  it('goes on behind what another process wrote, which may be written over', () => {
    const path = written(['one', 'two', 'three']);

    const again = reopened(path);
    again.append('four');

    expect(again.mark.sequence).toBe(4);
    expect(again.entriesAfter(3)).toEqual(['four']);
    again.close();
  });

  it('is as large as it was told to be, at least', () => {
    const journal = Journal.create(aPath(), 7_000_001);

    expect(journal.byteLength).toBeGreaterThanOrEqual(7_000_001);
    journal.close();
  });

  it('is for its owner alone', () => {
    expect(statSync(written([])).mode & 0o777).toBe(0o600);
  });
});

describe('A write to a journal that was cut short', () => {
  const text = 'y'.repeat(3 * BLOCK_BYTES);

  it.each(numbersTo(3))('is no entry when only %d of its four blocks were written', (blocks) => {
    const path = written(['one', 'two', text]);
    const from = (1 + 2 + blocks) * BLOCK_BYTES;

    const cut = changed(path, (content) => content.fill(0, from));

    expect(entriesIn(cut)).toEqual(['one', 'two']);
  });

  it('is no entry when the first of its blocks is the one that is missing', () => {
    const cut = changed(written(['one', text]), (content) =>
      content.fill(0, 2 * BLOCK_BYTES, 3 * BLOCK_BYTES),
    );

    expect(entriesIn(cut)).toEqual(['one']);
  });

  it('is no entry wherever one bit of it is another', () => {
    const last = 'the last entry';
    const path = written(['one', last]);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: HEAD_BYTES + last.length - 1 }),
        fc.integer({ min: 0, max: 7 }),
        (byte, bit) => {
          const flipped = changed(path, (content) => {
            const at = 2 * BLOCK_BYTES + byte;
            content.writeUInt8(content.readUInt8(at) ^ (1 << bit), at);
          });
          expect(entriesIn(flipped)).toEqual(['one']);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('leaves the entries of the round before readable as they are, and its number is given again', () => {
    const path = aPath();
    const journal = Journal.create(path);
    for (const number of numbersTo(3)) journal.append(`${number}`);
    journal.close();
    const cut = changed(path, (content) => content.fill(0, 3 * BLOCK_BYTES, 4 * BLOCK_BYTES));

    const again = reopened(cut);
    again.append('another third');

    expect(again.entriesAfter(2)).toEqual(['another third']);
    again.close();
  });
});

describe('A journal whose file was changed', () => {
  it('is damaged when an entry before the last one can not be read, and says which', () => {
    const path = changed(written(['one', 'two', 'three']), (content) =>
      content.fill(0, 2 * BLOCK_BYTES, 3 * BLOCK_BYTES),
    );

    const journal = reopened(path);

    expect(() => journal.entriesAfter(0)).toThrow(JournalDamaged);
    expect(() => journal.entriesAfter(0)).toThrow('its entry 2 ');
    expect(journal.entriesAfter(2)).toEqual(['three']);
    journal.close();
  });

  it('takes no block of a text for an entry, not even a copy of a true one of another journal', () => {
    const stranger = readFileSync(written(['planted', 'planted']));
    const planted = stranger.subarray(2 * BLOCK_BYTES, 3 * BLOCK_BYTES);
    const path = changed(written(['one']), (content) => planted.copy(content, 5 * BLOCK_BYTES));

    expect(entriesIn(path)).toEqual(['one']);
  });

  it.each([
    ['empty', (path: string) => truncateSync(path, 0)],
    ['cut off', (path: string) => truncateSync(path, 2_000_001)],
    ['something else', (path: string) => writeFileSync(path, Buffer.alloc(8 * BLOCK_BYTES, 'x'))],
  ])('is none when it is %s', (_, spoil) => {
    const path = written(['one']);

    spoil(path);

    expect(Journal.open(path)).toBeUndefined();
  });
});
