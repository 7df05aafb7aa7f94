/**
 * Watching. A mission's events are read from its commit records: woken by the hub, each watcher takes what is new after
 * its cursor, so that backfill and live are one thing, without gap or duplicate.
 */
import type { Event, EventBody, EventType } from '@muster/core/event';
import type { MissionId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import { err, ok, type Result } from '@muster/core/result';
import type { MissionHead } from '@muster/core/run/mission';
import { laneText } from '@muster/core/run/node';
import type { EngineContext } from './context.ts';
import type { MissionEventsItem, Subscriptions, WatchMission, WatchReady } from './engine.ts';
import { type FeedHub, WakeFlag } from './feed-hub.ts';
import { loadHeads } from './loading.ts';
import type { Principal } from './principal.ts';
import { commitsFrom, eventsOf } from './questions.ts';
import type { CommitRecord } from './records.ts';
import { watching } from './watching.ts';

const PROGRESS_INTERVAL_MS = 250;

export function subscriptions(context: EngineContext, hub: FeedHub): Subscriptions {
  return {
    missionEvents: (principal, input) => missionEvents(context, hub, { principal, input }),
    async missionProgress(principal, input) {
      const [head] = await loadHeads(context, principal.workspaceId, [input.missionId]);
      if (!head) return err(missionNotFound(input.missionId));
      const intervalMs = input.intervalMs ?? PROGRESS_INTERVAL_MS;
      const { missionId } = input;
      return ok(
        watching(input.signal, (signal) =>
          progress(context, hub, { principal, missionId, intervalMs, signal }),
        ),
      );
    },
    tasksReady: (principal, input) =>
      watching(input.signal, (signal) => tasksReady(hub, principal, { ...input, signal })),
    workspaceEvents: (principal, input) =>
      watching(input.signal, (signal) => workspaceEvents(hub, principal, { ...input, signal })),
  };
}

async function missionEvents(
  context: EngineContext,
  hub: FeedHub,
  asked: { readonly principal: Principal; readonly input: WatchMission },
): Promise<Result<AsyncIterable<MissionEventsItem>>> {
  const { principal, input } = asked;
  const [head] = await loadHeads(context, principal.workspaceId, [input.missionId]);
  if (!head) return err(missionNotFound(input.missionId));
  const { after } = input;
  if (after !== undefined && (after > head.sequence || after < 0)) {
    return err({ code: 'CURSOR_AHEAD', path: ['after'], detail: { after, sequence: head.sequence } });
  }
  return ok(
    watching(input.signal, (signal) => follow(context, hub, { principal, input: { ...input, signal } })),
  );
}

async function* follow(
  context: EngineContext,
  hub: FeedHub,
  asked: { readonly principal: Principal; readonly input: WatchMission },
): AsyncGenerator<MissionEventsItem> {
  const { principal, input } = asked;
  const { missionId, signal } = input;
  const woken = new WakeFlag();
  hub.watch({ workspaceId: principal.workspaceId, missionId, signal }, () => woken.set());
  let cursor = input.after;
  while (!signal.aborted) {
    const [mission] = await loadHeads(context, principal.workspaceId, [missionId]);
    if (!mission) return;
    const jump = jumpAhead(mission, cursor, context);
    if (jump) {
      yield jump;
      cursor = mission.sequence;
    }
    const after = cursor ?? mission.sequence;
    for await (const commit of commitsFrom(context, principal, { missionId, after })) {
      for (const event of newEvents(commit, after, input.types)) yield { kind: 'EVENT', event };
      cursor = commit.sequence;
    }
    await woken.wait(signal);
  }
}

/** The state instead of the events: at the start without a cursor, and when the reader is too far behind. */
function jumpAhead(
  mission: MissionHead,
  cursor: number | undefined,
  context: EngineContext,
): MissionEventsItem | undefined {
  if (cursor === undefined) return { kind: 'SNAPSHOT', mission, occurredAt: context.now() };
  const missed = mission.sequence - cursor;
  return missed > LIMITS.subscriptionLagEventsMax ? { kind: 'LAGGED', missed, mission } : undefined;
}

function newEvents(
  commit: CommitRecord,
  after: number,
  types: readonly EventType[] | undefined,
): readonly Event[] {
  return eventsOf(commit).filter((event) => event.sequence > after && (!types || types.includes(event.type)));
}

async function* progress(
  context: EngineContext,
  hub: FeedHub,
  asked: {
    readonly principal: Principal;
    readonly missionId: MissionId;
    readonly intervalMs: number;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<MissionHead> {
  const { principal, missionId, signal } = asked;
  const woken = new WakeFlag();
  hub.watch({ workspaceId: principal.workspaceId, missionId, signal }, () => woken.set());
  let told = -1;
  while (!signal.aborted) {
    const [head] = await loadHeads(context, principal.workspaceId, [missionId]);
    if (!head) return;
    if (head.sequence !== told) yield head;
    told = head.sequence;
    await context.sleep(asked.intervalMs);
    await woken.wait(signal);
  }
}

async function* tasksReady(
  hub: FeedHub,
  principal: Principal,
  input: WatchReady,
): AsyncGenerator<{ readonly count: number }> {
  const lanes = new Set([
    laneText({ kind: 'ANY' }),
    ...(input.specialties ?? []).map((name) => laneText({ kind: 'SPECIALTY', name })),
    ...(input.agent === undefined ? [] : [laneText({ kind: 'AGENT', name: input.agent })]),
  ]);
  const woken = new WakeFlag();
  const ready = new Set<string>();
  hub.watch({ workspaceId: principal.workspaceId, signal: input.signal }, (commit) => {
    for (const event of commit.events) noteReady(ready, lanes, event);
    if (ready.size > 0) woken.set();
  });
  yield { count: 0 };
  while (!input.signal.aborted) {
    await woken.wait(input.signal);
    const count = ready.size;
    ready.clear();
    if (count > 0) yield { count };
  }
}

/** A task that was claimed again before anybody was told of it is no news. */
function noteReady(ready: Set<string>, lanes: ReadonlySet<string>, event: EventBody): void {
  const { lane } = event.data;
  if (typeof lane === 'string' && lanes.has(lane)) ready.add(event.subject);
  else if (event.type === 'TaskStatusChanged') ready.delete(event.subject);
}

async function* workspaceEvents(
  hub: FeedHub,
  principal: Principal,
  input: Parameters<Subscriptions['workspaceEvents']>[1],
): AsyncGenerator<Event> {
  const { types, signal } = input;
  const woken = new WakeFlag();
  let waiting: Event[] = [];
  hub.watch({ workspaceId: principal.workspaceId, signal }, (commit) => {
    if (types && !commit.events.some((event) => types.includes(event.type))) return;
    // Live only: a reader this far behind loses the oldest, rather than the process its memory.
    if (waiting.length > LIMITS.subscriptionLagEventsMax) waiting = waiting.slice(waiting.length / 2);
    waiting.push(...newEvents(commit, -1, types));
    woken.set();
  });
  while (!signal.aborted) {
    const events = waiting;
    waiting = [];
    for (const event of events) yield event;
    if (waiting.length === 0) await woken.wait(signal);
  }
}

function missionNotFound(missionId: MissionId) {
  return { code: 'NOT_FOUND', path: [], detail: { subject: 'mission', id: missionId } } as const;
}
