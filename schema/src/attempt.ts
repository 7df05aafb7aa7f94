import { attemptIdOf, parseAttemptId, taskIdOf } from '@muster/core/ids';
import type { AttemptStatus } from '@muster/core/lifecycle/attempt-lifecycle';
import type {
  Attempt as AttemptRecord,
  DimensionScore as DimensionScoreShape,
  DiscoveredIssue as DiscoveredIssueShape,
  ExpectationResult as ExpectationResultShape,
  FailureReason,
  IssueSeverity,
  ScoredReview as ScoredReviewShape,
} from '@muster/core/run/attempt';
import { Actor } from './actor.ts';
import { builder } from './builder.ts';
import { connectionOf, pageArguments, pageComplexity, pageOf } from './connection.ts';
import { principalOf } from './context.ts';
import { enumOf } from './enums.ts';
import { LOADER_OPTIONS, loadBatch } from './loading.ts';
import { type AttemptShape, attemptShape } from './shapes.ts';
import { currentAttemptIdOf, Task } from './task.ts';
import { Usage } from './usage.ts';

const ATTEMPT_STATUS_TEXT: Record<AttemptStatus, string> = {
  ACTIVE: 'Holds its task.',
  SUBMITTED: 'Handed in; waits for a review.',
  ACCEPTED: 'Its result stands.',
  REJECTED: 'A reviewer sent it back.',
  FAILED: 'The worker gave up.',
  EXPIRED: 'Its lease ran out.',
  INTERRUPTED: 'Its task was taken away.',
};
export const AttemptStatusEnum = enumOf('AttemptStatus', 'Where an attempt stands.', ATTEMPT_STATUS_TEXT);

const FAILURE_REASON_TEXT: Record<FailureReason, string> = {
  REPORTED: 'The worker said so.',
  EXPECTATION: 'An expectation did not pass.',
  TIMEOUT: 'It took longer than `maxDuration`.',
  LEASE_LOST: 'No heartbeat came in time.',
  REVIEW: 'A reviewer rejected it.',
  DEADLINE: 'The deadline of its task passed.',
  INTERRUPTED: 'Its task was cancelled, blocked or skipped.',
};
const FailureReasonEnum = enumOf('FailureReason', 'Why an attempt did not succeed.', FAILURE_REASON_TEXT);

const ISSUE_SEVERITY_TEXT: Record<IssueSeverity, string> = {
  BLOCKING: 'Has to be dealt with before the mission can succeed.',
  NON_BLOCKING: 'Should be dealt with.',
  SUGGESTION: 'Could be better.',
};
export const IssueSeverityEnum = enumOf(
  'IssueSeverity',
  'How bad a discovered issue is.',
  ISSUE_SEVERITY_TEXT,
);

const AttemptFailure = builder.objectRef<NonNullable<AttemptRecord['failure']>>('AttemptFailure').implement({
  description: 'Why an attempt did not succeed.',
  fields: (t) => ({
    reason: t.expose('reason', { type: FailureReasonEnum, description: 'What kind of failure.' }),
    message: t.exposeString('message', { description: 'In words.' }),
  }),
});

