/**
 * What time does to a mission as a whole, beside its nodes: deadlines of runs, slots of schedules.
 *
 * T3. Like the timers of nodes (T1), one that comes early, twice, or after the mission has moved on changes nothing.
 */
import { type Instant, instantOf } from '../instant.ts';
import { ok, type Result } from '../result.ts';
import type { MissionHead } from '../run/mission.ts';
import type { Decision } from './ask.ts';
import { deadlineDueAt, tellDeadline } from './deadline.ts';
import type { Draft } from './draft.ts';
import { endRunWhenSettled } from './end-run.ts';
import { isFree, launchSlot, type PreparedLaunch, slotDueAt, takeSlots } from './slots.ts';

/** When the mission is next to be looked at; undefined when time alone does not change it. */
export function missionDueAt(head: MissionHead): Instant | undefined {
  const deadline = head.run && deadlineDueAt(head.run);
  const slot = slotDueAt(head);
  if (deadline === undefined || slot === undefined) return deadline ?? slot;
  return instantOf(Math.min(deadline, slot));
}

/** Without `prepared` nothing is launched: what would be stays due. */
export function* passMissionTime(draft: Draft, prepared?: PreparedLaunch): Decision<Result<void>> {
  const due = missionDueAt(draft.head);
  if (due === undefined || due > draft.now) return ok(undefined);
  // A run that ends here is followed by the next one in a commit of its own: one commit writes the nodes of one run.
  const canLaunch = isFree(draft.head);
  if (draft.head.run) {
    tellDeadline(draft);
    endRunWhenSettled(draft);
  }
  yield* takeSlots(draft);
  if (canLaunch) yield* launchSlot(draft, prepared);
  return ok(undefined);
}
