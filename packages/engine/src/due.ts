/** Doing what has come due: leases that ran out, retries, checkpoints that expire, delays that elapsed, deadlines. */
import { SYSTEM_ACTOR } from '@muster/core/actor';
import { passTime } from '@muster/core/decide/due';
import { passMissionTime } from '@muster/core/decide/mission-due';
import type { MissionId, WorkspaceId } from '@muster/core/ids';
import type { Instant } from '@muster/core/instant';
import { commitDecision } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import { DUE_SHARDS, type DueEntry, dueOfIndexSort, duePartition, dueUntil } from './keys.ts';
import { retireNodes } from './retiring.ts';

const PAGE = 200;

/** Handles all that is due now. Answers when to look again; undefined when nothing is planned. */
export async function handleDue(context: EngineContext): Promise<Instant | undefined> {
  const nexts = await Promise.all(shards().map((shard) => handleShard(context, shard)));
  const planned = nexts.filter((next) => next !== undefined);
  return planned.length === 0 ? undefined : (Math.min(...planned) as Instant);
}

async function handleShard(context: EngineContext, shard: number): Promise<Instant | undefined> {
  const partition = duePartition(shard);
  const due = await context.store.list('due', { partition, to: dueUntil(context.now()), limit: PAGE });
  const entries = due.items.map((entry) => dueOfIndexSort(entry.sort));
  for (const entry of entries) if (!entry.node) await passTimeOfMission(context, entry);
  for (const group of byRun(entries)) await passTimeOf(context, group);
  // What could not be handled stays due; it is looked at again after the rest.
  const [next] = (await context.store.list('due', { partition, limit: 1 })).items;
  return next && dueOfIndexSort(next.sort).due;
}

interface DueGroup {
  readonly workspaceId: WorkspaceId;
  readonly missionId: MissionId;
  readonly runNumber: number;
  readonly indexes: readonly number[];
}

async function passTimeOf(context: EngineContext, group: DueGroup): Promise<void> {
  const { workspaceId, missionId, runNumber } = group;
  let rest = group.indexes;
  while (rest.length > 0) {
    const indexes = rest;
    const done = await commitDecision(
      context,
      { workspaceId, missionId, actor: SYSTEM_ACTOR },
      { decide: (draft) => passTime(draft, { runNumber, indexes }) },
    );
    if (done.ok && done.value.head.run?.number !== runNumber)
      return retireNodes(context, group, group.indexes);
    if (!done.ok) {
      context.log.warn({ missionId, code: done.error.code }, 'what came due could not be handled yet');
      return;
    }
    rest = rest.slice(Math.max(1, done.value.value));
  }
}

async function passTimeOfMission(
  context: EngineContext,
  { workspaceId, missionId }: DueEntry,
): Promise<void> {
  const on = { workspaceId, missionId, actor: SYSTEM_ACTOR };
  const done = await commitDecision(context, on, { decide: passMissionTime });
  if (done.ok) return;
  context.log.warn({ missionId, code: done.error.code }, 'what came due could not be handled yet');
}

function byRun(entries: readonly DueEntry[]): readonly DueGroup[] {
  const groups = new Map<string, DueGroup & { readonly indexes: number[] }>();
  for (const { workspaceId, node } of entries) {
    if (!node) continue;
    const { missionId, runNumber, index } = node;
    const key = `${workspaceId}/${missionId}/${runNumber}`;
    const group = groups.get(key);
    if (group) group.indexes.push(index);
    else groups.set(key, { workspaceId, missionId, runNumber, indexes: [index] });
  }
  return [...groups.values()];
}

function shards(): readonly number[] {
  return Array.from({ length: DUE_SHARDS }, (_, shard) => shard);
}
