/**
 * What the journal says of one turn: a line for each change, and after that of a put its value, which is JSON already and
 * taken as it is. JSON has no line breaks, so nothing has to be parsed to find the lines. `FORMAT` of store-folder.ts
 * counts the versions of this shape too.
 */
import type { JsonObject, Key, StoredRecord } from '@muster/engine/ports/store';

/** Belong together; `texts` are the JSON values of `records`, in their order. */
export interface Writes {
  readonly records: readonly StoredRecord[];
  readonly texts: readonly string[];
  readonly deletes: readonly Key[];
  readonly feed?: { readonly position: number; readonly key: Key };
  /** Feed positions up to this one are forgotten. */
  readonly prunedTo?: number;
}

type KeyRow = readonly [partition: string, sort: string];
type FeedRow = readonly [position: number, ...KeyRow];
type PutHead = readonly [
  ...KeyRow,
  revision: number,
  workPartition: string | null,
  workSort: string | null,
  duePartition: string | null,
  dueSort: string | null,
  vanishesAt: number | null,
];

/** In the order of the tables' columns. */
export type PutRow = readonly [...PutHead, value: string];

export type Change =
  | { readonly kind: 'PUT'; readonly row: PutRow }
  | { readonly kind: 'DELETE'; readonly row: KeyRow }
  | { readonly kind: 'FEED'; readonly row: FeedRow }
  | { readonly kind: 'PRUNE'; readonly position: number };

/** Lines of an entry: those of several writes, one after the other with a line break between, are one entry too. */
export function encodeWrites({ records, texts, deletes, feed, prunedTo }: Writes): string {
  const lines: string[] = [];
  for (const [place, record] of records.entries()) lines.push(encodeHead(record), texts[place] ?? 'null');
  for (const { partition, sort } of deletes) lines.push(JSON.stringify([partition, sort]));
  if (feed !== undefined) lines.push(JSON.stringify([feed.position, feed.key.partition, feed.key.sort]));
  if (prunedTo !== undefined) lines.push(JSON.stringify([prunedTo]));
  return lines.join('\n');
}

/** Spaces behind the last line are nobody's. */
export function decodeEntry(text: string): readonly Change[] {
  if (text.startsWith('[{')) return decodeFormat2(text);
  const lines = text.trimEnd().split('\n').values();
  const changes: Change[] = [];
  for (const line of lines)
    changes.push(changeOf(JSON.parse(line) as ChangeLine, () => lines.next().value ?? 'null'));
  return changes;
}

type ChangeLine = PutHead | KeyRow | FeedRow | readonly [position: number];

/** The lines differ in their length. */
function changeOf(line: ChangeLine, nextLine: () => string): Change {
  switch (line.length) {
    case 8:
      return { kind: 'PUT', row: [...line, nextLine()] };
    case 2:
      return { kind: 'DELETE', row: line };
    case 3:
      return { kind: 'FEED', row: line };
    case 1:
      return { kind: 'PRUNE', position: line[0] };
  }
}

function encodeHead(record: StoredRecord): string {
  const { partition, sort, revision, work, due, vanishesAt } = record;
  const head: PutHead = [
    partition,
    sort,
    revision,
    work?.partition ?? null,
    work?.sort ?? null,
    due?.partition ?? null,
    due?.sort ?? null,
    vanishesAt ?? null,
  ];
  return JSON.stringify(head);
}

interface Format2Writes {
  readonly puts: readonly (readonly [
    ...KeyRow,
    revision: number,
    work: KeyRow | 0,
    due: KeyRow | 0,
    vanishesAt: number | null,
    value: JsonObject,
  ])[];
  readonly deletes?: readonly KeyRow[];
  readonly feed?: FeedRow;
}

const NOWHERE: readonly [null, null] = [null, null];

/** Until format 3 an entry was one JSON text. */
function decodeFormat2(text: string): readonly Change[] {
  return (JSON.parse(text) as readonly Format2Writes[]).flatMap(({ puts, deletes = [], feed }): Change[] => [
    ...puts.map(([partition, sort, revision, work, due, vanishesAt, value]): Change => {
      const [workRow, dueRow] = [work || NOWHERE, due || NOWHERE];
      const row: PutRow = [
        partition,
        sort,
        revision,
        ...workRow,
        ...dueRow,
        vanishesAt,
        JSON.stringify(value),
      ];
      return { kind: 'PUT', row };
    }),
    ...deletes.map((row): Change => ({ kind: 'DELETE', row })),
    ...(feed === undefined ? [] : [{ kind: 'FEED', row: feed } as const]),
  ]);
}
