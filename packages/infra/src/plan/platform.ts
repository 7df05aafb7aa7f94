/**
 * SST's own components, from the npm registry: what `sst.config.ts` is written against. They are too large to be a
 * dependency (323 MB with Pulumi's AWS provider), so that they are installed once, into the cache folder of whoever
 * runs this, unless `sst install` was run here already.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const ROOT = join(import.meta.dirname, '../../../..');

const INSTALL_LIMIT_MS = 180_000;
const LOCK_POLL_MS = 200;
/** Nothing but what is installed depends on it. */
const CONFIG = `export default $config({ app: () => ({ name: 'muster', home: 'aws' }), async run() {} });\n`;
/** The CLI would download Pulumi and bun, neither of which is needed to look at a plan. */
const QUIET = {
  SST_SKIP_DEPENDENCY_CHECK: '1',
  SST_NO_BUN: '1',
  SST_TELEMETRY_DISABLED: '1',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** Answers the folder that holds `platform` and `provider-lock.json`. Rejects when they can't be installed. */
export async function findPlatform(): Promise<string> {
  const own = join(ROOT, '.sst');
  if (isWhole(own)) return own;
  const cached = join(await cacheFolder(), '.sst');
  if (!isWhole(cached)) await installOnce(cached);
  return cached;
}

/** Several processes may want it at the same time: one installs, the others wait for it. */
async function installOnce(cached: string): Promise<void> {
  const lock = `${await cacheFolder()}.lock`;
  await mkdir(dirname(lock), { recursive: true });
  for (const giveUpAt = Date.now() + INSTALL_LIMIT_MS; !isWhole(cached); await sleep(LOCK_POLL_MS)) {
    if (await isTaken(lock)) {
      // Who has died leaves it behind.
      if (Date.now() > giveUpAt) await rm(lock, { recursive: true, force: true });
      continue;
    }
    try {
      if (!isWhole(cached)) await install();
    } finally {
      await rm(lock, { recursive: true, force: true });
    }
  }
}

async function isTaken(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return false;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return true;
    throw error;
  }
}

function isWhole(folder: string): boolean {
  return [
    'provider-lock.json',
    'platform/config.d.ts',
    'platform/node_modules/@pulumi/aws/package.json',
  ].every((file) => existsSync(join(folder, file)));
}

async function cacheFolder(): Promise<string> {
  const base = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const manifest = JSON.parse(await readFile(join(ROOT, 'node_modules/sst/package.json'), 'utf8'));
  return join(base, 'muster', `sst-${manifest.version}`);
}

/** Into a folder of its own that is renamed when it is whole: one that is cut short does no harm. */
async function install(): Promise<void> {
  const target = await cacheFolder();
  const folder = await mkdtemp(`${target}-`);
  try {
    await writeFile(join(folder, 'sst.config.ts'), CONFIG);
    await writeFile(join(folder, 'package.json'), '{"name":"muster-platform","private":true}\n');
    await runInstall(folder);
    if (!isWhole(join(folder, '.sst'))) throw new Error('sst install did not install everything.');
    await rm(target, { recursive: true, force: true });
    await rename(folder, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runInstall(folder: string): Promise<void> {
  const sst = join(ROOT, 'node_modules/.bin/sst');
  const child = spawn(sst, ['install', '--stage', 'plan'], {
    cwd: folder,
    env: { ...process.env, ...QUIET },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: INSTALL_LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2_000);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`sst install ended with ${signal ?? code}: ${said.trim()}`));
    });
  });
}
