import { parseNodeId, parseWorkspaceId } from '@muster/core/ids';
import { instantOf } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { channelIdOf, deliveryIdOf } from '@muster/core/notify/notify-ids';
import type { Mail } from '@muster/engine/ports/mailer';
import type { ChannelTarget, OutgoingDelivery } from '@muster/engine/ports/notifier';
import { createNotifier } from '@muster/notify/create-notifier';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aReceiver, type Receiver } from './a-receiver.ts';

const SECRETS = [`whsec_${Buffer.from('a secret that is used in tests').toString('base64')}`];
const OPENED = instantOf(1_790_000_000_000);
const links = { urlFor: () => 'https://muster.example/approve?t=abc', read: () => undefined };

function aDelivery(channel: ChannelTarget, hasApproval = false): OutgoingDelivery {
  const workspaceId = parseWorkspaceId('ws_test');
  const checkpoint = parseNodeId('CHECKPOINT', 'chk_01JZZZZZZZZZZZZZZZZZZZZZZZ_1_3');
  if (!workspaceId || !checkpoint) throw new Error('these are ids');
  const channelId = channelIdOf('rita');
  const approval = { workspaceId, checkpoint, openedAt: OPENED, actsFor: 'rita', channelId };
  return {
    id: deliveryIdOf({ missionId: checkpoint.missionId, sequence: 7, channel: 'rita' }),
    occurredAt: OPENED,
    channel,
    payload: { v: 1, links: { action: 'https://example.com/' } },
    notice: { title: 'A decision is needed', lines: ['Ship it?'], link: 'https://muster.example/' },
    ...(hasApproval ? { approval } : {}),
  };
}

let receiver: Receiver;
beforeEach(async () => {
  receiver = await aReceiver();
});
afterEach(() => receiver.close());

const lenient = { now: Date.now, allowsPrivate: true };

describe('the notifier', () => {
  it('sends to a webhook what it is given, letter by letter', async () => {
    const delivery = aDelivery({ kind: 'WEBHOOK', url: receiver.url, secrets: SECRETS });

    expect(await createNotifier(lenient).deliver(delivery)).toMatchObject({ kind: 'DELIVERED' });

    expect(receiver.received[0]?.body).toBe(JSON.stringify(delivery.payload));
    expect(receiver.received[0]?.headers['webhook-id']).toBe(delivery.id);
  });

  it('adds the link that decides, where somebody can decide by one', async () => {
    const notifier = createNotifier({ ...lenient, links });

    await notifier.deliver(aDelivery({ kind: 'WEBHOOK', url: receiver.url, secrets: SECRETS }, true));
    await notifier.deliver(aDelivery({ kind: 'SLACK', url: receiver.url }, true));

    const [webhook, slack] = receiver.received.map(({ body }) => JSON.parse(body));
    expect(webhook.links).toEqual({ action: 'https://example.com/', approve: links.urlFor() });
    expect(JSON.stringify(slack.blocks)).toContain(links.urlFor());
  });

  it('adds none where links are not set up', async () => {
    const delivery = aDelivery({ kind: 'WEBHOOK', url: receiver.url, secrets: SECRETS }, true);

    await createNotifier(lenient).deliver(delivery);

    expect(receiver.received[0]?.body).toBe(JSON.stringify(delivery.payload));
  });

  it('hands mail to whoever sends mail', async () => {
    const mails: Mail[] = [];
    const mailer = {
      send: async (mail: Mail) => {
        mails.push(mail);
        return { kind: 'DELIVERED' } as const;
      },
    };
    const delivery = aDelivery({ kind: 'EMAIL', to: ['rita@example.com'] }, true);

    expect(await createNotifier({ ...lenient, mailer, links }).deliver(delivery)).toEqual({
      kind: 'DELIVERED',
    });

    expect(mails).toMatchObject([
      { id: delivery.id, to: ['rita@example.com'], subject: 'A decision is needed' },
    ]);
    expect(mails[0]?.text).toContain(links.urlFor());
  });

  it('refuses mail where no way to send it is set up', async () => {
    const delivery = aDelivery({ kind: 'EMAIL', to: ['rita@example.com'] });

    expect(await createNotifier(lenient).deliver(delivery)).toMatchObject({ kind: 'REFUSED' });
  });

  it('reaches nothing private unless it is told to', async () => {
    const delivery = aDelivery({ kind: 'SLACK', url: receiver.url });

    expect(await createNotifier({ now: Date.now }).deliver(delivery)).toMatchObject({ kind: 'REFUSED' });
    expect(receiver.connectionCount()).toBe(0);
  });

  it('answers a printable reason of bounded length, even when a way out breaks (N1, N3)', async () => {
    const delivery = aDelivery({ kind: 'EMAIL', to: ['rita@example.com'] });
    const long = { send: async () => ({ kind: 'RETRY', reason: `a\n\u0000b${'c'.repeat(9_999)}` }) as const };
    const broken = { send: () => Promise.reject(new Error('the secret is hunter2')) };

    const [cut, thrown] = await Promise.all(
      [long, broken].map((mailer) => createNotifier({ ...lenient, mailer }).deliver(delivery)),
    );

    expect(cut).toMatchObject({ kind: 'RETRY', reason: expect.stringMatching(/^a bc+…$/) });
    expect([...JSON.parse(JSON.stringify(cut)).reason]).toHaveLength(LIMITS.deliveryReasonLengthMax);
    expect(thrown).toEqual({ kind: 'RETRY', reason: 'It could not be sent for a reason of ours.' });
  });
});
