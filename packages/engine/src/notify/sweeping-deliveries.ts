/**
 * What runs each minute where a queue carries deliveries: it sends those that nothing in the queue may lead to.
 *
 * R1. What comes due later than the queue can wait is sent once it is near enough, with the rest of its wait.
 * R2. What is overdue is sent again when it is half a minute late, and then each time that its lateness has grown sixfold,
 *     until it was tried: whatever became of its message, it is found, and what waits for a receiver that hangs is not
 *     sent each minute.
 * R3. How far was swept moves on after the sending, never before: a sweep that dies, or two at once, send something
 *     twice and leave nothing out. A minute in which nothing was found writes nothing, but for now and then.
 */
import { addMs, type Instant, instantOf } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { deliveryIdOf } from '@muster/core/notify/notify-ids';
import type { EngineContext } from '../context.ts';
import { consumerKey, deliveryDuePartitions, deliveryOfDueSort, dueUntil } from '../keys.ts';
import type { Queues } from '../ports/queue.ts';

/** How long an index may lag: see LAG_MS in sweeping.ts. */
const LAG_MS = 30_000;
const LATE_MS_MIN = 30_000;
const LATE_GROWTH = 6;
/** Deliveries that come due within so many milliseconds are sent with one wait. */
const TOGETHER_MS = 10_000;
const NOTE_MS = 600_000;
const PAGE = 200;
/** What is left after so many pages of one shard is sent when it is overdue, or overdue by more. */
const PAGES_MAX = 50;
const POSITION = consumerKey('deliveries');

/** To be called each minute. Rejects when something could not be sent; calling it again goes on from there. */
export async function sendDueDeliveries(
  context: EngineContext,
  queues: Pick<Queues, 'sendDeliveries'>,
): Promise<void> {
  const now = context.now();
  const [stored] = await context.store.get([POSITION]);
  const sweptAt = typeof stored?.value.sweptAt === 'number' ? instantOf(stored.value.sweptAt) : undefined;
  const counts = await Promise.all(
    windowsOf(sweptAt, now).flatMap((window) =>
      deliveryDuePartitions().map((partition) => sendWindow(context, queues, { ...window, partition })),
    ),
  );
  const isFound = counts.some((count) => count > 0);
  if (!isFound && sweptAt !== undefined && now - sweptAt < NOTE_MS) return;
  const record = { ...POSITION, revision: 1, value: { v: 1, sweptAt: now } };
  await context.store.commit({ puts: [{ record }] });
}

/** Of when a delivery came or comes due: after the first instant, up to the second. */
interface Window {
  readonly after: Instant;
  readonly until: Instant;
}

/** What has come to one of the marks of R1 and R2 since the last sweep; the first one looks at all. */
function windowsOf(sweptAt: Instant | undefined, now: Instant): readonly Window[] {
  const first = { after: instantOf(0), until: addMs(now, LIMITS.hintAheadMsMax - LAG_MS) };
  if (sweptAt === undefined) return [first];
  const windows: Window[] = [];
  for (const mark of MARKS) {
    const window = { after: addMs(sweptAt, mark), until: addMs(now, mark) };
    const last = windows.at(-1);
    // After a pause they overlap.
    if (last && window.until >= last.after) windows.splice(-1, 1, { ...last, after: window.after });
    else windows.push(window);
  }
  return windows;
}

/** From the latest to the earliest, relative to the instant of a sweep. */
const MARKS: readonly number[] = [LIMITS.hintAheadMsMax - LAG_MS, ...lateMarks()];

function lateMarks(): readonly number[] {
  const marks: number[] = [];
  for (let lateMs = LATE_MS_MIN; lateMs < LIMITS.deliveryTtlMs; lateMs *= LATE_GROWTH) marks.push(-lateMs);
  return marks;
}

async function sendWindow(
  context: EngineContext,
  queues: Pick<Queues, 'sendDeliveries'>,
  { partition, after, until }: Window & { readonly partition: string },
): Promise<number> {
  const range = { partition, from: dueUntil(after), to: dueUntil(until), limit: PAGE };
  let count = 0;
  let next: string | undefined;
  for (let pageCount = 0; pageCount < PAGES_MAX; pageCount++) {
    const page = await context.store.list('due', { ...range, ...(next !== undefined && { after: next }) });
    const entries = page.items.map(({ sort }) => deliveryOfDueSort(sort));
    const waitOf = ({ due }: { readonly due: Instant }) =>
      Math.ceil(Math.max(0, due - context.now()) / TOGETHER_MS) * TOGETHER_MS;
    for (const [waitMs, group] of Map.groupBy(entries, waitOf)) {
      const deliveries = group.map(({ workspaceId, ...ref }) => ({ workspaceId, id: deliveryIdOf(ref) }));
      await queues.sendDeliveries(deliveries, waitMs);
    }
    count += entries.length;
    next = page.next;
    if (next === undefined) return count;
  }
  context.log.warn({ partition, until }, 'more is to be delivered than one sweep can send; it is sent later');
  return count;
}
