import { codecOf, UnreadableRecord } from '@muster/engine/codec';
import { describe, expect, it } from 'vitest';

interface Note {
  readonly title: string;
  readonly comment?: string | undefined;
}

const NOTE = codecOf<Note>('note', 2, { title: 'required', comment: 'optional' });

describe('A codec', () => {
  it('writes its version, and nothing for a field that is not there', () => {
    expect(NOTE.encode({ title: 'T' })).toStrictEqual({ v: 2, title: 'T' });
  });

  it('writes nothing for a field that is undefined', () => {
    expect(NOTE.encode({ title: 'T', comment: undefined })).toStrictEqual({ v: 2, title: 'T' });
  });

  it('writes no field that it does not name', () => {
    const tagged = { title: 'T', tag: 'not of a note' };

    expect(NOTE.encode(tagged)).toStrictEqual({ v: 2, title: 'T' });
  });

  it('writes its own version for what another one has read', () => {
    const former = codecOf<Note>('note', 1, { title: 'required', comment: 'optional' });

    expect(NOTE.encode(former.decode({ v: 1, title: 'T' }))).toStrictEqual({ v: 2, title: 'T' });
  });

  it('reads back what it wrote', () => {
    const note: Note = { title: 'T', comment: 'C' };

    expect(NOTE.decode(NOTE.encode(note))).toMatchObject(note);
  });

  it.each([[1], [3], ['2'], [undefined]])('refuses the version %s', (v) => {
    const read = () => NOTE.decode({ v, title: 'T' });

    expect(read).toThrow(UnreadableRecord);
    expect(read).toThrow(`note: version ${String(v)} is not known`);
  });

  it('refuses a record without a required field, and names it', () => {
    const read = () => NOTE.decode({ v: 2, comment: 'C' });

    expect(read).toThrow(UnreadableRecord);
    expect(read).toThrow('note: title is missing');
  });
});
