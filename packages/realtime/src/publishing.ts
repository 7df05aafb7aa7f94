/**
 * What was committed, told to all who watch it.
 *
 * U1. Each watch is told on its own: neither a slow socket nor a failing one holds up the others for longer than it
 *     takes to give up on it.
 * U2. Publishing the same commits again, at the same time or later, tells nobody anything twice, but for a crash
 *     between a push and its note (W2).
 * U3. It resolves once everybody was told, or is none of ours any more. Otherwise it rejects and has to be repeated.
 */

import { LIMITS } from '@muster/core/limits';
import {
  ALL_OPERATIONS,
  operationKey,
  operationOfSort,
  socketPartition,
  watchOfSort,
  watchPartition,
} from '@muster/engine/keys';
import { type Store, type StoredRecord, StoreUnavailable } from '@muster/engine/ports/store';
import type { CommitRecord } from '@muster/engine/records';
import { Resumption, type Told } from '@muster/engine/resuming';
import { failure } from '@muster/schema/errors';
import { loadRecord } from './connections.ts';
import { inParallel } from './in-parallel.ts';
import { ask, isRefusal, refuse, type Subscriber, tellAll } from './round.ts';
import type { SocketContext } from './socket-context.ts';
import { decodeOperation, WATCH, type WatchRecord } from './socket-records.ts';
import { CLAIM_MS, Claim, watchKey } from './watches.ts';

const WATCHES_PER_PAGE = 100;
const WAIT_MS_MIN = 20;
const WAIT_MS_MAX = 500;
/** After so long somebody else's claim has ended twice over. */
const PATIENCE_MS = 2 * CLAIM_MS;
/** Events that nobody had to be told of, until that is noted all the same. */
const UNNOTED_EVENTS_MAX = 100;

/** Some watches could not be told. */
export class NotTold extends Error {
  override readonly name = 'NotTold';
}

export async function publish(on: SocketContext, commits: readonly CommitRecord[]): Promise<void> {
  let failures = 0;
  const told = async ({ record, about }: Watched) => {
    try {
      await tell(on, record, about);
    } catch (error) {
      failures += 1;
      on.context.log.warn({ err: error, watch: record.sort }, 'a watch could not be told; to be repeated');
    }
  };
  await inParallel(watchesOf(on.context.store, commits), LIMITS.pushesMax, told);
  if (failures > 0) throw new NotTold(`${failures} watches could not be told of ${commits.length} commits`);
}

/**
 * Tells a socket what it may have missed of the missions that it watches: a batch of the feed that could not be
 * published for long is given up in the end. Asked for by the socket's own pings, some minutes apart.
 */
export async function catchUp(on: SocketContext, connectionId: string): Promise<void> {
  await inParallel(missionWatchesOf(on.context.store, connectionId), LIMITS.pushesMax, async (record) => {
    try {
      await tell(on, record, []);
    } catch (error) {
      on.context.log.warn({ err: error, watch: record.sort }, 'a watch could not be brought up to date');
    }
  });
}

async function* missionWatchesOf(store: Store, connectionId: string): AsyncGenerator<StoredRecord> {
  const range = { partition: socketPartition(connectionId), ...ALL_OPERATIONS };
  const page = await store.query({ ...range, limit: 2 * LIMITS.subscriptionsPerSocketMax });
  for (const { sort, value } of page.items) {
    const operation = decodeOperation(value);
    if (operation.kind !== 'RUNNING' || operation.missionId === undefined) continue;
    const watch = await loadRecord(store, watchKey(operation, connectionId, operationOfSort(sort)));
    if (watch) yield watch;
  }
}

interface Watched {
  readonly record: StoredRecord;
  readonly about: readonly CommitRecord[];
}

async function* watchesOf(store: Store, commits: readonly CommitRecord[]): AsyncGenerator<Watched> {
  for (const [partition, about] of byTopic(commits)) {
    let next: string | undefined;
    do {
      const from = next === undefined ? {} : { after: next };
      const page = await store.query({ partition, limit: WATCHES_PER_PAGE, ...from });
      for (const record of page.items) yield { record, about };
      next = page.next;
    } while (next !== undefined);
  }
}

