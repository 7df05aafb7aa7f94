/**
 * When a delivery is tried again: the schedule that Standard Webhooks gives as its example
 * (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md, version 1.0.0, read 2026-11-21), ten
 * tries over three days, with up to a tenth more by chance so that what failed together doesn't come back together.
 */
import { assert } from '../assert.ts';
import { LIMITS } from '../limits.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Before the second try, the third, and so on. */
export const RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];
const JITTER = 0.1;

/**
 * After `tries` that have failed; undefined when there is none left. `random` in [0, 1). The receiver's own wish can
 * only make it later, by a day at most.
 */
export function retryDelayMs(
  tries: number,
  by: { readonly random: number; readonly retryAfterMs?: number | undefined },
): number | undefined {
  assert(tries >= 1, 'a retry follows a try');
  const delay = tries >= LIMITS.deliveryTriesMax ? undefined : RETRY_DELAYS_MS[tries - 1];
  if (delay === undefined) return undefined;
  const wished = Math.min(by.retryAfterMs ?? 0, LIMITS.retryAfterMsMax);
  return Math.round(Math.max(delay, wished) * (1 + JITTER * by.random));
}
