/** Watches a mission until it ends: what `watch`, `launch --watch` and the demo share. */
import type { Client } from '@muster/client/connect';
import type { MissionEvent } from '@muster/client/watch-mission';
import { watchMission } from '@muster/client/watch-mission';
import type { MissionBoard } from './view/mission-board.ts';

export interface FollowOptions {
  readonly board: MissionBoard;
  /** The last sequence already seen. */
  readonly after: number;
  readonly signal?: AbortSignal;
  readonly onEvent: (event: MissionEvent) => void;
}

/**
 * Resolves once the mission has ended and, where it comes, its report is written. After a gap in the events it answers
 * with a fresh board, which the caller has to show instead of the old one.
 */
export async function followMission(
  client: Client,
  missionId: string,
  options: FollowOptions,
): Promise<'ENDED' | 'LEFT' | 'LAGGED'> {
  const { board, after, signal, onEvent } = options;
  if (board.hasEnded) return 'ENDED';
  const watch = watchMission(client, { missionId, after, ...(signal ? { signal } : {}) });
  for await (const news of watch) {
    if (news.__typename === 'Lagged') return 'LAGGED';
    if (news.__typename !== 'Event') continue;
    onEvent(news);
    if (board.hasEnded && news.type === 'REPORT_WRITTEN') return 'ENDED';
  }
  return 'LEFT';
}
