/** Taking the nodes of former runs out of the indexes: time and claims mean nothing to them any more. */

import { LIMITS } from '@muster/core/limits';
import type { EngineContext } from './context.ts';
import { nodeSort, runPartition } from './keys.ts';
import type { RunPlace } from './records.ts';

/** For a run that a later one has followed; its nodes stay as they are. Repeating it is harmless. */
export async function retireNodes(
  context: EngineContext,
  place: RunPlace,
  indexes: readonly number[],
): Promise<void> {
  const partition = runPartition(place.workspaceId, place);
  const stored = await context.store.get(
    indexes.slice(0, LIMITS.commitRecordsMax).map((index) => ({ partition, sort: nodeSort(index) })),
  );
  const puts = stored.flatMap((record) => {
    if (!record || (record.due === undefined && record.work === undefined)) return [];
    const { due: _, work: __, ...rest } = record;
    return [{ record: { ...rest, revision: record.revision + 1 }, expect: record.revision }];
  });
  if (puts.length > 0) await context.store.commit({ puts });
}
