/**
 * One look of a watcher: what is new after where it was, and where it is then. Who watches for long looks again and
 * again, woken by the hub (`subscriptions.ts`); who is called for each batch of the feed looks once (`resuming.ts`).
 */
import type { Event, EventBody, EventType } from '@muster/core/event';
import type { MissionId } from '@muster/core/ids';
import type { MissionHead } from '@muster/core/run/mission';
import { laneText } from '@muster/core/run/node';
import type { EngineContext } from './context.ts';
import { loadHeads } from './loading.ts';
import type { Principal } from './principal.ts';
import { commitsFrom, eventsOf } from './questions.ts';
import type { CommitRecord } from './records.ts';
import type { MissionEventsItem, WatchReady } from './subscribing.ts';

export interface MissionRound {
  readonly principal: Principal;
  readonly missionId: MissionId;
  readonly types?: readonly EventType[];
  /** The last sequence the reader has seen; undefined: nothing yet. */
  readonly cursor: number | undefined;
  /** A reader that is further behind gets a snapshot instead of the events. */
  readonly lagMax: number;
}

/** Answers the cursor of the next round; undefined when there is no such mission any more. */
export async function* missionRound(
  context: EngineContext,
  round: MissionRound,
): AsyncGenerator<MissionEventsItem, number | undefined> {
  const { principal, missionId, types, cursor } = round;
  const [mission] = await loadHeads(context, principal.workspaceId, [missionId]);
  if (!mission) return undefined;
  const jump = jumpAhead(context, mission, round);
  if (jump) yield jump;
  const after = jump || cursor === undefined ? mission.sequence : cursor;
  let told = after;
  for await (const commit of commitsFrom(context, principal, { missionId, after })) {
    for (const event of newEvents(commit, after, types)) yield { kind: 'EVENT', event };
    told = commit.sequence;
  }
  return told;
}

/** The state instead of the events: at the start without a cursor, and when the reader is too far behind. */
function jumpAhead(
  context: EngineContext,
  mission: MissionHead,
  { cursor, lagMax }: MissionRound,
): MissionEventsItem | undefined {
  if (cursor === undefined) return { kind: 'SNAPSHOT', mission, occurredAt: context.now() };
  const missed = mission.sequence - cursor;
  return missed > lagMax ? { kind: 'LAGGED', missed, mission } : undefined;
}

/** Events of a commit after a sequence, of the given types. */
export function newEvents(
  commit: CommitRecord,
  after: number,
  types: readonly EventType[] | undefined,
): readonly Event[] {
  return eventsOf(commit).filter((event) => event.sequence > after && (!types || types.includes(event.type)));
}

/** The lanes an agent can claim from. */
export function lanesOf(who: Omit<WatchReady, 'signal'>): ReadonlySet<string> {
  return new Set([
    laneText({ kind: 'ANY' }),
    ...(who.specialties ?? []).map((name) => laneText({ kind: 'SPECIALTY', name })),
    ...(who.agent === undefined ? [] : [laneText({ kind: 'AGENT', name: who.agent })]),
  ]);
}

/** A task that was claimed again before anybody was told of it is no news. */
export function noteReady(ready: Set<string>, lanes: ReadonlySet<string>, event: EventBody): void {
  const { lane } = event.data;
  if (typeof lane === 'string' && lanes.has(lane)) ready.add(event.subject);
  else if (event.type === 'TaskStatusChanged') ready.delete(event.subject);
}
