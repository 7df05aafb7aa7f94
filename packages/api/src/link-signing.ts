/** How links that approve are signed: HMAC with SHA-256. */
import { createHmac } from 'node:crypto';

/** As many bytes as the digest has: a shorter key would be guessed sooner than it. */
const KEY_BYTES_MIN = 32;

/** A digest of texts that nobody makes without the key. Throws when the key is too short to be one. */
export function signWith(key: string): (text: string) => string {
  const bytes = Buffer.from(key.trim(), 'utf8');
  if (bytes.length < KEY_BYTES_MIN)
    throw new Error(`A key for links has at least ${KEY_BYTES_MIN} characters.`);
  return (text) => createHmac('sha256', bytes).update(text).digest('base64url');
}
