/**
 * Claiming in the commit that completes: what the completions of one mission released is claimed along with them, which
 * saves a commit for every hop of a mission.
 *
 * A1. The order of claiming is kept: what is claimed along is among the best of the queue and the released together.
 * A2. Only what was never claimed before is claimed along: an attempt that fails here ends in one commit, and the next one
 *     begins in another.
 * A3. It is a piece of the claim like any other: its receipt goes into the same commit, and when that is overtaken the
 *     completions are committed without it.
 */

import type { Decision } from '@muster/core/decide/ask';
import { type ClaimedTask, claimTasks } from '@muster/core/decide/claim';
import type { Draft } from '@muster/core/decide/draft';
import { instantOf } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { currentLane, laneText, type TaskNode } from '@muster/core/run/node';
import { type Claiming, claimOf, lanesOf, piecePuts } from './claiming.ts';
import type { EngineContext } from './context.ts';
import { claimOrder, nodeOfIndexSort, readyPartition } from './keys.ts';
import type { Put } from './ports/store.ts';
import type { Principal } from './principal.ts';

export interface ClaimAlong {
  /** To be called before the commit is decided. */
  readonly readQueue: () => Promise<void>;
  readonly decide: (draft: Draft) => Decision<readonly ClaimedTask[]>;
  readonly alsoPut: (done: Taken) => readonly Put[];
  /** To be called once it is committed. */
  readonly settle: (done: Taken) => void;
  /** To be called when the commit was refused because of the claim; answers whether it was. */
  readonly giveUp: (code: string) => boolean;
}

interface Taken {
  readonly value: readonly ClaimedTask[];
  readonly sequence: number;
}

/** A task in the order of claiming: by the preference of its lane, then by its place in the queue. */
interface Ranked {
  readonly preference: number;
  readonly sort: string;
}

export function claimAlong(context: EngineContext, principal: Principal, claiming: Claiming): ClaimAlong {
  const { input, keyed } = claiming;
  const preferences = new Map(
    lanesOf(input).flatMap((lanes, preference) => lanes.map((lane) => [laneText(lane), preference] as const)),
  );
  let queue: readonly Ranked[] = [];
  let isWholeQueue = false;
  let isAllOffered = false;
  let offeredCount = 0;
  return {
    async readQueue() {
      const pages = await Promise.all(
        lanesOf(input).flatMap((lanes, preference) =>
          lanes.map(async (lane) => {
            const partition = readyPartition(principal.workspaceId, lane);
            const page = await context.store.list('work', { partition, limit: input.limit });
            return { preference, page };
          }),
        ),
      );
      queue = pages.flatMap(({ preference, page }) => page.items.map(({ sort }) => ({ preference, sort })));
      isWholeQueue = pages.every(({ page }) => page.next === undefined);
    },
    *decide(draft) {
      const ready = draft.changedTasks.filter(
        (task) => isQueued(task) && preferences.has(laneText(currentLane(task))),
      );
      const released = ready.filter((task) => task.generation === 0);
      isAllOffered = isWholeQueue && released.length === ready.length;
      const fresh = released.map((task) => rankOf(draft, task, preferences));
      const best = [...queue, ...fresh].sort(byRank).slice(0, input.limit);
      const refs = best.map(({ sort }) => nodeOfIndexSort(sort));
      const candidates = refs
        .filter((ref) => ref.missionId === draft.head.id && ref.runNumber === draft.head.run?.number)
        .map((ref) => ref.index);
      offeredCount = best.length;
      if (candidates.length === 0) return [];
      const { agent, limit, leaseMs = LIMITS.leaseMsDefault } = input;
      const claimed = yield* claimTasks(draft, {
        agent,
        limit,
        leaseMs,
        candidates: [...new Set(candidates)],
      });
      return claimed.ok ? claimed.value : [];
    },
    alsoPut: (done) => piecePuts(context, claiming, done),
    settle({ value, sequence }) {
      if (value.length > 0) claiming.pieceCount++;
      claiming.claims.push(...value.map((task) => claimOf(task, sequence)));
      claiming.isExhausted = isAllOffered && value.length === offeredCount;
    },
    giveUp(code) {
      if (code !== 'CONFLICT' || keyed === undefined) return false;
      claiming.isOvertaken = true;
      return true;
    },
  };
}

function rankOf(draft: Draft, task: TaskNode, preferences: ReadonlyMap<string, number>): Ranked {
  const rank = { ...task, since: task.readyAt ?? instantOf(0) };
  const sort = claimOrder(rank, { ...draft.runRef, index: task.index });
  return { preference: preferences.get(laneText(currentLane(task))) ?? 0, sort };
}

function isQueued(task: TaskNode): boolean {
  return task.status === 'READY' && !task.isParked && task.retryAt === undefined;
}

function byRank(a: Ranked, b: Ranked): number {
  return a.preference - b.preference || (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : 0);
}
