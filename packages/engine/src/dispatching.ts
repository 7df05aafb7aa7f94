/**
 * Sending what a commit asks for right after it: the fast way. The feed and the sweep send it again, so that a failure
 * here costs time and nothing else.
 *
 * P1. Nothing is sent that was not committed.
 * P2. A command never waits for a queue, and never fails because of one. Before its process may be put to sleep,
 *     `settled` has to resolve.
 */
import type { Instant } from '@muster/core/instant';
import type { EngineContext, Logger } from './context.ts';
import { hintsOfEntries, messagesOf, nearEntries } from './outgoing.ts';
import type { DueHint, QueuedDelivery, QueuedMessage, Queues } from './ports/queue.ts';

export interface Dispatcher {
  /** For the engine's context. */
  readonly onCommitted: NonNullable<EngineContext['onCommitted']>;
  /** Told of notifications that may be tried now. */
  readonly onDeliveriesDue: (deliveries: readonly QueuedDelivery[]) => void;
  /** Resolves when everything that was committed so far was sent, or given up. */
  settled(): Promise<void>;
}

export function createDispatcher(outside: {
  readonly queues: Queues;
  readonly now: () => Instant;
  readonly log: Logger;
}): Dispatcher {
  const { queues, now, log } = outside;
  let messages: QueuedMessage[] = [];
  let hints: DueHint[] = [];
  let deliveries: QueuedDelivery[] = [];
  let sending: Promise<void> | undefined;

  const sendAll = async (): Promise<void> => {
    // The commits of one turn of the event loop share their requests.
    await Promise.resolve();
    while (messages.length + hints.length + deliveries.length > 0) {
      const [theseMessages, theseHints, theseDeliveries] = [messages, hints, deliveries];
      [messages, hints, deliveries] = [[], [], []];
      const sent = await Promise.allSettled([
        theseMessages.length > 0 && queues.sendMessages(theseMessages),
        theseHints.length > 0 && queues.sendHints(theseHints),
        theseDeliveries.length > 0 && queues.sendDeliveries(theseDeliveries),
      ]);
      for (const outcome of sent) {
        if (outcome.status === 'rejected')
          log.warn(
            { err: outcome.reason },
            'a queue did not take what was committed; it is sent again later',
          );
      }
    }
    sending = undefined;
  };

  return {
    onCommitted: ({ log: commit, comingDue }) => {
      if (commit) messages.push(...messagesOf(commit));
      hints.push(...hintsOfEntries(nearEntries(comingDue, now())));
      if (messages.length + hints.length > 0) sending ??= sendAll();
    },
    onDeliveriesDue: (due) => {
      deliveries.push(...due);
      if (deliveries.length > 0) sending ??= sendAll();
    },
    settled: async () => {
      await sending;
    },
  };
}
