import { openSqliteStore, type SqliteStore } from '@muster/embedded/sqlite-store';
import { describe, expect, it } from 'vitest';
import { type Child, startChild } from './a-child.ts';
import { useFolders } from './a-folder.ts';

const CALLER_COUNT = 8;
const aFolder = useFolders();

/**
 * How many answers are awaited before the kill: each count meets the disk at another moment of its work. After the last
 * one the journal has gone round several times, and the tables were being written all along.
 */
const KILLED_AFTER = [1, 9, 100, 637, 2_500, 15_000];

describe('A store whose process was killed', () => {
  it.each(KILLED_AFTER)(
    'has every commit it answered for, and each commit whole: killed after %d',
    async (count) => {
      const folder = aFolder();
      const child = startChild('committing-child.ts', folder, String(CALLER_COUNT));

      const answered = await readAnswers(child, count);
      const store = openSqliteStore({ folder, now: () => 1_000 });

      for (let caller = 0; caller < CALLER_COUNT; caller += 1) {
        const head = await headOf(store, caller);
        expect(head).toBeGreaterThanOrEqual(answered.get(caller) ?? 0);
        expect(await sortsOf(store, caller)).toEqual(expectedSorts(head));
      }
      await store.close();
    },
  );
});

/** The highest number that each caller was answered. A line cut by the kill can only name a lower one. */
async function readAnswers(child: Child, count: number): Promise<ReadonlyMap<number, number>> {
  const answered = new Map<number, number>();
  let killed: Promise<void> | undefined;
  let lineCount = 0;
  for await (const line of child.lines) {
    const [caller = 0, number = 0] = line.split(' ').map(Number);
    answered.set(caller, Math.max(number, answered.get(caller) ?? 0));
    lineCount += 1;
    if (lineCount === count) killed = child.kill();
  }
  await killed;
  return answered;
}

async function headOf(store: SqliteStore, caller: number): Promise<number> {
  const [head] = await store.get([{ partition: `caller#${caller}`, sort: 'head' }]);
  return head?.revision ?? 0;
}

async function sortsOf(store: SqliteStore, caller: number): Promise<readonly string[]> {
  const sorts: string[] = [];
  let after: string | undefined;
  do {
    const range = { partition: `caller#${caller}`, limit: 1_000, ...(after !== undefined && { after }) };
    const page = await store.query(range);
    sorts.push(...page.items.map((record) => record.sort));
    after = page.next;
  } while (after !== undefined);
  return sorts;
}

function expectedSorts(head: number): readonly string[] {
  if (head === 0) return [];
  const numbers = Array.from({ length: head }, (_, place) => place + 1);
  return [
    'head',
    ...['attempt', 'event', 'task'].flatMap((kind) => numbers.map((number) => `${kind}#${number}`)),
  ].sort();
}
