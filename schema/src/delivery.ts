import { eventIdOf, parseMissionId } from '@muster/core/ids';
import type { DeliveryStatus } from '@muster/core/lifecycle/delivery-lifecycle';
import { LIMITS } from '@muster/core/limits';
import type { DeliveryFailureCode, TryOutcome, DeliveryTry as TryShape } from '@muster/core/notify/delivery';
import { type Notification, payloadOf } from '@muster/core/notify/notification';
import { deliveryIdOf, parseChannelId, parseDeliveryId } from '@muster/core/notify/notify-ids';
import { Actor } from './actor.ts';
import { builder } from './builder.ts';
import { Channel } from './channel.ts';
import { connectionOf, pageArguments, pageComplexity, pageOf } from './connection.ts';
import { principalOf } from './context.ts';
import { enumOf } from './enums.ts';
import { existing } from './errors.ts';
import { given } from './given.ts';
import { LOADER_OPTIONS, loadBatch } from './loading.ts';
import { Mission } from './mission.ts';
import { SeverityEnum } from './notification-rule.ts';
import { type DeliveryShape, deliveryShape } from './shapes.ts';

const STATUS_TEXT: Record<DeliveryStatus, string> = {
  PENDING: 'It is on its way: tried now, or again later.',
  DELIVERED: 'The receiver has taken it.',
  FAILED: 'It was given up.',
};
const DeliveryStatusEnum = enumOf('DeliveryStatus', 'Where a delivery stands.', STATUS_TEXT);

const FAILURE_TEXT: Record<DeliveryFailureCode, string> = {
  TRIES_SPENT: 'Every try has failed.',
  REFUSED: 'The receiver will never take it.',
  CHANNEL_GONE: 'The receiver is gone for good; its channel was disabled.',
  CHANNEL_DISABLED: 'The channel was disabled.',
  CHANNEL_MISSING: 'There was no such channel.',
  RULE_FAILED: 'The condition of the rule could not be evaluated.',
};
const DeliveryFailureEnum = enumOf('DeliveryFailureCode', 'Why a delivery was given up.', FAILURE_TEXT);

const OUTCOME_TEXT: Record<TryOutcome, string> = {
  DELIVERED: 'The receiver has taken it.',
  RETRY: 'It failed, and may not the next time.',
  GONE: 'The receiver is gone for good.',
  REFUSED: 'The receiver will never take it.',
  LOST: 'The process that tried it ended before it knew.',
};
const TryOutcomeEnum = enumOf('DeliveryTryOutcome', 'What came of a try.', OUTCOME_TEXT);

const SCOPE_TEXT: Record<Notification['scope'], string> = {
  ELEMENT: 'The channels of a checkpoint, a gate or a delay.',
  TASK: 'A rule of the task.',
  MISSION: 'A rule of the mission.',
  WORKSPACE: 'A rule of the workspace.',
  TEST: 'Somebody who tried the channel out.',
};
const ScopeEnum = enumOf('NotificationScope', 'What asked for a delivery.', SCOPE_TEXT);

const DeliveryTry = builder.objectRef<TryShape>('DeliveryTry').implement({
  description: 'One go at a delivery.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When it began.' }),
    durationMs: t.exposeInt('durationMs', {
      nullable: true,
      description: 'How long it took, in milliseconds; null when it was lost.',
    }),
    outcome: t.expose('outcome', { type: TryOutcomeEnum, description: 'What came of it.' }),
    status: t.exposeInt('status', {
      nullable: true,
      description: 'Of the HTTP answer; null where there was none.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'What went wrong; null when nothing did, or nobody knows.',
    }),
  }),
});

/** Takes a shape, or the id of a delivery that is then loaded. */
export const Delivery = builder.loadableObjectRef<DeliveryShape, string>('Delivery', {
  loaderOptions: LOADER_OPTIONS,
  load: (ids, context) =>
    loadBatch(ids, {
      subject: 'delivery',
      parse: parseDeliveryId,
      load: (refs) => context.engine.deliveries(principalOf(context), refs),
      shape: deliveryShape,
    }),
});

Delivery.implement({
  description: `One event on its way to one channel. It is forgotten ${LIMITS.deliveryTtlMs / 86_400_000} days after its last change.`,
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id({
      description: '`dlv_…`, the `webhook-id` of each of its tries.',
      resolve: ({ delivery }) => deliveryIdOf(delivery),
    }),
    status: t.field({
      type: DeliveryStatusEnum,
      description: 'Where it stands.',
      resolve: ({ delivery }) => delivery.status,
    }),
    channelName: t.string({
      description: 'The name of its channel.',
      resolve: ({ delivery }) => delivery.channel,
    }),
    scope: t.field({
      type: ScopeEnum,
      description: 'What asked for it.',
      resolve: ({ delivery }) => delivery.notification.scope,
    }),
    severity: t.field({
      type: SeverityEnum,
      nullable: true,
      description: 'How loud it is; null when the rule says nothing of that.',
      resolve: ({ delivery }) => delivery.notification.severity,
    }),
    eventType: t.string({
      description: 'Type of the event that it tells, or `ChannelTested`.',
      resolve: ({ delivery }) => delivery.notification.type,
    }),
    eventId: t.id({
      nullable: true,
      description: '`evt_…`; null when somebody tried the channel out.',
      resolve: ({ delivery: { notification, missionId, sequence } }) =>
        notification.scope === 'TEST' ? null : eventIdOf(missionId, sequence),
    }),
    occurredAt: t.field({
      type: 'DateTime',
      description: 'When the event occurred.',
      resolve: ({ delivery }) => delivery.notification.occurredAt,
    }),
    mission: t.field({
      type: Mission,
      nullable: true,
      description: 'Of the event; null for a standalone task, and when somebody tried the channel out.',
      resolve: ({ delivery: { notification, missionId } }) =>
        notification.scope === 'TEST' ? null : parseMissionId(missionId),
    }),
    payload: t.field({
      type: 'JSON',
      description: 'What is told, as a webhook gets it; links for deciding are left out.',
      resolve: ({ delivery }) => payloadOf(deliveryIdOf(delivery), delivery.notification),
    }),
  }),
});

