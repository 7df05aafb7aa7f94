/** Looking at channels, rules and deliveries. */
import type { MissionId, WorkspaceId } from '@muster/core/ids';
import { DELIVERY_STATUSES, type DeliveryStatus } from '@muster/core/lifecycle/delivery-lifecycle';
import { LIMITS } from '@muster/core/limits';
import type { Channel } from '@muster/core/notify/channel';
import type { Delivery } from '@muster/core/notify/delivery';
import type { DeliveryRef } from '@muster/core/notify/notify-ids';
import type { EngineContext } from '../context.ts';
import type { Listed, PageOf } from '../engine.ts';
import {
  channelKey,
  channelsPartition,
  deliveriesPartition,
  deliveryKey,
  deliveryOfOrder,
  deliveryStatusPartition,
  rulesKey,
} from '../keys.ts';
import type { Page, Range } from '../ports/store.ts';
import type { Principal } from '../principal.ts';
import { CHANNEL, DELIVERY, RULES, type RulesOfWorkspace } from './notify-records.ts';

export interface NotifyQuestions {
  /** By name, in the order asked, undefined for what isn't there. At most 100. Holds secrets: for the engine's own. */
  channels(principal: Principal, names: readonly string[]): Promise<readonly (Channel | undefined)[]>;
  /** By name. At most `LIMITS.channelsPerWorkspaceMax`. */
  listChannels(principal: Principal): Promise<readonly Channel[]>;
  /** Undefined when none were ever set. */
  notificationRules(principal: Principal): Promise<RulesOfWorkspace | undefined>;
  /** In the order asked, undefined for what isn't there. At most 100. */
  deliveries(principal: Principal, refs: readonly DeliveryRef[]): Promise<readonly (Delivery | undefined)[]>;
  /**
   * Newest events first. One page looks at no more than `LIMITS.deliveryScanRowsMax` (of each status, without a mission):
   * when a channel or statuses are named, what lies behind so many others is not found, and `hasNext` is false then.
   */
  listDeliveries(principal: Principal, page: DeliveriesPage): Promise<Listed<Delivery>>;
}

export type DeliveriesPage = PageOf<{
  readonly missionId?: MissionId;
  readonly channel?: string;
  readonly statuses?: readonly DeliveryStatus[];
}>;

export function notifyQuestions(context: EngineContext): NotifyQuestions {
  return {
    async channels({ workspaceId }, names) {
      const stored = await context.store.get(names.map((name) => channelKey(workspaceId, name)));
      return stored.map((record) => record && CHANNEL.decode(record.value));
    },
    listChannels: ({ workspaceId }) => listChannels(context, workspaceId),
    async notificationRules({ workspaceId }) {
      const [stored] = await context.store.get([rulesKey(workspaceId)]);
      return stored && RULES.decode(stored.value);
    },
    deliveries: ({ workspaceId }, refs) => loadDeliveries(context, workspaceId, refs),
    listDeliveries: ({ workspaceId }, page) =>
      page.missionId === undefined
        ? listByStatus(context, workspaceId, page)
        : listOfMission(context, workspaceId, { ...page, missionId: page.missionId }),
  };
}

export async function listChannels(
  context: EngineContext,
  workspaceId: WorkspaceId,
): Promise<readonly Channel[]> {
  const partition = channelsPartition(workspaceId);
  // A few more than there may be: two may have been made at once.
  const page = await context.store.query({ partition, limit: 2 * LIMITS.channelsPerWorkspaceMax });
  return page.items.map((record) => CHANNEL.decode(record.value));
}

export async function loadDeliveries(
  context: EngineContext,
  workspaceId: WorkspaceId,
  refs: readonly DeliveryRef[],
): Promise<readonly (Delivery | undefined)[]> {
  const stored = await context.store.get(refs.map((ref) => deliveryKey(workspaceId, ref)));
  return stored.map((record) => record && DELIVERY.decode(record.value));
}

type Asked = Pick<DeliveriesPage, 'channel' | 'statuses'>;

function isAsked(delivery: Delivery, { channel, statuses }: Asked): boolean {
  return (
    (channel === undefined || delivery.channel === channel) &&
    (statuses === undefined || statuses.includes(delivery.status))
  );
}

const PAGE = 200;

/** From new to old, below `before`, at most `LIMITS.deliveryScanRowsMax`. */
async function* newestFirst<T extends { readonly sort: string }>(
  read: (range: Omit<Range, 'partition'>) => Promise<Page<T>>,
  before: string | undefined,
): AsyncIterable<T> {
  const bounds = { ...(before === undefined ? {} : { to: before }), isReversed: true, limit: PAGE };
  let next: string | undefined;
  for (let looked = 0; looked < LIMITS.deliveryScanRowsMax; looked += PAGE) {
    const page = await read({ ...bounds, ...(next === undefined ? {} : { after: next }) });
    // Bounds are inclusive.
    yield* page.items.filter(({ sort }) => sort !== before);
    if (page.next === undefined) return;
    next = page.next;
  }
}

/** `hasNext` is told of what was looked at: see `NotifyQuestions.listDeliveries`. */
async function listOfMission(
  context: EngineContext,
  workspaceId: WorkspaceId,
  page: DeliveriesPage & { readonly missionId: MissionId },
): Promise<Listed<Delivery>> {
  const { first, after, missionId } = page;
  const partition = deliveriesPartition(workspaceId, missionId);
  const items: { cursor: string; node: Delivery }[] = [];
  const records = newestFirst((range) => context.store.query({ partition, ...range }), after);
  for await (const { sort, value } of records) {
    const node = DELIVERY.decode(value);
    if (!isAsked(node, page)) continue;
    if (items.length === first) return { items, hasNext: true };
    items.push({ cursor: sort, node });
  }
  return { items, hasNext: false };
}

/** An entry is a hint: the delivery may have another status by now, and is listed there then. */
async function listByStatus(
  context: EngineContext,
  workspaceId: WorkspaceId,
  page: DeliveriesPage,
): Promise<Listed<Delivery>> {
  const { first, statuses = DELIVERY_STATUSES } = page;
  const lists = await Promise.all(
    [...new Set(statuses)].map((status) =>
      sortsOf(context, deliveryStatusPartition(workspaceId, status), page),
    ),
  );
  // One may be met under two statuses while it changes.
  const sorts = [...new Set(lists.flat())].sort().reverse();
  const shown = sorts.slice(0, first);
  const found = await loadDeliveries(context, workspaceId, shown.map(deliveryOfOrder));
  const items = shown.flatMap((cursor, place) => {
    const node = found[place];
    return node && isAsked(node, page) ? [{ cursor, node }] : [];
  });
  return { items, hasNext: sorts.length > first };
}

/** One more than asked for, of those that the page may show. */
async function sortsOf(
  context: EngineContext,
  partition: string,
  { first, after, channel }: DeliveriesPage,
): Promise<readonly string[]> {
  const sorts: string[] = [];
  const entries = newestFirst((range) => context.store.list('work', { partition, ...range }), after);
  for await (const { sort } of entries) {
    if (channel !== undefined && deliveryOfOrder(sort).channel !== channel) continue;
    sorts.push(sort);
    if (sorts.length > first) break;
  }
  return sorts;
}
