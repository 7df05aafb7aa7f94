/** Tasks in no mission: made and listed here, claimed and worked on like all others. */
import { isStandalone } from '@muster/core/ids';
import { TASK_STATUSES, type TaskStatus } from '@muster/core/lifecycle/task-lifecycle';
import * as z from 'zod/mini';
import { builder } from './builder.ts';
import { defineCommand } from './command.ts';
import { connectionOf, pageArguments, pageComplexity, pageOf } from './connection.ts';
import { principalOf } from './context.ts';
import { enumOf } from './enums.ts';
import { COMMON_FAILURES } from './error-types.ts';
import { InvalidDocumentFailure } from './errors.ts';
import { EventConnection, eventsPage } from './event.ts';
import { given } from './given.ts';
import { idempotencyKeyField, rule } from './input-fields.ts';
import { taskShape } from './shapes.ts';
import { TASK_STATUS_TEXT, Task } from './task.ts';
import { taskSuccess } from './task-commands.ts';

const FINAL: readonly TaskStatus[] = ['DONE', 'FAILED', 'SKIPPED', 'CANCELLED'];

/** Of a list: a separate enum, so that an alias can't be written as a status. */
const TASK_STATUS_ALIASES: Readonly<Record<'OPEN' | 'IN_FLIGHT', readonly TaskStatus[]>> = {
  OPEN: TASK_STATUSES.filter((status) => !FINAL.includes(status)),
  IN_FLIGHT: ['IN_PROGRESS', 'REVIEW'],
};

const TaskStatusFilter = enumOf('TaskStatusFilter', 'What a list of tasks can be narrowed to.', {
  ...TASK_STATUS_TEXT,
  OPEN: 'Every status that is not final.',
  IN_FLIGHT: 'IN_PROGRESS or REVIEW.',
});

defineCommand('createTask', {
  description: 'Makes a task in no mission. It is READY at once, and claimed and worked on like any other.',
  permission: 'DIRECT',
  input: (t) => ({
    task: t.field({
      type: 'JSON',
      required: true,
      description: 'As one of the `tasks` of a document; there is nothing that it could depend on.',
    }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules: z.looseObject({ idempotencyKey: rule.idempotencyKey }),
  success: taskSuccess('CreateTaskSuccess', 'The task can be claimed.'),
  failures: [...COMMON_FAILURES, InvalidDocumentFailure],
  run: (context, { task, ...input }) =>
    context.engine.createTask(principalOf(context), { ...given(input), task }),
});

const StandaloneTaskConnection = builder.connectionObject(
  { type: Task, name: 'StandaloneTaskConnection', description: 'A page of tasks in no mission.' },
  { name: 'StandaloneTaskEdge', description: 'A task in a page.' },
);

builder.queryField('standaloneTasks', (t) =>
  t.field({
    type: StandaloneTaskConnection,
    description: 'The tasks of the workspace that are in no mission, newest first.',
    authScopes: { may: 'READ' },
    complexity: pageComplexity,
    args: {
      ...pageArguments(),
      status: t.arg({
        type: [TaskStatusFilter],
        description: 'Only tasks that stand at one of these; all unless told.',
      }),
    },
    resolve: async (_root, args, context) => {
      const page = {
        ...pageOf(args, 'CONTAINER'),
        ...(args.status && { statuses: statusesOf(args.status) }),
      };
      const listed = await context.engine.listStandaloneTasks(principalOf(context), page);
      return connectionOf(listed, args, ({ ref, task }) => taskShape(ref, task));
    },
  }),
);

type StatusFilter = TaskStatus | keyof typeof TASK_STATUS_ALIASES;

function statusesOf(filters: readonly StatusFilter[]): readonly TaskStatus[] {
  const statuses = filters.flatMap((filter) =>
    filter === 'OPEN' || filter === 'IN_FLIGHT' ? TASK_STATUS_ALIASES[filter] : [filter],
  );
  return [...new Set(statuses)];
}

builder.objectField(Task, 'events', (t) =>
  t.field({
    type: EventConnection,
    nullable: true,
    description:
      'What has happened to it, oldest first; null for a task of a mission: see those of the mission.',
    complexity: pageComplexity,
    args: pageArguments(),
    resolve: ({ ref }, args, context) =>
      isStandalone(ref.missionId) ? eventsPage(ref.missionId, args, context) : null,
  }),
);
