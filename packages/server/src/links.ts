/**
 * Links that approve. The key that signs them is made when the folder has none; taking the file away makes all links
 * worthless that were sent before.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signWith } from '@muster/api/link-signing';
import { type ApproveLinks, createApproveLinks } from '@muster/engine/approve-links';

const KEY_BYTES = 32;

export async function openLinks(folder: string, publicUrl: () => string): Promise<ApproveLinks> {
  return createApproveLinks({ publicUrl, sign: signWith(await ensureKey(folder)) });
}

async function ensureKey(folder: string): Promise<string> {
  const path = join(folder, 'link-key');
  const known = await readIfThere(path);
  if (known !== undefined) return known.trim();
  const key = randomBytes(KEY_BYTES).toString('base64url');
  await mkdir(folder, { recursive: true });
  // Renamed when it is whole: a start that was cut short leaves no half of a key.
  await writeFile(`${path}.new`, `${key}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return key;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
