/** Looking at tasks in no mission. */
import { type MissionId, standaloneTaskRef } from '@muster/core/ids';
import { TASK_STATUSES, type TaskStatus } from '@muster/core/lifecycle/task-lifecycle';
import type { EngineContext } from './context.ts';
import type { Listed, PageOf, StandaloneTaskQuestions, TaskAnswer } from './engine.ts';
import { taskStatusPartition, tasksPartition } from './keys.ts';
import { loadHeads, loadNodes } from './loading.ts';
import { newestFirst } from './newest-first.ts';
import type { Principal } from './principal.ts';

export function standaloneQuestions(context: EngineContext): StandaloneTaskQuestions {
  return { listStandaloneTasks: (principal, page) => listTasks(context, principal, page) };
}

async function listTasks(
  context: EngineContext,
  principal: Principal,
  page: PageOf<{ readonly statuses?: readonly TaskStatus[] }>,
): Promise<Listed<TaskAnswer>> {
  const { statuses, first, after } = page;
  const { workspaceId } = principal;
  const isFiltered = statuses !== undefined && new Set(statuses).size < TASK_STATUSES.length;
  const ids = await newestFirst(context, {
    first: first + 1,
    after,
    ...(isFiltered
      ? { indexes: [...new Set(statuses)].map((status) => taskStatusPartition(workspaceId, status)) }
      : { partition: tasksPartition(workspaceId) }),
  });
  const tasks = await loadTasks(context, principal, ids.slice(0, first));
  const items = tasks.flatMap((node) => (node ? [{ cursor: node.ref.missionId, node }] : []));
  return { items, hasNext: ids.length > first };
}

export async function loadTasks(
  context: EngineContext,
  { workspaceId }: Principal,
  containerIds: readonly MissionId[],
): Promise<readonly (TaskAnswer | undefined)[]> {
  const heads = await loadHeads(context, workspaceId, containerIds);
  const refs = containerIds.map(standaloneTaskRef);
  const nodes = await loadNodes(context, workspaceId, refs);
  return refs.map((ref, position) => {
    const [task, mission] = [nodes[position], heads[position]];
    return task?.kind === 'TASK' && mission ? { ref, task, mission, sequence: mission.sequence } : undefined;
  });
}
