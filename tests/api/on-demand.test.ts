import { onDemand } from '@muster/api/on-demand';
import { describe, expect, it } from 'vitest';

describe('what is loaded on demand', () => {
  it('is loaded with the first who asks, and once for all who ask', async () => {
    let loadCount = 0;
    const ask = onDemand(async () => ++loadCount);
    expect(loadCount).toBe(0);

    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    expect(await ask()).toBe(1);
  });

  it('is tried again by the next who asks when it could not be loaded', async () => {
    const outcomes = [Promise.reject(new Error('a bad moment')), Promise.resolve('loaded')];
    const ask = onDemand(async () => outcomes.shift());

    await expect(Promise.all([ask(), ask()])).rejects.toThrow('a bad moment');

    expect(await ask()).toBe('loaded');
  });
});