/** What became of it. */
builder.objectFields(Delivery, (t) => ({
  createdAt: t.field({
    type: 'DateTime',
    description: 'When it was recorded.',
    resolve: ({ delivery }) => delivery.createdAt,
  }),
  nextTryAt: t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'When it is tried next, or the try under way is taken for lost; null when it is not PENDING.',
    resolve: ({ delivery }) => delivery.nextTryAt,
  }),
  tries: t.field({
    type: [DeliveryTry],
    description: `The latest ${LIMITS.deliveryTriesKept}, oldest first.`,
    resolve: ({ delivery }) => delivery.tries,
  }),
  failureCode: t.field({
    type: DeliveryFailureEnum,
    nullable: true,
    description: 'Why it was given up; null when it was not.',
    resolve: ({ delivery }) => delivery.failure?.code,
  }),
  failureReason: t.string({
    nullable: true,
    description: 'The same in words; null when it was not given up.',
    resolve: ({ delivery }) => delivery.failure?.reason,
  }),
  endedAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'When it was delivered or given up; null while it is PENDING.',
    resolve: ({ delivery }) => delivery.endedAt,
  }),
  redeliveredAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'When somebody sent it again; null when nobody has.',
    resolve: ({ delivery }) => delivery.redeliveredAt,
  }),
  redeliveredBy: t.field({
    type: Actor,
    nullable: true,
    description: 'Who sent it again; null when nobody has.',
    resolve: ({ delivery }) => delivery.redeliveredBy,
  }),
}));

const DeliveryConnection = builder.connectionObject(
  { type: Delivery, name: 'DeliveryConnection', description: 'A page of deliveries.' },
  { name: 'DeliveryEdge', description: 'A delivery in a page.' },
);

function filterArguments() {
  return builder.args((t) => ({
    status: t.field({ type: [DeliveryStatusEnum], description: 'Only those that stand so.' }),
    channelId: t.id({
      description: `Only to this channel; of the newest ${LIMITS.deliveryScanRowsMax} of each status.`,
    }),
  }));
}

function filterOf(args: {
  readonly status?: readonly DeliveryStatus[] | null | undefined;
  readonly channelId?: string | null | undefined;
}) {
  // What is no id of a channel names none: nothing was sent there.
  const channel = args.channelId ? (parseChannelId(args.channelId) ?? '') : undefined;
  return { ...given({ statuses: args.status }), ...(channel === undefined ? {} : { channel }) };
}

builder.queryField('deliveries', (t) =>
  t.field({
    type: DeliveryConnection,
    description: 'What channels of the workspace were to be told, the newest events first.',
    authScopes: { may: 'READ' },
    complexity: pageComplexity,
    args: {
      ...pageArguments(),
      ...filterArguments(),
      missionId: t.arg.id({ description: 'Only of events of this mission.' }),
    },
    resolve: async (_root, args, context) => {
      const missionId = args.missionId
        ? existing(parseMissionId(args.missionId), 'mission', args.missionId)
        : undefined;
      const listed = await context.engine.listDeliveries(principalOf(context), {
        ...pageOf(args, missionId === undefined ? 'DELIVERY' : 'MISSION_DELIVERY'),
        ...filterOf(args),
        ...(missionId === undefined ? {} : { missionId }),
      });
      return connectionOf(listed, args, deliveryShape);
    },
  }),
);

builder.objectField(Mission, 'deliveries', (t) =>
  t.field({
    type: DeliveryConnection,
    description: 'What channels were to be told of events of this mission, the newest events first.',
    complexity: pageComplexity,
    args: { ...pageArguments(), ...filterArguments() },
    resolve: async ({ head }, args, context) => {
      const page = { ...pageOf(args, 'MISSION_DELIVERY'), ...filterOf(args), missionId: head.id };
      const listed = await context.engine.listDeliveries(principalOf(context), page);
      return connectionOf(listed, args, deliveryShape);
    },
  }),
);

builder.objectField(Delivery, 'channel', (t) =>
  t.field({
    type: Channel,
    nullable: true,
    description: 'Its channel as it stands now; null when there is none of that name.',
    resolve: async ({ delivery }, _args, context) => {
      const [channel] = await context.engine.channels(principalOf(context), [delivery.channel]);
      return channel ? { __typename: 'Channel' as const, channel } : null;
    },
  }),
);
