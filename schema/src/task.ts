import { attemptIdOf, isStandalone, taskIdOf } from '@muster/core/ids';
import type { TaskStatus } from '@muster/core/lifecycle/task-lifecycle';
import type { BlockCause } from '@muster/core/run/node';
import { Verdict } from './actor.ts';
import { builder } from './builder.ts';
import { loadElements, runIdOfElement, specReader } from './element.ts';
import { enumOf } from './enums.ts';
import { LOADER_OPTIONS } from './loading.ts';
import { Mission, missionIdIn } from './mission.ts';
import { Run } from './run.ts';
import type { TaskShape } from './shapes.ts';
import { TaskDefinition } from './task-definition.ts';

export const TASK_STATUS_TEXT: Record<TaskStatus, string> = {
  WAITING: 'Waits for something before it.',
  READY: 'Can be claimed.',
  IN_PROGRESS: 'Somebody works on it, under a lease.',
  REVIEW: 'Submitted; waits for a reviewer.',
  BLOCKED: 'Somebody said what it can’t go on without.',
  DONE: 'Done.',
  FAILED: 'All attempts are spent, or somebody failed it for good.',
  SKIPPED: 'Left out.',
  CANCELLED: 'Called off.',
};

export const TaskStatusEnum = enumOf('TaskStatus', 'Where a task stands.', TASK_STATUS_TEXT);

const BLOCK_CAUSE_TEXT: Record<BlockCause, string> = {
  PEER_TASK: 'Another task has to come first.',
  HUMAN: 'A person has to do something.',
  AUTHORISATION: 'A permission or credential is missing.',
  OTHER: 'Something else; the note says what.',
};

export const BlockCauseEnum = enumOf('BlockCause', 'What a blocked task waits for.', BLOCK_CAUSE_TEXT);

const TYPE = { kind: 'TASK', name: 'Task', subject: 'task' } as const;
const withSpec = specReader(TYPE);

interface TaskBlockShape {
  readonly cause: BlockCause;
  readonly note: string;
}

const TaskBlock = builder.objectRef<TaskBlockShape>('TaskBlock').implement({
  description: 'Why a task is blocked.',
  fields: (t) => ({
    cause: t.expose('cause', { type: BlockCauseEnum, description: 'What it waits for.' }),
    note: t.exposeString('note', { description: 'In words.' }),
  }),
});

/** Takes a shape, or the id of a task that is then loaded. */
export const Task = builder.loadableObjectRef<TaskShape, string>('Task', {
  loaderOptions: LOADER_OPTIONS,
  load: loadElements(TYPE),
});

Task.implement({
  description: 'One atomic piece of work in a run.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id({ description: '`tsk_…`', resolve: ({ ref }) => taskIdOf(ref) }),
    mission: t.field({
      type: Mission,
      nullable: true,
      description: 'Its mission; null for a task in no mission.',
      resolve: ({ ref }) => missionIdIn(ref.missionId),
    }),
    run: t.field({
      type: Run,
      nullable: true,
      description: 'Its run; null for a task in no mission.',
      resolve: (task) => (isStandalone(task.ref.missionId) ? null : runIdOfElement(task)),
    }),
    position: t.int({ description: 'Place in the document, from 0.', resolve: ({ ref }) => ref.index }),
    key: t.string({
      description: 'The name that other elements of the document use for it.',
      resolve: ({ node }) => node.name,
    }),
    title: t.string({
      description: 'What is to be done, in a few words.',
      resolve: ({ node }) => node.title,
    }),
    status: t.field({
      type: TaskStatusEnum,
      description: 'Where it stands.',
      resolve: ({ node }) => node.status,
    }),
    priority: t.int({
      description: '1 is the most urgent, 5 the least.',
      resolve: ({ node }) => node.priority,
    }),
    weight: t.float({
      description: 'Its share in progress and average scores.',
      resolve: ({ node }) => node.weight,
    }),
    remainingPathMinutes: t.float({
      description: 'Estimated work on the longest path from here to the end of the run, itself included.',
      resolve: ({ node }) => node.remainingPath,
    }),
    attemptCount: t.int({ description: 'How often it was claimed.', resolve: ({ node }) => node.generation }),
    attemptsSpent: t.int({
      description: 'Attempts that count against `definition.maxAttempts` since it was last retried by hand.',
      resolve: ({ node }) => node.attemptsSpent,
    }),
  }),
});

