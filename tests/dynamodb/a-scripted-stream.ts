/** A stream whose shards a test splits, trims and lets expire: no engine on loopback does. */
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  type GetRecordsCommandInput,
  type GetShardIteratorCommandInput,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import { createClient, createStreamsClient } from '@muster/dynamodb/client';
import { encodeItem } from '@muster/dynamodb/item';
import { aRecord } from '../store-contract/a-record.ts';

interface ScriptedShard {
  readonly id: string;
  readonly parent?: string;
  /** Sort keys of the commits it tells of, in order; their places count from 1. */
  readonly sorts: string[];
  isClosed?: boolean;
  /** Records up to this place are no longer kept. */
  trimmedTo?: number;
}

const NOWHERE = {
  endpoint: 'http://127.0.0.1:1',
  region: 'us-east-1',
  credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
};
const REFUSED = { $metadata: { httpStatusCode: 400 }, message: 'scripted' };

export class ScriptedStream {
  readonly shards: ScriptedShard[] = [];
  readonly asked: string[] = [];
  /** Iterators that were given out before this count for nothing any more. */
  expiredBefore = 0;
  #iteratorCount = 0;

  readonly client: DynamoDBClient = createClient(NOWHERE);
  readonly streams: DynamoDBStreamsClient = createStreamsClient(NOWHERE);

  constructor() {
    this.client.middlewareStack.add(() => async () => answer({ Table: { LatestStreamArn: 'arn' } }), {
      step: 'initialize',
    });
    this.streams.middlewareStack.add(
      (_, { commandName }) =>
        async ({ input }) =>
          answer(this.#answer(String(commandName), input)),
      { step: 'initialize' },
    );
  }

  #answer(command: string, input: object): object {
    if (command === 'DescribeStreamCommand') return this.#describe(input);
    if (command === 'GetShardIteratorCommand') return this.#iterator(input as GetShardIteratorCommandInput);
    return this.#records(input as GetRecordsCommandInput);
  }

  /** Two shards a page. */
  #describe(input: { ExclusiveStartShardId?: string }): object {
    const start = this.shards.findIndex(({ id }) => id === input.ExclusiveStartShardId) + 1;
    const page = this.shards.slice(start, start + 2);
    const Shards = page.map(({ id, parent }) => ({ ShardId: id, ParentShardId: parent }));
    const isLast = start + 2 >= this.shards.length;
    return { StreamDescription: { Shards, ...(isLast ? {} : { LastEvaluatedShardId: page.at(-1)?.id }) } };
  }

  #iterator({ ShardId, ShardIteratorType, SequenceNumber }: GetShardIteratorCommandInput): object {
    const shard = this.#shard(ShardId);
    const trimmedTo = shard.trimmedTo ?? 0;
    const after = ShardIteratorType === 'TRIM_HORIZON' ? trimmedTo : Number(SequenceNumber);
    if (after < trimmedTo) throw new TrimmedDataAccessException(REFUSED);
    return { ShardIterator: `${++this.#iteratorCount}/${ShardId}/${after}` };
  }

  #records({ ShardIterator = '', Limit = 1_000 }: GetRecordsCommandInput): object {
    const [number = '', id = '', after = ''] = ShardIterator.split('/');
    if (Number(number) < this.expiredBefore) throw new ExpiredIteratorException(REFUSED);
    const shard = this.#shard(id);
    this.asked.push(id);
    const sorts = shard.sorts.slice(Number(after), Number(after) + Limit);
    const last = Number(after) + sorts.length;
    const isEnd = shard.isClosed === true && last === shard.sorts.length;
    return {
      Records: sorts.map((sort, place) => ({
        dynamodb: { SequenceNumber: String(Number(after) + place + 1), NewImage: imageOf(sort) },
      })),
      ...(isEnd ? {} : { NextShardIterator: `${++this.#iteratorCount}/${id}/${last}` }),
    };
  }

  get iteratorCount(): number {
    return this.#iteratorCount;
  }

  #shard(id: string | undefined): ScriptedShard {
    const shard = this.shards.find((one) => one.id === id);
    if (!shard) throw new Error(`there is no shard ${id}`);
    return shard;
  }
}

function imageOf(sort: string): Record<string, AttributeValue> {
  const record = aRecord({ sort });
  return encodeItem(record, JSON.stringify(record.value), { isFed: true });
}

function answer(output: object) {
  return { response: {}, output: { $metadata: {}, ...output } };
}
