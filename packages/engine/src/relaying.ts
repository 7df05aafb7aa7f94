/**
 * Handing the feed over to the queues: the guarantee that a message reaches them.
 *
 * Y1. Resolved means that every message of the commits is in its queue. Under the same ids as before, so that a queue
 *     that has them already takes them for the same.
 * Y2. A commit that can't be read holds up no other: it is logged, and its messages are lost until somebody mends it.
 */
import { UnreadableRecord } from './codec.ts';
import type { Logger } from './context.ts';
import { messagesOf } from './outgoing.ts';
import type { QueuedMessage, Queues } from './ports/queue.ts';
import type { StoredRecord } from './ports/store.ts';

/** Rejects with `QueueUnavailable`: hand the same commits over again then. */
export async function relay(
  outside: { readonly queues: Queues; readonly log: Logger },
  commits: readonly StoredRecord[],
): Promise<void> {
  const messages = commits.flatMap((commit) => readMessages(outside.log, commit));
  if (messages.length > 0) await outside.queues.sendMessages(messages);
}

function readMessages(log: Logger, commit: StoredRecord): readonly QueuedMessage[] {
  try {
    return messagesOf(commit);
  } catch (error) {
    if (!(error instanceof UnreadableRecord)) throw error;
    const { partition, sort } = commit;
    log.error({ err: error, partition, sort }, 'a commit can not be read; its messages are not sent');
    return [];
  }
}
