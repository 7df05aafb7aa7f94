/** The lists of a run: one connection for each kind of element, in the order of the document. */
import type { NodeKind } from '@muster/core/ids';
import type { NodeOf } from '@muster/core/run/node';
import type { ObjectRef } from '@pothos/core';
import { Assertion } from './assertion.ts';
import { builder, type SchemaTypes } from './builder.ts';
import { Checkpoint } from './checkpoint.ts';
import { connectionOf, pageArguments, pageComplexity, pageOf } from './connection.ts';
import { principalOf } from './context.ts';
import { Delay } from './delay.ts';
import { Milestone } from './milestone.ts';
import { QualityGate } from './quality-gate.ts';
import { Run } from './run.ts';
import type { NodeShape } from './shapes.ts';
import { Task } from './task.ts';
import { Validation } from './validation.ts';

interface ElementList<Kind extends NodeKind, Name extends string> {
  readonly field: string;
  readonly kind: Kind;
  readonly name: Name;
  /** As descriptions call one of them. */
  readonly noun: string;
  readonly type: ObjectRef<
    PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>,
    NodeShape<Kind, Name> | string,
    NodeShape<Kind, Name>
  >;
}

export const TaskConnection = addList({
  field: 'tasks',
  kind: 'TASK',
  name: 'Task',
  noun: 'task',
  type: Task,
});
addList({
  field: 'checkpoints',
  kind: 'CHECKPOINT',
  name: 'Checkpoint',
  noun: 'checkpoint',
  type: Checkpoint,
});
addList({
  field: 'qualityGates',
  kind: 'GATE',
  name: 'QualityGate',
  noun: 'quality gate',
  type: QualityGate,
});
addList({ field: 'delays', kind: 'DELAY', name: 'Delay', noun: 'delay', type: Delay });
addList({ field: 'milestones', kind: 'MILESTONE', name: 'Milestone', noun: 'milestone', type: Milestone });
export const AssertionConnection = addList({
  field: 'assertions',
  kind: 'ASSERTION',
  name: 'Assertion',
  noun: 'assertion',
  type: Assertion,
});
addList({
  field: 'validations',
  kind: 'VALIDATION',
  name: 'Validation',
  noun: 'validation',
  type: Validation,
});

function addList<Kind extends NodeKind, Name extends string>(list: ElementList<Kind, Name>) {
  const connection = builder.connectionObject(
    { type: list.type, name: `${list.name}Connection`, description: `A page of ${list.noun}s.` },
    { name: `${list.name}Edge`, description: `${withArticle(list.noun)} in a page.` },
  );
  builder.objectField(Run, list.field, (t) =>
    t.field({
      type: connection,
      description: `Its ${list.noun}s, in the order of the document.`,
      complexity: pageComplexity,
      args: pageArguments(),
      resolve: async ({ ref }, args, context) => {
        const page = { ...pageOf(args, 'NUMBER'), ...ref, kind: list.kind };
        const listed = await context.engine.listNodes(principalOf(context), page);
        const shape = (node: (typeof listed.items)[number]['node']): NodeShape<Kind, Name> => ({
          __typename: list.name,
          ref: { ...ref, index: node.index },
          // The engine lists nodes of the kind that was asked for.
          node: node as NodeOf<Kind>,
        });
        return connectionOf(listed, args, shape);
      },
    }),
  );
  return connection;
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'An' : 'A'} ${noun}`;
}
