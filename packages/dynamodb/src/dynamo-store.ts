/**
 * The store on one table of DynamoDB. See table.ts and item.ts for what is stored, write-requests.ts for how a commit is
 * made, retry.ts for what is tried again, stream-feed.ts for the feed.
 *
 * A commit is durable when it resolves. `get` and `query` read consistently; an index lags behind by what the service
 * takes to follow, mostly some milliseconds.
 */
import { randomUUID } from 'node:crypto';
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type ConsumedCapacity,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import {
  assertCommit,
  assertCommitBytes,
  assertGet,
  assertRange,
  encodeRecords,
  isStanding,
  keyText,
  pageOf,
} from '@muster/engine/commit-rules';
import {
  type Commit,
  type CommitOutcome,
  type FeedEntry,
  type FeedPosition,
  type IndexEntry,
  type IndexName,
  type Key,
  type Page,
  type Range,
  type Store,
  type StoredRecord,
  StoreUnavailable,
} from '@muster/engine/ports/store';
import { decodeItem, itemKey, keyOfItem, type ReadItem, textOf, WRITE_TOKEN } from './item.ts';
import { indexCursorOf, indexQuery, readPages, recordQuery, type SendQuery } from './read-pages.ts';
import { reasonCodes, type Try, withTries } from './retry.ts';
import type { StreamFeedOptions } from './stream-feed.ts';
import { INDEX_KEYS } from './table.ts';
import { transactionKeys, type WriteRequest, writeRequestOf } from './write-requests.ts';

export interface DynamoStoreOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Needed by those who follow the feed from here; functions are handed the stream's records instead. */
  readonly feed?: { readonly streams: DynamoDBStreamsClient; readonly pollMs?: number };
  /** Told what each answered request has consumed; asking for it makes answers a little larger. */
  readonly onConsumed?: (consumed: ConsumedCapacity) => void;
}

export function openDynamoStore(options: DynamoStoreOptions): Store {
  return new DynamoStore(options);
}

const COMMITTED: CommitOutcome = { isCommitted: true };

class DynamoStore implements Store {
  readonly #options: DynamoStoreOptions;
  readonly #counting: { ReturnConsumedCapacity?: 'INDEXES' };

  constructor(options: DynamoStoreOptions) {
    this.#options = options;
    this.#counting = options.onConsumed ? { ReturnConsumedCapacity: 'INDEXES' } : {};
  }

  async get(keys: readonly Key[]): Promise<readonly (StoredRecord | undefined)[]> {
    assertGet(keys);
    const distinct = [...new Map(keys.map((key) => [keyText(key), key])).values()];
    const [only] = distinct;
    if (!only) return [];
    const items = distinct.length === 1 ? await this.#getOne(only) : await this.#getMany(distinct);
    const now = this.#options.now();
    const records = new Map<string, StoredRecord>();
    for (const item of items) {
      const record = decodeItem(item);
      if (isStanding(record, now)) records.set(keyText(record), record);
    }
    return keys.map((key) => records.get(keyText(key)));
  }

