import { nodeIdOf, parseMissionId, parseTaskId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import type { Grown } from '@muster/engine/engine';
import * as z from 'zod/mini';
import { builder } from './builder.ts';
import { defineCommand } from './command.ts';
import { principalOf } from './context.ts';
import { GROWTH_FAILURES } from './error-types.ts';
import { existing } from './errors.ts';
import { given } from './given.ts';
import { idempotencyKeyField, rule } from './input-fields.ts';
import { Mission } from './mission.ts';
import { missionShape } from './shapes.ts';

const grownSuccess = (name: string, description: string) =>
  builder.objectRef<Grown>(name).implement({
    description,
    fields: (t) => ({
      mission: t.field({
        type: Mission,
        description: 'As it stands now.',
        resolve: ({ mission }) => missionShape(mission),
      }),
      addedIds: t.idList({
        description: 'Ids of what is new, in the order of the input; ask `nodes` for more about them.',
        resolve: ({ added }) => added.map(({ kind, ref }) => nodeIdOf(kind, ref)),
      }),
      sequence: t.exposeInt('sequence', { description: 'Of the last event committed with it.' }),
    }),
  });

const rules = z.looseObject({ idempotencyKey: rule.idempotencyKey });

defineCommand('addTasks', {
  description:
    'Adds tasks to the open run of a mission: all of them, or none. They may depend on tasks of the run and on each other. The document stays as it is.',
  permission: 'DIRECT',
  input: (t) => ({
    missionId: t.id({ required: true, description: '`mis_…`' }),
    tasks: t.field({
      type: ['JSON'],
      required: true,
      description: `Tasks as in a document, 1–${LIMITS.additionNodesMax}.`,
    }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules,
  success: grownSuccess('AddTasksSuccess', 'The tasks are part of the run.'),
  failures: GROWTH_FAILURES,
  run: (context, { missionId: id, tasks, ...input }) => {
    const missionId = existing(parseMissionId(id), 'mission', id);
    return context.engine.addTasks(principalOf(context), { ...given(input), missionId, tasks });
  },
});

defineCommand('addElements', {
  description:
    'Adds checkpoints, quality gates and delays to the open run of a mission: all of them, or none. They can only block what has not begun.',
  permission: 'DIRECT',
  input: (t) => ({
    missionId: t.id({ required: true, description: '`mis_…`' }),
    checkpoints: t.field({ type: ['JSON'], description: 'Checkpoints as in a document.' }),
    qualityGates: t.field({ type: ['JSON'], description: 'Quality gates as in a document.' }),
    delays: t.field({ type: ['JSON'], description: 'Delays as in a document.' }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules,
  success: grownSuccess('AddElementsSuccess', 'The elements are part of the run.'),
  failures: GROWTH_FAILURES,
  run: (context, { missionId: id, ...input }) => {
    const missionId = existing(parseMissionId(id), 'mission', id);
    return context.engine.addElements(principalOf(context), { ...given(input), missionId });
  },
});

defineCommand('addDependency', {
  description: 'Lets a task of the open run that has not begun wait for another one too.',
  permission: 'DIRECT',
  input: (t) => ({
    taskId: t.id({ required: true, description: '`tsk_…`: the one that is to wait.' }),
    dependsOnTaskId: t.id({ required: true, description: '`tsk_…`: the one that it is to wait for.' }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules,
  success: grownSuccess('AddDependencySuccess', 'The task waits for the other one.'),
  failures: GROWTH_FAILURES,
  run: (context, { taskId, dependsOnTaskId, ...input }) => {
    const task = existing(parseTaskId(taskId), 'task', taskId);
    const dependsOn = existing(parseTaskId(dependsOnTaskId), 'task', dependsOnTaskId, ['dependsOnTaskId']);
    return context.engine.addDependency(principalOf(context), { ...given(input), task, dependsOn });
  },
});
