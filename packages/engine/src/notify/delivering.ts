/**
 * One try at one delivery. Everything that can go wrong with it is written into it; only an outage of the store is
 * told to the caller.
 *
 * L1. A try is written down, durably, before it is made: of two that come at once one finds nothing to do, and what
 *     ends its process is a try too.
 * L2. Nothing is sent that is not due, nor to a channel that is disabled, deleted, or younger than the delivery.
 * L3. A receiver that is gone disables its channel, in the same transaction.
 */
import { SYSTEM_ACTOR } from '@muster/core/actor';
import type { NodeRef } from '@muster/core/ids';
import { parseNodeId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import type { Channel } from '@muster/core/notify/channel';
import { beginTry, type Delivery, endTry, failed, hasTriesLeft } from '@muster/core/notify/delivery';
import { noticeOf, payloadOf } from '@muster/core/notify/notification';
import { channelIdOf, deliveryIdOf, parseDeliveryId } from '@muster/core/notify/notify-ids';
import { UnreadableRecord } from '../codec.ts';
import type { DueDelivery, EngineContext } from '../context.ts';
import { channelKey, deliveryKey } from '../keys.ts';
import type { ApprovalRequest, DeliveryOutcome, Notifier, OutgoingDelivery } from '../ports/notifier.ts';
import type { Put, StoredRecord } from '../ports/store.ts';
import { CHANNEL, channelRecord, DELIVERY, deliveryRecord } from './notify-records.ts';

/** Who comes for the next try may come a little early, by the clock of another machine. */
const CLOCKS_DIFFER_MS_MAX = 2_000;

export type DeliveringContext = EngineContext & { readonly notifier: Notifier };

export interface Delivering {
  /**
   * When it is to be tried next. Absent when there is nothing more to do, and when somebody else sees to it: whoever makes
   * the try under way, or planned the next one. So who comes twice leaves once.
   */
  readonly retryInMs?: number;
}

/** Rejects with `StoreUnavailable` only: hand it over again then. Repeating it while nothing is due does nothing. */
export async function deliverNotification(
  context: DeliveringContext,
  { workspaceId, id }: DueDelivery,
): Promise<Delivering> {
  const ref = parseDeliveryId(id);
  if (!ref) return {};
  const [stored, channelStored] = await context.store.get([
    deliveryKey(workspaceId, ref),
    channelKey(workspaceId, ref.channel),
  ]);
  if (!stored) return {};
  const delivery = await readOrPutAside(context, stored);
  if (!delivery) return {};
  const wait = waitOf(context, delivery);
  if (wait !== 'NOTHING') return wait;
  const channel = channelStored && readChannel(context, channelStored);
  const obstacle = obstacleOf(delivery, channel);
  if (!channel || obstacle) {
    const failure = obstacle ?? { code: 'CHANNEL_MISSING', reason: '' };
    await write(context, { workspaceId, stored, delivery: failed(delivery, failure, context.now()) });
    return {};
  }
  const begun = beginTry(delivery, context.now());
  const written = await write(context, { workspaceId, stored, delivery: begun });
  if (!written) return {};
  // L1.
  await context.store.durable();
  const outcome = await tryOnce(context, outgoing({ workspaceId, id }, begun, channel));
  return finish(context, { workspaceId, stored: written, delivery: begun, channel }, outcome);
}

/** One that can't be read is due no more, until somebody mends it: it would come back at once, for ever. */
async function readOrPutAside(context: EngineContext, stored: StoredRecord): Promise<Delivery | undefined> {
  try {
    return DELIVERY.decode(stored.value);
  } catch (error) {
    if (!(error instanceof UnreadableRecord)) throw error;
    const { partition, sort } = stored;
    context.log.error({ err: error, partition, sort }, 'a delivery can not be read; it is not sent');
    const { due: _, ...rest } = stored;
    const put = { record: { ...rest, revision: stored.revision + 1 }, expect: stored.revision };
    await context.store.commit({ puts: [put] });
    return undefined;
  }
}

/** As if it weren't there. */
function readChannel(context: EngineContext, stored: StoredRecord): Channel | undefined {
  try {
    return CHANNEL.decode(stored.value);
  } catch (error) {
    if (!(error instanceof UnreadableRecord)) throw error;
    context.log.error({ err: error, channel: stored.sort }, 'a channel can not be read');
    return undefined;
  }
}

function waitOf(context: EngineContext, delivery: Delivery): Delivering | 'NOTHING' {
  const { status, nextTryAt, tryingSince } = delivery;
  if (status !== 'PENDING' || nextTryAt === undefined) return {};
  const waitMs = nextTryAt - context.now();
  if (waitMs <= 0) return 'NOTHING';
  const isEarly = tryingSince === undefined && waitMs <= CLOCKS_DIFFER_MS_MAX;
  return isEarly ? { retryInMs: waitMs } : {};
}

/** L2. */
function obstacleOf(delivery: Delivery, channel: Channel | undefined): Delivery['failure'] {
  const since = delivery.redeliveredAt ?? delivery.createdAt;
  if (!channel) return { code: 'CHANNEL_MISSING', reason: `There is no channel ${delivery.channel}.` };
  if (channel.createdAt > since)
    return { code: 'CHANNEL_MISSING', reason: `The channel ${channel.name} of that time is deleted.` };
  if (channel.status === 'DISABLED')
    return { code: 'CHANNEL_DISABLED', reason: `The channel ${channel.name} is disabled.` };
  if (hasTriesLeft(delivery)) return undefined;
  return { code: 'TRIES_SPENT', reason: 'The process that tried it last ended without an answer.' };
}

function outgoing(
  { workspaceId, id }: DueDelivery,
  { notification }: Delivery,
  channel: Channel,
): OutgoingDelivery {
  const approval = approvalOf({ workspaceId, notification, channel });
  return {
    id,
    occurredAt: notification.occurredAt,
    channel: channel.target,
    payload: payloadOf(id, notification),
    notice: noticeOf(notification),
    ...(approval ? { approval } : {}),
  };
}

/** No link for a channel that is younger than the question: it would lead nowhere. D2 of `link-decisions.ts`. */
function approvalOf(on: {
  readonly workspaceId: DueDelivery['workspaceId'];
  readonly notification: Delivery['notification'];
  readonly channel: Channel;
}): ApprovalRequest | undefined {
  const { asks, subject } = on.notification;
  const { actsFor, name, createdAt } = on.channel;
  const checkpoint: NodeRef | undefined = parseNodeId('CHECKPOINT', subject);
  if (!asks || !checkpoint || actsFor === undefined || createdAt > asks.openedAt) return undefined;
  return { workspaceId: on.workspaceId, checkpoint, ...asks, actsFor, channelId: channelIdOf(name) };
}

interface Tried {
  readonly outcome: DeliveryOutcome;
  readonly durationMs: number;
}

/** N1 of the port, and what comes of it when a way out does not keep to it. */
async function tryOnce(context: DeliveringContext, delivery: OutgoingDelivery): Promise<Tried> {
  const begunAt = context.now();
  let outcome: DeliveryOutcome;
  try {
    outcome = await context.notifier.deliver(delivery);
  } catch (error) {
    context.log.error({ err: error, id: delivery.id }, 'a way out has failed');
    outcome = { kind: 'RETRY', reason: 'It could not be sent for a reason of ours.' };
  }
  return { outcome, durationMs: context.now() - begunAt };
}

interface Begun {
  readonly workspaceId: DueDelivery['workspaceId'];
  readonly stored: StoredRecord;
  readonly delivery: Delivery;
  readonly channel: Channel;
}

async function finish(context: EngineContext, begun: Begun, tried: Tried): Promise<Delivering> {
  const { workspaceId, stored, delivery } = begun;
  const { outcome, durationMs } = tried;
  const result = {
    outcome: outcome.kind,
    durationMs,
    status: outcome.status,
    ...(outcome.kind === 'DELIVERED' ? {} : { reason: outcome.reason }),
    ...(outcome.kind === 'RETRY' ? { retryAfterMs: outcome.retryAfterMs } : {}),
  };
  const now = context.now();
  const ended = endTry(delivery, result, { now, random: context.random() });
  if (outcome.kind === 'GONE') await finishGone(context, begun, { ended, reason: outcome.reason });
  else if (!(await write(context, { workspaceId, stored, delivery: ended }))) {
    // Somebody took it for lost. He tells what comes of it.
    context.log.warn({ id: deliveryIdOf(delivery) }, 'a try took too long; it is made again');
    return {};
  }
  const { nextTryAt } = ended;
  return nextTryAt === undefined ? {} : { retryInMs: Math.max(0, nextTryAt - now) };
}

/** L3. Unless the channel was changed meanwhile to something else, which may well be there. */
async function finishGone(
  context: EngineContext,
  { workspaceId, stored, channel }: Begun,
  { ended, reason }: { readonly ended: Delivery; readonly reason: string },
): Promise<void> {
  for (let attempt = 0; attempt < LIMITS.commitConflictRetriesMax; attempt++) {
    const [current] = await context.store.get([channelKey(workspaceId, channel.name)]);
    const puts = goneChannelPuts(context, { workspaceId, channel, current, reason });
    const done = await write(context, { workspaceId, stored, delivery: ended, alsoPut: puts });
    if (done || puts.length === 0) return;
  }
}

function goneChannelPuts(
  context: EngineContext,
  on: {
    readonly workspaceId: DueDelivery['workspaceId'];
    readonly channel: Channel;
    readonly current: StoredRecord | undefined;
    readonly reason: string;
  },
): readonly Put[] {
  const { workspaceId, channel, current, reason } = on;
  const now = current && CHANNEL.decode(current.value);
  if (!current || now?.status !== 'ENABLED' || now.updatedAt !== channel.updatedAt) return [];
  const disabled = { at: context.now(), by: SYSTEM_ACTOR, reason: `The receiver is gone: ${reason}` };
  const closed: Channel = { ...now, status: 'DISABLED', updatedAt: context.now(), disabled };
  context.log.warn({ channel: channel.name, workspaceId }, 'a channel was disabled: its receiver is gone');
  return [
    {
      record: channelRecord(workspaceId, closed, current.revision + 1),
      expect: current.revision,
    },
  ];
}

/** The record as it stands now; undefined when somebody else has changed it. */
async function write(
  context: EngineContext,
  change: {
    readonly workspaceId: DueDelivery['workspaceId'];
    readonly stored: StoredRecord;
    readonly delivery: Delivery;
    readonly alsoPut?: readonly Put[];
  },
): Promise<StoredRecord | undefined> {
  const { workspaceId, stored, delivery, alsoPut = [] } = change;
  const record = deliveryRecord(workspaceId, delivery, stored.revision + 1);
  const outcome = await context.store.commit({
    puts: [{ record, expect: stored.revision }, ...alsoPut],
  });
  return outcome.isCommitted ? record : undefined;
}
