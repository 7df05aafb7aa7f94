/**
 * Following the table's stream from one process.
 *
 * L1. A position holds how far each shard was read: the last sequence number, or that it was read to its end.
 * L2. A shard is read once its parent was read to the end, or is no longer kept: so the records of a partition stay in
 *     order when the service splits its shard.
 * L3. The service keeps 24 hours. Who asks for older ones gets what there is; what was missed is found by the sweep.
 * L4. A record is handed over as it is now, not as it was: one that is gone by now is left out.
 */
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';
import { assert } from '@muster/core/assert';
import { GET_KEYS_MAX } from '@muster/engine/commit-rules';
import {
  type FeedEntry,
  type FeedPosition,
  type Key,
  type StoredRecord,
  StoreUnavailable,
} from '@muster/engine/ports/store';
import { type Waiting, withTries } from './retry.ts';
import { decodeStreamRecord } from './stream.ts';

export interface StreamFeedOptions extends Waiting {
  readonly client: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  readonly tableName: string;
  /** Pause when nothing came. The service takes five reads a second and shard. */
  readonly pollMs?: number;
  readonly read: (keys: readonly Key[]) => Promise<readonly (StoredRecord | undefined)[]>;
}

const POLL_MS = 250;
const BATCH_MAX = 256;
/** Shards are looked up again after so many rounds, and whenever one has ended. */
const ROUNDS_PER_LOOK_UP = 40;
const ENDED = 'END';

/** Ends when `signal` aborts. */
export async function* followStream(
  options: StreamFeedOptions,
  position: FeedPosition,
  signal: AbortSignal,
): AsyncGenerator<readonly FeedEntry[]> {
  const progress = new Map(Object.entries(parsePosition(position)));
  if (signal.aborted) return;
  const reader = new StreamReader(options, await streamArnOf(options), progress);
  while (!signal.aborted) {
    let isQuiet = true;
    for (const shardId of await reader.readableShards()) {
      if (signal.aborted) return;
      const read = await reader.readShard(shardId);
      isQuiet &&= read.isQuiet;
      if (signal.aborted) return;
      if (read.entries.length > 0) yield read.entries;
    }
    if (isQuiet) await pause(options, signal);
  }
}

class StreamReader {
  readonly #options: StreamFeedOptions;
  readonly #arn: string;
  readonly #progress: Map<string, string>;
  readonly #iterators = new Map<string, string>();
  #shards: readonly Shard[] = [];
  #roundsLeft = 0;

  constructor(options: StreamFeedOptions, arn: string, progress: Map<string, string>) {
    this.#options = options;
    this.#arn = arn;
    this.#progress = progress;
  }