  async query(range: Range): Promise<Page<StoredRecord>> {
    assertRange(range);
    const now = this.#options.now();
    const found = await readPages(this.#sendQuery, recordQuery(this.#options.tableName, range), {
      limit: range.limit,
      read: decodeItem,
      isKept: (record) => isStanding(record, now),
    });
    return pageOf(found, range.limit, (record) => record.sort);
  }

  async list(index: IndexName, range: Range): Promise<Page<IndexEntry>> {
    assertRange(range);
    const found = await readPages(this.#sendQuery, indexQuery(this.#options.tableName, index, range), {
      limit: range.limit,
      read: (item) => ({ key: keyOfItem(item), sort: textOf(item, INDEX_KEYS[index].sort) }),
    });
    return pageOf(found, range.limit, indexCursorOf);
  }

  async commit(commit: Commit): Promise<CommitOutcome> {
    assertCommit(commit);
    const texts = encodeRecords(commit.puts.map(({ record }) => record));
    assertCommitBytes(texts);
    const { tableName, now } = this.#options;
    const request = writeRequestOf({ tableName, now: now(), token: randomUUID() }, commit, texts);
    if (!request) return COMMITTED;
    const isExpected = (error: unknown) => isRefusal(error);
    try {
      return await withTries(this.#options, (on) => this.#write(request, on), isExpected);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { isCommitted: false, conflicts: conflictsOf(error, commit) };
    }
  }

  feed(position: FeedPosition, signal: AbortSignal): AsyncIterable<readonly FeedEntry[]> {
    const { client, tableName, feed } = this.#options;
    if (!feed) throw new StoreUnavailable('this store was opened without its stream');
    const read = (keys: readonly Key[]) => this.get(keys);
    return follow({ ...this.#options, ...feed, client, tableName, read }, position, signal);
  }

  /** A commit is durable before it resolves. */
  async durable(): Promise<void> {}

  async #getOne(key: Key): Promise<readonly ReadItem[]> {
    const command = new GetItemCommand({
      TableName: this.#options.tableName,
      Key: itemKey(key),
      ConsistentRead: true,
      ...this.#counting,
    });
    const { Item, ConsumedCapacity } = await withTries(this.#options, () =>
      this.#options.client.send(command),
    );
    this.#count(ConsumedCapacity);
    return Item ? [Item] : [];
  }

  /** What the service leaves unprocessed is asked for again, after a pause when it answered nothing at all. */
  async #getMany(keys: readonly Key[]): Promise<readonly ReadItem[]> {
    const { client, tableName } = this.#options;
    const items: ReadItem[] = [];
    let rest: readonly Record<string, { S: string }>[] = keys.map(itemKey);
    while (rest.length > 0) {
      const asked = [...rest];
      rest = await withTries(this.#options, async () => {
        const RequestItems = { [tableName]: { Keys: asked, ConsistentRead: true } };
        const answer = await client.send(new BatchGetItemCommand({ RequestItems, ...this.#counting }));
        this.#count(...(answer.ConsumedCapacity ?? []));
        const found = answer.Responses?.[tableName] ?? [];
        const left = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
        if (left.length === asked.length) throw new NothingProcessed();
        items.push(...found);
        return left.map((key) => itemKey(keyOfItem(key)));
      });
    }
    return items;
  }

  readonly #sendQuery: SendQuery = async (input) => {
    const command = new QueryCommand({ ...input, ...this.#counting });
    const answer = await withTries(this.#options, () => this.#options.client.send(command));
    this.#count(answer.ConsumedCapacity);
    return answer;
  };

  async #write(request: WriteRequest, on: Try): Promise<CommitOutcome> {
    const { client } = this.#options;
    const counting = this.#counting;
    switch (request.kind) {
      case 'PUT':
        try {
          const put = await client.send(new PutItemCommand({ ...request.input, ...counting }));
          this.#count(put.ConsumedCapacity);
        } catch (error) {
          if (!on.isPerhapsDone || !(error instanceof ConditionalCheckFailedException)) throw error;
          if (!isOwnWrite(error, request.writeToken))
            throw new StoreUnavailable('a put may have been applied before another one', { cause: error });
        }
        return COMMITTED;
      case 'DELETE': {
        const deleted = await client.send(new DeleteItemCommand({ ...request.input, ...counting }));
        this.#count(deleted.ConsumedCapacity);
        return COMMITTED;
      }
      case 'TRANSACTION': {
        const done = await client.send(new TransactWriteItemsCommand({ ...request.input, ...counting }));
        this.#count(...(done.ConsumedCapacity ?? []));
        return COMMITTED;
      }
    }
  }

  #count(...all: readonly (ConsumedCapacity | undefined)[]): void {
    for (const consumed of all) if (consumed) this.#options.onConsumed?.(consumed);
  }
}

/** Functions are handed the stream's records: they are spared the code that asks for them. */
async function* follow(
  options: StreamFeedOptions,
  position: FeedPosition,
  signal: AbortSignal,
): AsyncGenerator<readonly FeedEntry[]> {
  const { followStream } = await import('./stream-feed.ts');
  yield* followStream(options, position, signal);
}

/** All keys of a batch came back unprocessed: throttled, though it isn't called an error. */
class NothingProcessed extends Error {
  override readonly name = 'ThrottlingException';
}

/** See W2: a former try of the same put stands there. */
function isOwnWrite(error: ConditionalCheckFailedException, writeToken: string | undefined): boolean {
  return writeToken !== undefined && error.Item?.[WRITE_TOKEN]?.S === writeToken;
}

/** Expectations that did not hold: an answer, not a failure. */
function isRefusal(error: unknown): error is ConditionalCheckFailedException | TransactionCanceledException {
  if (error instanceof ConditionalCheckFailedException) return true;
  return error instanceof TransactionCanceledException && reasonCodes(error).includes(REFUSED);
}

const REFUSED = 'ConditionalCheckFailed';

function conflictsOf(
  error: ConditionalCheckFailedException | TransactionCanceledException,
  commit: Commit,
): readonly Key[] {
  const keys = transactionKeys(commit);
  if (error instanceof ConditionalCheckFailedException) return keys;
  const codes = reasonCodes(error);
  return keys.filter((_, place) => codes[place] === REFUSED);
}
