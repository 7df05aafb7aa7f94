/**
 * Watching. A mission's events are read from its commit records: woken by the hub, each watcher takes what is new after
 * its cursor, so that backfill and live are one thing, without gap or duplicate.
 */
import { type DomainError, invalidArgument, notFound } from '@muster/core/error-table';
import type { Event } from '@muster/core/event';
import type { MissionId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import { err, ok, type Result } from '@muster/core/result';
import type { MissionHead } from '@muster/core/run/mission';
import type { EngineContext } from './context.ts';
import { type FeedHub, WakeFlag } from './feed-hub.ts';
import { loadHeads } from './loading.ts';
import type { Principal } from './principal.ts';
import type { MissionEventsItem, Subscriptions, WatchMission, WatchReady } from './subscribing.ts';
import { lanesOf, missionRound, newEvents, noteReady } from './watch-rounds.ts';
import { watching } from './watching.ts';

export const PROGRESS_INTERVAL_MS = 250;

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
  const refused = cursorProblem(head, input.after);
  if (refused) return err(refused);
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
  const lagMax = LIMITS.subscriptionLagEventsMax;
  let cursor = input.after;
  while (!signal.aborted) {
    cursor = yield* missionRound(context, { ...input, principal, cursor, lagMax });
    if (cursor === undefined) return;
    await woken.wait(signal);
  }
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
  const lanes = lanesOf(input);
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

/** Undefined when a reader can go on from there. */
export function cursorProblem({ sequence }: MissionHead, after: number | undefined): DomainError | undefined {
  if (after === undefined || (after <= sequence && after >= 0)) return undefined;
  if (after < 0) return invalidArgument(['after'], 'A sequence is 0 or more; 0 is the beginning.');
  return { code: 'CURSOR_AHEAD', path: ['after'], detail: { after, sequence } };
}

export function missionNotFound(missionId: MissionId) {
  return notFound('mission', missionId);
}
