/**
 * Taking nodes out of the indexes that time and claims mean nothing to: those of former runs, and what a launch or an
 * addition that came to nothing has left behind.
 *
 * N1. What is still being written out is left alone, and so is what became part of the run meanwhile: nodes are taken out
 *     only while the head stands by which they were judged.
 */

import { LIMITS } from '@muster/core/limits';
import type { MissionHead } from '@muster/core/run/mission';
import type { EngineContext } from './context.ts';
import { headKey, nodeSort, runPartition } from './keys.ts';
import { HEAD, type RunPlace } from './records.ts';

/** The nodes stay as they are. Repeating it is harmless. */
export async function retireNodes(
  context: EngineContext,
  place: RunPlace,
  indexes: readonly number[],
): Promise<void> {
  const head = headKey(place.workspaceId, place.missionId);
  const partition = runPartition(place.workspaceId, place);
  const some = indexes.slice(0, LIMITS.commitRecordsMax - 1);
  const nodes = some.map((index) => ({ partition, sort: nodeSort(index) }));
  const [stored, ...records] = await context.store.get([head, ...nodes]);
  if (!stored) return;
  const { run, staging } = HEAD.decode(stored.value);
  const puts = records.flatMap((record, at) => {
    if (!record || (record.due === undefined && record.work === undefined)) return [];
    if (isOfUse({ run, staging }, place.runNumber, some[at] ?? 0)) return [];
    const { due: _, work: __, ...rest } = record;
    return [{ record: { ...rest, revision: record.revision + 1 }, expect: record.revision }];
  });
  if (puts.length === 0) return;
  await context.store.commit({ puts, checks: [{ ...head, revision: stored.revision }] });
}

/** Of the latest run, or going to be: see N1. */
function isOfUse(
  { run, staging }: { readonly run: MissionHead['run']; readonly staging: MissionHead['staging'] },
  runNumber: number,
  index: number,
): boolean {
  if (runNumber === staging?.runNumber) return true;
  if (!run || runNumber !== run.number) return false;
  return index < run.nodeCount || run.growing !== undefined;
}
