/**
 * Measures the frames of a client as they pass: the gateway bounds frames, which the WebSocket library hides. Reads
 * nothing but headers (RFC 6455, 5.2).
 */
const HEADER_BYTES_MAX = 14;

export class FrameMeter {
  /** Of the payload of the largest frame begun so far. */
  largest = 0;
  #header = Buffer.alloc(0);
  #payloadLeft = 0;

  read(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#payloadLeft > 0) {
        const passed = Math.min(this.#payloadLeft, rest.length);
        this.#payloadLeft -= passed;
        rest = rest.subarray(passed);
      } else {
        rest = this.#readHeader(rest);
      }
    }
  }

  /** Answers what follows the header, or nothing when it isn't complete. */
  #readHeader(chunk: Buffer): Buffer {
    const known = this.#header.length;
    const bytes = Buffer.concat([this.#header, chunk.subarray(0, HEADER_BYTES_MAX - known)]);
    const header = parseHeader(bytes);
    if (header === undefined) {
      this.#header = bytes;
      return chunk.subarray(bytes.length - known);
    }
    this.#header = Buffer.alloc(0);
    this.#payloadLeft = header.payloadLength;
    this.largest = Math.max(this.largest, header.payloadLength);
    return chunk.subarray(header.length - known);
  }
}

function parseHeader(bytes: Buffer): { readonly length: number; readonly payloadLength: number } | undefined {
  const second = bytes[1];
  if (second === undefined) return undefined;
  const maskLength = (second & 0x80) === 0 ? 0 : 4;
  const short = second & 0x7f;
  const extended = extendedLength(short);
  const length = 2 + extended + maskLength;
  if (bytes.length < length) return undefined;
  if (extended === 0) return { length, payloadLength: short };
  const payloadLength = extended === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  return { length, payloadLength };
}

function extendedLength(short: number): number {
  if (short === 126) return 2;
  return short === 127 ? 8 : 0;
}
