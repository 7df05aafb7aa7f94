/** `muster task` and `muster tasks`: tasks in no mission. */
import {
  CreateTaskDocument,
  StandaloneTasksDocument,
  type TaskStatusFilter,
} from '@muster/client/generated/operations';
import { EXIT, type ExitCode } from '../cli-failure.ts';
import { columns } from '../output.ts';
import { printJson, type Session, successOf } from '../session.ts';

/** The statuses of tasks, and OPEN and IN_FLIGHT for several of them. */
export const TASK_STATUS_FILTERS = [
  'OPEN',
  'IN_FLIGHT',
  'WAITING',
  'READY',
  'IN_PROGRESS',
  'REVIEW',
  'BLOCKED',
  'DONE',
  'FAILED',
  'SKIPPED',
  'CANCELLED',
] as const satisfies readonly TaskStatusFilter[];

export interface NewTaskOptions {
  readonly description?: string;
  readonly assign?: string;
  readonly specialty?: string;
  /** 1–5. */
  readonly priority?: number;
  readonly review?: boolean;
}

export async function newTask(session: Session, title: string, options: NewTaskOptions): Promise<ExitCode> {
  const { description, assign: assignTo, specialty, priority, review } = options;
  const task = {
    title,
    description,
    assignTo,
    specialty,
    priority,
    ...(review ? { review: 'REQUIRED' } : {}),
  };
  const { createTask } = await session.client.request(CreateTaskDocument, { input: { task } });
  const made = successOf(createTask);
  if (session.isJson) printJson(session, made);
  else session.output.print(`${session.output.paint('green', '✓')} ${made.task.id} is ${made.task.status}`);
  return EXIT.OK;
}

export interface TasksOptions {
  readonly status?: readonly TaskStatusFilter[];
  /** 1–100. */
  readonly first: number;
}

export async function tasks(session: Session, options: TasksOptions): Promise<ExitCode> {
  const { standaloneTasks: page } = await session.client.request(StandaloneTasksDocument, {
    first: options.first,
    status: options.status,
  });
  if (session.isJson) {
    printJson(session, page);
    return EXIT.OK;
  }
  if (page.nodes.length === 0) {
    session.output.print('There are no such tasks. Those of a mission: muster show <mission>');
    return EXIT.OK;
  }
  const rows = page.nodes.map(({ id, status, priority, implementer, title }) => [
    id,
    status,
    String(priority),
    implementer ?? '',
    title,
  ]);
  session.output.print(columns([['TASK', 'STATUS', 'PRIORITY', 'BY', 'TITLE'], ...rows]));
  if (page.pageInfo.hasNextPage)
    session.output.note(`… and more: --first ${Math.min(100, options.first * 2)}`);
  return EXIT.OK;
}
