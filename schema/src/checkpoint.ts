import type { OnExpiry } from '@muster/core/document/document';
import { parseNodeId, parseTaskId } from '@muster/core/ids';
import type { CheckpointStatus } from '@muster/core/lifecycle/checkpoint-lifecycle';
import { LIMITS } from '@muster/core/limits';
import type { NodeAnswer } from '@muster/engine/engine';
import * as z from 'zod/mini';
import { Verdict } from './actor.ts';
import { builder } from './builder.ts';
import { defineCommand } from './command.ts';
import { principalOf } from './context.ts';
import { idOf, loadElements, runIdOfElement, specReader } from './element.ts';
import { enumOf } from './enums.ts';
import { CHECKPOINT_FAILURES } from './error-types.ts';
import { existing } from './errors.ts';
import { given } from './given.ts';
import { idempotencyKeyField, rule } from './input-fields.ts';
import { LOADER_OPTIONS } from './loading.ts';
import { Mission } from './mission.ts';
import { Run } from './run.ts';
import { type CheckpointShape, missionShape } from './shapes.ts';

const CHECKPOINT_STATUS_TEXT: Record<CheckpointStatus, string> = {
  PENDING: 'Its tasks have not settled yet.',
  OPEN: 'Waits for a person.',
  APPROVED: 'Approved: what it blocked goes on.',
  REJECTED: 'Rejected.',
  EXPIRED: 'Nobody decided in time.',
  SKIPPED: 'Left out, because what it came after was.',
};
export const CheckpointStatusEnum = enumOf(
  'CheckpointStatus',
  'Where a checkpoint stands.',
  CHECKPOINT_STATUS_TEXT,
);

const ON_EXPIRY_TEXT: Record<OnExpiry, string> = {
  APPROVE: 'It counts as approved.',
  REJECT: 'It counts as rejected.',
  ESCALATE: 'It stays open, and an event says so.',
};
const OnExpiryEnum = enumOf('OnExpiry', 'What happens when nobody decides in time.', ON_EXPIRY_TEXT);

const TYPE = { kind: 'CHECKPOINT', name: 'Checkpoint', subject: 'checkpoint' } as const;
const withSpec = specReader(TYPE);

/** Takes a shape, or the id of a checkpoint that is then loaded. */
export const Checkpoint = builder.loadableObjectRef<CheckpointShape, string>('Checkpoint', {
  loaderOptions: LOADER_OPTIONS,
  load: loadElements(TYPE),
});

Checkpoint.implement({
  description: 'Stops the tasks it blocks until a person decides.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id({ description: '`chk_…`', resolve: (checkpoint) => idOf('CHECKPOINT', checkpoint) }),
    mission: t.field({ type: Mission, description: 'Its mission.', resolve: ({ ref }) => ref.missionId }),
    run: t.field({ type: Run, description: 'Its run.', resolve: runIdOfElement }),
    name: t.string({ description: 'What it is called in the document.', resolve: ({ node }) => node.name }),
    status: t.field({
      type: CheckpointStatusEnum,
      description: 'Where it stands.',
      resolve: ({ node }) => node.status,
    }),
    openedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it opened; null before.',
      resolve: ({ node }) => node.openedAt,
    }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'By when somebody has to decide; null for no limit, and before it opened.',
      resolve: ({ node }) => node.expiresAt,
    }),
    escalatedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When somebody was told that nobody had decided in time; null when nobody had to be.',
      resolve: ({ node }) => node.escalatedAt,
    }),
    decidedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was decided; null before.',
      resolve: ({ node }) => node.decidedAt,
    }),
    approvals: t.field({
      type: [Verdict],
      description: 'Who has approved so far.',
      resolve: ({ node }) => node.approvals,
    }),
    rejection: t.field({
      type: Verdict,
      nullable: true,
      description: 'Who rejected it; null when nobody did.',
      resolve: ({ node }) => node.rejection,
    }),
  }),
});

