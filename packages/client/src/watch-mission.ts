/** Follows one mission through broken connections: every event once and in order, from the cursor of the last one. */
import type { Client } from './connect.ts';
import {
  type EventType,
  MissionEventsDocument,
  type MissionEventsSubscription,
} from './generated/operations.ts';

export type MissionNews = MissionEventsSubscription['missionEvents'];
export type MissionEvent = Extract<MissionNews, { readonly __typename: 'Event' }>;

export interface WatchOptions {
  readonly missionId: string;
  /** The last sequence already seen. Without it a snapshot comes first. */
  readonly after?: number;
  readonly types?: readonly EventType[];
  readonly signal?: AbortSignal;
}

export async function* watchMission(
  client: Client,
  options: WatchOptions,
): AsyncGenerator<MissionNews, void, undefined> {
  const { missionId, after, types, signal } = options;
  const items = client.subscribe(
    MissionEventsDocument,
    { missionId, after, types },
    {
      ...(signal ? { signal } : {}),
      resume: (variables, { missionEvents }) => ({ ...variables, after: missionEvents.sequence }),
    },
  );
  let last = after ?? -1;
  for await (const { missionEvents } of items) {
    // A server may repeat events after a crash of its own.
    if (missionEvents.__typename === 'Event' && missionEvents.sequence <= last) continue;
    last = missionEvents.sequence;
    yield missionEvents;
  }
}
