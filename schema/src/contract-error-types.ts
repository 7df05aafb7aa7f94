/** The GraphQL types of failures that are about contracts. */
import { builder } from './builder.ts';
import { Coverage } from './coverage.ts';
import { ErrorInterface } from './error-types.ts';
import {
  AssertionsUnreportedFailure,
  ContractNotCoveredFailure,
  ImplementerCannotValidateFailure,
} from './errors.ts';

builder.objectType(ContractNotCoveredFailure, {
  name: 'ContractNotCoveredError',
  description:
    'Assertions of the contract are not claimed as its policy wants it, and the policy is to BLOCK. Nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    coverage: t.field({
      type: Coverage,
      description: 'Which tasks fulfil which assertions.',
      resolve: ({ domain }) => domain.detail.coverage,
    }),
  }),
});

builder.objectType(AssertionsUnreportedFailure, {
  name: 'AssertionsUnreportedError',
  description: 'A validation is completed when each of its assertions is reported. Nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    attemptId: t.id({ description: 'The attempt.', resolve: ({ domain }) => domain.detail.attemptId }),
    assertions: t.stringList({
      description: 'Those of which nothing was said in this round, by their ids in the contract.',
      resolve: ({ domain }) => [...domain.detail.assertionIds],
    }),
  }),
});

builder.objectType(ImplementerCannotValidateFailure, {
  name: 'ImplementerCannotValidateError',
  description: 'Who worked at what is to fulfil an assertion may not say that it is passing.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    assertionId: t.id({
      description: 'The assertion.',
      resolve: ({ domain }) => domain.detail.assertionId,
    }),
    actor: t.string({ description: 'Who asked.', resolve: ({ domain }) => domain.detail.actor }),
  }),
});
