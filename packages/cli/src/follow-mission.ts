/** Watches a mission until it ends: what `watch`, `launch --watch` and the demo share. */
import type { Client } from '@muster/client/connect';
import { MissionProgressDocument } from '@muster/client/generated/operations';
import { type MissionEvent, watchMission } from '@muster/client/watch-mission';
import { loadBoardTask } from './load-board.ts';
import type { MissionBoard } from './view/mission-board.ts';

export interface Used {
  readonly tokens: number;
  readonly costUsd: number;
}

export interface FollowOptions {
  readonly board: MissionBoard;
  /** The last sequence already seen. */
  readonly after: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: MissionEvent) => void;
  /** What the run has used so far, whenever that changed. */
  readonly onUsage?: (used: Used) => void;
}

/** ENDED: the mission is over and its report written. LEFT: given up. LAGGED: events were lost, so load a new board. */
export async function followMission(
  client: Client,
  missionId: string,
  options: FollowOptions,
): Promise<'ENDED' | 'LEFT' | 'LAGGED'> {
  if (options.board.hasEnded) return 'ENDED';
  const over = new AbortController();
  const signal = AbortSignal.any([options.signal, over.signal]);
  const usage = options.onUsage
    ? followUsage(client, { missionId, signal, onUsage: options.onUsage })
    : undefined;
  try {
    return await followEvents(client, missionId, { ...options, signal });
  } finally {
    over.abort();
    await usage;
  }
}

async function followEvents(
  client: Client,
  missionId: string,
  { board, after, signal, onEvent }: FollowOptions,
): Promise<'ENDED' | 'LEFT' | 'LAGGED'> {
  for await (const news of watchMission(client, { missionId, after, signal })) {
    if (news.__typename === 'Lagged') return 'LAGGED';
    if (news.__typename !== 'Event') continue;
    await learnTask(client, board, news);
    onEvent(news);
    if (board.hasEnded && news.type === 'REPORT_WRITTEN') return 'ENDED';
  }
  return 'LEFT';
}

/** What was found to be done, or validates, came into the run after the board was read. */
async function learnTask(client: Client, board: MissionBoard, event: MissionEvent): Promise<void> {
  if (event.type !== 'TASK_STATUS_CHANGED' || board.task(event.subject)) return;
  // A title beside the events: without it they go on.
  const task = await loadBoardTask(client, event.subject).catch(() => undefined);
  if (task) board.add(task);
}

interface UsageOptions {
  readonly missionId: string;
  readonly signal: AbortSignal;
  readonly onUsage: (used: Used) => void;
}

/** Figures beside the events: without them the events go on. */
async function followUsage(client: Client, { missionId, signal, onUsage }: UsageOptions): Promise<void> {
  try {
    for await (const { missionProgress } of client.subscribe(
      MissionProgressDocument,
      { missionId },
      { signal },
    )) {
      if (missionProgress.usage) onUsage(missionProgress.usage);
    }
  } catch {
    // Whoever reads the events hears of the same broken connection.
  }
}
