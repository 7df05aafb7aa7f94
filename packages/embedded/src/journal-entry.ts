/**
 * What the journal says of one turn: all writes of it, as one JSON text. The values of records are JSON already and are
 * taken as they are. `FORMAT` of store-folder.ts counts the versions of this shape too.
 */
import type { JsonObject, Key, StoredRecord } from '@muster/engine/ports/store';

/** Belong together; `texts` are the JSON values of `records`, in their order. */
export interface Writes {
  readonly records: readonly StoredRecord[];
  readonly texts: readonly string[];
  readonly deletes: readonly Key[];
  readonly feed?: { readonly position: number; readonly key: Key };
}

type EntryKey = readonly [partition: string, sort: string];
type EntryRecord = readonly [
  ...EntryKey,
  revision: number,
  work: EntryKey | 0,
  due: EntryKey | 0,
  vanishesAt: number | null,
  value: JsonObject,
];
interface EntryWrites {
  readonly puts: readonly EntryRecord[];
  readonly deletes?: readonly EntryKey[];
  readonly feed?: readonly [position: number, ...EntryKey];
}

export function encodeEntry(turn: readonly Writes[]): string {
  return `[${turn.map(encodeWrites).join(',')}]`;
}

export function decodeEntry(text: string): readonly Writes[] {
  return (JSON.parse(text) as readonly EntryWrites[]).map(({ puts, deletes = [], feed }) => ({
    records: puts.map(recordOf),
    texts: puts.map((put) => JSON.stringify(put[6])),
    deletes: deletes.map(keyOf),
    ...(feed === undefined ? undefined : { feed: { position: feed[0], key: keyOf([feed[1], feed[2]]) } }),
  }));
}

function encodeWrites({ records, texts, deletes, feed }: Writes): string {
  const puts = records.map((record, place) => encodeRecord(record, texts[place] ?? 'null'));
  const gone = deletes.length === 0 ? '' : `,"deletes":${JSON.stringify(deletes.map(pairOf))}`;
  const fed = feed === undefined ? '' : `,"feed":${JSON.stringify([feed.position, ...pairOf(feed.key)])}`;
  return `{"puts":[${puts.join(',')}]${gone}${fed}}`;
}

function encodeRecord(record: StoredRecord, text: string): string {
  const { partition, sort, revision, work, due, vanishesAt } = record;
  const start = [
    partition,
    sort,
    revision,
    work === undefined ? 0 : pairOf(work),
    due === undefined ? 0 : pairOf(due),
    vanishesAt ?? null,
  ];
  return `${JSON.stringify(start).slice(0, -1)},${text}]`;
}

function recordOf([partition, sort, revision, work, due, vanishesAt, value]: EntryRecord): StoredRecord {
  return {
    partition,
    sort,
    revision,
    value,
    ...(work === 0 ? undefined : { work: keyOf(work) }),
    ...(due === 0 ? undefined : { due: keyOf(due) }),
    ...(vanishesAt === null ? undefined : { vanishesAt }),
  };
}

function pairOf({ partition, sort }: Key): EntryKey {
  return [partition, sort];
}

function keyOf([partition, sort]: EntryKey): Key {
  return { partition, sort };
}
