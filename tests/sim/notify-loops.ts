/**
 * Notifications on the way of one machine: the feed is followed behind the commits, and what is due is sent, by the
 * handlers of the product, late, twice and in any order.
 */

import { NotHandled } from '@muster/engine/not-handled';
import { deliverNotification } from '@muster/engine/notify/delivering';
import { sweepDeliveries } from '@muster/engine/notify/due-deliveries';
import { createMatching, type Matching } from '@muster/engine/notify/matching';
import { type FeedEntry, StoreUnavailable } from '@muster/engine/ports/store';
import type { Notifying } from './notifying.ts';
import { Crashed } from './turns.ts';
import type { Process, World } from './world.ts';

const RETRY_MS = 200;
const LOOK_MS_MAX = 3_000;

export class NotifyLoops {
  readonly #world: World;
  readonly #notifying: Notifying;
  readonly #matchings = new WeakMap<Process, Matching>();

  constructor(world: World, notifying: Notifying) {
    this.#world = world;
    this.#notifying = notifying;
  }

  start(): void {
    void this.#sendDue();
  }

  take(entry: FeedEntry): void {
    const { random, faults } = this.#world;
    void this.#follow(entry);
    if (random.chance(faults.doubledMessage)) void this.#follow(entry);
  }

  async #follow({ record }: FeedEntry): Promise<void> {
    const { turns, random, faults } = this.#world;
    this.#notifying.underWayCount++;
    await turns.wait(random.between(0, faults.messageDelayMsMax));
    const isDone = async () => {
      const recorded = await this.#once('recording notifications', async (process) => {
        const due = await this.#matchingOf(process).notifyOf([record]);
        await process.store.durable();
        return due;
      });
      for (const delivery of recorded ?? []) void this.#deliver(delivery);
      return recorded !== undefined;
    };
    while (!this.#world.isOver && !(await isDone())) await turns.wait(RETRY_MS);
    this.#notifying.underWayCount--;
  }

  async #sendDue(): Promise<void> {
    const { turns, random } = this.#world;
    while (!this.#world.isOver) {
      const due = await this.#once('looking for what is to be delivered', ({ context }) =>
        sweepDeliveries(context),
      );
      for (const delivery of due ?? []) void this.#deliver(delivery);
      await turns.wait(random.between(1, LOOK_MS_MAX));
    }
  }

  async #deliver(delivery: Parameters<typeof deliverNotification>[1]): Promise<void> {
    await this.#once('delivering', (process) =>
      deliverNotification(this.#notifying.contextOf(process), delivery),
    );
  }

  #matchingOf(process: Process): Matching {
    const matching = this.#matchings.get(process) ?? createMatching(process.context);
    this.#matchings.set(process, matching);
    return matching;
  }

  /** Undefined when it came to nothing. */
  async #once<T>(what: string, act: (process: Process) => Promise<T>): Promise<T | undefined> {
    const { process } = this.#world;
    if (!process) return undefined;
    try {
      const answer = await act(process);
      // What swallowed the end of its process did not answer.
      return process.life.isOver ? undefined : answer;
    } catch (error) {
      const isExpected = [Crashed, StoreUnavailable, NotHandled].some((kind) => error instanceof kind);
      if (!isExpected) this.#world.surprise(what, error);
      return undefined;
    }
  }
}
