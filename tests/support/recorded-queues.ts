/** Queues that keep what they were sent until the test looks, and can be out of reach. */
import {
  type DueHint,
  type QueuedDelivery,
  type QueuedMessage,
  type Queues,
  QueueUnavailable,
} from '@muster/engine/ports/queue';

export class RecordedQueues implements Queues {
  readonly messages: QueuedMessage[] = [];
  readonly hints: DueHint[] = [];
  readonly deliveries: QueuedDelivery[] = [];
  /** Calls to come that are refused. */
  refusals = 0;

  async sendMessages(messages: readonly QueuedMessage[]): Promise<void> {
    this.#refuse();
    this.messages.push(...messages);
  }

  async sendHints(hints: readonly DueHint[]): Promise<void> {
    this.#refuse();
    this.hints.push(...hints);
  }

  async sendDeliveries(deliveries: readonly QueuedDelivery[]): Promise<void> {
    this.#refuse();
    this.deliveries.push(...deliveries);
  }

  /** Forgets what was sent so far. */
  clear(): void {
    this.messages.length = 0;
    this.hints.length = 0;
    this.deliveries.length = 0;
  }

  #refuse(): void {
    if (this.refusals === 0) return;
    this.refusals--;
    throw new QueueUnavailable('out of reach');
  }
}
