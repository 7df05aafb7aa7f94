/**
 * Handing the feed over to the queues: the guarantee that what a commit asks for reaches them.
 *
 * Y1. Resolved means that every message of the commits is in its queue. Under the same ids as before, so that a queue
 *     that has them already takes them for the same.
 * Y2. A commit that can't be read holds up no other: it is logged, and its messages are lost until somebody mends it.
 * Y3. So is every hint of what came due soon when they were made. Mostly it lies there already: whichever comes second
 *     finds its entry moved.
 */
import { UnreadableRecord } from './codec.ts';
import type { Logger } from './context.ts';
import { hintsOfEntries, messagesOf } from './outgoing.ts';
import type { QueuedMessage, Queues } from './ports/queue.ts';
import type { StoredRecord } from './ports/store.ts';
import { COMMIT } from './records.ts';

export interface RelayOutside {
  readonly queues: Queues;
  readonly log: Logger;
}

/** Rejects with `QueueUnavailable`: hand the same commits over again then. */
export async function relay(outside: RelayOutside, commits: readonly StoredRecord[]): Promise<void> {
  const asked = commits.map((commit) => readCommit(outside.log, commit));
  const hints = hintsOfEntries(asked.flatMap(({ entries }) => entries));
  await Promise.all([sendMessages(outside, asked), hints.length > 0 && outside.queues.sendHints(hints)]);
}

/** Without the hints, where what is due is looked for in its index. */
export async function relayMessages(outside: RelayOutside, commits: readonly StoredRecord[]): Promise<void> {
  await sendMessages(
    outside,
    commits.map((commit) => readCommit(outside.log, commit)),
  );
}

interface Asked {
  readonly messages: readonly QueuedMessage[];
  /** Of the due index. */
  readonly entries: readonly string[];
}

async function sendMessages({ queues }: RelayOutside, asked: readonly Asked[]): Promise<void> {
  const messages = asked.flatMap((commit) => commit.messages);
  if (messages.length > 0) await queues.sendMessages(messages);
}

function readCommit(log: Logger, stored: StoredRecord): Asked {
  try {
    const commit = COMMIT.decode(stored.value);
    return { messages: messagesOf(stored, commit), entries: commit.comingDue ?? [] };
  } catch (error) {
    if (!(error instanceof UnreadableRecord)) throw error;
    const { partition, sort } = stored;
    log.error({ err: error, partition, sort }, 'a commit can not be read; nothing of it is sent');
    return { messages: [], entries: [] };
  }
}
