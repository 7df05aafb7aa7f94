import { parseNodeId } from '@muster/core/ids';
import type { DelayStatus } from '@muster/core/lifecycle/delay-lifecycle';
import type { NodeAnswer } from '@muster/engine/engine';
import * as z from 'zod/mini';
import { Verdict } from './actor.ts';
import { builder } from './builder.ts';
import { defineCommand } from './command.ts';
import { principalOf } from './context.ts';
import { idOf, loadElements, runIdOfElement, specReader } from './element.ts';
import { enumOf } from './enums.ts';
import { MISSION_FAILURES } from './error-types.ts';
import { existing } from './errors.ts';
import { given } from './given.ts';
import { idempotencyKeyField, rule } from './input-fields.ts';
import { LOADER_OPTIONS } from './loading.ts';
import { Mission } from './mission.ts';
import { Run } from './run.ts';
import { type DelayShape, missionShape } from './shapes.ts';

const DELAY_STATUS_TEXT: Record<DelayStatus, string> = {
  PENDING: 'Its tasks have not settled yet.',
  RUNNING: 'Its time runs.',
  ELAPSED: 'Its time is over.',
  SKIPPED: 'A person skipped it, or what it came after was left out.',
};
const DelayStatusEnum = enumOf('DelayStatus', 'Where a delay stands.', DELAY_STATUS_TEXT);

const TYPE = { kind: 'DELAY', name: 'Delay', subject: 'delay' } as const;
const withSpec = specReader(TYPE);

/** Takes a shape, or the id of a delay that is then loaded. */
export const Delay = builder.loadableObjectRef<DelayShape, string>('Delay', {
  loaderOptions: LOADER_OPTIONS,
  load: loadElements(TYPE),
});

Delay.implement({
  description: 'Stops the tasks it blocks for a while.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id({ description: '`dly_…`', resolve: (delay) => idOf('DELAY', delay) }),
    mission: t.field({ type: Mission, description: 'Its mission.', resolve: ({ ref }) => ref.missionId }),
    run: t.field({ type: Run, description: 'Its run.', resolve: runIdOfElement }),
    name: t.string({ description: 'What it is called in the document.', resolve: ({ node }) => node.name }),
    status: t.field({
      type: DelayStatusEnum,
      description: 'Where it stands.',
      resolve: ({ node }) => node.status,
    }),
    startedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When its time began to run; null before.',
      resolve: ({ node }) => node.startedAt,
    }),
    endsAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When its time is over; null before it runs.',
      resolve: ({ node }) => node.endsAt,
    }),
    settledAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it elapsed or was skipped; null before.',
      resolve: ({ node }) => node.settledAt,
    }),
    skip: t.field({
      type: Verdict,
      nullable: true,
      description: 'Who skipped it; null when nobody did.',
      resolve: ({ node }) => node.skip,
    }),
    duration: t.field({
      type: 'Duration',
      description: 'How long it stops what it blocks.',
      resolve: (delay, _args, context) => withSpec(delay, context, ({ definition }) => definition.duration),
    }),
    message: t.string({
      description: 'What the document says about it; empty when nothing.',
      resolve: (delay, _args, context) => withSpec(delay, context, ({ definition }) => definition.message),
    }),
    afterTasks: t.stringList({
      description: 'Keys of the tasks it comes after.',
      resolve: (delay, _args, context) => withSpec(delay, context, ({ definition }) => definition.afterTasks),
    }),
    blocksTasks: t.stringList({
      description: 'Keys of the tasks it blocks; empty: it holds the end of the run.',
      resolve: (delay, _args, context) =>
        withSpec(delay, context, ({ definition }) => definition.blocksTasks),
    }),
  }),
});

const SkipDelaySuccess = builder.objectRef<NodeAnswer<'DELAY'>>('SkipDelaySuccess').implement({
  description: 'The delay is skipped.',
  fields: (t) => ({
    delay: t.field({
      type: Delay,
      description: 'As it stands now.',
      resolve: ({ ref, node }): DelayShape => ({ __typename: 'Delay', ref, node }),
    }),
    mission: t.field({
      type: Mission,
      description: 'Its mission.',
      resolve: ({ mission }) => missionShape(mission),
    }),
    sequence: t.exposeInt('sequence', { description: 'Of the last event committed with it.' }),
  }),
});

defineCommand('skipDelay', {
  description: 'Ends a delay at once, with a reason.',
  permission: 'DIRECT',
  input: (t) => ({
    delayId: t.id({ required: true, description: '`dly_…`' }),
    reason: t.string({ required: true, description: 'Why; not blank.' }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules: z.looseObject({ reason: rule.notBlank, idempotencyKey: rule.idempotencyKey }),
  success: SkipDelaySuccess,
  failures: MISSION_FAILURES,
  run: (context, { delayId, ...input }) => {
    const node = existing(parseNodeId('DELAY', delayId), 'delay', delayId);
    return context.engine.skipDelay(principalOf(context), { ...given(input), node });
  },
});
