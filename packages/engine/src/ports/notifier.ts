/**
 * The ways out: how a notification reaches whoever a channel leads to.
 *
 * N1. `deliver` answers in every case and within `LIMITS.deliveryMsMax`: it never rejects. What nobody can tell, a
 *     connection that broke after the request was sent, counts as RETRY.
 * N2. It may be called again for what was delivered: each time with the same id and the same content, so that the
 *     receiver can tell.
 * N3. A reason is short, printable and without secrets: people read it.
 */
import type { NodeRef, WorkspaceId } from '@muster/core/ids';
import type { Instant } from '@muster/core/instant';
import type { Channel } from '@muster/core/notify/channel';
import type { NoticeText } from '@muster/core/notify/notification';
import type { ChannelId, DeliveryId } from '@muster/core/notify/notify-ids';
import type { JsonObject } from './store.ts';

export interface Notifier {
  /** Tries once. See N1. */
  deliver(delivery: OutgoingDelivery): Promise<DeliveryOutcome>;
}

export interface OutgoingDelivery {
  /** The same for every try: receivers know a repetition by it. */
  readonly id: DeliveryId;
  /** When the event occurred. */
  readonly occurredAt: Instant;
  readonly channel: ChannelTarget;
  /** What a webhook gets as its body; see `payloadOf` in core. */
  readonly payload: JsonObject;
  /** The same for people. */
  readonly notice: Notice;
  /** Present when somebody can decide by a link: see `ApprovalRequest`. */
  readonly approval?: ApprovalRequest;
}

/** Where it goes, and with which secrets. */
export type ChannelTarget = Channel['target'];

/** Plain text: whoever shows it escapes it, cuts it and lays it out. */
export type Notice = NoticeText;

/** A checkpoint that somebody is asked about, in a channel that leads to one person. */
export interface ApprovalRequest {
  readonly workspaceId: WorkspaceId;
  readonly checkpoint: NodeRef;
  readonly openedAt: Instant;
  readonly expiresAt?: Instant;
  /** Name of the person in whose name the link decides. */
  readonly actsFor: string;
  readonly channelId: ChannelId;
}

/** `status` is that of an HTTP answer, where there was one. */
export type DeliveryOutcome =
  | { readonly kind: 'DELIVERED'; readonly status?: number }
  /** Perhaps later. */
  | {
      readonly kind: 'RETRY';
      readonly reason: string;
      readonly status?: number;
      /** The receiver asks not to be tried again before. */
      readonly retryAfterMs?: number;
    }
  /** Nobody is there any more: the channel is to be disabled. */
  | { readonly kind: 'GONE'; readonly reason: string; readonly status?: number }
  /** Never, however often it is tried. */
  | { readonly kind: 'REFUSED'; readonly reason: string; readonly status?: number };
