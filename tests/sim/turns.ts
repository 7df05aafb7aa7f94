/**
 * Who goes on next, and what time it is. Everything that waits, waits here: one waiter is picked by the seed, goes on
 * until everything waits again, and only then is the next one picked. So every interleaving at the points where
 * something waits can happen, and the same seed makes the same one happen again.
 */
import { type Instant, instantOf } from '@muster/core/instant';
import type { Randomness } from './randomness.ts';

/** A server process: what waits in it is never resumed after its end. */
export interface Life {
  isOver: boolean;
}

/** The process in which this waited has ended. */
export class Crashed extends Error {
  override readonly name = 'Crashed';
}

interface Waiter {
  readonly at: number;
  readonly life: Life | undefined;
  readonly resume: () => void;
  readonly abandon: (error: Crashed) => void;
}

const STEP_MS_MAX = 3;
/** The real one, however the globals are stubbed meanwhile. */
const defer = setImmediate;

export class Turns {
  readonly #random: Randomness;
  #waiters: Waiter[] = [];
  #now: number;
  count = 0;

  constructor(random: Randomness, start: number) {
    this.#random = random;
    this.#now = start;
  }

  get now(): Instant {
    return instantOf(this.#now);
  }

  /** Resolves at some turn when `ms` have passed. */
  wait(ms = 0, life?: Life): Promise<void> {
    if (life?.isOver) return Promise.reject(new Crashed('the process has ended'));
    return new Promise((resume, abandon) => {
      this.#waiters.push({ at: this.#now + Math.ceil(ms), life, resume, abandon });
    });
  }

  /** Rejects everything that waits in a process that has ended. */
  abandon(life: Life): void {
    const lost = this.#waiters.filter((waiter) => waiter.life === life);
    this.#waiters = this.#waiters.filter((waiter) => waiter.life !== life);
    for (const waiter of lost) waiter.abandon(new Crashed('the process has ended'));
  }

  /** Lets one waiter go on; time jumps when nobody could. Answers false when nobody waits at all. */
  async next(): Promise<boolean> {
    if (this.#waiters.length === 0) return false;
    this.count++;
    this.#now += this.#random.between(0, STEP_MS_MAX);
    let ready = this.#waiters.filter((waiter) => waiter.at <= this.#now);
    if (ready.length === 0) {
      this.#now = this.#waiters.reduce(
        (first, waiter) => Math.min(first, waiter.at),
        Number.POSITIVE_INFINITY,
      );
      ready = this.#waiters.filter((waiter) => waiter.at <= this.#now);
    }
    const chosen = this.#random.pick(ready);
    this.#waiters = this.#waiters.filter((waiter) => waiter !== chosen);
    chosen?.resume();
    await this.settle();
    return true;
  }

  /** Resolves when everything waits here again. */
  settle(): Promise<void> {
    return new Promise((resolve) => defer(resolve));
  }
}
