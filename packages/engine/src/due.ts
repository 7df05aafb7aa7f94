/**
 * Doing what has come due: leases that ran out, retries, checkpoints that expire, delays that elapsed, deadlines,
 * slots of schedules.
 *
 * E1. One entry that can't be handled holds up no other, whatever is wrong with it.
 * E2. Entries are hints (S4): what is due is decided on the records as they are now.
 */
import { SYSTEM_ACTOR } from '@muster/core/actor';
import { passTime } from '@muster/core/decide/due';
import type { MissionId, WorkspaceId } from '@muster/core/ids';
import { addMs, type Instant } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import type { Result } from '@muster/core/result';
import { type Committed, commitDecision } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import { buryTimer } from './dead-letters.ts';
import { type DueEntry, dueOfIndexSort, duePartitions, dueUntil } from './keys.ts';
import { passTimeOfMission } from './mission-time.ts';
import { NotHandled } from './not-handled.ts';
import { StoreUnavailable } from './ports/store.ts';
import { retireNodes } from './retiring.ts';

const PAGE = 200;
const RETRY_MS = 100;

/** How often each entry could not be handled: kept by whoever calls `handleDue` again and again. */
export type DueTries = Map<string, number>;

/**
 * Handles all that is due now. Answers when to look again; undefined when nothing is planned. What fails
 * `LIMITS.deliveriesMax` times becomes a dead letter.
 */
export async function handleDue(
  context: EngineContext,
  tries: DueTries = new Map(),
): Promise<Instant | undefined> {
  const nexts = await Promise.all(
    duePartitions().map((partition) => handlePartition(context, partition, tries)),
  );
  const planned = nexts.filter((next) => next !== undefined);
  return planned.length === 0 ? undefined : (Math.min(...planned) as Instant);
}

async function handlePartition(
  context: EngineContext,
  partition: string,
  tries: DueTries,
): Promise<Instant | undefined> {
  const due = await context.store.list('due', { partition, to: dueUntil(context.now()), limit: PAGE });
  const entries = due.items.map((entry) => entry.sort);
  const failures = await passTimeOfEntries(context, entries);
  const hasFailures = failures.length > 0;
  for (const failure of failures) await giveUpInTheEnd(context, failure, tries);
  const failed = new Set(failures.map(({ entry }) => entry));
  for (const entry of entries) if (!failed.has(entry)) tries.delete(entry);
  // What could not be handled stays due; it is looked at again after the rest.
  const [next] = (await context.store.list('due', { partition, limit: 1 })).items;
  const planned = next && dueOfIndexSort(next.sort).due;
  const retry = addMs(context.now(), RETRY_MS);
  return hasFailures && planned !== undefined && planned < retry ? retry : planned;
}

async function giveUpInTheEnd(context: EngineContext, failure: DueFailure, tries: DueTries): Promise<void> {
  const { entry, cause } = failure;
  const tried = (tries.get(entry) ?? 0) + 1;
  tries.set(entry, tried);
  context.log.warn({ err: cause, entry, tried }, 'what came due could not be handled');
  if (tried < LIMITS.deliveriesMax) return;
  await buryTimer(context, failure);
  tries.delete(entry);
}

export interface DueFailure {
  /** Sort key in the due index. */
  readonly entry: string;
  readonly cause: unknown;
}

/**
 * Lets time have its effect where these entries of the due index lead. Answers those for which that was not possible;
 * rejects with `StoreUnavailable` only. See E1.
 */
export async function passTimeOfEntries(
  context: EngineContext,
  entries: readonly string[],
): Promise<readonly DueFailure[]> {
  const failures: DueFailure[] = [];
  for (const group of groupsOf(entries)) failures.push(...(await handleGroup(context, group)));
  return failures;
}

/** Entries of one run, or the one of a mission as a whole. */
interface DueGroup {
  readonly first: DueEntry;
  readonly entries: readonly string[];
  readonly indexes: readonly number[];
}

async function handleGroup(context: EngineContext, group: DueGroup): Promise<readonly DueFailure[]> {
  try {
    const { first } = group;
    if (first.node) await passTimeOfNodes(context, { ...first.node, ...first }, group.indexes);
    else await passTimeOfMission(context, first);
    return [];
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    const [entry, ...others] = group.entries;
    if (entry !== undefined && others.length === 0) return [{ entry, cause: error }];
    const failures: DueFailure[] = [];
    for (const single of group.entries.flatMap((one) => groupsOf([one])))
      failures.push(...(await handleGroup(context, single)));
    return failures;
  }
}

async function passTimeOfNodes(
  context: EngineContext,
  place: { readonly workspaceId: WorkspaceId; readonly missionId: MissionId; readonly runNumber: number },
  indexes: readonly number[],
): Promise<void> {
  const { workspaceId, missionId, runNumber } = place;
  let rest = indexes;
  while (rest.length > 0) {
    const looking = rest;
    const done = await commitDecision(
      context,
      { workspaceId, missionId, actor: SYSTEM_ACTOR },
      { decide: (draft) => passTime(draft, { runNumber, indexes: looking }) },
    );
    const { head, value: count } = insistOn(done);
    if (head.run?.number !== runNumber) return retireNodes(context, place, indexes);
    const { nodeCount } = head.run;
    const strays = looking.filter((index) => index >= nodeCount);
    if (strays.length > 0) await retireNodes(context, place, strays);
    rest = rest.slice(Math.max(1, count));
  }
}

function insistOn<T>(done: Result<Committed<T>>): Committed<T> {
  if (!done.ok) throw new NotHandled(done.error);
  return done.value;
}

function groupsOf(entries: readonly string[]): readonly DueGroup[] {
  const groups = new Map<string, DueGroup & { readonly entries: string[]; readonly indexes: number[] }>();
  for (const entry of entries) {
    const first = dueOfIndexSort(entry);
    const key = `${first.workspaceId}/${first.missionId}/${first.node?.runNumber}`;
    const group = groups.get(key) ?? { first, entries: [], indexes: [] };
    group.entries.push(entry);
    if (first.node) group.indexes.push(first.node.index);
    groups.set(key, group);
  }
  return [...groups.values()];
}
