/**
 * Tasks in no mission. Each lives in a hidden container of its own, kept like a mission with one run of one task, so that
 * leases, attempts, reviews, events and timers are the same code; two of them never wait for each other's commits.
 *
 * S1. Nobody can name the container: it is in no list of missions, and no id leads to it but those of the task's own.
 * S2. It never ends: what is DONE can be opened again, what FAILED be retried.
 */
import { Draft } from '@muster/core/decide/draft';
import { launch } from '@muster/core/decide/launch';
import { type DomainError, notFound } from '@muster/core/error-table';
import { type MissionId, standaloneIdOf, standaloneTaskRef, taskIdOf } from '@muster/core/ids';
import { err, ok, type Result } from '@muster/core/result';
import type { MissionHead } from '@muster/core/run/mission';
import { commitNewMission, drive } from './commit-loop.ts';
import type { EngineContext } from './context.ts';
import { planOf } from './documents.ts';
import type { CreateTask, StandaloneTaskCommands, TaskAnswer } from './engine.ts';
import { onBehalf } from './mission-use-cases.ts';
import type { Principal } from './principal.ts';
import { type KeyedRequest, receiptPut, withReceipt } from './receipts.ts';
import { infoRecord } from './records.ts';
import { loadTasks } from './standalone-questions.ts';

export function standaloneTasks(context: EngineContext): StandaloneTaskCommands {
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

function gone(containerId: MissionId) {
  return notFound('task', taskIdOf(standaloneTaskRef(containerId)));
}
