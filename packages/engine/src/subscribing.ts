/** What can be watched. A subscription ends when its `signal` aborts. */
import type { Event, EventType } from '@muster/core/event';
import type { MissionId } from '@muster/core/ids';
import type { Instant } from '@muster/core/instant';
import type { Result } from '@muster/core/result';
import type { MissionHead } from '@muster/core/run/mission';
import type { Principal } from './principal.ts';

export interface Subscriptions {
  missionEvents(principal: Principal, input: WatchMission): Promise<Result<AsyncIterable<MissionEventsItem>>>;
  /** The head whenever it changed, at most once in `intervalMs` (250 unless told), the last state always. */
  missionProgress(
    principal: Principal,
    input: { readonly missionId: MissionId; readonly intervalMs?: number; readonly signal: AbortSignal },
  ): Promise<Result<AsyncIterable<MissionHead>>>;
  /** Once at the start, then whenever tasks that this agent could claim have become ready. A hint: claim to know. */
  tasksReady(principal: Principal, input: WatchReady): AsyncIterable<{ readonly count: number }>;
  /** Live events of all missions of the workspace, of the given types; no backfill. */
  workspaceEvents(
    principal: Principal,
    input: { readonly types?: readonly EventType[]; readonly signal: AbortSignal },
  ): AsyncIterable<Event>;
}

export interface WatchMission {
  readonly missionId: MissionId;
  /** The last sequence already seen. Absent: a snapshot first. */
  readonly after?: number;
  readonly types?: readonly EventType[];
  readonly signal: AbortSignal;
}
/** `lagged` tells that events before the snapshot were left out because the reader was too slow. */
export type MissionEventsItem =
  | { readonly kind: 'SNAPSHOT'; readonly mission: MissionHead; readonly occurredAt: Instant }
  | { readonly kind: 'LAGGED'; readonly missed: number; readonly mission: MissionHead }
  | { readonly kind: 'EVENT'; readonly event: Event };
export interface WatchReady {
  readonly agent?: string;
  readonly specialties?: readonly string[];
  readonly signal: AbortSignal;
}
