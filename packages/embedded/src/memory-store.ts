/**
 * The store without a disk: for tests and the simulation. Deterministic: no clock, no timer, no randomness of its own.
 *
 * M1. A commit is seen at once and durable after the next `durable`; nothing else makes it so. `crash` takes back, newest
 *     first, what was not durable: what a kill of a process over a real disk leaves.
 * M2. After a crash, values are what their JSON says, as they would be after a restart.
 * M3. Values are frozen to the bottom when they are handed over: who changes one later, breaks at once.
 */

import {
  assertCommit,
  assertCommitBytes,
  assertGet,
  assertRange,
  conflictsOf,
  encodeRecords,
  isStanding,
  keyText,
  pageOf,
} from '@muster/engine/commit-rules';
import type {
  Commit,
  CommitOutcome,
  FeedEntry,
  FeedPosition,
  IndexEntry,
  IndexName,
  JsonObject,
  Key,
  Page,
  Range,
  Store,
  StoredRecord,
} from '@muster/engine/ports/store';
import { StoreUnavailable } from '@muster/engine/ports/store';
import { Feed } from './feed.ts';
import { indexCursorOf } from './index-cursor.ts';
import { MemoryTables } from './memory-tables.ts';

export interface MemoryStoreOptions {
  /** Milliseconds since 1970: what `vanishesAt` is compared with. */
  readonly now: () => number;
}

interface Stored {
  readonly record: StoredRecord;
  readonly text: string;
}

/** What stood in a record's place before a write that is not durable. */
interface Former {
  readonly key: Key;
  readonly stored: Stored | undefined;
}

const COMMITTED: CommitOutcome = { isCommitted: true };

export class MemoryStore implements Store {
  readonly #now: () => number;
  readonly #tables = new MemoryTables();
  readonly #texts = new Map<string, string>();
  readonly #feed = new Feed((after, limit) => this.#readFeed(after, limit));
  readonly #feedKeys: Key[] = [];
  #durableFeedLength = 0;
  #formers: Former[] = [];

  constructor(options: MemoryStoreOptions) {
    this.#now = options.now;
  }

  async get(keys: readonly Key[]): Promise<readonly (StoredRecord | undefined)[]> {
    assertGet(keys);
    return keys.map((key) => this.#read(key));
  }

  async query(range: Range): Promise<Page<StoredRecord>> {
    assertRange(range);
    const now = this.#now();
    const found = this.#tables.readPage(range, (record) => isStanding(record, now));
    return pageOf(found, range.limit, (record) => record.sort);
  }

  async list(index: IndexName, range: Range): Promise<Page<IndexEntry>> {
    assertRange(range);
    return pageOf(this.#tables.readIndexPage(index, range), range.limit, indexCursorOf);
  }

  async commit(commit: Commit): Promise<CommitOutcome> {
    assertCommit(commit);
    const records = commit.puts.map((put) => put.record);
    const texts = encodeRecords(records);
    assertCommitBytes(texts);
    const conflicts = conflictsOf(commit, (key) => this.#read(key)?.revision ?? 0);
    if (conflicts.length > 0) return { isCommitted: false, conflicts };
    this.#putAll(records, texts);
    for (const key of commit.deletes ?? []) this.#set(key, undefined);
    if (commit.feed !== undefined) this.#feedKeys.push(commit.feed);
    return COMMITTED;
  }

  feed(position: FeedPosition, signal: AbortSignal): AsyncIterable<readonly FeedEntry[]> {
    return this.#feed.follow(position, signal);
  }

  async durable(): Promise<void> {
    this.#formers = [];
    this.#durableFeedLength = this.#feedKeys.length;
    this.#feed.deliver();
  }

  /** Deletes at most `limit` records that vanished before `now`, the longest gone first; answers how many. */
  async sweepVanished(now: number, limit: number): Promise<number> {
    const vanished = this.#tables.readVanished(now, limit);
    for (const key of vanished) this.#set(key, undefined);
    return vanished.length;
  }

  /** See M1 and M2. Whoever waits at the feed is told `StoreUnavailable`; the store itself can be used on. */
  crash(): void {
    for (const { key, stored } of this.#formers.reverse()) this.#restore(key, stored);
    this.#formers = [];
    this.#feedKeys.length = this.#durableFeedLength;
    for (const record of this.#tables.readAll()) {
      const text = this.#texts.get(keyText(record)) ?? '{}';
      this.#tables.set(record, { ...record, value: deepFreeze(JSON.parse(text) as JsonObject) });
    }
    this.#feed.interrupt(new StoreUnavailable('the store crashed'));
  }

  #read(key: Key): StoredRecord | undefined {
    const record = this.#tables.get(key);
    return record !== undefined && isStanding(record, this.#now()) ? record : undefined;
  }

  #putAll(records: readonly StoredRecord[], texts: readonly string[]): void {
    for (const [place, record] of records.entries()) {
      deepFreeze(record.value);
      this.#set(record, { record, text: texts[place] ?? '' });
    }
  }

  #set(key: Key, stored: Stored | undefined): void {
    const record = this.#tables.get(key);
    const text = this.#texts.get(keyText(key));
    const isThere = record !== undefined && text !== undefined;
    this.#formers.push({ key, stored: isThere ? { record, text } : undefined });
    this.#restore(key, stored);
  }

  #restore(key: Key, stored: Stored | undefined): void {
    this.#tables.set(key, stored?.record);
    if (stored === undefined) this.#texts.delete(keyText(key));
    else this.#texts.set(keyText(key), stored.text);
  }

  /** Positions count from 1. While a write waits for `durable`, its record may be in the place of a durable one. */
  #readFeed(after: number, limit: number): readonly FeedEntry[] | undefined {
    if (this.#formers.length > 0) return undefined;
    const entries: FeedEntry[] = [];
    for (let place = after; place < this.#durableFeedLength && entries.length < limit; place += 1) {
      const key = this.#feedKeys[place];
      const record = key && this.#read(key);
      if (record !== undefined) entries.push({ position: String(place + 1), record });
    }
    return entries;
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) deepFreeze(member);
  return value;
}
