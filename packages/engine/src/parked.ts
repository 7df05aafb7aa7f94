/** Reading what stands aside in a run, lane by lane (X1). */
import type { Parked, ParkedLane } from '@muster/core/decide/unpark';
import type { EngineContext } from './context.ts';
import { laneOfParkedSort, laneRange, lanesAfter, nodeOfIndexSort, parkedPartition } from './keys.ts';
import type { RunPlace } from './records.ts';

/** Of one lane, and of all lanes of one message: a commit has room for them. */
const LANE_NODES = 20;
const PARKED_NODES = 80;

/** The lanes after one, or the first ones: as many as go into one commit. */
export async function loadParked(
  context: EngineContext,
  place: RunPlace,
  { afterLane }: { readonly afterLane?: string },
): Promise<Parked> {
  const lanes: ParkedLane[] = [];
  let count = 0;
  let last = afterLane;
  for (;;) {
    const lane = await nextLane(context, place, last);
    if (lane === undefined) return { lanes };
    if (last !== undefined && count + LANE_NODES > PARKED_NODES) return { lanes, afterLane: last };
    const partition = parkedPartition(place.workspaceId, place);
    const page = await context.store.list('work', { partition, ...laneRange(lane), limit: LANE_NODES });
    const indexes = page.items.map((entry) => nodeOfIndexSort(entry.sort).index);
    lanes.push({ indexes, hasMore: page.next !== undefined });
    count += indexes.length;
    last = lane;
  }
}

async function nextLane(
  context: EngineContext,
  place: RunPlace,
  after: string | undefined,
): Promise<string | undefined> {
  const partition = parkedPartition(place.workspaceId, place);
  const from = after === undefined ? {} : { from: lanesAfter(after) };
  const [first] = (await context.store.list('work', { partition, ...from, limit: 1 })).items;
  return first && laneOfParkedSort(first.sort);
}
