/** Pages of ids, newest first: of a whole partition, or of several partitions of the work index in their common order. */
import type { MissionId } from '@muster/core/ids';
import type { EngineContext } from './context.ts';

export interface IdsPage {
  readonly first: number;
  /** The last id of a former page. */
  readonly after: string | undefined;
  /** Of records whose sort keys are the ids. */
  readonly partition?: string;
  /** Of the work index; instead of `partition`. Ids sort by time, so that a page is the first of what each lists. */
  readonly indexes?: readonly string[];
}

export async function newestFirst(context: EngineContext, page: IdsPage): Promise<readonly MissionId[]> {
  const { first, after, partition, indexes = [] } = page;
  const bounds = { limit: first, isReversed: true, ...before(after) };
  if (partition !== undefined) {
    const { items } = await context.store.query({ partition, ...bounds });
    return items.map((record) => record.sort as MissionId);
  }
  const pages = await Promise.all(
    indexes.map((index) => context.store.list('work', { partition: index, ...bounds })),
  );
  const sorts = pages.flatMap(({ items }) => items.map((entry) => entry.sort));
  return sorts.sort().reverse().slice(0, first) as MissionId[];
}

/** Upper bound just below a cursor, for pages that run from new to old. */
function before(after: string | undefined): { to?: string } {
  return after === undefined
    ? {}
    : { to: `${after.slice(0, -1)}${String.fromCharCode(after.charCodeAt(after.length - 1) - 1)}~` };
}