const Review = builder.objectRef<NonNullable<AttemptRecord['review']>>('Review').implement({
  description: 'What a reviewer said about an attempt.',
  fields: (t) => ({
    actor: t.expose('actor', { type: Actor, description: 'Who reviewed it.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    feedback: t.exposeString('feedback', { nullable: true, description: 'Null when nothing was said.' }),
    score: t.exposeFloat('score', { nullable: true, description: '1–5; null when not scored.' }),
  }),
});

const DimensionScore = builder.objectRef<DimensionScoreShape>('DimensionScore').implement({
  description: 'What one reviewer gave one dimension.',
  fields: (t) => ({
    position: t.exposeInt('position', {
      description: 'The expectation, from 0 in `definition.expectations`.',
    }),
    dimension: t.exposeString('dimension', {
      nullable: true,
      description: 'Its name; null where criteria are scored as a whole.',
    }),
    score: t.exposeFloat('score', { description: 'How good it is in that, 1–5.' }),
  }),
});

const ScoredReview = builder.objectRef<ScoredReviewShape>('ScoredReview').implement({
  description: 'What one reviewer said who was asked for scores.',
  fields: (t) => ({
    actor: t.expose('actor', { type: Actor, description: 'Who reviewed it.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    feedback: t.exposeString('feedback', { nullable: true, description: 'Null when nothing was said.' }),
    scores: t.field({
      type: [DimensionScore],
      description: 'One per dimension.',
      resolve: (review) => review.scores,
    }),
  }),
});

const DiscoveredIssue = builder.objectRef<DiscoveredIssueShape>('DiscoveredIssue').implement({
  description: 'Something that turned up during the work.',
  fields: (t) => ({
    severity: t.expose('severity', { type: IssueSeverityEnum, description: 'How bad it is.' }),
    title: t.exposeString('title', { description: 'In a few words.' }),
    description: t.exposeString('description', { description: 'In full.' }),
  }),
});

const ExpectationResult = builder.objectRef<ExpectationResultShape>('ExpectationResult').implement({
  description: 'What came of testing one expectation.',
  fields: (t) => ({
    position: t.exposeInt('position', { description: 'Which one, from 0 in `definition.expectations`.' }),
    hasPassed: t.exposeBoolean('hasPassed', { description: 'Whether it was met.' }),
    output: t.exposeString('output', { nullable: true, description: 'What was seen; null when not kept.' }),
  }),
});

const Submission = builder.objectRef<NonNullable<AttemptRecord['submission']>>('Submission').implement({
  description: 'What was handed in.',
  fields: (t) => ({
    evidence: t.exposeString('evidence', {
      nullable: true,
      description: 'What shows that the work is done; null when `noEvidenceReason` says why not.',
    }),
    noEvidenceReason: t.exposeString('noEvidenceReason', {
      nullable: true,
      description: 'Why there is no evidence; null when there is.',
    }),
    summary: t.exposeString('summary', { nullable: true, description: 'Null when not written.' }),
    outcomes: t.exposeStringList('outcomes', { description: 'What came of it.' }),
    filesCreated: t.exposeStringList('filesCreated', { description: 'Paths of new files.' }),
    filesEdited: t.exposeStringList('filesEdited', { description: 'Paths of changed files.' }),
    expectationResults: t.field({
      type: [ExpectationResult],
      description: 'What came of testing the expectations.',
      resolve: (submission) => submission.expectationResults,
    }),
    issues: t.field({
      type: [DiscoveredIssue],
      description: 'What turned up during the work.',
      resolve: (submission) => submission.issues,
    }),
    usage: t.field({
      type: Usage,
      nullable: true,
      description: 'What it cost; null when not reported.',
      resolve: (submission) => submission.usage,
    }),
    selfScore: t.exposeFloat('selfScore', {
      nullable: true,
      description: 'The worker’s own score, 1–5; null when not given.',
    }),
  }),
});

/** Takes a shape, or the id of an attempt that is then loaded. */
export const Attempt = builder.loadableObjectRef<AttemptShape, string>('Attempt', {
  loaderOptions: LOADER_OPTIONS,
  load: (ids, context) =>
    loadBatch(ids, {
      subject: 'attempt',
      parse: parseAttemptId,
      load: (refs) => context.engine.attempts(principalOf(context), refs),
      shape: (attempt, ref) => attemptShape(ref, attempt),
    }),
});

Attempt.implement({
  description: 'One try at a task by one agent or person, under a lease. All attempts are kept.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id({ description: '`att_…`; it is also the lease token.', resolve: ({ ref }) => attemptIdOf(ref) }),
    task: t.field({ type: Task, description: 'The task.', resolve: ({ ref }) => taskIdOf(ref) }),
    number: t.int({ description: '1 for the first attempt.', resolve: ({ ref }) => ref.generation }),
    status: t.field({
      type: AttemptStatusEnum,
      description: 'Where it stands.',
      resolve: ({ attempt }) => attempt.status,
    }),
    agent: t.string({ description: 'Who works or worked.', resolve: ({ attempt }) => attempt.agent }),
    claimedBy: t.field({
      type: Actor,
      description: 'Whose credential claimed it.',
      resolve: ({ attempt }) => attempt.actor,
    }),
    claimedAt: t.field({
      type: 'DateTime',
      description: 'When it began.',
      resolve: ({ attempt }) => attempt.claimedAt,
    }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the lease runs out unless a heartbeat comes; null when it holds none.',
      resolve: ({ attempt }) => attempt.expiresAt,
    }),
    endedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was handed in or ended; null while ACTIVE.',
      resolve: ({ attempt }) => attempt.endedAt,
    }),
    failure: t.field({
      type: AttemptFailure,
      nullable: true,
      description: 'Why it did not succeed; null when it did, or may yet.',
      resolve: ({ attempt }) => attempt.failure,
    }),
    review: t.field({
      type: Review,
      nullable: true,
      description: 'What the reviewer said; null before, and where no review is needed.',
      resolve: ({ attempt }) => attempt.review,
    }),
    reviews: t.field({
      type: [ScoredReview],
      description: 'Scores of reviewers, one each; empty where none were asked for.',
      resolve: ({ attempt }) => attempt.reviews ?? [],
    }),
    submission: t.field({
      type: Submission,
      nullable: true,
      description: 'What was handed in; null when nothing was.',
      resolve: ({ attempt }) => attempt.submission,
    }),
    artifactCount: t.int({
      description: 'Artifacts it delivered.',
      resolve: ({ attempt }) => attempt.artifactCount,
    }),
    settledSequence: t.int({
      nullable: true,
      description: 'Sequence of the event that settled it; null before.',
      resolve: ({ attempt }) => attempt.settledSequence,
    }),
  }),
});

/** What kind of try it is. */
builder.objectFields(Attempt, (t) => ({
  fixRound: t.int({
    nullable: true,
    description:
      'Which fix round in a row it is, from 1: the same agent’s, at what did not meet its expectations; it spends no ' +
      'attempt. Null for any other attempt.',
    resolve: ({ attempt }) => attempt.fixRound,
  }),
  isEscalated: t.boolean({
    description: 'Whether it is of whoever the task was handed to when its own attempts were spent.',
    resolve: ({ attempt }) => attempt.isEscalated === true,
  }),
}));

const AttemptConnection = builder.connectionObject(
  { type: Attempt, name: 'AttemptConnection', description: 'A page of attempts.' },
  { name: 'AttemptEdge', description: 'An attempt in a page.' },
);

builder.objectFields(Task, (t) => ({
  currentAttempt: t.field({
    type: Attempt,
    nullable: true,
    description: 'The attempt that holds the task or waits for review; null when none does.',
    resolve: currentAttemptIdOf,
  }),
  attempts: t.field({
    type: AttemptConnection,
    description: 'All attempts, oldest first.',
    complexity: pageComplexity,
    args: pageArguments(),
    resolve: async ({ ref }, args, context) => {
      const listed = await context.engine.listAttempts(principalOf(context), {
        ...pageOf(args, 'NUMBER'),
        ...ref,
      });
      return connectionOf(listed, args, (attempt) =>
        attemptShape({ ...ref, generation: attempt.generation }, attempt),
      );
    },
  }),
}));
