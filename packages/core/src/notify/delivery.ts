/**
 * A delivery: one event on its way to one channel.
 *
 * V1. There is one for each event and channel, however often the event is looked at.
 * V2. A try is written down before it is made: two processes never make the same one, and one that ends its process is
 *     spent.
 * V3. It ends DELIVERED or FAILED. Only a person sends it again, with all its tries.
 */
import type { Actor } from '../actor.ts';
import { addMs, type Instant } from '../instant.ts';
import type { DeliveryStatus } from '../lifecycle/delivery-lifecycle.ts';
import { LIMITS } from '../limits.ts';
import type { Notification } from './notification.ts';
import type { DeliveryRef } from './notify-ids.ts';
import { retryDelayMs } from './retry-schedule.ts';

export const DELIVERY_FAILURES = [
  'TRIES_SPENT',
  'REFUSED',
  'CHANNEL_GONE',
  'CHANNEL_DISABLED',
  'CHANNEL_MISSING',
  'RULE_FAILED',
] as const;
/**
 * TRIES_SPENT: every try has failed. REFUSED: the receiver will never take it. CHANNEL_GONE: the receiver is gone for
 * good. CHANNEL_DISABLED, CHANNEL_MISSING: there was nowhere to send it. RULE_FAILED: the rule could not be evaluated.
 */
export type DeliveryFailureCode = (typeof DELIVERY_FAILURES)[number];

export const TRY_OUTCOMES = ['DELIVERED', 'RETRY', 'GONE', 'REFUSED', 'LOST'] as const;
/** LOST: nobody knows, since the process that tried has ended. */
export type TryOutcome = (typeof TRY_OUTCOMES)[number];

export interface DeliveryTry {
  readonly at: Instant;
  /** Absent when it is LOST. */
  readonly durationMs?: number;
  readonly outcome: TryOutcome;
  /** Of the HTTP answer, where there was one. */
  readonly status?: number;
  readonly reason?: string;
}

export interface Delivery extends DeliveryRef {
  readonly status: DeliveryStatus;
  readonly notification: Notification;
  readonly createdAt: Instant;
  /** Present while it is PENDING: the next try, or until when the one under way has to answer. */
  readonly nextTryAt?: Instant;
  /** Since when a try is under way. */
  readonly tryingSince?: Instant;
  /** Tries begun since it was made, or last sent again. */
  readonly triesBegun: number;
  /** The latest `LIMITS.deliveryTriesKept`, oldest first. */
  readonly tries: readonly DeliveryTry[];
  readonly failure?: { readonly code: DeliveryFailureCode; readonly reason: string };
  readonly endedAt?: Instant;
  readonly redeliveredAt?: Instant;
  readonly redeliveredBy?: Actor;
}

export function newDelivery(ref: DeliveryRef, notification: Notification, now: Instant): Delivery {
  const { missionId, sequence, channel } = ref;
  return {
    missionId,
    sequence,
    channel,
    status: 'PENDING',
    notification,
    createdAt: now,
    nextTryAt: now,
    triesBegun: 0,
    tries: [],
  };
}

/** What came of a try. */
export interface TryResult {
  readonly outcome: Exclude<TryOutcome, 'LOST'>;
  readonly durationMs: number;
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** V2. A try that was under way is lost: whoever made it would have answered by now. */
export function beginTry(delivery: Delivery, now: Instant): Delivery {
  return {
    ...withLostTry(delivery),
    triesBegun: delivery.triesBegun + 1,
    tryingSince: now,
    nextTryAt: addMs(now, LIMITS.deliveryLeaseMs),
  };
}

export function hasTriesLeft({ triesBegun }: Delivery): boolean {
  return triesBegun < LIMITS.deliveryTriesMax;
}

/** With what came of the try under way: ended, or due again. */
export function endTry(
  delivery: Delivery,
  result: TryResult,
  by: { now: Instant; random: number },
): Delivery {
  const { now, random } = by;
  const { tryingSince: at = now, ...rest } = delivery;
  const { outcome, durationMs, status, retryAfterMs } = result;
  const reason = result.reason?.slice(0, LIMITS.deliveryReasonLengthMax);
  const made: DeliveryTry = {
    at,
    durationMs,
    outcome,
    ...(status === undefined ? {} : { status }),
    ...(reason === undefined ? {} : { reason }),
  };
  const tried: Delivery = { ...rest, tries: [...delivery.tries, made].slice(-LIMITS.deliveryTriesKept) };
  if (outcome === 'DELIVERED') return { ...atRest(tried, now), status: 'DELIVERED' };
  if (outcome === 'GONE') return failed(tried, { code: 'CHANNEL_GONE', reason: reason ?? '' }, now);
  if (outcome === 'REFUSED') return failed(tried, { code: 'REFUSED', reason: reason ?? '' }, now);
  const delayMs = retryDelayMs(Math.max(1, delivery.triesBegun), { random, retryAfterMs });
  return delayMs === undefined
    ? failed(tried, { code: 'TRIES_SPENT', reason: reason ?? '' }, now)
    : { ...tried, nextTryAt: addMs(now, delayMs) };
}

export function failed(
  delivery: Delivery,
  failure: NonNullable<Delivery['failure']>,
  now: Instant,
): Delivery {
  const reason = failure.reason.slice(0, LIMITS.deliveryReasonLengthMax);
  return { ...atRest(withLostTry(delivery), now), status: 'FAILED', failure: { ...failure, reason } };
}

/** V3. */
export function redelivered(delivery: Delivery, now: Instant, by: Actor): Delivery {
  const { failure: _, endedAt: __, ...rest } = delivery;
  return {
    ...rest,
    status: 'PENDING',
    triesBegun: 0,
    nextTryAt: now,
    redeliveredAt: now,
    redeliveredBy: by,
  };
}

function atRest(delivery: Delivery, now: Instant): Delivery {
  const { nextTryAt: _, ...rest } = delivery;
  return { ...rest, endedAt: now };
}

function withLostTry(delivery: Delivery): Delivery {
  const { tryingSince, ...rest } = delivery;
  if (tryingSince === undefined) return delivery;
  const lost: DeliveryTry = { at: tryingSince, outcome: 'LOST' };
  return { ...rest, tries: [...delivery.tries, lost].slice(-LIMITS.deliveryTriesKept) };
}
