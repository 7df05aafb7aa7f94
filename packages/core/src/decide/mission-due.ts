/**
 * What time does to a mission as a whole, beside its nodes.
 *
 * T3. Like the timers of nodes (T1), one that comes early, twice, or after the mission has moved on changes nothing.
 */
import type { Instant } from '../instant.ts';
import { ok, type Result } from '../result.ts';
import type { MissionHead } from '../run/mission.ts';
import type { Decision } from './ask.ts';
import { deadlineDueAt, tellDeadline } from './deadline.ts';
import type { Draft } from './draft.ts';
import { endRunWhenSettled } from './end-run.ts';

/** When the mission is next to be looked at; undefined when time alone does not change it. */
export function missionDueAt(head: MissionHead): Instant | undefined {
  return head.run && deadlineDueAt(head.run);
}

export function* passMissionTime(draft: Draft): Decision<Result<void>> {
  const due = missionDueAt(draft.head);
  if (due === undefined || due > draft.now) return ok(undefined);
  tellDeadline(draft);
  endRunWhenSettled(draft);
  return ok(undefined);
}
