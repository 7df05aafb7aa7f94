/**
 * What waits for people, from the index of it. An entry is a hint: it counts if its node still asks, in a run that is
 * open. Nothing can be decided in one that has ended.
 */
import { askingOf } from '@muster/core/approval';
import type { NodeRef } from '@muster/core/ids';
import { hasOpenRun } from '@muster/core/lifecycle/mission-lifecycle';
import { LIMITS } from '@muster/core/limits';
import type { MissionHead } from '@muster/core/run/mission';
import type { Node } from '@muster/core/run/node';
import type { EngineContext } from './context.ts';
import type { Approval, Listed, Questions } from './engine.ts';
import { afterEntry, approvalsPartition, nodeOfIndexSort } from './keys.ts';
import { loadHeads, loadNodes } from './loading.ts';
import type { Principal } from './principal.ts';

/** As many heads and nodes as are read at once. */
const PAGE = 100;

export async function listApprovals(
  context: EngineContext,
  principal: Principal,
  { first, after, kinds }: Parameters<Questions['listApprovals']>[1],
): Promise<Listed<Approval>> {
  const partition = approvalsPartition(principal.workspaceId);
  const items: { cursor: string; node: Approval }[] = [];
  let from = after === undefined ? {} : { from: afterEntry(after) };
  for (let looked = 0; looked < LIMITS.approvalScanRowsMax; looked += PAGE) {
    const page = await context.store.list('work', { partition, ...from, limit: PAGE });
    const sorts = page.items.map((entry) => entry.sort);
    const approvals = await approvalsAt(context, principal, sorts.map(nodeOfIndexSort));
    for (const [position, sort] of sorts.entries()) {
      const approval = approvals[position];
      if (!approval || (kinds && !kinds.includes(approval.kind))) continue;
      if (items.length === first) return { items, hasNext: true };
      items.push({ cursor: sort, node: approval });
    }
    const last = sorts.at(-1);
    if (page.next === undefined || last === undefined) break;
    from = { from: afterEntry(last) };
  }
  return { items, hasNext: false };
}

async function approvalsAt(
  context: EngineContext,
  principal: Principal,
  refs: readonly NodeRef[],
): Promise<readonly (Approval | undefined)[]> {
  if (refs.length === 0) return [];
  const ids = [...new Set(refs.map((ref) => ref.missionId))];
  const heads = await loadHeads(context, principal.workspaceId, ids);
  const missions = new Map(ids.map((id, position) => [id, heads[position]]));
  const nodes = await loadNodes(context, principal.workspaceId, refs);
  return refs.map((ref, position) => approvalOf(ref, nodes[position], missions.get(ref.missionId)));
}

function approvalOf(
  ref: NodeRef,
  node: Node | undefined,
  mission: MissionHead | undefined,
): Approval | undefined {
  const asked = node && askingOf(node);
  if (!asked || mission?.run?.number !== ref.runNumber || !hasOpenRun(mission.status)) return undefined;
  return { ...asked, ref, node, mission };
}
