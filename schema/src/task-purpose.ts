import type { NodeRef } from '@muster/core/ids';
import type { TaskPurpose as Purpose } from '@muster/core/run/contract';
import { Assertion } from './assertion.ts';
import { builder } from './builder.ts';
import { idBeside } from './element.ts';
import { enumOf } from './enums.ts';
import { Task } from './task.ts';
import { Validation } from './validation.ts';

const PURPOSE_TEXT: Record<Purpose['kind'], string> = {
  VALIDATION: 'To find out which assertions are true: report each of them, then complete it.',
  REMEDIATION: 'To mend what was found not to be true.',
};
export const TaskPurposeKindEnum = enumOf(
  'TaskPurposeKind',
  'What the contract has asked for a task for.',
  PURPOSE_TEXT,
);

interface PurposeShape {
  readonly purpose: Purpose;
  readonly ref: NodeRef;
}

const TaskPurpose = builder.objectRef<PurposeShape>('TaskPurpose').implement({
  description: 'What the contract has asked for a task for that stands in no document.',
  fields: (t) => ({
    kind: t.field({
      type: TaskPurposeKindEnum,
      description: 'To validate, or to mend.',
      resolve: ({ purpose }) => purpose.kind,
    }),
    round: t.int({
      description: 'Number of the round of validation.',
      resolve: ({ purpose }) => purpose.round,
    }),
    validation: t.field({
      type: Validation,
      description: 'What is validated, with its assertions.',
      resolve: ({ purpose, ref }) => idBeside({ ref }, 'VALIDATION', purpose.validation),
    }),
    assertion: t.field({
      type: Assertion,
      nullable: true,
      description: 'What is to be mended; null for a validation.',
      resolve: ({ purpose, ref }) =>
        purpose.kind === 'REMEDIATION' ? idBeside({ ref }, 'ASSERTION', purpose.assertion) : null,
    }),
    origin: t.field({
      type: Task,
      nullable: true,
      description: 'The task that was to fulfil it; null for a validation, and when none was.',
      resolve: ({ purpose, ref }) =>
        purpose.kind === 'REMEDIATION' && purpose.origin !== undefined
          ? idBeside({ ref }, 'TASK', purpose.origin)
          : null,
    }),
  }),
});

builder.objectField(Task, 'purpose', (t) =>
  t.field({
    type: TaskPurpose,
    nullable: true,
    description: 'What the contract asked for it for; null for a task that somebody has planned.',
    resolve: ({ node, ref }) => node.purpose && { purpose: node.purpose, ref },
  }),
);
