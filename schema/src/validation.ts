import type { NodeRef } from '@muster/core/ids';
import type { ValidationStatus } from '@muster/core/lifecycle/validation-lifecycle';
import { LIMITS } from '@muster/core/limits';
import type {
  ValidationQuestion as QuestionShape,
  ValidationRound as Round,
  RoundOutcome,
  ValidationNeed,
} from '@muster/core/run/contract';
import { Assertion } from './assertion.ts';
import { builder } from './builder.ts';
import { idBeside, idOf, loadElements, runIdOfElement, specReader } from './element.ts';
import { enumOf } from './enums.ts';
import { LOADER_OPTIONS } from './loading.ts';
import { Milestone } from './milestone.ts';
import { Mission } from './mission.ts';
import { Run } from './run.ts';
import type { ValidationShape } from './shapes.ts';
import { Task } from './task.ts';

const VALIDATION_STATUS_TEXT: Record<ValidationStatus, string> = {
  PENDING: 'What it validates is not done yet, or is being mended.',
  RUNNING: 'A round is under way: its task is to be claimed, or is worked on.',
  ASKING: 'It can’t go on before a person has said something.',
  PASSED: 'Every assertion is passing or waived.',
  FAILED: 'A person has failed it, or the task of its round has failed for good.',
};
export const ValidationStatusEnum = enumOf(
  'ValidationStatus',
  'Where a validation stands.',
  VALIDATION_STATUS_TEXT,
);

const NEED_TEXT: Record<ValidationNeed, string> = {
  BLOCKED: 'Assertions are BLOCKED: report or waive each of them.',
  ROUNDS: 'All rounds are used up: grant another one, waive what fails, or fail it.',
  FULL: 'The run can take no more tasks: waive what fails, or fail it.',
};
const ValidationNeedEnum = enumOf('ValidationNeed', 'What a validation needs of a person.', NEED_TEXT);

const OUTCOME_TEXT: Record<RoundOutcome, string> = {
  PASSED: 'Every assertion is passing or waived.',
  FAILING: 'Some are failing: tasks are to mend them.',
  CALLED_OFF: 'Work was opened again before it came to a result.',
};
export const RoundOutcomeEnum = enumOf('RoundOutcome', 'What came of a round of validation.', OUTCOME_TEXT);

const ValidationQuestion = builder.objectRef<QuestionShape>('ValidationQuestion').implement({
  description: 'What a validation needs of a person.',
  fields: (t) => ({
    need: t.expose('need', { type: ValidationNeedEnum, description: 'What it is.' }),
    since: t.expose('since', { type: 'DateTime', description: 'Since when it waits.' }),
    reason: t.exposeString('reason', { description: 'Why, in words.' }),
  }),
});

/** A round, and the validation it is one of. */
export interface RoundShape {
  readonly round: Round;
  readonly ref: NodeRef;
}

export const ValidationRound = builder.objectRef<RoundShape>('ValidationRound').implement({
  description: 'One round of validation: what was asked, and what came of it.',
  fields: (t) => ({
    number: t.int({ description: 'From 1.', resolve: ({ round }) => round.number }),
    startedAt: t.field({
      type: 'DateTime',
      description: 'When its task was made.',
      resolve: ({ round }) => round.startedAt,
    }),
    endedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it came to a result; null while it is under way.',
      resolve: ({ round }) => round.endedAt,
    }),
    outcome: t.field({
      type: RoundOutcomeEnum,
      nullable: true,
      description: 'What came of it; null while it is under way.',
      resolve: ({ round }) => round.outcome,
    }),
    task: t.field({
      type: Task,
      description: 'The task that carried it out.',
      resolve: ({ round, ref }) => idBeside({ ref }, 'TASK', round.taskIndex),
    }),
  }),
});

const TYPE = { kind: 'VALIDATION', name: 'Validation', subject: 'validation' } as const;
export const withValidationSpec = specReader(TYPE);

/** Takes a shape, or the id of a validation that is then loaded. */
export const Validation = builder.loadableObjectRef<ValidationShape, string>('Validation', {
  loaderOptions: LOADER_OPTIONS,
  load: loadElements(TYPE),
});

Validation.implement({
  description:
    'Validates the assertions of one milestone, or those that are validated at the end of the run.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id({ description: '`val_…`', resolve: (validation) => idOf('VALIDATION', validation) }),
    mission: t.field({ type: Mission, description: 'Its mission.', resolve: ({ ref }) => ref.missionId }),
    run: t.field({ type: Run, description: 'Its run.', resolve: runIdOfElement }),
    name: t.string({
      description: 'The name of its milestone; `run` for the end of the run.',
      resolve: ({ node }) => node.name,
    }),
    milestone: t.field({
      type: Milestone,
      nullable: true,
      description: 'What it validates; null when that is the whole run.',
      resolve: ({ node, ref }) =>
        node.milestone === undefined ? null : idBeside({ ref }, 'MILESTONE', node.milestone),
    }),
    status: t.field({
      type: ValidationStatusEnum,
      description: 'Where it stands.',
      resolve: ({ node }) => node.status,
    }),
    settledAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it had PASSED or FAILED; null before.',
      resolve: ({ node }) => node.settledAt,
    }),
    question: t.field({
      type: ValidationQuestion,
      nullable: true,
      description: 'What it needs of a person; null when nothing.',
      resolve: ({ node }) => node.asks,
    }),
    task: t.field({
      type: Task,
      nullable: true,
      description: 'The task of its latest round; null before the first one.',
      resolve: ({ node, ref }) =>
        node.taskIndex === undefined ? null : idBeside({ ref }, 'TASK', node.taskIndex),
    }),
  }),
});

builder.objectFields(Validation, (t) => ({
  round: t.int({
    description: 'Number of its latest round; 0 before the first.',
    resolve: ({ node }) => node.round,
  }),
  roundsUsed: t.int({
    description: 'Rounds that came to a result.',
    resolve: ({ node }) => node.roundsUsed,
  }),
  roundsMax: t.int({
    description: 'Rounds that may come to a result before a person is asked.',
    resolve: ({ node }) => node.roundsMax,
  }),
  rounds: t.field({
    type: [ValidationRound],
    description: `Its rounds, oldest first; the latest ${LIMITS.roundsKeptMax}.`,
    resolve: ({ node, ref }) => node.rounds.map((round) => ({ round, ref })),
  }),
  workers: t.stringList({
    description: 'Who worked at what it validates, and so can’t validate it.',
    resolve: ({ node }) => [...node.workers],
  }),
  validators: t.stringList({
    description:
      'Agents of the team of role validator, to whom it is offered; empty: to anybody but its workers.',
    resolve: (validation, _args, context) =>
      withValidationSpec(validation, context, ({ validators }) => [...validators]),
  }),
  guidance: t.string({
    nullable: true,
    description: 'What the document says about how to validate the milestone; null when it says nothing.',
    resolve: (validation, _args, context) =>
      withValidationSpec(validation, context, ({ guidance }) => guidance),
  }),
}));

builder.objectFields(Assertion, (t) => ({
  validation: t.field({
    type: Validation,
    description: 'What validates it, with its rounds.',
    resolve: ({ node, ref }) => idBeside({ ref }, 'VALIDATION', node.validation),
  }),
}));

builder.objectField(Milestone, 'validation', (t) =>
  t.field({
    type: Validation,
    nullable: true,
    description: 'What validates it; null when no assertion of the contract is about it.',
    resolve: ({ node, ref }) =>
      node.validation === undefined ? null : idBeside({ ref }, 'VALIDATION', node.validation),
  }),
);
