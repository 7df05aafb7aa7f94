/**
 * `node` and `nodes`: the prefix of an id says what it names, see `@muster/core/ids`. What names nothing in the
 * caller's workspace, malformed ids included, answers null.
 */
import { LIMITS } from '@muster/core/limits';
import type DataLoader from 'dataloader';
import { loadArtifact } from './artifact.ts';
import { Assertion } from './assertion.ts';
import { Attempt } from './attempt.ts';
import { builder } from './builder.ts';
import { Channel } from './channel.ts';
import { Checkpoint } from './checkpoint.ts';
import type { GraphContext } from './context.ts';
import { DeadLetter } from './dead-letter.ts';
import { Delay } from './delay.ts';
import { Delivery } from './delivery.ts';
import { failure, NotFoundFailure } from './errors.ts';
import { loadEvent } from './event.ts';
import { Milestone } from './milestone.ts';
import { Mission } from './mission.ts';
import { QualityGate } from './quality-gate.ts';
import { loadReportById } from './report.ts';
import { Run } from './run.ts';
import { Task } from './task.ts';
import { Validation } from './validation.ts';

type Load = (id: string, context: GraphContext) => Promise<object | undefined>;

const LOAD_BY_PREFIX: ReadonlyMap<string, Load> = new Map<string, Load>([
  ['mis', batched(Mission.getDataloader)],
  ['run', batched(Run.getDataloader)],
  ['tsk', batched(Task.getDataloader)],
  ['chk', batched(Checkpoint.getDataloader)],
  ['gat', batched(QualityGate.getDataloader)],
  ['dly', batched(Delay.getDataloader)],
  ['dlt', batched(DeadLetter.getDataloader)],
  ['chn', batched(Channel.getDataloader)],
  ['dlv', batched(Delivery.getDataloader)],
  ['mst', batched(Milestone.getDataloader)],
  ['ast', batched(Assertion.getDataloader)],
  ['val', batched(Validation.getDataloader)],
  ['att', batched(Attempt.getDataloader)],
  ['art', loadArtifact],
  ['evt', loadEvent],
  ['rep', loadReportById],
]);

builder.queryField('node', (t) =>
  t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description: 'Anything by its id; null when there is nothing with it.',
    authScopes: { may: 'READ' },
    args: { id: t.arg.id({ required: true, description: 'An id of whatever kind.' }) },
    resolve: (_root, { id }, context) => load(id, context),
  }),
);

builder.queryField('nodes', (t) =>
  t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    description: 'Many things by their ids, in the order of the ids; null where there is nothing.',
    authScopes: { may: 'READ' },
    complexity: ({ ids }) => ({ field: 1, multiplier: ids.length }),
    args: {
      ids: t.arg.idList({
        required: true,
        description: `Ids of whatever kinds, at most ${LIMITS.pageSizeMax}.`,
      }),
    },
    resolve: (_root, { ids }, context) => {
      if (ids.length > LIMITS.pageSizeMax) {
        const detail = { limit: 'pageSizeMax', max: LIMITS.pageSizeMax, actual: ids.length } as const;
        throw failure({ code: 'LIMIT_EXCEEDED', path: ['ids'], detail });
      }
      return Promise.all(ids.map((id) => load(id, context)));
    },
  }),
);

async function load(id: string, context: GraphContext): Promise<object | null> {
  return (await LOAD_BY_PREFIX.get(id.slice(0, 3))?.(id, context)) ?? null;
}

function batched<T extends object>(loaderOf: (context: GraphContext) => DataLoader<string, T, string>): Load {
  return async (id, context) => {
    const [found] = await loaderOf(context).loadMany([id]);
    if (found instanceof NotFoundFailure) return undefined;
    if (found instanceof Error) throw found;
    return found;
  };
}
