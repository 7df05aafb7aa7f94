/**
 * Sends what is due on one machine, several at once.
 *
 * X1. At most `LIMITS.deliveriesAtOnceMax` are under way, and at most `LIMITS.deliveriesPerChannelMax` of one channel: a
 *     receiver that is slow or dead delays its own deliveries only, as long as fewer than
 *     `LIMITS.deliverySweepLookedMax` of them are due at once.
 * X2. What was just recorded is sent at once, whatever stands in line before it.
 */
import { LIMITS } from '@muster/core/limits';
import { parseDeliveryId } from '@muster/core/notify/notify-ids';
import type { DueDelivery } from '../context.ts';
import { WakeFlag } from '../feed-hub.ts';
import { type DeliveringContext, deliverNotification } from './delivering.ts';
import { nextDelivery, sweepDeliveries } from './due-deliveries.ts';

const WAIT_MS_MAX = 60_000;
const RETRY_MS = 500;
/** Stopping waits for so long for what is under way. */
const REST_MS_MAX = 2_000;
/** So that a long line is not looked through again for every delivery that ends. */
const LOOK_PAUSE_MS = 100;
/** The same while more is due than may be under way: what ends wakes the sender anyway. */
const CROWDED_PAUSE_MS = 1_000;
/** Hints are only hints: more of them are left to the due index. */
const HINTS_MAX = 10_000;

export class Sender {
  readonly #woken = new WakeFlag();
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #ofChannel = new Map<string, number>();
  #hinted: DueDelivery[] = [];

  hint(deliveries: readonly DueDelivery[]): void {
    if (this.#hinted.length < HINTS_MAX) this.#hinted.push(...deliveries);
    this.#woken.set();
  }

  async run(context: DeliveringContext, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const waitMs = await this.#startDue(context).catch((error: unknown) => {
        context.log.error({ err: error }, 'looking for what is to be delivered failed; trying again');
        return RETRY_MS;
      });
      if (waitMs > 0) await this.#wait(waitMs, signal);
    }
    await this.#rest();
  }

  /** What has not ended by then is taken for lost after the next start, and tried again. */
  async #rest(): Promise<void> {
    const resting = new AbortController();
    const timer = setTimeout(() => resting.abort(), REST_MS_MAX);
    const cut = new Promise<void>((resolve) =>
      resting.signal.addEventListener('abort', () => resolve(), { once: true }),
    );
    await Promise.race([Promise.all(this.#underWay.values()), cut]);
    clearTimeout(timer);
  }

  /** Answers how long to wait before looking again. */
  async #startDue(context: DeliveringContext): Promise<number> {
    const hinted = this.#hinted;
    this.#hinted = [];
    // X2.
    for (const delivery of hinted) this.#start(context, delivery);
    const crowded = { isLeftOver: false };
    const isWanted = this.#roomFor(() => {
      crowded.isLeftOver = true;
    });
    for (const delivery of await sweepDeliveries(context, isWanted)) {
      if (!this.#start(context, delivery)) crowded.isLeftOver = true;
    }
    const next = await nextDelivery(context);
    const waitMs = next === undefined ? WAIT_MS_MAX : Math.min(WAIT_MS_MAX, next - context.now());
    return Math.max(crowded.isLeftOver ? CROWDED_PAUSE_MS : LOOK_PAUSE_MS, waitMs);
  }

  /** Passes over what its channel has no place for, so that it hides nothing of other channels. See X1. */
  #roomFor(onLeftOver: () => void): (delivery: DueDelivery) => boolean {
    const counts = new Map(this.#ofChannel);
    return (delivery) => {
      if (this.#underWay.has(nameOf(delivery))) return false;
      const channel = channelOf(delivery);
      const count = counts.get(channel) ?? 0;
      counts.set(channel, count + 1);
      if (count < LIMITS.deliveriesPerChannelMax) return true;
      onLeftOver();
      return false;
    };
  }

  /** Answers whether it is under way. See X1. */
  #start(context: DeliveringContext, delivery: DueDelivery): boolean {
    if (this.#underWay.has(nameOf(delivery))) return true;
    const channel = channelOf(delivery);
    const count = this.#ofChannel.get(channel) ?? 0;
    if (this.#underWay.size >= LIMITS.deliveriesAtOnceMax || count >= LIMITS.deliveriesPerChannelMax)
      return false;
    this.#ofChannel.set(channel, count + 1);
    const ended = this.#deliver(context, delivery).finally(() => {
      this.#underWay.delete(nameOf(delivery));
      const left = (this.#ofChannel.get(channel) ?? 1) - 1;
      if (left === 0) this.#ofChannel.delete(channel);
      else this.#ofChannel.set(channel, left);
      this.#woken.set();
    });
    this.#underWay.set(nameOf(delivery), ended);
    return true;
  }

  async #deliver(context: DeliveringContext, delivery: DueDelivery): Promise<void> {
    try {
      await deliverNotification(context, delivery);
    } catch (error) {
      context.log.error({ err: error, id: delivery.id }, 'a delivery could not be looked at; trying again');
      await context.sleep(RETRY_MS);
    }
  }

  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    const timer = setTimeout(() => this.#woken.set(), ms);
    await this.#woken.wait(signal);
    clearTimeout(timer);
  }
}

function channelOf({ workspaceId, id }: DueDelivery): string {
  return `${workspaceId}/${parseDeliveryId(id)?.channel}`;
}

function nameOf({ workspaceId, id }: DueDelivery): string {
  return `${workspaceId}/${id}`;
}
