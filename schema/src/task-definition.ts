import type {
  Expectation as ExpectationShape,
  OnFailure,
  ReviewPolicy,
  TaskDefinition as TaskDefinitionShape,
} from '@muster/core/document/document';
import { builder } from './builder.ts';
import { enumOf } from './enums.ts';
import { OnBreachEnum } from './on-breach.ts';

const ON_FAILURE_TEXT: Record<OnFailure, string> = {
  FAIL_RUN: 'The run fails once running attempts have ended.',
  BLOCK: 'What depends on it waits for a retry or a skip; the run goes on elsewhere.',
  SKIP_DEPENDENTS: 'What depends on it is skipped.',
  CONTINUE: 'What depends on it runs all the same.',
};
const OnFailureEnum = enumOf('OnFailure', 'What the failure of a task does to its run.', ON_FAILURE_TEXT);

const REVIEW_POLICY_TEXT: Record<ReviewPolicy, string> = {
  NONE: 'A submission settles the task.',
  REQUIRED: 'Somebody else has to accept the submission.',
};
const ReviewPolicyEnum = enumOf('ReviewPolicy', 'Whether a submission is reviewed.', REVIEW_POLICY_TEXT);

const ExpectationTypeEnum = builder.enumType('ExpectationType', {
  description: 'How an expectation is tested.',
  values: {
    FILE_EXISTS: { value: 'file_exists', description: 'Files are there.' },
    TEST: { value: 'test', description: 'A test command ends well.' },
    SCRIPT: { value: 'script', description: 'A script ends well.' },
    LLM_REVIEW: { value: 'llm_review', description: 'Reviewers score the result.' },
  } as const,
});

type Dimension = { readonly name: string; readonly weight: number; readonly rubric?: string };

const ReviewDimension = builder.objectRef<Dimension>('ReviewDimension').implement({
  description: 'One aspect that reviewers score.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is called.' }),
    weight: t.exposeFloat('weight', { description: 'Its share in the score.' }),
    rubric: t.exposeString('rubric', {
      nullable: true,
      description: 'How to score it; null when nothing was said.',
    }),
  }),
});

const Expectation = builder.objectRef<ExpectationShape>('Expectation').implement({
  description: 'One test that the result of a task has to pass. Workers run it and submit what came out.',
  fields: (t) => ({
    type: t.expose('type', { type: ExpectationTypeEnum, description: 'How it is tested.' }),
    paths: t.stringList({
      nullable: true,
      description: 'The files of FILE_EXISTS; null for other types.',
      resolve: (expectation) => (expectation.type === 'file_exists' ? expectation.paths : null),
    }),
    command: t.string({
      nullable: true,
      description: 'The command of TEST and SCRIPT; null for other types.',
      resolve: (expectation) =>
        expectation.type === 'test' || expectation.type === 'script' ? expectation.command : null,
    }),
    criteria: t.string({
      nullable: true,
      description: 'What LLM_REVIEW looks at; null for other types, and where dimensions say it.',
      resolve: (expectation) => (expectation.type === 'llm_review' ? expectation.criteria : null),
    }),
    dimensions: t.field({
      type: [ReviewDimension],
      nullable: true,
      description: 'The aspects of LLM_REVIEW; null for other types, and where criteria say it.',
      resolve: (expectation) => (expectation.type === 'llm_review' ? expectation.dimensions : null),
    }),
    threshold: t.float({
      nullable: true,
      description: 'The score, 1–5, that LLM_REVIEW has to reach; null for other types.',
      resolve: (expectation) => (expectation.type === 'llm_review' ? expectation.threshold : null),
    }),
  }),
});

const Estimate = builder.objectRef<NonNullable<TaskDefinitionShape['estimate']>>('Estimate').implement({
  description: 'What a task was expected to take.',
  fields: (t) => ({
    minutes: t.exposeFloat('minutes', { nullable: true, description: 'Null when not estimated.' }),
    tokens: t.exposeFloat('tokens', { nullable: true, description: 'Null when not estimated.' }),
    costUsd: t.exposeFloat('costUsd', {
      nullable: true,
      description: 'US dollars; null when not estimated.',
    }),
  }),
});

export const TaskDefinition = builder.objectRef<TaskDefinitionShape>('TaskDefinition').implement({
  description: 'What the document says about a task, defaults filled in.',
  fields: (t) => ({
    assignTo: t.exposeString('assignTo', {
      nullable: true,
      description: 'The only agent that may claim it; null when anybody may.',
    }),
    specialty: t.exposeString('specialty', {
      nullable: true,
      description: 'The specialty it needs; null when it needs none.',
    }),
    milestone: t.exposeString('milestone', {
      nullable: true,
      description: 'Name of its milestone; null when it is in none.',
    }),
    goal: t.exposeString('goal', { nullable: true, description: 'What it serves; null when not said.' }),
    fulfills: t.exposeStringList('fulfills', { description: 'Ids of the assertions it is to make true.' }),
    expectations: t.field({
      type: [Expectation],
      description: 'The tests its result has to pass. Results are submitted by position.',
      resolve: (definition) => definition.expectations,
    }),
    expectedOutcomes: t.exposeStringList('expectedOutcomes', { description: 'What should come of it.' }),
    estimate: t.field({
      type: Estimate,
      nullable: true,
      description: 'What it was expected to take; null when not estimated.',
      resolve: (definition) => definition.estimate,
    }),
    maxAttempts: t.exposeInt('maxAttempts', { description: 'Attempts before it fails, 1–100.' }),
    retryBackoff: t.field({
      type: 'Duration',
      nullable: true,
      description: 'Wait before the second attempt, doubled for each further one; null for none.',
      resolve: (definition) => definition.retryBackoff,
    }),
    maxDuration: t.field({
      type: 'Duration',
      nullable: true,
      description: 'Hard end of one attempt; null for none.',
      resolve: (definition) => definition.maxDuration,
    }),
    deadline: t.exposeString('deadline', {
      nullable: true,
      description: 'RFC 3339 instant by which it should be done; null for none.',
    }),
    onBreach: t.field({
      type: OnBreachEnum,
      description: 'What it does when the deadline passes, beside being told.',
      resolve: ({ onBreach }) => onBreach ?? 'NOTIFY',
    }),
    review: t.expose('review', { type: ReviewPolicyEnum, description: 'Whether it is reviewed.' }),
    reviewers: t.exposeStringList('reviewers', { description: 'Who may review it; empty for anybody.' }),
    reviewWithin: t.field({
      type: 'Duration',
      nullable: true,
      description: 'Time to review before it escalates; null for the default of a day.',
      resolve: (definition) => definition.reviewWithin,
    }),
    escalateTo: t.exposeString('escalateTo', {
      nullable: true,
      description: 'Who takes over when attempts are spent, a person as `user:anna`; null for nobody.',
    }),
    hasSideEffects: t.exposeBoolean('hasSideEffects', {
      description: 'It acts on the outside world, so that trying again needs a person.',
    }),
    onFailure: t.expose('onFailure', { type: OnFailureEnum, description: 'What its failure does.' }),
    tags: t.exposeStringList('tags', { description: 'Free words.' }),
    context: t.exposeStringList('context', { description: 'What a worker should know besides.' }),
  }),
});
