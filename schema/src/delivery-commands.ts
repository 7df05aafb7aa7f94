import type { Delivery as DeliveryOfEngine } from '@muster/core/notify/delivery';
import { parseDeliveryId } from '@muster/core/notify/notify-ids';
import * as z from 'zod/mini';
import { builder } from './builder.ts';
import { channelNamed } from './channel-commands.ts';
import { defineCommand } from './command.ts';
import { principalOf } from './context.ts';
import { Delivery } from './delivery.ts';
import { MISSION_FAILURES } from './error-types.ts';
import { existing } from './errors.ts';
import { given } from './given.ts';
import { idempotencyKeyField, rule } from './input-fields.ts';
import { deliveryShape } from './shapes.ts';

function deliverySuccess(name: string, description: string) {
  return builder.objectRef<DeliveryOfEngine>(name).implement({
    description,
    fields: (t) => ({
      delivery: t.field({
        type: Delivery,
        description: 'The delivery.',
        resolve: (delivery) => deliveryShape(delivery),
      }),
    }),
  });
}

defineCommand('testChannel', {
  description: 'Tells a channel that it works. What comes of it can be seen at the delivery.',
  permission: 'ADMINISTER',
  input: (t) => ({
    channelId: t.id({ required: true, description: '`chn_…`' }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules: z.looseObject({ idempotencyKey: rule.idempotencyKey }),
  success: deliverySuccess('TestChannelSuccess', 'It is on its way.'),
  failures: MISSION_FAILURES,
  run: (context, { channelId, ...input }) =>
    context.engine.testChannel(principalOf(context), { ...given(input), name: channelNamed(channelId) }),
});

defineCommand('redeliver', {
  description:
    'Sends a delivery again that was delivered or given up, with all its tries, under the same id.',
  permission: 'DIRECT',
  input: (t) => ({
    deliveryId: t.id({ required: true, description: '`dlv_…`' }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules: z.looseObject({ idempotencyKey: rule.idempotencyKey }),
  success: deliverySuccess('RedeliverSuccess', 'It is on its way again.'),
  failures: MISSION_FAILURES,
  run: (context, { deliveryId, ...input }) => {
    const delivery = existing(parseDeliveryId(deliveryId), 'delivery', deliveryId);
    return context.engine.redeliver(principalOf(context), { ...given(input), delivery });
  },
});
