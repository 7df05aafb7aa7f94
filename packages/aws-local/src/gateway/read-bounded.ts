import type { IncomingMessage } from 'node:http';

/** The body; undefined when it is longer than `bytesMax`. What is too much is read away. */
export async function readBounded(request: IncomingMessage, bytesMax: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length <= bytesMax) chunks.push(chunk as Buffer);
  }
  return length <= bytesMax ? Buffer.concat(chunks) : undefined;
}
