import type { DeadLetterOrigin } from '@muster/core/dead-letter';
import { deadLetterIdOf, parseDeadLetterId } from '@muster/core/ids';
import type { DeadLetterStatus } from '@muster/core/lifecycle/dead-letter-lifecycle';
import type { DeadLetterAnswer } from '@muster/engine/dead-letter-use-cases';
import * as z from 'zod/mini';
import { Actor } from './actor.ts';
import { builder } from './builder.ts';
import { defineCommand } from './command.ts';
import { connectionOf, pageArguments, pageComplexity, pageOf } from './connection.ts';
import { principalOf } from './context.ts';
import { enumOf } from './enums.ts';
import { REDRIVE_FAILURES } from './error-types.ts';
import { existing } from './errors.ts';
import { given } from './given.ts';
import { idempotencyKeyField, rule } from './input-fields.ts';
import { LOADER_OPTIONS, loadBatch } from './loading.ts';
import { Mission } from './mission.ts';
import { type DeadLetterShape, deadLetterShape, missionShape } from './shapes.ts';

const STATUS_TEXT: Record<DeadLetterStatus, string> = {
  DEAD: 'Nobody tries it any more.',
  REDRIVEN: 'Somebody had it tried again, and it has not come back since.',
};
const DeadLetterStatusEnum = enumOf('DeadLetterStatus', 'Where a dead letter stands.', STATUS_TEXT);

const ORIGIN_TEXT: Record<DeadLetterOrigin, string> = {
  MESSAGE: 'Something that a commit has left to be done.',
  TIMER: 'Something that came due.',
};
const DeadLetterOriginEnum = enumOf('DeadLetterOrigin', 'What has died.', ORIGIN_TEXT);

/** Takes a shape, or the id of a dead letter that is then loaded. */
export const DeadLetter = builder.loadableObjectRef<DeadLetterShape, string>('DeadLetter', {
  loaderOptions: LOADER_OPTIONS,
  load: (ids, context) =>
    loadBatch(ids, {
      subject: 'dead letter',
      parse: parseDeadLetterId,
      load: (refs) => context.engine.deadLetters(principalOf(context), refs),
      shape: deadLetterShape,
    }),
});

DeadLetter.implement({
  description: 'Work of the engine on a mission that failed however often it was tried, and was put aside.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id({ description: '`dlt_…`', resolve: ({ letter }) => deadLetterIdOf(letter) }),
    mission: t.field({
      type: Mission,
      description: 'Its mission.',
      resolve: ({ letter }) => letter.missionId,
    }),
    status: t.field({
      type: DeadLetterStatusEnum,
      description: 'Where it stands.',
      resolve: ({ letter }) => letter.status,
    }),
    origin: t.field({
      type: DeadLetterOriginEnum,
      description: 'What has died.',
      resolve: ({ letter }) => letter.origin,
    }),
    reason: t.string({
      description: 'Why it could not be done the last time.',
      resolve: ({ letter }) => letter.reason,
    }),
    content: t.field({
      type: 'JSON',
      description: 'The message as it was sent, or what came due when: for whoever looks into it.',
      resolve: ({ letter }) => letter.content,
    }),
    deathCount: t.int({
      description: 'How often it has died, at least 1.',
      resolve: ({ letter }) => letter.deathCount,
    }),
    diedAt: t.field({
      type: 'DateTime',
      description: 'When it died last.',
      resolve: ({ letter }) => letter.diedAt,
    }),
    redrivenAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When somebody had it tried again; null when nobody has since it died.',
      resolve: ({ letter }) => letter.redrivenAt,
    }),
    redrivenBy: t.field({
      type: Actor,
      nullable: true,
      description: 'Who had it tried again; null when nobody has since it died.',
      resolve: ({ letter }) => letter.redrivenBy,
    }),
  }),
});

const DeadLetterConnection = builder.connectionObject(
  { type: DeadLetter, name: 'DeadLetterConnection', description: 'A page of dead letters.' },
  { name: 'DeadLetterEdge', description: 'A dead letter in a page.' },
);

builder.queryField('deadLetters', (t) =>
  t.field({
    type: DeadLetterConnection,
    description: 'The dead letters of the workspace, those of the newest missions first.',
    authScopes: { may: 'READ' },
    complexity: pageComplexity,
    args: pageArguments(),
    resolve: async (_root, args, context) => {
      const listed = await context.engine.listDeadLetters(principalOf(context), pageOf(args, 'DEAD_LETTER'));
      return connectionOf(listed, args, deadLetterShape);
    },
  }),
);

builder.objectField(Mission, 'deadLetters', (t) =>
  t.field({
    type: DeadLetterConnection,
    description: 'Work on this mission that was put aside, because it failed however often it was tried.',
    complexity: pageComplexity,
    args: pageArguments(),
    resolve: async ({ head }, args, context) => {
      const page = { ...pageOf(args, 'DEAD_LETTER'), missionId: head.id };
      const listed = await context.engine.listDeadLetters(principalOf(context), page);
      return connectionOf(listed, args, deadLetterShape);
    },
  }),
);

const RedriveDeadLetterSuccess = builder.objectRef<DeadLetterAnswer>('RedriveDeadLetterSuccess').implement({
  description: 'It is tried again.',
  fields: (t) => ({
    deadLetter: t.field({
      type: DeadLetter,
      description: 'As it stands now.',
      resolve: ({ deadLetter }) => deadLetterShape(deadLetter),
    }),
    mission: t.field({
      type: Mission,
      description: 'Its mission.',
      resolve: ({ mission }) => missionShape(mission),
    }),
    sequence: t.exposeInt('sequence', { description: 'Of the last event committed with it.' }),
  }),
});

defineCommand('redriveDeadLetter', {
  description: 'Has work tried again that was put aside, once what stood in its way is mended.',
  permission: 'DIRECT',
  input: (t) => ({
    deadLetterId: t.id({ required: true, description: '`dlt_…`' }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules: z.looseObject({ idempotencyKey: rule.idempotencyKey }),
  success: RedriveDeadLetterSuccess,
  failures: REDRIVE_FAILURES,
  run: (context, { deadLetterId, ...input }) => {
    const deadLetter = existing(parseDeadLetterId(deadLetterId), 'dead letter', deadLetterId);
    return context.engine.redriveDeadLetter(principalOf(context), { ...given(input), deadLetter });
  },
});
