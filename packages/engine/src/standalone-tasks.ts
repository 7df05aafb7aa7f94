/**
 * Tasks in no mission. Each lives in a hidden container of its own, kept like a mission with one run of one task, so that
 * leases, attempts, reviews, events and timers are the same code; two of them never wait for each other's commits.
 *
 * S1. Nobody can name the container: it is in no list of missions, and no id leads to it but those of the task's own.
 * S2. It never ends: what is DONE can be opened again, what FAILED be retried.
 */
import { Draft } from '@muster/core/decide/draft';
import { launch } from '@muster/core/decide/launch';
import type { DomainError } from '@muster/core/error-table';
import { type MissionId, standaloneIdOf, standaloneTaskRef, taskIdOf } from '@muster/core/ids';
import { TASK_STATUSES, type TaskStatus } from '@muster/core/lifecycle/task-lifecycle';
import { err, ok, type Result } from '@muster/core/result';
import type { MissionHead } from '@muster/core/run/mission';
import { commitNewMission, drive } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import { planOf } from './documents.ts';
import type { CreateTask, Listed, PageOf, StandaloneTasks, TaskAnswer } from './engine.ts';
import { taskStatusPartition, tasksPartition } from './keys.ts';
import { loadHeads, loadNodes } from './loading.ts';
import { onBehalf } from './mission-use-cases.ts';
import { newestFirst } from './newest-first.ts';
import type { Principal } from './principal.ts';
import { type KeyedRequest, receiptPut, withReceipt } from './receipts.ts';
import { infoRecord } from './records.ts';

export function standaloneTasks(context: EngineContext): StandaloneTasks {
  return {
    createTask: (principal, input) =>
      withReceipt<TaskAnswer>(context, principal, {
        name: 'createTask',
        input,
        act: (request) => createTask(context, principal, { input, request }),
        async again(receipt) {
          const { containerId, sequence } = receipt.answer as { containerId: MissionId; sequence: number };
          const [answer] = await loadTasks(context, principal, [containerId]);
          return answer ? ok({ ...answer, sequence }) : err(gone(containerId));
        },
      }),
    listStandaloneTasks: (principal, page) => listTasks(context, principal, page),
  };
}

async function createTask(
  context: EngineContext,
  principal: Principal,
  asked: { readonly input: CreateTask; readonly request: KeyedRequest | undefined },
): Promise<Result<TaskAnswer>> {
  const { input, request } = asked;
  const plan = planOf({ tasks: [input.task] });
  if (!plan.ok) return err(aboutTheTask(plan.error));
  const containerId = standaloneIdOf(context.nextId());
  const on = onBehalf(principal, containerId);
  const ref = standaloneTaskRef(containerId);
  const title = titleOf(input.task);
  const draft = new Draft(newContainer(context, on, title), principal.actor, context.now());
  draft.emit('TaskCreated', taskIdOf(ref), { title });
  const launched = await drive(context, draft, launch(draft, plan.value));
  if (!launched.ok) return launched;
  const { head: mission, nodes } = draft.changes();
  const { sequence } = mission;
  const info = { ...on, id: containerId, title, objective: '', tags: [], createdAt: context.now() };
  const record = infoRecord(principal.workspaceId, { ...info, createdBy: principal.actor });
  const receipt = { subject: '-', answer: { containerId, sequence } };
  const also = [{ record, expect: 0 }, ...(request ? [receiptPut(context, request, receipt)] : [])];
  if (!(await commitNewMission(context, on, { draft, also }))) {
    return err({ code: 'CONFLICT', path: [], detail: { attempts: 1 } });
  }
  const task = nodes.find((node) => node.kind === 'TASK');
  return task?.kind === 'TASK' ? ok({ ref, task, mission, sequence }) : err(gone(containerId));
}

/** `planOf` has accepted the task: it has a title. */
function titleOf(task: unknown): string {
  return typeof task === 'object' && task !== null && 'title' in task ? String(task.title).trim() : '';
}

function newContainer(context: EngineContext, on: ReturnType<typeof onBehalf>, title: string): MissionHead {
  const now = context.now();
  return {
    workspaceId: on.workspaceId,
    id: on.missionId,
    title,
    status: 'DRAFT',
    governance: 'AUTOMATIC',
    sequence: 0,
    documentVersion: 1,
    runCount: 0,
    createdAt: now,
    updatedAt: now,
  };
}

/** Paths that lead into the task, not into the document that it was wrapped in. */
function aboutTheTask(error: DomainError): DomainError {
  if (error.code !== 'INVALID_DOCUMENT') return error;
  const problems = error.detail.problems.map((problem) => ({ ...problem, path: problem.path.slice(2) }));
  return { ...error, path: ['task'], detail: { problems } };
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

async function loadTasks(
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

function gone(containerId: MissionId) {
  const id = taskIdOf(standaloneTaskRef(containerId));
  return { code: 'NOT_FOUND', path: [], detail: { subject: 'task', id } } as const;
}
