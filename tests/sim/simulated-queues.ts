/**
 * The queues as one process sees them. Sending takes a while, may be refused in part or as a whole, and may be what the
 * process doesn't live to do: what was refused or never sent is for the relay and the sweep.
 */
import { LIMITS } from '@muster/core/limits';
import { parseDeliveryId } from '@muster/core/notify/notify-ids';
import {
  type DueHint,
  type QueuedDelivery,
  type QueuedMessage,
  type Queues,
  QueueUnavailable,
} from '@muster/engine/ports/queue';
import { encodeDelivery, encodeHint, encodeMessage } from '@muster/sqs/envelope';
import type { CloudQueues } from './cloud-queues.ts';
import type { Faults } from './faults.ts';
import type { Randomness } from './randomness.ts';
import type { Statistics } from './statistics.ts';
import type { Life, Turns } from './turns.ts';

const SECOND_MS = 1_000;

export interface QueueSurroundings {
  readonly queues: CloudQueues;
  readonly random: Randomness;
  readonly turns: Turns;
  readonly life: Life;
  readonly statistics: Statistics;
  readonly faults: () => Faults;
}

export class SimulatedQueues implements Queues {
  readonly #around: QueueSurroundings;

  constructor(around: QueueSurroundings) {
    this.#around = around;
  }

  sendMessages(messages: readonly QueuedMessage[]): Promise<void> {
    const { advance } = this.#around.queues;
    return this.#sendAll(messages, (message) => {
      const { missionId: group, id: deduplicationId } = message;
      advance.send({ body: encodeMessage(message), group, deduplicationId });
    });
  }

  /** In whole seconds, rounded up, as the service counts. */
  sendHints(hints: readonly DueHint[]): Promise<void> {
    const { queues, turns, random, faults } = this.#around;
    return this.#sendAll(hints, (hint) => {
      const seconds = Math.ceil((hint.due - turns.now) / SECOND_MS);
      const lateSeconds = random.chance(faults().lateMessage) ? random.between(0, 5) : 0;
      const delaySeconds = Math.min(Math.max(0, seconds), LIMITS.hintAheadMsMax / SECOND_MS) + lateSeconds;
      queues.timers.send({ body: encodeHint(hint), delaySeconds });
    });
  }

  sendDeliveries(deliveries: readonly QueuedDelivery[], delayMs = 0): Promise<void> {
    const { notify } = this.#around.queues;
    const delaySeconds = Math.ceil(delayMs / SECOND_MS);
    return this.#sendAll(deliveries, (delivery) => {
      const group = `${delivery.workspaceId}/${parseDeliveryId(delivery.id)?.channel}`;
      notify.send({ body: encodeDelivery(delivery), group, delaySeconds });
    });
  }

  async #sendAll<T>(things: readonly T[], send: (thing: T) => void): Promise<void> {
    const { random, turns, life, statistics, faults } = this.#around;
    await turns.wait(0, life);
    const takenCount = random.chance(faults().refusedSend)
      ? random.between(0, things.length - 1)
      : things.length;
    for (const thing of things.slice(0, takenCount)) send(thing);
    statistics.sends += takenCount;
    if (takenCount === things.length) return;
    statistics.refusedSends++;
    throw new QueueUnavailable('the simulation says so');
  }
}
