/**
 * The queues between a commit and its consequences: what the feed carried is delivered at least once, late, twice, in
 * any order, and again long after. They stand outside the server process and survive it. This is the way of one machine,
 * with more freedom than that has; `cloud.ts` is that of AWS.
 */

import type { AddressedMessage } from '@muster/engine/messages';
import { handleMessage } from '@muster/engine/messages';
import { NotHandled } from '@muster/engine/not-handled';
import { messagesOf } from '@muster/engine/outgoing';
import { type FeedEntry, StoreUnavailable } from '@muster/engine/ports/store';
import { Crashed } from './turns.ts';
import type { World } from './world.ts';

interface Delivery {
  readonly id: string;
  readonly addressed: AddressedMessage;
}

const RETRY_MS = 50;
const LATE_MS_MAX = 20_000;

export class Deliveries {
  readonly #world: World;
  readonly #past: Delivery[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  take(entry: FeedEntry): void {
    for (const { id, ...addressed } of messagesOf(entry.record)) this.#send({ id, addressed });
  }

  #send(delivery: Delivery): void {
    const { random, faults, statistics, defect } = this.#world;
    if (defect === 'LOSE_RELEASES' && delivery.addressed.message.type === 'RELEASE') return;
    statistics.messages++;
    this.#past.push(delivery);
    void this.#deliver(delivery, this.#delayMs());
    if (random.chance(faults.doubledMessage)) {
      statistics.doubledMessages++;
      void this.#deliver(delivery, this.#delayMs());
    }
    const old = random.chance(faults.replayedMessage) ? random.pick(this.#past) : undefined;
    if (old) {
      statistics.replayedMessages++;
      void this.#deliver(old, random.between(0, LATE_MS_MAX));
    }
  }

  #delayMs(): number {
    const { random, faults, statistics } = this.#world;
    if (!random.chance(faults.lateMessage)) return random.between(0, faults.messageDelayMsMax);
    statistics.lateMessages++;
    return random.between(0, LATE_MS_MAX);
  }

  async #deliver({ id, addressed }: Delivery, delayMs: number): Promise<void> {
    const { turns, observer } = this.#world;
    await turns.wait(delayMs);
    while (!this.#world.isOver) {
      try {
        const { process } = this.#world;
        if (!process) throw new Crashed('no process is running');
        await handleMessage(process.context, addressed);
        await process.store.durable();
        return observer.handled(id);
      } catch (error) {
        if (!isExpected(error)) return this.#world.surprise(`handling ${JSON.stringify(addressed)}`, error);
        await turns.wait(RETRY_MS);
      }
    }
  }
}

function isExpected(error: unknown): boolean {
  return error instanceof Crashed || error instanceof StoreUnavailable || error instanceof NotHandled;
}
