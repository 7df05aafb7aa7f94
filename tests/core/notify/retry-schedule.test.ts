import { LIMITS } from '@muster/core/limits';
import { retryDelayMs } from '@muster/core/notify/retry-schedule';
import { describe, expect, it } from 'vitest';

const DAY_MS = 24 * 3_600_000;

describe('a delivery that failed', () => {
  it('is tried ten times over three days', () => {
    const delays = Array.from({ length: LIMITS.deliveryTriesMax }, (_, done) =>
      retryDelayMs(done + 1, { random: 0 }),
    );
    const sum = delays.reduce<number>((total, delay) => total + (delay ?? 0), 0);

    expect(delays.filter((delay) => delay !== undefined)).toHaveLength(9);
    expect(delays.at(-1)).toBeUndefined();
    expect(sum).toBeGreaterThan(3 * DAY_MS);
    expect(sum).toBeLessThan(3.5 * DAY_MS);
  });

  it('waits up to a tenth longer by chance', () => {
    expect(retryDelayMs(1, { random: 0 })).toBe(5_000);
    expect(retryDelayMs(1, { random: 0.999_999 })).toBe(5_500);
  });

  it('waits as long as the receiver asks for, but never less than planned nor much over a day', () => {
    expect(retryDelayMs(1, { random: 0, retryAfterMs: 60_000 })).toBe(60_000);
    expect(retryDelayMs(2, { random: 0, retryAfterMs: 60_000 })).toBe(300_000);
    expect(retryDelayMs(1, { random: 0, retryAfterMs: 30 * DAY_MS })).toBe(DAY_MS);
  });
});
