/** What the engine gets from the process that it runs in: clock, ids, randomness, digests. */
import { hash, randomBytes, randomFillSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { instantOf } from '@muster/core/instant';
import type { AccessContext } from '@muster/engine/access/create-access';
import type { EngineContext, Logger } from '@muster/engine/context';
import type { Store } from '@muster/engine/ports/store';
import { monotonicFactory } from 'ulid';

export function engineContext(
  given: Pick<EngineContext, 'onDue' | 'onCommitted' | 'keepsOutbox' | 'notifying' | 'targets'> & {
    readonly store: Store;
    readonly log: Logger;
  },
): EngineContext & AccessContext {
  return {
    ...given,
    now: () => instantOf(Date.now()),
    nextId: monotonicFactory(pooledRandom()),
    random: Math.random,
    sleep: async (ms) => {
      await sleep(ms);
    },
    digest: (text) => hash('sha256', text, 'hex'),
    newSecret: () => randomBytes(32).toString('base64url'),
  };
}

/** Uniform in [0, 1) from cryptographic bytes, fetched many at a time: ids ask for each of their characters. */
function pooledRandom(): () => number {
  const pool = new Uint32Array(1_024);
  let next = pool.length;
  return () => {
    if (next === pool.length) {
      randomFillSync(pool);
      next = 0;
    }
    const drawn = pool[next] ?? 0;
    next += 1;
    return drawn / 2 ** 32;
  };
}
