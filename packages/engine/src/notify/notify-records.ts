/** How channels, rules, deliveries, cooldowns and places are stored, with the index entries that follow from their state. */
import type { Actor } from '@muster/core/actor';
import type { NotificationRule } from '@muster/core/document/document';
import type { WorkspaceId } from '@muster/core/ids';
import { addMs, type Instant } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import type { Channel } from '@muster/core/notify/channel';
import type { Delivery } from '@muster/core/notify/delivery';
import { codecOf } from '../codec.ts';
import {
  channelKey,
  deliveryDueKey,
  deliveryKey,
  deliveryOrder,
  deliveryStatusPartition,
  rulesKey,
} from '../keys.ts';
import type { StoredRecord } from '../ports/store.ts';

/** The rules of a workspace, as a whole. */
export interface RulesOfWorkspace {
  readonly rules: readonly NotificationRule[];
  readonly changedAt: Instant;
  readonly changedBy: Actor;
}

/** What a rule told last about subjects of one kind in one mission. */
export interface Cooldown {
  /** When it occurred. */
  readonly at: Instant;
  readonly sequence: number;
}

/** One of the few that a channel has for those who send to it. */
export interface SendingPlace {
  readonly heldUntil: Instant;
}

const o = 'optional';
const r = 'required';

/** The target holds secrets: see H2 in core's notify/channel.ts. */
export const CHANNEL = codecOf<Channel>('channel', 1, {
  name: r,
  status: r,
  target: r,
  actsFor: o,
  createdAt: r,
  createdBy: r,
  updatedAt: r,
  disabled: o,
});
export const RULES = codecOf<RulesOfWorkspace>('rules', 1, { rules: r, changedAt: r, changedBy: r });
export const COOLDOWN = codecOf<Cooldown>('cooldown', 1, { at: r, sequence: r });
export const SENDING_PLACE = codecOf<SendingPlace>('place', 1, { heldUntil: r });
export const DELIVERY = codecOf<Delivery>('delivery', 1, {
  missionId: r,
  sequence: r,
  channel: r,
  status: r,
  notification: r,
  createdAt: r,
  nextTryAt: o,
  tryingSince: o,
  triesBegun: r,
  tries: r,
  failure: o,
  endedAt: o,
  redeliveredAt: o,
  redeliveredBy: o,
});

export function channelRecord(workspaceId: WorkspaceId, channel: Channel, revision: number): StoredRecord {
  return { ...channelKey(workspaceId, channel.name), revision, value: CHANNEL.encode(channel) };
}

export function rulesRecord(
  workspaceId: WorkspaceId,
  rules: RulesOfWorkspace,
  revision: number,
): StoredRecord {
  return { ...rulesKey(workspaceId), revision, value: RULES.encode(rules) };
}

/** While it is PENDING it comes due; some time after its last change it is forgotten. */
export function deliveryRecord(workspaceId: WorkspaceId, delivery: Delivery, revision: number): StoredRecord {
  const { status, notification, nextTryAt, endedAt, createdAt } = delivery;
  const isDue = status === 'PENDING' && nextTryAt !== undefined;
  return {
    ...deliveryKey(workspaceId, delivery),
    revision,
    value: DELIVERY.encode(delivery),
    work: {
      partition: deliveryStatusPartition(workspaceId, status),
      sort: deliveryOrder(delivery, notification.occurredAt),
    },
    ...(isDue ? { due: deliveryDueKey(workspaceId, delivery, nextTryAt) } : {}),
    vanishesAt: addMs(nextTryAt ?? endedAt ?? createdAt, LIMITS.deliveryTtlMs),
  };
}
