/**
 * How entries stand in the blocks of a journal: each begins at a block of its own, goes on in the blocks behind it, and
 * behind the last block in the first one.
 *
 * | bytes | what |
 * |---|---|
 * | 0–3 | CRC-32 of all that follows, begun with the journal's salt |
 * | 4–7 | length of the text in bytes |
 * | 8–13 | sequence |
 * | 14–15 | zeros |
 * | 16… | the text, UTF-8; zeros to the end of the block |
 *
 * Numbers are little-endian and unsigned. What has another checksum is no entry: a write that was cut short, what an
 * older entry left behind, or a text that looks like one. See FORMAT of store-folder.ts.
 */
import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';

export const BLOCK_BYTES = 4_096;
const HEAD_BYTES = 16;
const LENGTH_AT = 4;
const SEQUENCE_AT = 8;
const SEQUENCE_BYTES = 6;

export interface Entry {
  readonly sequence: number;
  readonly text: string;
}

/** Blocks of an entry whose text has `byteLength` bytes. */
export function blocksOf(byteLength: number): number {
  return Math.ceil((HEAD_BYTES + byteLength) / BLOCK_BYTES);
}

/** Writes the blocks of an entry to the beginning of `target`, which must be long enough; answers how many they are. */
export function encodeEntry(target: Buffer, { sequence, text }: Entry, salt: number): number {
  const byteLength = target.write(text, HEAD_BYTES);
  const blockCount = blocksOf(byteLength);
  target.writeUInt32LE(byteLength, LENGTH_AT);
  target.writeUIntLE(sequence, SEQUENCE_AT, SEQUENCE_BYTES);
  target.fill(0, SEQUENCE_AT + SEQUENCE_BYTES, HEAD_BYTES);
  target.fill(0, HEAD_BYTES + byteLength, blockCount * BLOCK_BYTES);
  target.writeUInt32LE(crc32(target.subarray(LENGTH_AT, HEAD_BYTES + byteLength), salt), 0);
  return blockCount;
}

/** All entries of a ring that are whole, in the order of their sequences. */
export function findEntries(ring: Buffer, salt: number): readonly Entry[] {
  const entries: Entry[] = [];
  const blockCount = ring.length / BLOCK_BYTES;
  for (let block = 0; block < blockCount; ) {
    const found = entryAt(ring, block, salt);
    if (found !== undefined) entries.push(found.entry);
    block += found?.blockCount ?? 1;
  }
  return entries.sort((left, right) => left.sequence - right.sequence);
}

function entryAt(ring: Buffer, block: number, salt: number) {
  const at = block * BLOCK_BYTES;
  const byteLength = ring.readUInt32LE(at + LENGTH_AT);
  const sequence = ring.readUIntLE(at + SEQUENCE_AT, SEQUENCE_BYTES);
  const size = HEAD_BYTES + byteLength;
  if (sequence === 0 || size > ring.length) return undefined;
  const bytes =
    at + size <= ring.length
      ? ring.subarray(at, at + size)
      : Buffer.concat([ring.subarray(at), ring.subarray(0, at + size - ring.length)]);
  if (crc32(bytes.subarray(LENGTH_AT), salt) !== bytes.readUInt32LE(0)) return undefined;
  return { entry: { sequence, text: bytes.toString('utf8', HEAD_BYTES) }, blockCount: blocksOf(byteLength) };
}
