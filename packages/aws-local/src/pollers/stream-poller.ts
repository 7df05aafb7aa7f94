/**
 * Polls the table's stream for a function as Lambda does: every shard from its beginning, each after its parents, its
 * records in order, those only that pass the filter.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import {
  type _Record,
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import type { LambdaFunction } from '../gateway/lambda-function.ts';
import type { EventFilter } from './event-filter.ts';
import { backOff, type Poller } from './poller.ts';
import { deliver } from './stream-delivery.ts';

export interface StreamPollerOptions {
  readonly client: DynamoDBStreamsClient;
  readonly streamArn: string;
  readonly filter: EventFilter;
  readonly batchSize: number;
  /** How long a batch may wait for more. */
  readonly windowMs: number;
  readonly retryCountMax: number;
  readonly function: LambdaFunction;
  readonly onError: (error: unknown) => void;
  readonly onGivenUp: (records: readonly DynamoDBRecord[]) => Promise<void>;
}

/** Lambda asks each shard four times a second. */
const POLL_MS = 250;
const SHARDS_POLL_MS = 5_000;

export function pollStream(options: StreamPollerOptions): Poller {
  const poller = new StreamPoller(options);
  const running = poller.run();
  return {
    get invocationCount() {
      return poller.invocationCount;
    },
    stop: async () => {
      poller.stopping.abort();
      await running;
    },
  };
}

class StreamPoller {
  invocationCount = 0;
  readonly stopping = new AbortController();
  readonly #options: StreamPollerOptions;
  /** By shard: resolves when it was read to its end. */
  readonly #reading = new Map<string, Promise<void>>();

  constructor(options: StreamPollerOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        for (const shard of await this.#shards()) this.#begin(shard);
      } catch (error) {
        if (!signal.aborted) this.#options.onError(error);
      }
      await sleep(SHARDS_POLL_MS, undefined, { signal }).catch(() => undefined);
    }
    await Promise.all(this.#reading.values());
  }

  async #shards(): Promise<readonly Shard[]> {
    const { client, streamArn } = this.#options;
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: streamArn }));
    return StreamDescription?.Shards ?? [];
  }

  #begin({ ShardId = '', ParentShardId = '' }: Shard): void {
    if (this.#reading.has(ShardId)) return;
    const parent = this.#reading.get(ParentShardId) ?? Promise.resolve();
    this.#reading.set(
      ShardId,
      parent.then(() => this.#read(ShardId)),
    );
  }

  async #read(shardId: string): Promise<void> {
    const { signal } = this.stopping;
    let iterator = await this.#iterator(shardId);
    let waiting: DynamoDBRecord[] = [];
    let since = 0;
    while (iterator !== undefined && !signal.aborted) {
      const { records, next } = await this.#records(iterator);
      iterator = next;
      if (waiting.length === 0) since = Date.now();
      waiting.push(...records);
      const isDue = Date.now() - since >= this.#options.windowMs || next === undefined;
      while (waiting.length >= this.#options.batchSize || (isDue && waiting.length > 0)) {
        await this.#deliver(waiting.slice(0, this.#options.batchSize));
        waiting = waiting.slice(this.#options.batchSize);
      }
      if (records.length === 0) await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #iterator(ShardId: string): Promise<string | undefined> {
    const command = new GetShardIteratorCommand({
      StreamArn: this.#options.streamArn,
      ShardId,
      ShardIteratorType: 'TRIM_HORIZON',
    });
    return (await this.#insist(() => this.#options.client.send(command)))?.ShardIterator;
  }

  async #records(ShardIterator: string) {
    const answer = await this.#insist(() =>
      this.#options.client.send(new GetRecordsCommand({ ShardIterator, Limit: 1_000 })),
    );
    const records = (answer?.Records ?? []).map(eventRecord).filter((record) => this.#options.filter(record));
    return { records, next: answer?.NextShardIterator };
  }

  /** Undefined when it was told to stop. */
  async #insist<T>(ask: () => Promise<T>): Promise<T | undefined> {
    const { signal } = this.stopping;
    for (let failureCount = 1; !signal.aborted; failureCount += 1) {
      try {
        return await ask();
      } catch (error) {
        if (!signal.aborted) this.#options.onError(error);
        await backOff(failureCount, signal);
      }
    }
    return undefined;
  }

  #deliver(records: readonly DynamoDBRecord[]): Promise<void> {
    const { function: called, retryCountMax, onError, onGivenUp } = this.#options;
    return deliver(
      {
        function: called,
        retryCountMax,
        onError,
        onGivenUp,
        signal: this.stopping.signal,
        onInvoked: () => {
          this.invocationCount += 1;
        },
      },
      records,
    );
  }
}

/** As JSON has it: bytes in base64, instants in seconds. */
function eventRecord(record: _Record): DynamoDBRecord {
  const text = JSON.stringify(record, (_name, value: unknown) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
    return value;
  });
  const { dynamodb = {}, ...rest } = JSON.parse(text);
  const { ApproximateCreationDateTime: at, ...change } = dynamodb;
  const seconds = at === undefined ? {} : { ApproximateCreationDateTime: Date.parse(at) / 1_000 };
  return { ...rest, dynamodb: { ...change, ...seconds } };
}
