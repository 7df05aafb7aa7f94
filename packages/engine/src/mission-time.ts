/** What time does to a mission as a whole: its deadline, and the slots of its schedule. */
import { SYSTEM_ACTOR } from '@muster/core/actor';
import { missionDueAt, passMissionTime } from '@muster/core/decide/mission-due';
import { isFree, type PreparedLaunch } from '@muster/core/decide/slots';
import type { MissionId, WorkspaceId } from '@muster/core/ids';
import type { MissionHead } from '@muster/core/run/mission';
import { commitDecision } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import { planLatest } from './launching.ts';
import { loadHeads } from './loading.ts';
import { NotHandled } from './not-handled.ts';

/** A slot that calls a run off is launched in a round of its own, and so is each of those that can't be launched. */
const ROUNDS_MAX = 5;

/** Repeating it, at once or later, changes nothing; what is left after some rounds is still due. Throws `NotHandled`. */
export async function passTimeOfMission(
  context: EngineContext,
  { workspaceId, missionId }: { readonly workspaceId: WorkspaceId; readonly missionId: MissionId },
): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const [head] = await loadHeads(context, workspaceId, [missionId]);
    const due = head && missionDueAt(head);
    if (!head || due === undefined || due > context.now()) return;
    const prepared = await prepareLaunch(context, head);
    const done = await commitDecision(
      context,
      { workspaceId, missionId, actor: SYSTEM_ACTOR },
      { decide: (draft) => passMissionTime(draft, prepared) },
    );
    if (!done.ok) throw new NotHandled(done.error);
  }
}

/** Undefined when no slot could be launched now anyway. */
async function prepareLaunch(context: EngineContext, head: MissionHead): Promise<PreparedLaunch | undefined> {
  if (!head.schedule || !isFree(head)) return undefined;
  const { workspaceId, id: missionId } = head;
  const planned = await planLatest(context, { workspaceId, missionId, actor: SYSTEM_ACTOR });
  return planned.ok
    ? { plan: { ok: true, value: planned.value.plan }, documentVersion: planned.value.documentVersion }
    : { plan: planned, documentVersion: head.documentVersion };
}
