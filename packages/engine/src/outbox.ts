/**
 * Finding again what the feed has lost: commits whose messages nobody may have sent.
 *
 * X1. Every commit with messages is handed over at least once, whatever becomes of the feed. Whether the feed handed it
 *     over too is not known here: a message that comes twice changes nothing.
 * X2. A commit is met once it is `SETTLED_MS` old: by then its record is in the index, and what was on its way to the
 *     store has arrived or never will.
 * X3. How far a shard was swept moves on after its commits were handed over, never before; where there were none it need
 *     not, and nothing is written.
 */
import { addMs } from '@muster/core/instant';
import type { EngineContext } from './context.ts';
import { consumerKey, DUE_SHARDS, outboxPartition, outboxUntil } from './keys.ts';
import type { Key, StoredRecord } from './ports/store.ts';

/** Longer than a committer lives and an index lags. Within the five minutes for which a queue knows a message again. */
export const SETTLED_MS = 120_000;
const PAGE = 100;
/** What is left after so many pages of a shard is for the next sweep. */
const PAGES_MAX = 50;

/** To be called each minute. Rejects with what `send` rejects with; calling it again goes on from there. */
export async function sweepOutbox(
  context: EngineContext,
  send: (commits: readonly StoredRecord[]) => Promise<void>,
): Promise<void> {
  const keys = Array.from({ length: DUE_SHARDS }, (_, shard) => cursorKeyOf(shard));
  const cursors = await context.store.get(keys);
  for (const [shard, cursor] of cursors.entries()) {
    const from = typeof cursor?.value.after === 'string' ? cursor.value.after : undefined;
    await sweepShard(context, { shard, from }, send);
  }
}

function cursorKeyOf(shard: number): Key {
  return consumerKey(`outbox#${shard}`);
}

async function sweepShard(
  context: EngineContext,
  begun: { readonly shard: number; readonly from: string | undefined },
  send: (commits: readonly StoredRecord[]) => Promise<void>,
): Promise<void> {
  const { shard } = begun;
  const to = outboxUntil(addMs(context.now(), -SETTLED_MS));
  let { from } = begun;
  for (let pageCount = 0; pageCount < PAGES_MAX && (from === undefined || from < to); pageCount++) {
    const bounds = from === undefined ? { to } : { from, to };
    const page = await context.store.list('due', {
      partition: outboxPartition(shard),
      ...bounds,
      limit: PAGE,
    });
    if (page.items.length === 0) return;
    const records = await context.store.get(page.items.map(({ key }) => key));
    const commits = records.filter((record) => record !== undefined);
    if (commits.length > 0) await send(commits);
    const isLast = page.next === undefined;
    // The last entry of a full page is met again: what follows it may have the same instant.
    const after: string = isLast ? to : (page.items.at(-1)?.sort ?? to);
    const value = { v: 1, after };
    await context.store.commit({ puts: [{ record: { ...cursorKeyOf(shard), revision: 1, value } }] });
    if (isLast) return;
    from = after;
  }
}
