/**
 * What keeps the folder small: forgets receipts and the like once they have vanished, and what every consumer of the
 * feed has handled.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SqliteStore } from '@muster/embedded/sqlite-store';
import type { Logger } from '@muster/engine/context';
import { consumerKey, FEED_CONSUMERS } from '@muster/engine/keys';

const INTERVAL_MS = 60_000;
const SWEEP_LIMIT = 500;
/** So that one round does not hold up requests; the rest is for the next ones. */
const ROUNDS_MAX = 20;

/** Runs until `signal` aborts. */
export async function keepHouse(store: SqliteStore, log: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(INTERVAL_MS, undefined, { signal, ref: false }).catch(() => {});
    if (signal.aborted) return;
    await tidyUp(store, Date.now()).catch((error: unknown) => {
      log.warn({ err: error }, 'tidying up failed; trying again in a minute');
    });
  }
}

/** One round. Answers how much was forgotten. */
export async function tidyUp(store: SqliteStore, now: number): Promise<{ vanished: number; fed: number }> {
  const vanished = await repeat(() => store.sweepVanished(now, SWEEP_LIMIT));
  const consumers = await store.get(FEED_CONSUMERS.map(consumerKey));
  const positions = consumers.map((consumer) => consumer?.value.position);
  const known = positions.filter((position) => typeof position === 'string');
  // One that has handled nothing yet still needs all of it.
  const fed = known.length < positions.length ? 0 : await repeat(() => store.pruneFeed(...known));
  return { vanished, fed };
}

async function repeat(forget: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const count = await forget();
    total += count;
    if (count === 0) break;
  }
  return total;
}
