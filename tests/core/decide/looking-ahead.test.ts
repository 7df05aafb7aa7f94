import { LookingAhead } from '@muster/core/decide/looking-ahead';
import { describe, expect, it } from 'vitest';

const NODES = 10_000;

/** What a walk loads that needs these, one front after the other. */
function loadsOf(fronts: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const ahead = new LookingAhead(NODES);
  return fronts.map((front) => ahead.indexesFor(front)).filter((indexes) => indexes.length > 0);
}

function countOf(loads: readonly (readonly number[])[]): number {
  return loads.reduce((sum, load) => sum + load.length, 0);
}

const CHAIN = Array.from({ length: NODES }, (_, index) => [index]);

describe('looking ahead', () => {
  it('loads a chain of ten thousand in little more than a hundred pieces, nothing twice and nothing in vain', () => {
    const loads = loadsOf(CHAIN);

    expect(loads.length).toBeLessThan(115);
    expect(new Set(loads.flat()).size).toBe(NODES);
    expect(countOf(loads)).toBe(NODES);
  });

  it('loads twice as much as is needed at most where the document has another order (A1)', () => {
    // 7,919 is prime: each is far from the one before.
    const scattered = CHAIN.slice(0, 3_000).map(([index = 0]) => [(index * 7_919) % NODES]);

    expect(countOf(loadsOf(scattered))).toBeLessThanOrEqual(2 * scattered.length);
  });

  it('loads all that is needed of a wide front, and nothing else when that is a hundred', () => {
    const wide = Array.from({ length: 250 }, (_, place) => 2 * place);

    expect(loadsOf([wide])).toEqual([wide]);
  });

  it('asks for nothing that is not there', () => {
    expect(loadsOf([[NODES - 1]])).toEqual([[NODES - 1]]);
  });
});
