import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureTable, startDynamoEngine } from '@muster/aws-local/dynamodb-engine';
import { createClient, createStreamsClient } from '@muster/dynamodb/client';
import { openDynamoStore } from '@muster/dynamodb/dynamo-store';
import { encodeItem } from '@muster/dynamodb/item';
import { decodeStreamRecord, FEED_FILTER_PATTERN } from '@muster/dynamodb/stream';
import type { FeedEntry, Store } from '@muster/engine/ports/store';
import { describe, expect, it } from 'vitest';
import { aCommitOf, aFedCommit, aRecord } from '../store-contract/a-record.ts';
import { describeOnDynamo } from './a-dynamo-table.ts';

/** As a function is handed it. */
function aStreamRecord(record = aRecord(), { isFed = true } = {}) {
  const NewImage = encodeItem(record, JSON.stringify(record.value), { isFed });
  return {
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: '42', NewImage: JSON.parse(JSON.stringify(NewImage)) },
  };
}

describe('a record of the stream', () => {
  it('that belongs to the feed is handed on as it was written', () => {
    const record = aRecord({ due: { partition: 'OUTBOX#1', sort: '1' } });

    expect(decodeStreamRecord(aStreamRecord(record))).toEqual({ position: '42', record });
  });

  it('that does not is left out: other records, and what was deleted', () => {
    expect(decodeStreamRecord(aStreamRecord(aRecord(), { isFed: false }))).toBeUndefined();
    expect(decodeStreamRecord({ dynamodb: { SequenceNumber: '42' } })).toBeUndefined();
    expect(decodeStreamRecord({})).toBeUndefined();
  });

  it('passes the filter of the event source exactly when it belongs to the feed', () => {
    const { dynamodb } = JSON.parse(FEED_FILTER_PATTERN);

    const passes = ({ isFed }: { isFed: boolean }) => {
      const { NewImage } = aStreamRecord(aRecord(), { isFed }).dynamodb;
      return Object.entries<{ N: readonly string[] }>(dynamodb.NewImage).every(([name, { N }]) =>
        N.includes(NewImage[name]?.N),
      );
    };
    expect([passes({ isFed: true }), passes({ isFed: false })]).toEqual([true, false]);
  });
});

describeOnDynamo('on DynamoDB, the feed', () => {
  it('and all that was committed survive kill -9, and go on from a former position', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'muster-dynamodb-'));
    const tableName = 'table';
    const opened = async () => {
      const engine = await startDynamoEngine({ folder });
      const client = createClient(engine.clientOptions);
      await ensureTable(client, tableName);
      const feed = { streams: createStreamsClient(engine.clientOptions), pollMs: 5 };
      const waiting = { now: () => 1_000, random: () => 0.5, sleep: (ms: number) => sleep(ms) };
      return { engine, store: openDynamoStore({ client, tableName, feed, ...waiting }) };
    };
    const before = await opened();
    await before.store.commit(aCommitOf(aRecord({ sort: 'kept' })));
    for (const sort of ['a', 'b', 'c']) await before.store.commit(aFedCommit(sort));
    const [first] = await take(before.store, '', 3);

    await before.engine.stop('SIGKILL');
    const after = await opened();
    await after.store.commit(aFedCommit('d'));
    const rest = await take(after.store, first?.position ?? 'missing', 3);

    expect(await after.store.get([aRecord({ sort: 'kept' })])).toEqual([aRecord({ sort: 'kept' })]);
    expect(rest.map(({ record }) => record.sort)).toEqual(['b', 'c', 'd']);
    await after.engine.stop('SIGKILL');
    await rm(folder, { recursive: true });
  });
});

async function take(store: Store, position: string, count: number): Promise<readonly FeedEntry[]> {
  const abort = new AbortController();
  const taken: FeedEntry[] = [];
  for await (const entries of store.feed(position, abort.signal)) {
    taken.push(...entries);
    if (taken.length >= count) abort.abort();
  }
  return taken;
}
