/**
 * What runs each minute beside the queues: it sends what is coming due, and finds again what got lost.
 *
 * W1. What comes due while nobody commits anything is sent once it is near enough for a queue to wait with it.
 * W2. What is overdue is sent again each minute until it has been handled: no timer is lost, whatever became of its
 *     hint.
 * W3. How far was sent moves on after the sending, never before: a sweep that dies, or two at once, send something
 *     twice and leave nothing out.
 * W4. A minute in which nothing was found writes nothing; how far was looked is noted now and then all the same.
 */
import { addMs, type Instant, instantOf } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import type { EngineContext } from './context.ts';
import { consumerKey, duePartitions, dueUntil } from './keys.ts';
import { sweepOutbox } from './outbox.ts';
import { hintsOfEntries } from './outgoing.ts';
import type { Queues } from './ports/queue.ts';
import { relayMessages } from './relaying.ts';

/**
 * How long an index may lag. What comes due sooner than a queue can wait is sent by its commit; the sweep looks less far
 * ahead by this, so that nothing falls between the two. What lies near the border is sent by both.
 */
const LAG_MS = 30_000;
/** What is late by less is on its way. */
const OVERDUE_MS = 5_000;
const PAGE = 200;
/** What is left after so many pages of one shard is for the next sweep. */
const PAGES_MAX = 50;
const POSITION = consumerKey('hints');

/** To be called each minute. Rejects when something could not be sent; calling it again goes on from there. */
export async function sweep(context: EngineContext, queues: Queues): Promise<void> {
  const now = context.now();
  const [stored] = await context.store.get([POSITION]);
  const sent = typeof stored?.value.sentUntil === 'number' ? instantOf(stored.value.sentUntil) : now;
  const until = addMs(now, LIMITS.hintAheadMsMax - LAG_MS);
  const outcomes = await Promise.allSettled([
    sendDue(context, queues, { after: instantOf(Math.max(sent, now)), until }),
    sendDue(context, queues, { after: instantOf(0), until: addMs(now, -OVERDUE_MS) }),
    sweepOutbox(context, (commits) => relayMessages({ queues, log: context.log }, commits)),
  ]);
  const [ahead] = outcomes;
  const isDone = ahead.status === 'fulfilled' && ahead.value.isAll;
  // See W4. What is new since then and beyond it is sent once more.
  const isWorthNoting = isDone && (ahead.value.count > 0 || sent <= now);
  if (isWorthNoting) await savePosition(context, until);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}

/** See W3. */
async function savePosition(context: EngineContext, sentUntil: Instant): Promise<void> {
  await context.store.commit({
    puts: [{ record: { ...POSITION, revision: 1, value: { v: 1, sentUntil } } }],
  });
}

interface Sent {
  readonly count: number;
  readonly isAll: boolean;
}

async function sendDue(
  context: EngineContext,
  queues: Queues,
  window: { readonly after: Instant; readonly until: Instant },
): Promise<Sent> {
  const sent = await Promise.all(
    duePartitions().map((partition) => sendDueOf(context, queues, { ...window, partition })),
  );
  const count = sent.reduce((all, each) => all + each.count, 0);
  return { count, isAll: sent.every(({ isAll }) => isAll) };
}

async function sendDueOf(
  context: EngineContext,
  queues: Queues,
  window: { readonly partition: string; readonly after: Instant; readonly until: Instant },
): Promise<Sent> {
  const { partition, after, until } = window;
  const range = { partition, from: dueUntil(after), to: dueUntil(until), limit: PAGE };
  let count = 0;
  let next: string | undefined;
  for (let pageCount = 0; pageCount < PAGES_MAX; pageCount++) {
    const page = await context.store.list('due', { ...range, ...(next !== undefined && { after: next }) });
    const hints = hintsOfEntries(page.items.map(({ sort }) => sort));
    if (hints.length > 0) await queues.sendHints(hints);
    count += hints.length;
    next = page.next;
    if (next === undefined) return { count, isAll: true };
  }
  context.log.warn({ partition, until }, 'more comes due than one sweep can send; the next goes on');
  return { count, isAll: false };
}
