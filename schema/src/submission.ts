import { LIMITS } from '@muster/core/limits';
import type { NewArtifact, Submission } from '@muster/core/run/attempt';
import * as z from 'zod/mini';
import { ArtifactKindEnum } from './artifact.ts';
import { IssueSeverityEnum } from './attempt.ts';
import { builder } from './builder.ts';
import { given } from './given.ts';
import { rule } from './input-fields.ts';

const UsageInput = builder.inputType('UsageInput', {
  description: 'What work has cost.',
  fields: (t) => ({
    tokens: t.float({ required: true, description: 'Tokens, a whole number from 0.' }),
    costUsd: t.float({ required: true, description: 'US dollars, from 0.' }),
    model: t.string({ description: 'The model that was used.' }),
  }),
});

const ExpectationResultInput = builder.inputType('ExpectationResultInput', {
  description: 'What came of testing one expectation.',
  fields: (t) => ({
    position: t.int({ required: true, description: 'Which one, from 0 in `definition.expectations`.' }),
    hasPassed: t.boolean({ required: true, description: 'Whether it was met.' }),
    output: t.string({ description: 'What was seen.' }),
  }),
});

const DiscoveredIssueInput = builder.inputType('DiscoveredIssueInput', {
  description: 'Something that turned up during the work.',
  fields: (t) => ({
    severity: t.field({ type: IssueSeverityEnum, required: true, description: 'How bad it is.' }),
    title: t.string({ required: true, description: 'In a few words.' }),
    description: t.string({ required: true, description: 'In full.' }),
  }),
});

const ArtifactInput = builder.inputType('ArtifactInput', {
  description: 'Something to deliver. Exactly one of text, url and json carries the content.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is called.' }),
    kind: t.field({ type: ArtifactKindEnum, required: true, description: 'What it is for.' }),
    mediaType: t.string({ description: 'IANA media type.' }),
    text: t.string({ description: 'The content as text.' }),
    url: t.string({ description: 'Where the content is.' }),
    json: t.field({ type: 'JSON', description: 'The content as JSON.' }),
  }),
});

export const SubmissionInput = builder.inputType('SubmissionInput', {
  description: 'What is handed in for a task.',
  fields: (t) => ({
    evidence: t.string({ description: 'What shows that the work is done; not blank.' }),
    noEvidenceReason: t.string({ description: 'Why there is no evidence; needed when there is none.' }),
    summary: t.string({ description: 'What was done.' }),
    outcomes: t.stringList({ description: 'What came of it.' }),
    filesCreated: t.stringList({ description: 'Paths of new files.' }),
    filesEdited: t.stringList({ description: 'Paths of changed files.' }),
    expectationResults: t.field({
      type: [ExpectationResultInput],
      description: 'What came of testing the expectations.',
    }),
    issues: t.field({
      type: [DiscoveredIssueInput],
      description: `What turned up during the work, at most ${LIMITS.issuesPerAttemptMax}.`,
    }),
    artifacts: t.field({
      type: [ArtifactInput],
      description: `What is delivered, at most ${LIMITS.artifactsPerAttemptMax}.`,
    }),
    usage: t.field({ type: UsageInput, description: 'What it cost.' }),
    selfScore: t.float({ description: 'The worker’s own score, 1–5.' }),
  }),
});

const text = z.nullish(z.string().check(z.maxLength(LIMITS.evidenceLengthMax)));
const amount = z.number().check(z.minimum(0));

const artifact = z
  .looseObject({ name: z.string().check(z.minLength(1), z.maxLength(LIMITS.titleLengthMax)) })
  .check(
    z.refine(
      ({ text, url, json }) =>
        [text, url, json].filter((part) => part !== null && part !== undefined).length === 1,
      'Exactly one of text, url and json carries the content.',
    ),
  );

/** Ranges of a submission; lengths are in characters. */
export const submissionRule = z.looseObject({
  evidence: text,
  noEvidenceReason: text,
  summary: text,
  outcomes: z.nullish(z.array(z.string().check(z.maxLength(LIMITS.evidenceLengthMax)))),
  expectationResults: z.nullish(z.array(z.looseObject({ position: z.int().check(z.minimum(0)) }))),
  artifacts: z.nullish(z.array(artifact).check(z.maxLength(LIMITS.artifactsPerAttemptMax))),
  usage: z.nullish(z.looseObject({ tokens: z.int().check(z.minimum(0)), costUsd: amount })),
  selfScore: rule.score,
});

export function submissionOf(input: typeof SubmissionInput.$inferInput): Submission {
  const { artifacts, expectationResults, issues, usage, ...rest } = input;
  return {
    ...given(rest),
    outcomes: input.outcomes ?? [],
    filesCreated: input.filesCreated ?? [],
    filesEdited: input.filesEdited ?? [],
    expectationResults: (expectationResults ?? []).map(given),
    issues: issues ?? [],
    artifacts: (artifacts ?? []).map((artifact): NewArtifact => given(artifact)),
    ...(usage && { usage: given(usage) }),
  };
}
