import type { Store } from '@muster/engine/ports/store';
import { afterEach, beforeEach } from 'vitest';

/** An empty store, and how to be rid of it. */
export interface StoreUnderTest {
  readonly store: Store;
  readonly close: () => Promise<void>;
}

export type OpenStore = (now: () => number) => Promise<StoreUnderTest>;

/** What the tests of one store share: a fresh one for each test, and the clock it reads. */
export interface Stage {
  readonly store: Store;
  /** Milliseconds since 1970; 1,000 when a test begins. */
  now: number;
}

export function useStore(openStore: OpenStore): () => Stage {
  let stage: Stage | undefined;
  let close: (() => Promise<void>) | undefined;

  beforeEach(async () => {
    const clock = { now: 1_000 };
    const opened = await openStore(() => clock.now);
    stage = Object.assign(clock, { store: opened.store });
    close = opened.close;
  });
  afterEach(async () => {
    await close?.();
  });

  return () => {
    if (stage === undefined) throw new Error('a stage exists only while a test runs');
    return stage;
  };
}
