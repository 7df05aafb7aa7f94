/** The digests by which a client checks that a message came over whole. */
import { createHash } from 'node:crypto';

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  /** Base 64, as JSON carries it. */
  readonly BinaryValue?: string;
}
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

const STRING_TRANSPORT = 1;
const BINARY_TRANSPORT = 2;

export function bodyDigest(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

/** Name, type and value of each attribute in the order of the names, every part behind its length. */
export function attributesDigest(attributes: MessageAttributes): string {
  const hash = createHash('md5');
  const put = (part: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    hash.update(length).update(part);
  };
  for (const name of Object.keys(attributes).sort()) {
    const attribute = attributes[name];
    if (!attribute) continue;
    put(Buffer.from(name));
    put(Buffer.from(attribute.DataType));
    const isBinary = attribute.BinaryValue !== undefined;
    hash.update(Buffer.from([isBinary ? BINARY_TRANSPORT : STRING_TRANSPORT]));
    put(isBinary ? Buffer.from(attribute.BinaryValue, 'base64') : Buffer.from(attribute.StringValue ?? ''));
  }
  return hash.digest('hex');
}

/** What counts toward the size of a message: its body, and names, types and values of its attributes. */
export function messageBytes(body: string, attributes: MessageAttributes | undefined): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, attribute] of Object.entries(attributes ?? {})) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType);
    bytes += Buffer.byteLength(attribute.StringValue ?? '');
    bytes += Buffer.byteLength(attribute.BinaryValue ?? '', 'base64');
  }
  return bytes;
}
