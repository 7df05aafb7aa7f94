/** Reads a mission with the tasks of its run. Large runs are shown as a whole: their tasks are not all read. */
import type { Client } from '@muster/client/connect';
import {
  MissionDocument,
  type MissionQuery,
  MissionTasksDocument,
  type TaskLineFragment,
  TaskOfRunDocument,
} from '@muster/client/generated/operations';
import { CliFailure } from './cli-failure.ts';
import { type BoardTask, MissionBoard } from './view/mission-board.ts';

const TASK_PAGES_MAX = 20;

export type MissionOverview = NonNullable<MissionQuery['mission']>;

/** Throws NOT_FOUND. */
export async function loadMission(client: Client, id: string): Promise<MissionOverview> {
  const { mission } = await client.request(MissionDocument, { id });
  if (mission) return mission;
  throw new CliFailure('NOT_FOUND', `There is no mission ${id}.`, {
    remedy: '`npm run muster -- missions` lists what there is.',
    detail: { id },
  });
}

/** Tasks of the current run, in the order of the document; the first 2,000. */
export async function loadTasks(client: Client, id: string): Promise<readonly TaskLineFragment[]> {
  const tasks: TaskLineFragment[] = [];
  let after: string | null = null;
  for (let page = 0; page < TASK_PAGES_MAX; page++) {
    const read = await loadTaskPage(client, id, after);
    if (!read) break;
    tasks.push(...read.nodes);
    after = read.pageInfo.endCursor;
    if (!read.pageInfo.hasNextPage) break;
  }
  return tasks;
}

async function loadTaskPage(client: Client, id: string, after: string | null) {
  const { mission } = await client.request(MissionTasksDocument, { id, after });
  return mission?.run?.tasks;
}

/** The board as it stands, and the mission as it was read before: its events go on from that sequence. */
export async function loadBoard(
  client: Client,
  id: string,
): Promise<{ readonly board: MissionBoard; readonly mission: MissionOverview }> {
  const mission = await loadMission(client, id);
  const tasks = await loadTasks(client, id);
  return { board: new MissionBoard(mission, tasks.map(boardTask)), mission };
}

/** A task that came into the run meanwhile; undefined when it can't be read. */
export async function loadBoardTask(client: Client, id: string): Promise<BoardTask | undefined> {
  const { node } = await client.request(TaskOfRunDocument, { id });
  return node?.__typename === 'Task' ? boardTask(node) : undefined;
}

function boardTask({ definition, ...task }: TaskLineFragment): BoardTask {
  return {
    id: task.id,
    title: task.title,
    status: task.status,
    milestone: definition.milestone,
    specialty: definition.specialty,
    ...(task.status === 'IN_PROGRESS' && task.implementer !== null ? { agent: task.implementer } : {}),
  };
}
