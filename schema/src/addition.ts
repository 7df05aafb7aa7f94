/** What was added to a run after its launch. */
import { type NodeKind, nodeIdOf, type RunRef } from '@muster/core/ids';
import type { RunAddition as AdditionShape } from '@muster/core/run/addition';
import { Actor } from './actor.ts';
import { builder } from './builder.ts';
import { connectionOf, pageArguments, pageComplexity, pageOf } from './connection.ts';
import { principalOf } from './context.ts';
import { Run } from './run.ts';

const RunAddition = builder
  .objectRef<{ readonly ref: RunRef; readonly addition: AdditionShape }>('RunAddition')
  .implement({
    description: 'Tasks, elements or dependencies that an open run was given.',
    fields: (t) => ({
      number: t.int({
        description: 'From 1 within the run; the event RUN_GROWN names it.',
        resolve: ({ addition }) => addition.number,
      }),
      addedAt: t.field({
        type: 'DateTime',
        description: 'When.',
        resolve: ({ addition }) => addition.addedAt,
      }),
      addedBy: t.field({ type: Actor, description: 'Who.', resolve: ({ addition }) => addition.addedBy }),
      addedIds: t.idList({
        description:
          'Ids of what is new: tasks, checkpoints, quality gates, delays, each in the order of the input.',
        resolve: ({ ref, addition }) =>
          kindsOf(addition).map((kind, offset) =>
            nodeIdOf(kind, { ...ref, index: addition.firstIndex + offset }),
          ),
      }),
      input: t.field({
        type: 'JSON',
        description:
          'What was asked for: `tasks`, `checkpoints`, `qualityGates` and `delays` as in a document, and `dependencies`: ' +
          'what waits (`kind`, `name`) for which task (`dependsOn`).',
        resolve: ({ addition }) => addition.input,
      }),
    }),
  });

function kindsOf({ input }: AdditionShape): readonly NodeKind[] {
  const { tasks = [], checkpoints = [], qualityGates = [], delays = [] } = input;
  return [
    ...tasks.map(() => 'TASK' as const),
    ...checkpoints.map(() => 'CHECKPOINT' as const),
    ...qualityGates.map(() => 'GATE' as const),
    ...delays.map(() => 'DELAY' as const),
  ];
}

const RunAdditionConnection = builder.connectionObject(
  { type: RunAddition, name: 'RunAdditionConnection', description: 'A page of what was added to a run.' },
  { name: 'RunAdditionEdge', description: 'One addition in a page.' },
);

builder.objectField(Run, 'additions', (t) =>
  t.field({
    type: RunAdditionConnection,
    description: 'What it was given after its launch, in order. The document stays as it is.',
    complexity: pageComplexity,
    args: pageArguments(),
    resolve: async ({ ref }, args, context) => {
      const listed = await context.engine.listAdditions(principalOf(context), {
        ...pageOf(args, 'ADDITION'),
        ...ref,
      });
      return connectionOf(listed, args, (addition) => ({ ref, addition }));
    },
  }),
);
