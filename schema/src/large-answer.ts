import { builder } from './builder.ts';
import { principalOf } from './context.ts';

builder.queryField('largeAnswer', (t) =>
  t.field({
    type: 'JSON',
    nullable: true,
    description:
      'An answer that was too large for a message to a WebSocket, `data` and `errors` together. The error that came ' +
      'instead has its id as `answerId`. Null when it was never kept, or more than an hour ago.',
    authScopes: { may: 'READ' },
    complexity: { field: 100 },
    args: { id: t.arg.string({ required: true, description: '`answerId` of the error.' }) },
    resolve: (_root, { id }, context) => context.engine.largeAnswer(principalOf(context), id),
  }),
);
