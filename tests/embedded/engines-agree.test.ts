import { MemoryStore } from '@muster/embedded/memory-store';
import { openSqliteStore } from '@muster/embedded/sqlite-store';
import type { Store } from '@muster/engine/ports/store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerOf, type Operation, operation, readFeed } from '../store-contract/random-operations.ts';
import { useFolders } from './a-folder.ts';

const aFolder = useFolders();

interface Swept extends Store {
  sweepVanished(now: number, limit: number): Promise<number>;
}

/** Opened again, the embedded store has everything in its tables: what comes next stands beside that in memory. */
type Step = Operation | { readonly kind: 'reopen' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 15, arbitrary: operation },
  { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) },
);

/** Each of 150 stores is made anew on the disk, for which a busy one takes its time. */
const TIME_LIMIT_MS = 120_000;

describe('The memory store and the embedded one', () => {
  it(
    'answer any series of operations alike, and yield the same feed',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
          const clock = { now: 0 };
          const place = { folder: aFolder(), now: () => clock.now, cacheLengthMax: 200 };
          let embedded = openSqliteStore(place);
          const memory = new MemoryStore({ now: () => clock.now });

          for (const next of steps) {
            if (next.kind === 'reopen') {
              await embedded.close();
              embedded = openSqliteStore(place);
              continue;
            }
            if (next.kind === 'wait') clock.now += next.ms;
            expect(await swept(embedded, next, clock.now)).toEqual(await swept(memory, next, clock.now));
            expect(await answerOf(embedded, next)).toEqual(await answerOf(memory, next));
          }

          expect(await readFeed(embedded)).toEqual(await readFeed(memory));
          await embedded.close();
        }),
        { numRuns: 150 },
      );
    },
    TIME_LIMIT_MS,
  );
});

async function swept(store: Swept, next: Operation, now: number): Promise<number> {
  return next.kind === 'sweep' ? store.sweepVanished(now, 100) : 0;
}
