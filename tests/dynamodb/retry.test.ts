import { type Waiting, withTries } from '@muster/dynamodb/retry';
import { StoreUnavailable } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { FAILURES } from './faults.ts';

/** Time passes while it pauses, and when a test lets it. */
function passing(): { readonly waiting: Waiting; readonly clock: { now: number } } {
  const clock = { now: 0 };
  const sleep = async (ms: number) => {
    clock.now += ms;
  };
  return { waiting: { now: () => clock.now, random: () => 0.5, sleep }, clock };
}

describe('withTries', () => {
  it('begins no other try once ten seconds have gone by (T1)', async () => {
    const { waiting, clock } = passing();
    let tryCount = 0;
    const attempt = async () => {
      tryCount++;
      clock.now += 4_000;
      throw FAILURES.timeout();
    };

    await expect(withTries(waiting, attempt)).rejects.toThrow(StoreUnavailable);

    expect(tryCount).toBe(3);
    expect(clock.now).toBeLessThan(15_000);
  });

  it('tells a try that a former one may have been done, and only then', async () => {
    const { waiting } = passing();
    const failures = [FAILURES.throttled(), FAILURES.timeout(), FAILURES.throttled()];
    const told: boolean[] = [];

    await withTries(waiting, async ({ isPerhapsDone }) => {
      told.push(isPerhapsDone);
      const failure = failures.shift();
      if (failure) throw failure;
    });

    expect(told).toEqual([false, false, true, true]);
  });

  it('keeps the failure as the cause, and its wording to itself (T2)', async () => {
    const failure = FAILURES.conflict();
    const rejected = withTries(passing().waiting, () => Promise.reject(failure));

    await expect(rejected).rejects.toMatchObject({
      name: 'StoreUnavailable',
      message: 'DynamoDB could not answer: TransactionConflictException',
      cause: failure,
    });
  });
});
