/**
 * Bringing back what stands aside, when the run goes on or has a slot to give.
 *
 * X1. Lane by lane: tasks whose agent is away hide nobody else's, however many they are.
 * X2. It ends by itself: a lane is looked at again only after something in it was brought back.
 * X3. What was put aside just now may not be shown yet: then more is counted than shown.
 */
import type { Message } from '../message.ts';
import type { Node } from '../run/node.ts';
import type { Decision } from './ask.ts';
import { letExpiredGoOn } from './checkpoint.ts';
import { freeSlots, unparkTasks } from './claim.ts';
import { type Draft, isKind } from './draft.ts';
import { elapseDelay } from './due.ts';

/** Some lanes of what stands aside in a run, in their order. A hint: each node is looked at anew. */
export interface Parked {
  readonly lanes: readonly ParkedLane[];
  /** The last of `lanes`, when others follow it. */
  readonly afterLane?: string;
}

export interface ParkedLane {
  /** Delays, best first, or tasks of one lane, best first. */
  readonly indexes: readonly number[];
  /** More of this lane follow. */
  readonly hasMore: boolean;
}

export const NOTHING_PARKED: Parked = { lanes: [] };

type Unpark = Extract<Message, { type: 'UNPARK' }>;

export function* unpark(draft: Draft, message: Unpark, parked: Parked): Decision<void> {
  const indexes = parked.lanes.flatMap((lane) => lane.indexes);
  const slots = freeSlots(draft);
  let hasMore = false;
  for (const node of yield* draft.nodes(indexes)) {
    if (draft.room <= 1) break;
    if (yield* goesOn(draft, node)) {
      hasMore ||= parked.lanes.some((lane) => lane.hasMore && lane.indexes.includes(node.index));
    }
  }
  yield* unparkTasks(draft, indexes);
  hasMore ||= parked.lanes.some((lane) => lane.hasMore && slots > lane.indexes.length);
  const isCut = draft.room <= 1;
  if (!draft.isEmpty && (isCut || hasMore)) draft.send(message);
  const { afterLane } = parked;
  if (afterLane !== undefined && !isCut) draft.send({ ...message, afterLane });
}

/**
 * Whether something that could be brought back is not among what is shown: then the message is to come again. See X3. Where
 * only a part is shown, a lane that shows nothing but what is gone already tells it.
 */
export function* isOneHidden(draft: Draft, message: Unpark, parked: Parked): Decision<boolean> {
  const { run } = draft.head;
  if (run?.number !== message.runNumber || freeSlots(draft) <= 0) return false;
  const counts: number[] = [];
  for (const { indexes } of parked.lanes) {
    const nodes = yield* draft.nodes(indexes);
    counts.push(nodes.filter((node) => 'isParked' in node && node.isParked).length);
  }
  if (parked.lanes.some(({ hasMore }, place) => hasMore && counts[place] === 0)) return true;
  const isPart = message.afterLane !== undefined || parked.afterLane !== undefined;
  if (isPart || parked.lanes.some(({ hasMore }) => hasMore)) return false;
  const shownCount = counts.reduce((sum, count) => sum + count, 0);
  return shownCount < run.parkedCount + (run.parkedElementCount ?? 0);
}

/** A delay or checkpoint whose time was over while the run was not going on. Answers whether it was one. */
function* goesOn(draft: Draft, node: Node): Decision<boolean> {
  if (draft.run.status !== 'ACTIVE' || draft.run.retrying) return false;
  if (isKind(node, 'DELAY') && node.isParked) yield* elapseDelay(draft, node);
  else if (isKind(node, 'CHECKPOINT') && node.isParked) yield* letExpiredGoOn(draft, node);
  else return false;
  return true;
}
