/** What is said about assertions, and what a person decides about their validation. */
import { parseAttemptId, parseNodeId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import type { NodeAnswer } from '@muster/engine/engine';
import * as z from 'zod/mini';
import { Assertion, AssertionResultEnum } from './assertion.ts';
import { builder, type SchemaTypes } from './builder.ts';
import { defineCommand } from './command.ts';
import { principalOf } from './context.ts';
import { ASSERTION_FAILURES, MOVE_FAILURES } from './error-types.ts';
import { existing } from './errors.ts';
import { given } from './given.ts';
import { idempotencyKeyField, rule } from './input-fields.ts';
import { Mission } from './mission.ts';
import { type AssertionShape, missionShape, type ValidationShape } from './shapes.ts';
import { Validation } from './validation.ts';

type Decided = Pick<NodeAnswer<'ASSERTION' | 'VALIDATION'>, 'mission' | 'sequence'>;

/** What a decision answers beside what it is about. */
const committed = <Answer extends Decided>(
  t: PothosSchemaTypes.ObjectFieldBuilder<PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>, Answer>,
) => ({
  mission: t.field({
    type: Mission,
    description: 'Its mission.',
    resolve: ({ mission }) => missionShape(mission),
  }),
  sequence: t.int({
    description: 'Of the last event committed with it.',
    resolve: ({ sequence }) => sequence,
  }),
});

const assertionSuccess = (name: string, description: string) =>
  builder.objectRef<NodeAnswer<'ASSERTION'>>(name).implement({
    description,
    fields: (t) => ({
      assertion: t.field({
        type: Assertion,
        description: 'As it stands now.',
        resolve: ({ ref, node }): AssertionShape => ({ __typename: 'Assertion', ref, node }),
      }),
      ...committed(t),
    }),
  });

const validationSuccess = (name: string, description: string) =>
  builder.objectRef<NodeAnswer<'VALIDATION'>>(name).implement({
    description,
    fields: (t) => ({
      validation: t.field({
        type: Validation,
        description: 'As it stands now.',
        resolve: ({ ref, node }): ValidationShape => ({ __typename: 'Validation', ref, node }),
      }),
      ...committed(t),
    }),
  });

const assertionOf = (id: string) => existing(parseNodeId('ASSERTION', id), 'assertion', id);
const validationOf = (id: string) => existing(parseNodeId('VALIDATION', id), 'validation', id);

defineCommand('reportAssertion', {
  description:
    'Says of an assertion whether it is true, with the evidence. Whoever holds the validation task does, with the id of ' +
    'his attempt; or a person, without one. Whoever worked at it may not say that it is PASSING.',
  permission: 'WORK',
  input: (t) => ({
    assertionId: t.id({ required: true, description: '`ast_…`' }),
    status: t.field({ type: AssertionResultEnum, required: true, description: 'What was found.' }),
    evidence: t.string({
      required: true,
      description: `What was seen, up to ${LIMITS.assertionEvidenceLengthMax} characters; not blank.`,
    }),
    attemptId: t.id({ description: '`att_…`, of whoever holds the validation task.' }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules: z.looseObject({
    evidence: rule.notBlank.check(z.maxLength(LIMITS.assertionEvidenceLengthMax)),
    idempotencyKey: rule.idempotencyKey,
  }),
  success: assertionSuccess('ReportAssertionSuccess', 'It is noted.'),
  failures: ASSERTION_FAILURES,
  run: (context, { assertionId, attemptId, ...input }) => {
    const attempt = attemptId ? existing(parseAttemptId(attemptId), 'attempt', attemptId) : undefined;
    const report = { ...given({ ...input, attempt }), node: assertionOf(assertionId) };
    return context.engine.reportAssertion(principalOf(context), report);
  },
});

defineCommand('waiveAssertion', {
  description: 'Says that an assertion need not be true, with a reason.',
  permission: 'DIRECT',
  input: (t) => ({
    assertionId: t.id({ required: true, description: '`ast_…`' }),
    reason: t.string({ required: true, description: 'Why; not blank.' }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules: z.looseObject({
    reason: rule.notBlank.check(z.maxLength(LIMITS.assertionEvidenceLengthMax)),
    idempotencyKey: rule.idempotencyKey,
  }),
  success: assertionSuccess('WaiveAssertionSuccess', 'It is waived.'),
  failures: MOVE_FAILURES,
  run: (context, { assertionId, ...input }) =>
    context.engine.waiveAssertion(principalOf(context), { ...given(input), node: assertionOf(assertionId) }),
});

defineCommand('grantRound', {
  description:
    'Gives a validation that has used up its rounds another one, with a reason; the mission goes on.',
  permission: 'DIRECT',
  input: (t) => ({
    validationId: t.id({ required: true, description: '`val_…`' }),
    reason: t.string({ required: true, description: 'Why; not blank.' }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules: z.looseObject({ reason: rule.notBlank, idempotencyKey: rule.idempotencyKey }),
  success: validationSuccess('GrantRoundSuccess', 'There is another round.'),
  failures: MOVE_FAILURES,
  run: (context, { validationId, ...input }) =>
    context.engine.grantRound(principalOf(context), { ...given(input), node: validationOf(validationId) }),
});

defineCommand('failValidation', {
  description: 'Says that a validation will not be passed any more, with a reason: the run fails.',
  permission: 'DIRECT',
  input: (t) => ({
    validationId: t.id({ required: true, description: '`val_…`' }),
    reason: t.string({ required: true, description: 'Why; not blank.' }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules: z.looseObject({ reason: rule.notBlank, idempotencyKey: rule.idempotencyKey }),
  success: validationSuccess('FailValidationSuccess', 'It is failed.'),
  failures: MOVE_FAILURES,
  run: (context, { validationId, ...input }) =>
    context.engine.failValidation(principalOf(context), {
      ...given(input),
      node: validationOf(validationId),
    }),
});
