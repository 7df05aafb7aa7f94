/** Finding deliveries that are due: those to be tried again, and those whose first try nobody was told of. */
import { LIMITS } from '@muster/core/limits';
import { type DeliveryRef, deliveryIdOf } from '@muster/core/notify/notify-ids';
import type { DueDelivery, EngineContext } from '../context.ts';
import { deliveryDuePartitions, deliveryOfDueSort, dueUntil } from '../keys.ts';

const PAGE = 200;

export interface DueEntry extends DueDelivery {
  readonly channel: DeliveryRef['channel'];
}

/** Whether somebody could take it now. Asked once for each entry. */
export type Wanted = (entry: DueEntry) => boolean;

/**
 * What is due now and wanted, the oldest of each shard first, about `LIMITS.deliverySweepRowsMax`, out of at most
 * `LIMITS.deliverySweepLookedMax`. Entries are hints (S4): look at the delivery before acting.
 */
export async function sweepDeliveries(
  context: EngineContext,
  isWanted: Wanted = () => true,
): Promise<readonly DueEntry[]> {
  const shards = await Promise.all(
    deliveryDuePartitions().map((partition) => dueIn(context, partition, isWanted)),
  );
  return shards.flat();
}

async function dueIn(
  context: EngineContext,
  partition: string,
  isWanted: Wanted,
): Promise<readonly DueEntry[]> {
  const shardCount = deliveryDuePartitions().length;
  const found: DueEntry[] = [];
  const to = dueUntil(context.now());
  let after: string | undefined;
  let lookedCount = 0;
  do {
    const range = { partition, to, limit: PAGE, ...(after === undefined ? {} : { after }) };
    const page = await context.store.list('due', range);
    found.push(...page.items.map(({ sort }) => entryOf(sort)).filter(isWanted));
    lookedCount += page.items.length;
    after = page.next;
  } while (
    after !== undefined &&
    found.length < LIMITS.deliverySweepRowsMax / shardCount &&
    lookedCount < LIMITS.deliverySweepLookedMax / shardCount
  );
  return found;
}

function entryOf(sort: string): DueEntry {
  const { workspaceId, ...ref } = deliveryOfDueSort(sort);
  return { workspaceId, id: deliveryIdOf(ref), channel: ref.channel };
}

/** When something comes due next, after now; undefined when nothing is planned. */
export async function nextDelivery(context: EngineContext): Promise<number | undefined> {
  const firsts = await Promise.all(
    deliveryDuePartitions().map(async (partition) => {
      const from = dueUntil(context.now());
      const page = await context.store.list('due', { partition, from, limit: 1 });
      const [first] = page.items;
      return first && deliveryOfDueSort(first.sort).due;
    }),
  );
  const planned = firsts.filter((due) => due !== undefined);
  return planned.length === 0 ? undefined : Math.min(...planned);
}
