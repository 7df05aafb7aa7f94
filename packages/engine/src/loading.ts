/** Reading records by reference, in batches, within one workspace. */

import type { AttemptRef, MissionId, NodeRef, WorkspaceId } from '@muster/core/ids';
import type { Attempt } from '@muster/core/run/attempt';
import { leasedAttempt } from '@muster/core/run/leased-attempt';
import type { MissionHead } from '@muster/core/run/mission';
import type { Node, NodeSpec } from '@muster/core/run/node';
import type { EngineContext } from './context.ts';
import { attemptSort, headKey, nodeSort, runPartition, specSort } from './keys.ts';
import { ATTEMPT, decodeNode, decodeSpec, HEAD } from './records.ts';

export async function loadHeads(
  context: EngineContext,
  workspaceId: WorkspaceId,
  ids: readonly MissionId[],
): Promise<readonly (MissionHead | undefined)[]> {
  const stored = await context.store.get(ids.map((id) => headKey(workspaceId, id)));
  return stored.map((record) => record && HEAD.decode(record.value));
}

/** Nodes of a run that is being staged are there already, but nobody may see them: `runs` has to be asked first. */
export async function loadNodes(
  context: EngineContext,
  workspaceId: WorkspaceId,
  refs: readonly NodeRef[],
): Promise<readonly (Node | undefined)[]> {
  const keys = refs.map((ref) => ({ partition: runPartition(workspaceId, ref), sort: nodeSort(ref.index) }));
  const stored = await context.store.get(keys);
  return stored.map((record) => record && decodeNode(record.value));
}

export async function loadSpecs(
  context: EngineContext,
  workspaceId: WorkspaceId,
  refs: readonly NodeRef[],
): Promise<readonly (NodeSpec | undefined)[]> {
  const keys = refs.map((ref) => ({ partition: runPartition(workspaceId, ref), sort: specSort(ref.index) }));
  const stored = await context.store.get(keys);
  return stored.map((record) => record && decodeSpec(record.value));
}

/** An attempt that has no record of its own is the ACTIVE one in its task's lease, or was never made. */
export async function loadAttempts(
  context: EngineContext,
  workspaceId: WorkspaceId,
  refs: readonly AttemptRef[],
): Promise<readonly (Attempt | undefined)[]> {
  const keyOf = (ref: AttemptRef) => ({ partition: runPartition(workspaceId, ref), sort: attemptSort(ref) });
  const stored = await context.store.get(refs.map(keyOf));
  const missing = refs.filter((_, position) => !stored[position]);
  const tasks = missing.length > 0 ? await loadNodes(context, workspaceId, missing) : [];
  const active = new Map(missing.map((ref, position) => [ref, activeAttempt(ref, tasks[position])]));
  // One that ended between the two looks has its record now.
  const gone = missing.filter((ref) => !active.get(ref));
  const late = gone.length > 0 ? await context.store.get(gone.map(keyOf)) : [];
  const ended = new Map(gone.map((ref, position) => [ref, late[position]]));
  return refs.map((ref, position) => {
    const record = stored[position] ?? ended.get(ref);
    return record ? ATTEMPT.decode(record.value) : active.get(ref);
  });
}

export function activeAttempt(ref: AttemptRef, node: Node | undefined): Attempt | undefined {
  if (node?.kind !== 'TASK' || !node.lease || node.generation !== ref.generation) return undefined;
  return leasedAttempt(node, node.lease);
}
