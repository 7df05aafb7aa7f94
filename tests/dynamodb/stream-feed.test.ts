import { followStream } from '@muster/dynamodb/stream-feed';
import type { FeedEntry, FeedPosition, Key } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { aRecord } from '../store-contract/a-record.ts';
import { ScriptedStream } from './a-scripted-stream.ts';
import { noWaiting } from './faults.ts';

interface Followed {
  readonly sorts: readonly string[];
  readonly positions: readonly FeedPosition[];
}

/** Reads `count` entries after `position`; `meanwhile` is called with what was read so far, after each batch. */
async function follow(
  stream: ScriptedStream,
  count: number,
  {
    position = '',
    meanwhile = () => {},
    gone = [],
  }: {
    position?: FeedPosition;
    meanwhile?: (sorts: readonly string[]) => void;
    gone?: readonly string[];
  } = {},
): Promise<Followed> {
  const abort = new AbortController();
  const taken: FeedEntry[] = [];
  const read = async (keys: readonly Key[]) =>
    keys.map(({ sort }) => (gone.includes(sort) ? undefined : aRecord({ sort })));
  const { client, streams } = stream;
  const options = { ...noWaiting(), client, streams, tableName: 'table', read, pollMs: 1 };
  for await (const entries of followStream(options, position, abort.signal)) {
    taken.push(...entries);
    meanwhile(taken.map(({ record }) => record.sort));
    if (taken.length >= count) abort.abort();
  }
  return { sorts: taken.map(({ record }) => record.sort), positions: taken.map((entry) => entry.position) };
}

describe('following a stream', () => {
  it('reads a shard only after its parent, whatever order they are listed in (L2)', async () => {
    const stream = new ScriptedStream();
    stream.shards.push(
      { id: 'grandchild', parent: 'child', sorts: ['5'] },
      { id: 'child', parent: 'root', sorts: ['3', '4'], isClosed: true },
      { id: 'root', sorts: ['1', '2'], isClosed: true },
    );

    const { sorts } = await follow(stream, 5);

    expect(sorts).toEqual(['1', '2', '3', '4', '5']);
  });

  it('goes on in the shards that a shard was split into while it was followed (L2)', async () => {
    const stream = new ScriptedStream();
    const root = { id: 'root', sorts: ['1'], isClosed: false };
    stream.shards.push(root);

    const { sorts } = await follow(stream, 4, {
      meanwhile: (seen) => {
        if (seen.length > 1) return;
        root.sorts.push('2');
        root.isClosed = true;
        stream.shards.push({ id: 'left', parent: 'root', sorts: ['3'] });
        stream.shards.push({ id: 'right', parent: 'root', sorts: ['4'] });
      },
    });

    expect(sorts).toEqual(['1', '2', '3', '4']);
  });

  it('reads a shard whose parent is no longer kept', async () => {
    const stream = new ScriptedStream();
    stream.shards.push({ id: 'child', parent: 'long gone', sorts: ['1'] });

    expect((await follow(stream, 1)).sorts).toEqual(['1']);
  });

  it('goes on from any position, without a gap and without what was read to the end (L1)', async () => {
    const stream = new ScriptedStream();
    stream.shards.push({ id: 'root', sorts: ['1', '2'], isClosed: true });
    stream.shards.push({ id: 'child', parent: 'root', sorts: ['3', '4'] });
    stream.shards.push({ id: 'other', sorts: ['a', 'b'] });
    const whole = await follow(stream, 6);

    for (const [place, position] of whole.positions.slice(0, -1).entries()) {
      const rest = await follow(stream, 5 - place, { position });

      expect([...whole.sorts.slice(0, place + 1), ...rest.sorts].sort()).toEqual([...whole.sorts].sort());
    }
  });

  it('begins anew where its place is no longer kept, and takes what there is (L3)', async () => {
    const stream = new ScriptedStream();
    const shard = { id: 'root', sorts: ['1', '2', '3', '4'], trimmedTo: 0 };
    stream.shards.push(shard);
    const { positions } = await follow(stream, 4);
    shard.trimmedTo = 2;

    const { sorts } = await follow(stream, 2, { position: positions[0] ?? '' });

    expect(sorts).toEqual(['3', '4']);
  });

  it('asks for another iterator when the one it has expired', async () => {
    const stream = new ScriptedStream();
    const shard = { id: 'root', sorts: ['1'] };
    stream.shards.push(shard);

    const { sorts } = await follow(stream, 2, {
      meanwhile: (seen) => {
        if (seen.length > 1) return;
        stream.expiredBefore = stream.iteratorCount + 1;
        shard.sorts.push('2');
      },
    });

    expect(sorts).toEqual(['1', '2']);
  });

  it('looks for new shards also while none ends', async () => {
    const stream = new ScriptedStream();
    stream.shards.push({ id: 'first', sorts: ['1'] });

    const { sorts } = await follow(stream, 2, {
      meanwhile: (seen) => {
        if (seen.length === 1) stream.shards.push({ id: 'second', sorts: ['2'] });
      },
    });

    expect(sorts).toEqual(['1', '2']);
  });

  it('leaves out what is gone by now (L4)', async () => {
    const stream = new ScriptedStream();
    stream.shards.push({ id: 'root', sorts: ['1', '2', '3'] });

    expect((await follow(stream, 2, { gone: ['2'] })).sorts).toEqual(['1', '3']);
  });
});
