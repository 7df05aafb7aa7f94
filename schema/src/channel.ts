import type { ChannelStatus } from '@muster/core/lifecycle/channel-lifecycle';
import { LIMITS } from '@muster/core/limits';
import { type ChannelKind, shownTarget } from '@muster/core/notify/channel';
import { channelIdOf, parseChannelId } from '@muster/core/notify/notify-ids';
import { Actor } from './actor.ts';
import { builder } from './builder.ts';
import { principalOf } from './context.ts';
import { enumOf } from './enums.ts';
import { LOADER_OPTIONS, loadBatch } from './loading.ts';
import { type ChannelShape, channelShape } from './shapes.ts';

const KIND_TEXT: Record<ChannelKind, string> = {
  WEBHOOK: 'An address that takes signed requests, as Standard Webhooks has them.',
  SLACK: 'An incoming webhook of Slack.',
  EMAIL: 'Addresses for mail.',
};
export const ChannelKindEnum = enumOf('ChannelKind', 'How a channel reaches somebody.', KIND_TEXT);

const STATUS_TEXT: Record<ChannelStatus, string> = {
  ENABLED: 'It takes what it is to be told.',
  DISABLED: 'What it is to be told fails, and can be sent again later.',
};
const ChannelStatusEnum = enumOf('ChannelStatus', 'Where a channel stands.', STATUS_TEXT);

/** Takes a shape, or the id of a channel that is then loaded. */
export const Channel = builder.loadableObjectRef<ChannelShape, string>('Channel', {
  loaderOptions: LOADER_OPTIONS,
  load: (ids, context) =>
    loadBatch(ids, {
      subject: 'channel',
      parse: parseChannelId,
      load: (names) => context.engine.channels(principalOf(context), names),
      shape: channelShape,
    }),
});

Channel.implement({
  description: 'A named way to somebody outside, for notifications. Its secrets are never shown.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id({ description: '`chn_…`', resolve: ({ channel }) => channelIdOf(channel.name) }),
    name: t.string({
      description: 'What documents and rules call it.',
      resolve: ({ channel }) => channel.name,
    }),
    kind: t.field({
      type: ChannelKindEnum,
      description: 'How it reaches somebody.',
      resolve: ({ channel }) => channel.target.kind,
    }),
    status: t.field({
      type: ChannelStatusEnum,
      description: 'Where it stands.',
      resolve: ({ channel }) => channel.status,
    }),
    address: t.string({
      description:
        'Where it leads: of a hook its host only, since the rest may be a secret; the addresses for mail.',
      resolve: ({ channel }) => shownTarget(channel.target),
    }),
    actsFor: t.string({
      nullable: true,
      description: 'The person in whose name links in it decide; null when it has no such links.',
      resolve: ({ channel }) => channel.actsFor,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: ({ channel }) => channel.createdAt,
    }),
    createdBy: t.field({
      type: Actor,
      description: 'Who made it.',
      resolve: ({ channel }) => channel.createdBy,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'When it was changed last.',
      resolve: ({ channel }) => channel.updatedAt,
    }),
    disabledAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was disabled; null while it is ENABLED.',
      resolve: ({ channel }) => channel.disabled?.at,
    }),
    disabledBy: t.field({
      type: Actor,
      nullable: true,
      description: 'Who disabled it, the engine itself when its receiver is gone; null while it is ENABLED.',
      resolve: ({ channel }) => channel.disabled?.by,
    }),
    disabledReason: t.string({
      nullable: true,
      description: 'Why it was disabled; null while it is ENABLED.',
      resolve: ({ channel }) => channel.disabled?.reason,
    }),
  }),
});

builder.queryField('channels', (t) =>
  t.field({
    type: [Channel],
    description: `The channels of the workspace, by name: at most ${LIMITS.channelsPerWorkspaceMax}.`,
    authScopes: { may: 'READ' },
    resolve: async (_root, _args, context) => {
      const channels = await context.engine.listChannels(principalOf(context));
      return channels.map(channelShape);
    },
  }),
);