/** A commit is about its mission, and about its workspace. */
function byTopic(commits: readonly CommitRecord[]): ReadonlyMap<string, readonly CommitRecord[]> {
  const topics = new Map<string, CommitRecord[]>();
  for (const commit of commits) {
    if (commit.events.length === 0) continue;
    for (const missionId of [commit.missionId, undefined]) {
      const partition = watchPartition(commit.workspaceId, missionId);
      const about = topics.get(partition) ?? [];
      topics.set(partition, about);
      about.push(commit);
    }
  }
  return topics;
}

/** Tells one watch, as soon as nobody else does. Without commits: what its mission's log holds. */
async function tell(on: SocketContext, found: StoredRecord, commits: readonly CommitRecord[]): Promise<void> {
  const { context } = on;
  const patientUntil = context.now() + PATIENCE_MS;
  let record: StoredRecord | undefined = found;
  for (let wait = WAIT_MS_MIN; record !== undefined; wait = Math.min(WAIT_MS_MAX, 2 * wait)) {
    const watch = WATCH.decode(record.value);
    const busyMs = Math.max(watch.claimedUntil ?? 0, watch.notBefore ?? 0) - context.now();
    if (busyMs <= 0) {
      const resumption = new Resumption({ told: watch.told, since: watch.startedAt, commits });
      if (!resumption.mayHoldNews) return;
      if (await tellClaimed(on, { record, watch }, resumption)) return;
    }
    if (context.now() >= patientUntil) throw new NotTold('somebody else keeps the watch busy');
    if (busyMs > 0) await context.sleep(Math.min(busyMs, wait * (0.5 + context.random())));
    record = await loadRecord(context.store, record);
  }
}

/** False when somebody else was faster: look again. */
async function tellClaimed(
  on: SocketContext,
  { record, watch }: { readonly record: StoredRecord; readonly watch: WatchRecord },
  resumption: Resumption,
): Promise<boolean> {
  const subscriber = await subscriberOf(on, record);
  if (!subscriber) return true;
  const { operation } = subscriber;
  const principal = await on.services.access.recall(operation.credential);
  if (!principal) {
    return await end(on, { record, subscriber }, [
      failure({ code: 'UNAUTHENTICATED', path: [], detail: {} }),
    ]);
  }
  try {
    const answers = await ask(on, principal, { operation, resumption });
    if (isRefusal(answers)) return await end(on, { record, subscriber }, answers.errors ?? []);
    const first = await answers.next();
    if (first.done === true) return await noteSilently(on, record, resumption.told);
    const claim = await Claim.take(on.context, record);
    if (!claim) {
      await answers.return?.();
      return false;
    }
    await tellAll(on, subscriber, { answers, first, resumption, claim, told: watch.told });
    return true;
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    return await end(on, { record, subscriber }, [error]);
  }
}

/** Only who holds the claim tells the client, so that it is told once. False as in `tellClaimed`. */
async function end(
  on: SocketContext,
  watched: { readonly record: StoredRecord; readonly subscriber: Subscriber },
  errors: readonly unknown[],
): Promise<boolean> {
  const claim = await Claim.take(on.context, watched.record);
  if (!claim) return false;
  await refuse(on, watched.subscriber, errors);
  return true;
}

/** Nothing of all this was asked for. Noted now and then only: it costs a write. */
async function noteSilently(on: SocketContext, record: StoredRecord, told: Told): Promise<boolean> {
  const former = new Map(WATCH.decode(record.value).told);
  const isFar = told.some(([id, sequence]) => sequence - (former.get(id) ?? 0) > UNNOTED_EVENTS_MAX);
  if (isFar) await Claim.held(on.context, record).release(told, undefined);
  return true;
}

/** Undefined when it has ended; a watch without its operation is nobody's. */
async function subscriberOf(on: SocketContext, record: StoredRecord): Promise<Subscriber | undefined> {
  const { connectionId, operation: digest } = watchOfSort(record.sort);
  const stored = await loadRecord(on.context.store, operationKey(connectionId, digest));
  const operation = stored && decodeOperation(stored.value);
  if (operation?.kind === 'RUNNING') return { connectionId, digest, operation };
  const { partition, sort } = record;
  await on.context.store.commit({ puts: [], deletes: [{ partition, sort }] });
  return undefined;
}
