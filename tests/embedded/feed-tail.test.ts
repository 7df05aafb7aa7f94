import { FeedTail } from '@muster/embedded/feed-tail';
import { describe, expect, it } from 'vitest';

/** One row for each position, each in an entry of the same number. */
function aTail(from: number, to: number): FeedTail {
  const tail = new FeedTail();
  for (let position = from; position <= to; position++) {
    tail.add({ position, partition: 'p', sort: String(position), entry: position });
  }
  return tail;
}

function positions(tail: FeedTail, after: number, limit: number): readonly number[] | undefined {
  return tail.read(after, limit)?.map((row) => row.position);
}

describe('The newest rows of the feed', () => {
  it('are those that follow, at most as many as are asked for (N1)', () => {
    const tail = aTail(7, 12);

    expect(positions(tail, 8, 3)).toEqual([9, 10, 11]);
    expect(positions(tail, 11, 3)).toEqual([12]);
    expect(positions(tail, 12, 3)).toEqual([]);
  });

  it('leave to the tables what comes before them, rather than show a gap (N1)', () => {
    const tail = aTail(7, 8);

    expect(positions(tail, 5, 10)).toBeUndefined();
    expect(positions(tail, 6, 10)).toEqual([7, 8]);
  });

  it('leave everything to the tables while there are none', () => {
    expect(new FeedTail().read(0, 10)).toBeUndefined();
  });

  it('are bounded: once the tables have them the oldest go, and the last thousand stay', () => {
    const tail = aTail(1, 5_000);

    tail.settle(5_000);

    expect(positions(tail, 3_000, 1)).toBeUndefined();
    expect(positions(tail, 4_000, 5_000)).toEqual(Array.from({ length: 1_000 }, (_, place) => 4_001 + place));
  });

  it('stay as long as the tables lack them, however many there are', () => {
    const tail = aTail(1, 5_000);

    tail.settle(999);

    expect(positions(tail, 999, 2)).toEqual([1_000, 1_001]);
    expect(positions(tail, 998, 1)).toBeUndefined();
  });
});
