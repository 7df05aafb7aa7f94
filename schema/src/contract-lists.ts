/** What assertions, validations and their rounds hold of each other: lists that are at hand, in pages. */
import type { ValidationRound as Round } from '@muster/core/run/contract';
import { Assertion, withAssertionSpec } from './assertion.ts';
import { builder } from './builder.ts';
import { connectionOf, listedOf, pageArguments, pageComplexity } from './connection.ts';
import { idBeside } from './element.ts';
import { AssertionConnection, TaskConnection } from './run-elements.ts';
import { Validation, ValidationRound, withValidationSpec } from './validation.ts';

builder.objectFields(Assertion, (t) => ({
  tasks: t.field({
    type: TaskConnection,
    description: 'The tasks of the document that say they fulfil it.',
    complexity: pageComplexity,
    args: pageArguments(),
    resolve: (assertion, args, context) =>
      withAssertionSpec(assertion, context, ({ fulfilledBy }) =>
        connectionOf(listedOf(fulfilledBy, args), args, (index) => idBeside(assertion, 'TASK', index)),
      ),
  }),
  remediations: t.field({
    type: TaskConnection,
    description: 'Tasks that were made to mend it, oldest first.',
    complexity: pageComplexity,
    args: pageArguments(),
    resolve: (assertion, args) =>
      connectionOf(listedOf(assertion.node.remediations ?? [], args), args, (index) =>
        idBeside(assertion, 'TASK', index),
      ),
  }),
}));

builder.objectField(Validation, 'assertions', (t) =>
  t.field({
    type: AssertionConnection,
    description: 'What it validates, in the order of the contract.',
    complexity: pageComplexity,
    args: pageArguments(),
    resolve: (validation, args, context) =>
      withValidationSpec(validation, context, ({ assertions }) =>
        connectionOf(listedOf(assertions, args), args, (index) => idBeside(validation, 'ASSERTION', index)),
      ),
  }),
);

addList('asked', 'What was to be found out.');
addList('passing', 'What was found to be true; none while it is under way.');
addList('failing', 'What was found not to be true; none while it is under way.');
addList('waived', 'What a person had waived by its end; none while it is under way.');

function addList(
  name: keyof Round & ('asked' | 'passing' | 'failing' | 'waived'),
  description: string,
): void {
  builder.objectField(ValidationRound, name, (t) =>
    t.field({
      type: AssertionConnection,
      description,
      complexity: pageComplexity,
      args: pageArguments(),
      resolve: ({ round, ref }, args) =>
        connectionOf(listedOf(round[name] ?? [], args), args, (index) =>
          idBeside({ ref }, 'ASSERTION', index),
        ),
    }),
  );
}
