import { LIMITS } from '@muster/core/limits';
import { parseChannelId } from '@muster/core/notify/notify-ids';
import type { ChannelAnswer } from '@muster/engine/notify/channel-commands';
import * as z from 'zod/mini';
import { builder } from './builder.ts';
import { Channel, ChannelKindEnum } from './channel.ts';
import { defineCommand } from './command.ts';
import { principalOf } from './context.ts';
import { COMMON_FAILURES } from './error-types.ts';
import { existing } from './errors.ts';
import { given } from './given.ts';
import { idempotencyKeyField, rule } from './input-fields.ts';
import { channelShape } from './shapes.ts';

type InputBuilder = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0];

const CHANGED = 'Repeating it changes nothing.';

/** Where a channel leads; each kind knows some of them. */
function targetFields(t: InputBuilder) {
  return {
    url: t.string({
      description: 'Of a WEBHOOK or SLACK: an https address that all the world can reach.',
    }),
    secret: t.string({
      description: 'Of a WEBHOOK: `whsec_` and 24 to 64 bytes in base64. It is never shown again.',
    }),
    to: t.stringList({
      description: `Of an EMAIL: 1 to ${LIMITS.channelAddressesMax} addresses.`,
    }),
    actsFor: t.string({
      description:
        'Name of the person in whose name links in this channel decide about checkpoints: it has to lead to that ' +
        'person alone. Whoever gets the link can decide as that person could.',
    }),
  };
}

const targetRules = {
  url: z.nullish(z.string().check(z.maxLength(LIMITS.targetUrlLengthMax))),
  secret: z.nullish(z.string().check(z.maxLength(LIMITS.nameLengthMax))),
  to: z.nullish(z.array(z.string()).check(z.maxLength(LIMITS.channelAddressesMax))),
  actsFor: z.nullish(z.string().check(z.maxLength(LIMITS.nameLengthMax))),
};

function onChannel(t: InputBuilder) {
  return { channelId: t.id({ required: true, description: '`chn_…`' }) };
}

/** The channel that an id names. Throws NOT_FOUND for what is no such id. */
export function channelNamed(channelId: string): string {
  return existing(parseChannelId(channelId), 'channel', channelId);
}

function channelSuccess(name: string, description: string) {
  return builder.objectRef<ChannelAnswer>(name).implement({
    description,
    fields: (t) => ({
      channel: t.field({
        type: Channel,
        description: 'The channel.',
        resolve: ({ channel }) => channelShape(channel),
      }),
    }),
  });
}

/** Of commands that may make a secret. */
function secretSuccess(name: string, description: string) {
  const success = channelSuccess(name, description);
  builder.objectField(success, 'newSecret', (t) =>
    t.string({
      nullable: true,
      description:
        'What its webhooks are signed with. It is shown now and never again; null when none was made.',
      resolve: ({ newSecret }) => newSecret,
    }),
  );
  return success;
}

defineCommand('createChannel', {
  description:
    'Makes a channel. A webhook without a secret gets one. What is made anew shows no secret twice.',
  permission: 'ADMINISTER',
  input: (t) => ({
    name: t.string({
      required: true,
      description: 'What documents and rules call it: up to 63 letters, digits and hyphens.',
    }),
    kind: t.field({ type: ChannelKindEnum, required: true, description: 'How it reaches somebody.' }),
    ...targetFields(t),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules: z.looseObject({ name: rule.name, idempotencyKey: rule.idempotencyKey, ...targetRules }),
  success: secretSuccess('CreateChannelSuccess', 'The channel is made.'),
  failures: COMMON_FAILURES,
  run: (context, input) => context.engine.createChannel(principalOf(context), given(input)),
});

defineCommand('updateChannel', {
  description: `Says anew what is given, and leaves the rest. ${CHANGED}`,
  permission: 'ADMINISTER',
  input: (t) => ({
    ...onChannel(t),
    ...targetFields(t),
    isSecretNew: t.boolean({
      description: 'Makes a new secret for a WEBHOOK; the former one signs along until there is a third.',
    }),
  }),
  rules: z.looseObject(targetRules),
  success: secretSuccess('UpdateChannelSuccess', 'The channel is changed.'),
  failures: COMMON_FAILURES,
  run: (context, { channelId, ...input }) =>
    context.engine.updateChannel(principalOf(context), { ...given(input), name: channelNamed(channelId) }),
});

defineCommand('enableChannel', {
  description: `Lets a channel be told again. ${CHANGED}`,
  permission: 'ADMINISTER',
  input: onChannel,
  success: channelSuccess('EnableChannelSuccess', 'The channel is ENABLED.'),
  failures: COMMON_FAILURES,
  run: (context, { channelId }) =>
    context.engine.enableChannel(principalOf(context), { name: channelNamed(channelId) }),
});

defineCommand('disableChannel', {
  description: `Lets what a channel is to be told fail, until it is enabled. ${CHANGED}`,
  permission: 'ADMINISTER',
  input: (t) => ({ ...onChannel(t), reason: t.string({ description: 'Why.' }) }),
  rules: z.looseObject({ reason: rule.text }),
  success: channelSuccess('DisableChannelSuccess', 'The channel is DISABLED.'),
  failures: COMMON_FAILURES,
  run: (context, { channelId, ...input }) =>
    context.engine.disableChannel(principalOf(context), { ...given(input), name: channelNamed(channelId) }),
});

defineCommand('deleteChannel', {
  description: 'Ends a channel. What is on its way to it fails.',
  permission: 'ADMINISTER',
  input: onChannel,
  success: channelSuccess('DeleteChannelSuccess', 'The channel is no more.'),
  failures: COMMON_FAILURES,
  run: (context, { channelId }) =>
    context.engine.deleteChannel(principalOf(context), { name: channelNamed(channelId) }),
});
