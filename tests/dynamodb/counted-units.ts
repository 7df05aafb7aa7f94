/**
 * A store in memory that counts what each call would consume on DynamoDB: for missions that are too large for the engine on
 * loopback, whose transactions take the longer the more a partition holds. The items are those that the adapter would
 * write; that the count is the engine's own, a test shows.
 */
import type { WrittenItem } from '@muster/dynamodb/item';
import { itemBytes, writeUnits } from '@muster/dynamodb/item-size';
import { INDEX_KEYS } from '@muster/dynamodb/table';
import { writeRequestOf } from '@muster/dynamodb/write-requests';
import { MemoryStore } from '@muster/embedded/memory-store';
import { encodeRecords, keyText } from '@muster/engine/commit-rules';
import type { Commit, IndexName, Key, Store } from '@muster/engine/ports/store';

export interface Units {
  read: number;
  write: number;
}

const READ_UNIT_BYTES = 4_096;
const TRANSACTION_FACTOR = 2;
/** An index is read without insisting on the latest. */
const LAGGING_FACTOR = 0.5;

export function storeCountingUnits(now: () => number): { readonly store: Store; readonly units: Units } {
  const inner = new MemoryStore({ now });
  const units: Units = { read: 0, write: 0 };
  const items = new Map<string, WrittenItem>();
  const bytesOf = (key: Key) => itemBytes(items.get(keyText(key)) ?? {});
  const store: Store = {
    async get(keys) {
      for (const key of new Map(keys.map((one) => [keyText(one), one])).values())
        units.read += readUnits(bytesOf(key));
      return inner.get(keys);
    },
    async query(range) {
      const page = await inner.query(range);
      units.read += readUnits(page.items.reduce((sum, item) => sum + bytesOf(item), 0));
      return page;
    },
    async list(index, range) {
      const page = await inner.list(index, range);
      const bytes = page.items.map(({ key }) => entryBytes(items.get(keyText(key)) ?? {}, index));
      units.read += LAGGING_FACTOR * readUnits(bytes.reduce((sum, one) => sum + one, 0));
      return page;
    },
    async commit(commit) {
      const outcome = await inner.commit(commit);
      if (!outcome.isCommitted) throw new Error('what is refused costs too, and is not counted here');
      units.write += unitsOfCommit(items, commit, now());
      return outcome;
    },
    feed: (position, signal) => inner.feed(position, signal),
    durable: () => inner.durable(),
  };
  return { store, units };
}

/** Takes over what the commit writes. */
function unitsOfCommit(items: Map<string, WrittenItem>, commit: Commit, now: number): number {
  const texts = encodeRecords(commit.puts.map(({ record }) => record));
  const request = writeRequestOf({ tableName: 'table', now, token: 'x'.repeat(36) }, commit, texts);
  if (!request) return 0;
  const factor = request.kind === 'TRANSACTION' ? TRANSACTION_FACTOR : 1;
  let units = 0;
  const replace = (key: Key, written: WrittenItem | undefined) => {
    const former = items.get(keyText(key));
    units += factor * writeUnits(Math.max(itemBytes(former ?? {}), itemBytes(written ?? {})));
    for (const index of INDEXES) units += movedEntries(former, written, index);
    if (written) items.set(keyText(key), written);
    else items.delete(keyText(key));
  };
  const written = writtenItems(request);
  for (const [place, { record }] of commit.puts.entries()) replace(record, written[place]);
  for (const key of commit.deletes ?? []) replace(key, undefined);
  for (const key of commit.checks ?? [])
    units += factor * writeUnits(itemBytes(items.get(keyText(key)) ?? {}));
  return units;
}

const INDEXES = Object.keys(INDEX_KEYS) as readonly IndexName[];

/** In the order of the commit's puts. */
function writtenItems(request: NonNullable<ReturnType<typeof writeRequestOf>>): readonly WrittenItem[] {
  if (request.kind === 'PUT') return [request.input.Item as WrittenItem];
  if (request.kind === 'DELETE') return [];
  return (request.input.TransactItems ?? []).flatMap(({ Put }) => (Put ? [Put.Item as WrittenItem] : []));
}

/** One for an entry that goes, one for an entry that comes. */
function movedEntries(
  former: WrittenItem | undefined,
  written: WrittenItem | undefined,
  index: IndexName,
): number {
  const [before, after] = [placeIn(former, index), placeIn(written, index)];
  if (before === after) return 0;
  return (before === undefined ? 0 : 1) + (after === undefined ? 0 : 1);
}

function placeIn(item: WrittenItem | undefined, index: IndexName): string | undefined {
  const { partition, sort } = INDEX_KEYS[index];
  const [one, other] = [item?.[partition], item?.[sort]];
  return one && other ? JSON.stringify([one, other]) : undefined;
}

/** The keys of the table and of the index. */
function entryBytes(item: WrittenItem, index: IndexName): number {
  const names = ['pk', 'sk', INDEX_KEYS[index].partition, INDEX_KEYS[index].sort];
  return itemBytes(Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name))));
}

function readUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES));
}
