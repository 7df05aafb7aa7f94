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
import type { NodeRef } from '@muster/core/ids';
import { instantOf } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { currentLane, type Lane, laneText, type TaskNode } from '@muster/core/run/node';
import { type Claiming, claimOf, lanesOf, piecePuts } from './claiming.ts';
import type { EngineContext } from './context.ts';
import { claimOrder, nodeOfIndexSort, readyPartition } from './keys.ts';
import type { Put } from './ports/store.ts';
import type { Principal } from './principal.ts';

export interface ClaimAlong {
  /** To be called before the commit is decided. */
  readQueue(): Promise<void>;
  decide(draft: Draft): Decision<readonly ClaimedTask[]>;
  alsoPut(done: Taken): readonly Put[];
  /** To be called once it is committed. */
  settle(done: Taken): void;
  /** To be called when the commit was refused because of the claim; answers whether it was. */
  giveUp(code: string): boolean;
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
  return new Along(context, principal, claiming);
}

/** A class, since a generator function made anew for each claim would cost as much as the rest of claiming. */
class Along implements ClaimAlong {
  readonly #context: EngineContext;
  readonly #principal: Principal;
  readonly #claiming: Claiming;
  /** Best first. */
  readonly #lanes: readonly { readonly lane: Lane; readonly text: string; readonly preference: number }[];
  #queue: readonly Ranked[] = [];
  #isWholeQueue = false;
  #isAllOffered = false;
  #offeredCount = 0;

  constructor(context: EngineContext, principal: Principal, claiming: Claiming) {
    this.#context = context;
    this.#principal = principal;
    this.#claiming = claiming;
    this.#lanes = lanesOf(claiming.input).flatMap((lanes, preference) =>
      lanes.map((lane) => ({ lane, text: laneText(lane), preference })),
    );
  }

  async readQueue(): Promise<void> {
    const { limit } = this.#claiming.input;
    const pages = await Promise.all(
      this.#lanes.map(({ lane }) => {
        const partition = readyPartition(this.#principal.workspaceId, lane);
        return this.#context.store.list('work', { partition, limit });
      }),
    );
    this.#queue = pages.flatMap(({ items }, place) => {
      const preference = this.#lanes[place]?.preference ?? 0;
      return items.map(({ sort }) => ({ preference, sort }));
    });
    this.#isWholeQueue = pages.every(({ next }) => next === undefined);
  }

  *decide(draft: Draft): Decision<readonly ClaimedTask[]> {
    const ready = draft.changedTasks.filter(
      (task) => isQueued(task) && this.#preferenceOf(task) !== undefined,
    );
    const released = ready.filter((task) => task.generation === 0);
    this.#isAllOffered = this.#isWholeQueue && released.length === ready.length;
    const { agent, limit, leaseMs = LIMITS.leaseMsDefault } = this.#claiming.input;
    const best = this.#bestOf(draft, released, limit);
    this.#offeredCount = best.length;
    const candidates = best.flatMap((ref) => (isOf(draft, ref) ? [ref.index] : []));
    if (candidates.length === 0) return [];
    const claimed = yield* claimTasks(draft, {
      agent,
      limit,
      leaseMs,
      candidates: [...new Set(candidates)],
    });
    return claimed.ok ? claimed.value : [];
  }

  alsoPut(done: Taken): readonly Put[] {
    return piecePuts(this.#context, this.#claiming, done);
  }

  settle({ value, sequence }: Taken): void {
    const claiming = this.#claiming;
    if (value.length > 0) claiming.pieceCount++;
    claiming.claims.push(...value.map((task) => claimOf(task, sequence)));
    claiming.isExhausted = this.#isAllOffered && value.length === this.#offeredCount;
  }

  giveUp(code: string): boolean {
    if (code !== 'CONFLICT' || this.#claiming.keyed === undefined) return false;
    this.#claiming.isOvertaken = true;
    return true;
  }

  /** Undefined for a lane that this claim does not take from. */
  #preferenceOf(task: TaskNode): number | undefined {
    const wanted = laneText(currentLane(task));
    return this.#lanes.find(({ text }) => text === wanted)?.preference;
  }

  /** Of the queue and the released together. */
  #bestOf(draft: Draft, released: readonly TaskNode[], limit: number): readonly NodeRef[] {
    const [only] = released;
    // As in a chain: one alone needs no place in an order.
    if (only && released.length === 1 && this.#queue.length === 0) return [refOf(draft, only)];
    const fresh = released.map((task) => ({
      preference: this.#preferenceOf(task) ?? 0,
      sort: orderOf(draft, task),
    }));
    const best = [...this.#queue, ...fresh].sort(byRank).slice(0, limit);
    return best.map(({ sort }) => nodeOfIndexSort(sort));
  }
}

function refOf({ runRef }: Draft, { index }: TaskNode): NodeRef {
  return { missionId: runRef.missionId, runNumber: runRef.runNumber, index };
}

function orderOf(draft: Draft, task: TaskNode): string {
  const { priority, remainingPath, readyAt: since = instantOf(0) } = task;
  return claimOrder({ priority, remainingPath, since }, refOf(draft, task));
}

function isQueued(task: TaskNode): boolean {
  return task.status === 'READY' && !task.isParked && task.retryAt === undefined;
}

function isOf({ head }: Draft, ref: NodeRef): boolean {
  return ref.missionId === head.id && ref.runNumber === head.run?.number;
}

function byRank(a: Ranked, b: Ranked): number {
  return a.preference - b.preference || (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : 0);
}