  /** See L2. */
  async readableShards(): Promise<readonly string[]> {
    if (this.#roundsLeft-- <= 0) await this.#lookUp();
    const kept = new Set(this.#shards.map(({ ShardId }) => ShardId));
    const isRead = (shardId: string | undefined) =>
      shardId === undefined || !kept.has(shardId) || this.#progress.get(shardId) === ENDED;
    return this.#shards.flatMap(({ ShardId, ParentShardId }) =>
      ShardId !== undefined && !isRead(ShardId) && isRead(ParentShardId) ? [ShardId] : [],
    );
  }

  async readShard(
    shardId: string,
  ): Promise<{ readonly entries: readonly FeedEntry[]; readonly isQuiet: boolean }> {
    const ShardIterator = this.#iterators.get(shardId) ?? (await this.#iteratorOf(shardId));
    const { Records = [], NextShardIterator } = await this.#getRecords(shardId, ShardIterator);
    const entries: FeedEntry[] = [];
    for (const record of Records) {
      this.#progress.set(shardId, record.dynamodb?.SequenceNumber ?? '');
      const entry = decodeStreamRecord(record);
      if (entry) entries.push({ position: this.#position(), record: entry.record });
    }
    if (NextShardIterator === undefined) this.#end(shardId);
    else this.#iterators.set(shardId, NextShardIterator);
    return { entries: await this.#current(entries), isQuiet: Records.length === 0 };
  }

  async #getRecords(shardId: string, ShardIterator: string) {
    try {
      const command = new GetRecordsCommand({ ShardIterator, Limit: BATCH_MAX });
      return await withTries(this.#options, () => this.#options.streams.send(command), isOutdated);
    } catch (error) {
      if (!isOutdated(error)) throw error;
      this.#iterators.delete(shardId);
      if (error.name === 'TrimmedDataAccessException') this.#progress.delete(shardId);
      return { Records: [], NextShardIterator: await this.#iteratorOf(shardId) };
    }
  }

  async #iteratorOf(shardId: string): Promise<string> {
    const last = this.#progress.get(shardId);
    const place =
      last === undefined
        ? ({ ShardIteratorType: 'TRIM_HORIZON' } as const)
        : ({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: last } as const);
    const command = new GetShardIteratorCommand({ StreamArn: this.#arn, ShardId: shardId, ...place });
    try {
      const answer = await withTries(this.#options, () => this.#options.streams.send(command), isOutdated);
      return answer.ShardIterator ?? '';
    } catch (error) {
      if (!isOutdated(error) || last === undefined) throw error;
      this.#progress.delete(shardId);
      return this.#iteratorOf(shardId);
    }
  }

  async #lookUp(): Promise<void> {
    const shards: Shard[] = [];
    let ExclusiveStartShardId: string | undefined;
    do {
      const command = new DescribeStreamCommand({ StreamArn: this.#arn, ExclusiveStartShardId });
      const answer = await withTries(this.#options, () => this.#options.streams.send(command));
      shards.push(...(answer.StreamDescription?.Shards ?? []));
      ExclusiveStartShardId = answer.StreamDescription?.LastEvaluatedShardId;
    } while (ExclusiveStartShardId !== undefined);
    this.#shards = shards;
    this.#roundsLeft = ROUNDS_PER_LOOK_UP;
    const kept = new Set(shards.map(({ ShardId }) => ShardId));
    for (const shardId of this.#progress.keys()) if (!kept.has(shardId)) this.#progress.delete(shardId);
  }

  #end(shardId: string): void {
    this.#progress.set(shardId, ENDED);
    this.#iterators.delete(shardId);
    this.#roundsLeft = 0;
  }

  #position(): FeedPosition {
    return JSON.stringify(Object.fromEntries(this.#progress));
  }

  /** See L4. */
  async #current(entries: readonly FeedEntry[]): Promise<readonly FeedEntry[]> {
    const standing: FeedEntry[] = [];
    for (let at = 0; at < entries.length; at += GET_KEYS_MAX) {
      const some = entries.slice(at, at + GET_KEYS_MAX);
      const records = await this.#options.read(some.map(({ record }) => record));
      for (const [place, { position }] of some.entries()) {
        const record = records[place];
        if (record) standing.push({ position, record });
      }
    }
    return standing;
  }
}

/** The place that was asked for is no longer kept, or its iterator (good for 15 minutes) has expired. */
function isOutdated(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return error.name === 'TrimmedDataAccessException' || error.name === 'ExpiredIteratorException';
}

async function streamArnOf(options: StreamFeedOptions): Promise<string> {
  const command = new DescribeTableCommand({ TableName: options.tableName });
  const { Table } = await withTries(options, () => options.client.send(command));
  if (!Table?.LatestStreamArn) throw new StoreUnavailable('the table has no stream');
  return Table.LatestStreamArn;
}

function parsePosition(position: FeedPosition): Readonly<Record<string, string>> {
  if (position === '') return {};
  const parsed = parseObject(position);
  const isOurs = parsed !== undefined && Object.values(parsed).every((place) => typeof place === 'string');
  assert(isOurs, 'a feed position is one that the feed gave');
  return Object.fromEntries(Object.entries(parsed).map(([shard, place]) => [shard, String(place)]));
}

function parseObject(text: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Ends early when `signal` aborts. */
async function pause({ sleep, pollMs = POLL_MS }: StreamFeedOptions, signal: AbortSignal): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const leave = () => resolve();
  signal.addEventListener('abort', leave, { once: true });
  if (!signal.aborted) await Promise.race([sleep(pollMs), aborted]);
  signal.removeEventListener('abort', leave);
}
