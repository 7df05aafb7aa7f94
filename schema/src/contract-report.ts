/** What a report says about the contract, and where the time went. */
import type {
  ReportAssertion as AssertionShape,
  ReportContract as ContractShape,
  ReportRound as RoundShape,
  ReportTime as TimeShape,
  ReportValidation as ValidationShape,
} from '@muster/core/contract-report';
import { type NodeRef, nodeIdOf } from '@muster/core/ids';
import { Actor } from './actor.ts';
import { Assertion, AssertionStatusEnum } from './assertion.ts';
import { builder } from './builder.ts';
import { Report } from './report.ts';
import { RoundOutcomeEnum, ValidationStatusEnum } from './validation.ts';

interface AssertionOfRun {
  readonly ref: NodeRef;
  readonly told: AssertionShape;
}

const ReportAssertion = builder.objectRef<AssertionOfRun>('ReportAssertion').implement({
  description: 'What a report says about one assertion of the contract.',
  fields: (t) => ({
    assertion: t.field({
      type: Assertion,
      description: 'The assertion itself.',
      resolve: ({ ref }) => nodeIdOf('ASSERTION', ref),
    }),
    name: t.string({ description: 'Its id in the contract.', resolve: ({ told }) => told.name }),
    title: t.string({ description: 'What was to be true.', resolve: ({ told }) => told.title }),
    status: t.field({
      type: AssertionStatusEnum,
      description: 'Where it stood at the end; PENDING when nobody has looked at it.',
      resolve: ({ told }) => told.status,
    }),
    tasks: t.stringList({
      description: 'Keys of the tasks that were to fulfil it; empty when none was.',
      resolve: ({ told }) => [...told.tasks],
    }),
    remediationCount: t.int({
      description: 'Tasks that were made to mend it.',
      resolve: ({ told }) => told.remediationCount,
    }),
    evidence: t.string({
      nullable: true,
      description: 'What was said with its status; null when nothing was.',
      resolve: ({ told }) => told.evidence,
    }),
    decidedBy: t.field({
      type: Actor,
      nullable: true,
      description: 'Who said so; null while nobody did.',
      resolve: ({ told }) => told.decidedBy,
    }),
    round: t.int({
      nullable: true,
      description: 'In which round; null while nobody did.',
      resolve: ({ told }) => told.round,
    }),
  }),
});

const ReportRound = builder.objectRef<RoundShape>('ReportRound').implement({
  description: 'What a report says about one round of validation. Assertions by their ids in the contract.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'From 1.' }),
    validator: t.exposeString('validator', {
      nullable: true,
      description: 'Who validated; null when nobody did.',
    }),
    outcome: t.expose('outcome', {
      type: RoundOutcomeEnum,
      nullable: true,
      description: 'What came of it; null when the run ended before.',
    }),
    tookMs: t.exposeFloat('tookMs', {
      nullable: true,
      description: 'From when its task was made to its result, milliseconds; null without one.',
    }),
    asked: t.exposeStringList('asked', { description: 'What was to be found out.' }),
    passing: t.exposeStringList('passing', { description: 'What was found to be true.' }),
    failing: t.exposeStringList('failing', { description: 'What was found not to be true.' }),
    waived: t.exposeStringList('waived', { description: 'What a person had waived by its end.' }),
  }),
});

const ReportValidation = builder.objectRef<ValidationShape>('ReportValidation').implement({
  description: 'What a report says about the validation of one milestone, or of the end of the run.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Of the milestone; `run` for the end of the run.' }),
    status: t.expose('status', { type: ValidationStatusEnum, description: 'Where it stood at the end.' }),
    rounds: t.field({
      type: [ReportRound],
      description: 'Its rounds, oldest first.',
      resolve: ({ rounds }) => rounds,
    }),
  }),
});

interface ContractOfRun {
  readonly contract: ContractShape;
  readonly ref: Omit<NodeRef, 'index'>;
}

const ReportContract = builder.objectRef<ContractOfRun>('ReportContract').implement({
  description: 'What a report says about the contract: all of it, not just what somebody has looked at.',
  fields: (t) => ({
    assertions: t.field({
      type: [ReportAssertion],
      description: 'Every assertion, in the order of the contract.',
      complexity: { multiplier: 100 },
      resolve: ({ contract, ref }) =>
        contract.assertions.map((told) => ({ told, ref: { ...ref, index: told.index } })),
    }),
    validations: t.field({
      type: [ReportValidation],
      description: 'What was validated, with its rounds.',
      complexity: { multiplier: 10 },
      resolve: ({ contract }) => contract.validations,
    }),
  }),
});

const ReportTime = builder.objectRef<TimeShape>('ReportTime').implement({
  description: 'Where the time of agents and people went. Things that went on side by side count each.',
  fields: (t) => ({
    implementingMs: t.exposeFloat('implementingMs', {
      description: 'Σ over attempts at all tasks but validations, of claim to end, milliseconds.',
    }),
    validatingMs: t.exposeFloat('validatingMs', {
      description: 'Σ over attempts at validation tasks, of claim to end, milliseconds.',
    }),
    waitingForPeopleMs: t.exposeFloat('waitingForPeopleMs', {
      description:
        'Σ over checkpoints of opening to decision, and over submissions that a person reviewed of submission to review, ' +
        'milliseconds.',
    }),
  }),
});

builder.objectFields(Report, (t) => ({
  contract: t.field({
    type: ReportContract,
    nullable: true,
    description: 'The contract and its rounds of validation; null when the document has none.',
    resolve: ({ report: { contract, missionId, runNumber } }) =>
      contract && { contract, ref: { missionId, runNumber } },
  }),
  time: t.field({
    type: ReportTime,
    nullable: true,
    description: 'Where the time went; null in reports of former releases.',
    resolve: ({ report }) => report.time,
  }),
}));