/** What the document says about it. */
builder.objectFields(Checkpoint, (t) => ({
  message: t.string({
    description: 'What the person is asked; empty when the document says nothing.',
    resolve: (checkpoint, _args, context) =>
      withSpec(checkpoint, context, ({ definition }) => definition.message),
  }),
  approvers: t.stringList({
    description:
      'Who may decide; empty for any person who may decide in the workspace. `!requester`: not who asked for the work.',
    resolve: (checkpoint, _args, context) =>
      withSpec(checkpoint, context, ({ definition }) => definition.approvers),
  }),
  quorum: t.int({
    description: 'Approvals it needs.',
    resolve: (checkpoint, _args, context) =>
      withSpec(checkpoint, context, ({ definition }) => definition.quorum),
  }),
  onExpiry: t.field({
    type: OnExpiryEnum,
    description: 'What happens when nobody decides in time.',
    resolve: (checkpoint, _args, context) =>
      withSpec(checkpoint, context, ({ definition }) => definition.onExpiry),
  }),
  afterTasks: t.stringList({
    description: 'Keys of the tasks it comes after.',
    resolve: (checkpoint, _args, context) =>
      withSpec(checkpoint, context, ({ definition }) => definition.afterTasks),
  }),
  blocksTasks: t.stringList({
    description: 'Keys of the tasks it blocks; empty: it holds the end of the run.',
    resolve: (checkpoint, _args, context) =>
      withSpec(checkpoint, context, ({ definition }) => definition.blocksTasks),
  }),
}));

const decisionSuccess = (name: string, description: string) =>
  builder.objectRef<NodeAnswer<'CHECKPOINT'>>(name).implement({
    description,
    fields: (t) => ({
      checkpoint: t.field({
        type: Checkpoint,
        description: 'As it stands now.',
        resolve: ({ ref, node }): CheckpointShape => ({ __typename: 'Checkpoint', ref, node }),
      }),
      mission: t.field({
        type: Mission,
        description: 'Its mission.',
        resolve: ({ mission }) => missionShape(mission),
      }),
      sequence: t.exposeInt('sequence', { description: 'Of the last event committed with it.' }),
    }),
  });

defineCommand('approveCheckpoint', {
  description: 'Approves an open checkpoint. What it blocks goes on once its quorum is reached.',
  permission: 'WORK',
  input: (t) => ({
    checkpointId: t.id({ required: true, description: '`chk_…`' }),
    feedback: t.string({ description: 'What is to be said with it.' }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules: z.looseObject({ feedback: rule.text, idempotencyKey: rule.idempotencyKey }),
  success: decisionSuccess('ApproveCheckpointSuccess', 'The approval counts.'),
  failures: CHECKPOINT_FAILURES,
  run: (context, { checkpointId, ...input }) => {
    const node = existing(parseNodeId('CHECKPOINT', checkpointId), 'checkpoint', checkpointId);
    return context.engine.approveCheckpoint(principalOf(context), { ...given(input), node });
  },
});

defineCommand('rejectCheckpoint', {
  description: 'Rejects an open checkpoint, and sends tasks right before it back to work.',
  permission: 'WORK',
  input: (t) => ({
    checkpointId: t.id({ required: true, description: '`chk_…`' }),
    feedback: t.string({ description: 'What has to change.' }),
    reopenTaskIds: t.idList({
      description: `Up to ${LIMITS.reopenTasksMax} tasks right before the checkpoint that are to be done again; it is then asked anew. None: the run fails.`,
    }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules: z.looseObject({ feedback: rule.text, idempotencyKey: rule.idempotencyKey }),
  success: decisionSuccess('RejectCheckpointSuccess', 'The rejection counts.'),
  failures: CHECKPOINT_FAILURES,
  run: (context, { checkpointId, reopenTaskIds, ...input }) => {
    const node = existing(parseNodeId('CHECKPOINT', checkpointId), 'checkpoint', checkpointId);
    const reopen = (reopenTaskIds ?? []).map((id, place) =>
      existing(parseTaskId(id), 'task', id, ['reopenTaskIds', place]),
    );
    return context.engine.rejectCheckpoint(principalOf(context), { ...given(input), node, reopen });
  },
});
