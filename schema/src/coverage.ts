import type {
  AssertionCoverage as AssertionShape,
  Coverage as CoverageShape,
} from '@muster/core/document/coverage';
import type {
  ClaimPolicy,
  ContractPolicy as PolicyShape,
  UnclaimedPolicy,
} from '@muster/core/document/document';
import { builder } from './builder.ts';
import { enumOf } from './enums.ts';

const UNCLAIMED_POLICY_TEXT: Record<UnclaimedPolicy, string> = {
  WARN: 'The mission can be launched all the same.',
  BLOCK: 'The mission can’t leave PLANNING, nor be launched or scheduled.',
};
const UnclaimedPolicyEnum = enumOf(
  'UnclaimedPolicy',
  'What an assertion does that isn’t claimed as it should be.',
  UNCLAIMED_POLICY_TEXT,
);

const CLAIM_POLICY_TEXT: Record<ClaimPolicy, string> = {
  AT_LEAST_ONE: 'One task or more.',
  EXACTLY_ONE: 'One task, and no other.',
};
const ClaimPolicyEnum = enumOf(
  'ClaimPolicy',
  'How many tasks are to fulfil an assertion.',
  CLAIM_POLICY_TEXT,
);

const ContractPolicy = builder.objectRef<PolicyShape>('ContractPolicy').implement({
  description: 'What a document expects of its validation contract.',
  fields: (t) => ({
    unclaimed: t.expose('unclaimed', {
      type: UnclaimedPolicyEnum,
      description: 'What an assertion does that isn’t claimed as it should be; WARN unless told.',
    }),
    claims: t.expose('claims', {
      type: ClaimPolicyEnum,
      description: 'How many tasks are to fulfil each assertion; AT_LEAST_ONE unless told.',
    }),
    maxRounds: t.exposeInt('maxRounds', {
      description: 'Rounds of validation before a person is asked, 1–10; 3 unless told.',
    }),
  }),
});

const AssertionCoverage = builder.objectRef<AssertionShape>('AssertionCoverage').implement({
  description: 'Which tasks are to make an assertion true.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'For example VAL-AUTH-001.' }),
    tasks: t.exposeStringList('tasks', { description: 'Keys of the tasks.' }),
  }),
});

export const Coverage = builder.objectRef<CoverageShape>('Coverage').implement({
  description: 'How well tasks cover the validation contract.',
  fields: (t) => ({
    assertions: t.field({
      type: [AssertionCoverage],
      description: 'All assertions of the contract.',
      resolve: (coverage) => coverage.assertions,
    }),
    unclaimed: t.exposeStringList('unclaimed', { description: 'Assertions that no task fulfils.' }),
    multiClaimed: t.exposeStringList('multiClaimed', {
      description: 'Assertions that several tasks fulfil.',
    }),
    unknown: t.exposeStringList('unknown', {
      description: 'What tasks claim to fulfil and the contract lacks: a problem of the document.',
    }),
    percent: t.exposeInt('percent', {
      description: 'Share of assertions with at least one task, 0–100; 100 for an empty contract.',
    }),
    policy: t.field({
      type: ContractPolicy,
      description: 'What the document expects.',
      resolve: ({ policy }) => policy,
    }),
    isSufficient: t.exposeBoolean('isSufficient', {
      description: 'Whether every assertion is claimed as the policy wants it.',
    }),
  }),
});
