/**
 * The journal of an embedded store: what makes a turn durable before the tables have it. A file of a size that never
 * changes, a block that names the journal and a ring of blocks: an entry costs one write over what stands there, and one
 * flush (decision 22). How entries stand in the ring is journal-blocks.ts's.
 *
 * J1. An entry is on the disk when `append` answers true, whole, and its sequence is one above the former's.
 * J2. An entry is written over only after it was released, so whoever knows up to which sequence the tables are on the
 *     disk finds all later entries here, without a gap.
 * J3. An entry that the disk refused may be appended again, or another in its place, with the same sequence.
 * J4. A file that is there under its name is a whole journal: it was written under another one.
 */
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { BLOCK_BYTES, blocksOf, encodeEntry, findEntries } from './journal-blocks.ts';
import type { JournalMark } from './tables-writer.ts';

/** 5 MB: room for the largest commit. */
const BYTES_MIN = 1_280 * BLOCK_BYTES;
/** A UTF-16 code unit becomes at most this many bytes of UTF-8: most texts needn't be measured. */
const BYTES_PER_UNIT_MAX = 3;
/** What the first block begins with; the number counts the versions of the layout. */
const TITLE = 'Muster journal 1 ';
const NAME_LENGTH = 36;

/** An entry that others follow can't be read: what it held is lost. */
export class JournalDamaged extends Error {
  override readonly name = 'JournalDamaged';
  readonly path: string;
  readonly sequence: number;

  constructor(path: string, sequence: number) {
    super(
      `The journal ${path} is damaged: its entry ${sequence} can't be read, and later ones can. Restore a copy of the ` +
        'whole folder.',
    );
    this.path = path;
    this.sequence = sequence;
  }
}

interface Held {
  readonly sequence: number;
  readonly blockCount: number;
}

export class Journal {
  readonly name: string;
  readonly #path: string;
  readonly #file: number;
  readonly #blockCount: number;
  readonly #bytes: Buffer;
  /** What checksums begin with: a journal's entries are nothing to another one. */
  readonly #salt: number;
  /** Entries that were not released, oldest first. */
  #held: Held[] = [];
  #freeBlockCount: number;
  #nextBlock = 0;
  #sequence: number;

  private constructor(path: string, content: Buffer) {
    const ring = content.subarray(BLOCK_BYTES);
    this.#path = path;
    this.name = nameIn(content);
    this.#salt = crc32(this.name);
    this.#sequence = findEntries(ring, this.#salt).at(-1)?.sequence ?? 0;
    this.#blockCount = ring.length / BLOCK_BYTES;
    this.#freeBlockCount = this.#blockCount;
    this.#bytes = Buffer.allocUnsafe(ring.length);
    this.#file = openSync(path, 'r+');
  }

  /** A new one in the place of what is there, with room for `bytes`, at least 5 MB. */
  static create(path: string, bytes = 0): Journal {
    const blockCount = 1 + Math.ceil(Math.max(bytes, BYTES_MIN) / BLOCK_BYTES);
    const content = Buffer.alloc(blockCount * BLOCK_BYTES);
    content.write(`${TITLE}${randomUUID()}\n`);
    const made = `${path}.new`;
    writeDurably(made, content);
    renameSync(made, path);
    syncFolder(dirname(path));
    return new Journal(path, content);
  }

  /** Undefined when there is none. */
  static open(path: string): Journal | undefined {
    const content = existsSync(path) ? readFileSync(path) : undefined;
    return content !== undefined && isJournal(content) ? new Journal(path, content) : undefined;
  }

  /** Names the latest entry; sequence 0 when there was never one. */
  get mark(): JournalMark {
    return { journal: this.name, sequence: this.#sequence };
  }

  get byteLength(): number {
    return this.#blockCount * BLOCK_BYTES;
  }

  /** See J1. False when there is no room for `text`: nothing was written then. Throws when the disk refuses. */
  append(text: string): boolean {
    if (!this.#hasRoomFor(text)) return false;
    const sequence = this.#sequence + 1;
    const blockCount = encodeEntry(this.#bytes, { sequence, text }, this.#salt);
    const toEnd = Math.min(blockCount, this.#blockCount - this.#nextBlock);
    this.#write(this.#bytes.subarray(0, toEnd * BLOCK_BYTES), this.#nextBlock);
    if (toEnd < blockCount)
      this.#write(this.#bytes.subarray(toEnd * BLOCK_BYTES, blockCount * BLOCK_BYTES), 0);
    fdatasyncSync(this.#file);
    this.#sequence = sequence;
    this.#held.push({ sequence, blockCount });
    this.#freeBlockCount -= blockCount;
    this.#nextBlock = (this.#nextBlock + blockCount) % this.#blockCount;
    return true;
  }

  /** The tables have, on the disk, all entries up to this one: they may be written over. See J2. */
  release(sequence: number): void {
    const kept = this.#held.findIndex((held) => held.sequence > sequence);
    for (const { blockCount } of this.#held.splice(0, kept < 0 ? this.#held.length : kept)) {
      this.#freeBlockCount += blockCount;
    }
  }

  /** The texts of the entries after `sequence`, in their order. Throws `JournalDamaged` when one of them is missing. */
  entriesAfter(sequence: number): readonly string[] {
    const ring = readFileSync(this.#path).subarray(BLOCK_BYTES);
    const entries = findEntries(ring, this.#salt).filter((entry) => entry.sequence > sequence);
    for (const [place, entry] of entries.entries()) {
      const expected = sequence + 1 + place;
      if (entry.sequence !== expected) throw new JournalDamaged(this.#path, expected);
    }
    return entries.map((entry) => entry.text);
  }

  close(): void {
    closeSync(this.#file);
  }

  #hasRoomFor(text: string): boolean {
    const free = this.#freeBlockCount;
    return blocksOf(text.length * BYTES_PER_UNIT_MAX) <= free || blocksOf(Buffer.byteLength(text)) <= free;
  }

  #write(bytes: Buffer, block: number): void {
    writeAll(this.#file, bytes, (1 + block) * BLOCK_BYTES);
  }
}

function isJournal(content: Buffer): boolean {
  const isWhole = content.length % BLOCK_BYTES === 0 && content.length > BLOCK_BYTES;
  return isWhole && content.toString('latin1', 0, TITLE.length) === TITLE;
}

function nameIn(content: Buffer): string {
  return content.toString('latin1', TITLE.length, TITLE.length + NAME_LENGTH);
}

function writeDurably(path: string, content: Buffer): void {
  const file = openSync(path, 'w', 0o600);
  try {
    writeAll(file, content, 0);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** So that what was renamed in there stays so. Windows has no such call, and needs none. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** What the system writes at once may be less than all. */
function writeAll(file: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
  }
}
