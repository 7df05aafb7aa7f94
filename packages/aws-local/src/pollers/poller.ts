import { setTimeout as sleep } from 'node:timers/promises';

export interface Poller {
  /** So far. */
  readonly invocationCount: number;
  /** Takes nothing new, and resolves when what is under way has ended. */
  stop(): Promise<void>;
}

const BACK_OFF_MS_MIN = 100;
const BACK_OFF_MS_MAX = 5_000;

/** Longer with every failure; ends at once when `signal` aborts. */
export async function backOff(failureCount: number, signal: AbortSignal): Promise<void> {
  const ms = Math.min(BACK_OFF_MS_MAX, BACK_OFF_MS_MIN * 2 ** (failureCount - 1));
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
