/**
 * The key of whoever owns the folder. It is made when the folder has no key file: at the first start, and again after
 * the file was taken away. Whoever can read the folder could change anything in it anyway.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createOwnerKey } from '@muster/api/owner-key';
import type { Access } from '@muster/engine/access/access';
import type { Store } from '@muster/engine/ports/store';

const WORKSPACE = 'ws_local';

export interface FirstKey {
  readonly token: string;
  readonly path: string;
  readonly isNew: boolean;
}

export async function ensureFirstKey(
  folder: string,
  access: Access,
  store: Pick<Store, 'durable'>,
): Promise<FirstKey> {
  const path = join(folder, 'key');
  const known = await readIfThere(path);
  if (known !== undefined) return { token: known.trim(), path, isNew: false };
  const token = await createOwnerKey(access, WORKSPACE);
  await store.durable();
  await mkdir(folder, { recursive: true });
  // Renamed when it is whole: a start that was cut short leaves no half of a key.
  await writeFile(`${path}.new`, `${token}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return { token, path, isNew: true };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
