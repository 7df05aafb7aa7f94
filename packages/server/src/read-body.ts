import type { IncomingMessage } from 'node:http';
import { LIMITS } from '@muster/core/limits';

/** The body, or TOO_LARGE as soon as it passes `LIMITS.requestBytesMax`; the rest is then left unread. */
export function readBody(request: IncomingMessage): Promise<Buffer | 'TOO_LARGE'> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > LIMITS.requestBytesMax) return Promise.resolve('TOO_LARGE');
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > LIMITS.requestBytesMax) {
        chunks.length = 0;
        request.removeAllListeners('data');
        resolve('TOO_LARGE');
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('aborted', () => reject(new Error('the client went away')));
  });
}