/** What has become of it so far. */
builder.objectFields(Task, (t) => ({
  readyAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'When it became READY; null before.',
    resolve: ({ node }) => node.readyAt,
  }),
  retryAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'READY again but not to be claimed before this; null when it needn’t wait.',
    resolve: ({ node }) => node.retryAt,
  }),
  fixRounds: t.int({
    description:
      'Fix rounds since an attempt was last spent: expectations were not met and its agent mends it.',
    resolve: ({ node }) => node.fixRounds ?? 0,
  }),
  startedAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'When it was first claimed; null before.',
    resolve: ({ node }) => node.startedAt,
  }),
  settledAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'When it was DONE, FAILED, SKIPPED or CANCELLED; null before.',
    resolve: ({ node }) => node.settledAt,
  }),
  implementer: t.string({
    nullable: true,
    description: 'Who worked on it last; null before anybody did.',
    resolve: ({ node }) => node.implementer,
  }),
  score: t.float({
    nullable: true,
    description: '1–5, from the accepted attempt; null when it has none.',
    resolve: ({ node }) => node.score,
  }),
  reason: t.string({
    nullable: true,
    description: 'Why it is FAILED, SKIPPED or CANCELLED; null otherwise.',
    resolve: ({ node }) => node.reason,
  }),
  blocked: t.field({
    type: TaskBlock,
    nullable: true,
    description: 'Why it is BLOCKED; null otherwise.',
    resolve: ({ node }) => node.blocked,
  }),
}));

/** For whom it is, when that is not what the document says. */
builder.objectFields(Task, (t) => ({
  keptFor: t.string({
    nullable: true,
    description: 'The agent for whose fix round it is kept until `keptUntil`; null when it is not.',
    resolve: ({ node }) => node.keptFor?.agent,
  }),
  keptUntil: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'When others may claim it too; null when it is kept for nobody.',
    resolve: ({ node }) => node.keptFor?.until,
  }),
  deadlineWarnedAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'When 80 % of the time until its deadline were told to have passed; null before that.',
    resolve: ({ node }) => node.deadline?.warnedAt,
  }),
  deadlineBreachedAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'When it was told that its deadline had passed; null while it has not.',
    resolve: ({ node }) => node.deadline?.breachedAt,
  }),
  reviewDueAt: t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'Until when it is to be reviewed before others are asked; null when it isn’t in review, or they are.',
    resolve: ({ node }) => node.reviewDueAt,
  }),
  sentBack: t.field({
    type: Verdict,
    nullable: true,
    description: 'Who sent it back when it was done, and what has to change; null when nobody did.',
    resolve: ({ node }) => node.sentBack,
  }),
  escalatedTo: t.string({
    nullable: true,
    description: 'Who has a round of attempts after its own were spent; null when nobody.',
    resolve: ({ node }) => node.escalatedTo,
  }),
}));

/** What the document says about it. */
builder.objectFields(Task, (t) => ({
  description: t.string({
    description: 'What is to be done, in full; empty when the document says no more than the title.',
    resolve: (task, _args, context) => withSpec(task, context, ({ definition }) => definition.description),
  }),
  dependsOn: t.stringList({
    description: 'Keys of the tasks it depends on, as the document says.',
    resolve: (task, _args, context) => withSpec(task, context, ({ definition }) => definition.dependsOn),
  }),
  definition: t.field({
    type: TaskDefinition,
    description: 'What the document says about it, defaults filled in.',
    resolve: (task, _args, context) => withSpec(task, context, ({ definition }) => definition),
  }),
}));

/** Id of the attempt that holds the task or waits for review; undefined when none does. */
export function currentAttemptIdOf({ ref, node }: TaskShape): string | undefined {
  const isHeld = node.status === 'IN_PROGRESS' || node.status === 'REVIEW';
  return isHeld ? attemptIdOf({ ...ref, generation: node.generation }) : undefined;
}
