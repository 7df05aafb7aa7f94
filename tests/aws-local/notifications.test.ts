/** Rules, the stream, the queue, the function and real webhooks, as on AWS; receivers are on loopback. */

import type { ServerResponse } from 'node:http';
import { parseWorkspaceId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import { parseDeliveryId } from '@muster/core/notify/notify-ids';
import { createEngine } from '@muster/engine/create-engine';
import type { Engine } from '@muster/engine/engine';
import { createFeedHub } from '@muster/engine/feed-hub';
import type { Principal } from '@muster/engine/principal';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answering, aReceiver, type Received, type Receiver } from '../notify/a-receiver.ts';
import { verifiedPayload } from '../notify/a-verified-payload.ts';
import { describeOnLocalCloud } from './a-local-cloud.ts';
import { launch, statusOf, workOff } from './work-in-the-cloud.ts';

const SECRET = `whsec_${Buffer.from('a secret of at least 24 bytes').toString('base64')}`;
const TIME_LIMIT_MS = 60_000;
/** Fewer than the local run has pollers for a queue. */
const PLACES = LIMITS.deliveriesPerChannelMax;

/** A checkpoint after one task of this specialty, told to one channel. */
function aDocument(specialty: string, channel: string): object {
  return {
    tasks: [
      { title: 'First', specialty },
      { title: 'Then', specialty },
    ],
    checkpoints: [
      {
        name: 'Go',
        afterTasks: ['First'],
        blocksTasks: ['Then'],
        message: 'Ship it?',
        notifyChannels: [channel],
      },
    ],
  };
}

describeOnLocalCloud(
  'notifications of a stage of AWS on this machine',
  (under) => {
    let receiver: Receiver;
    let engine: Engine;
    let owner: Principal;

    beforeAll(async () => {
      receiver = await aReceiver();
      const { committingOf } = await import('@muster/functions/wiring');
      engine = createEngine(committingOf().context, createFeedHub());
      const workspaceId = parseWorkspaceId('ws_test');
      if (!workspaceId) throw new Error('this is a workspace');
      owner = { workspaceId, actor: { kind: 'USER', name: 'olga' }, role: 'OWNER' };
    });
    afterAll(() => receiver.close());

    async function aChannel(name: string, path: string, more: object = {}) {
      const url = new URL(path, receiver.url).href;
      const made = await engine.createChannel(owner, { name, kind: 'WEBHOOK', url, secret: SECRET, ...more });
      if (!made.ok) throw new Error(JSON.stringify(made.error));
    }

    function receivedAt(path: string): readonly Received[] {
      return receiver.received.filter((one) => one.path === path);
    }

    async function deliveryOf(received: Received | undefined) {
      const ref = parseDeliveryId(String(received?.headers['webhook-id']));
      return ref && (await engine.deliveries(owner, [ref]))[0];
    }

    it(
      'tell of a checkpoint that opened, signed, and let its person decide by the link',
      async () => {
        await aChannel('rita', '/rita', { actsFor: 'rita' });
        const missionId = await launch(under(), aDocument('asked', 'rita'));
        await workOff(under(), 'asked', 1);

        await expect.poll(() => receivedAt('/rita').length, { timeout: TIME_LIMIT_MS }).toBe(1);
        const [received] = receivedAt('/rita');
        const { payload, approve: link = '' } = verifiedPayload(SECRET, received);
        expect(payload).toMatchObject({
          type: 'CheckpointStatusChanged',
          data: { event: { data: { to: 'OPEN' } }, mission: { id: missionId } },
        });
        await expect.poll(async () => (await deliveryOf(received))?.status).toBe('DELIVERED');

        const page = await fetch(link);
        expect(await page.text()).toContain('Ship it?');
        const form = new URLSearchParams({
          t: new URL(link).searchParams.get('t') ?? '',
          decision: 'approve',
        });
        const answer = await fetch(new URL('/approve', link), { method: 'POST', body: form });
        expect(await answer.text()).toContain('<h1>Approved</h1>');

        await workOff(under(), 'asked', 1);
        await expect.poll(() => statusOf(under(), missionId), { timeout: TIME_LIMIT_MS }).toBe('COMPLETED');
        // Once for the opening, once for the decision: one delivery an event.
        const ids = receivedAt('/rita').map(({ headers }) => headers['webhook-id']);
        expect(new Set(ids).size).toBe(ids.length);
        expect(under().errors).toEqual([]);
      },
      TIME_LIMIT_MS,
    );

    it(
      'are tried again after a failure, under the same id and with the same body',
      async () => {
        await aChannel('flaky', '/flaky');
        receiver.answer((response, { path }) => {
          const isFirst = path === '/flaky' && receivedAt('/flaky').length <= 1;
          answering(isFirst ? 500 : 204)(response, { method: '', path, headers: {}, body: '' });
        });
        await launch(under(), aDocument('flaky', 'flaky'));
        await workOff(under(), 'flaky', 1);

        await expect.poll(() => receivedAt('/flaky').length, { timeout: TIME_LIMIT_MS }).toBe(2);
        const [first, second] = receivedAt('/flaky');
        expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
        expect(second?.body).toBe(first?.body);
        await expect.poll(async () => (await deliveryOf(second))?.status).toBe('DELIVERED');
        expect(under().errors).toEqual([]);
      },
      TIME_LIMIT_MS,
    );

    it(
      'end with a receiver that is gone: its channel is disabled',
      async () => {
        await aChannel('gone', '/gone');
        receiver.answer(answering(410));
        await launch(under(), aDocument('gone', 'gone'));
        await workOff(under(), 'gone', 1);

        const statusNow = async () => (await engine.channels(owner, ['gone']))[0]?.status;
        await expect.poll(statusNow, { timeout: TIME_LIMIT_MS }).toBe('DISABLED');
        expect(receivedAt('/gone')).toHaveLength(1);
      },
      TIME_LIMIT_MS,
    );

    it('cost missions nothing that tell nobody: no send, no invocation', async () => {
      const notifyCount = () => under().cloud.counts().invocations.get('notify') ?? 0;
      const before = notifyCount();

      await launch(under(), { tasks: [{ title: 'Only', specialty: 'quiet' }] });
      await workOff(under(), 'quiet', 1);
      await under().cloud.sweep();

      expect(notifyCount()).toBe(before);
    });

    it(
      'to a receiver that hangs hold up no other: all its requests are open when the other is told',
      async () => {
        await aChannel('hangs', '/hangs');
        await aChannel('prompt', '/prompt');
        const hanging: ServerResponse[] = [];
        receiver.answer((response, received) => {
          if (received.path === '/hangs') hanging.push(response);
          else answering(204)(response, received);
        });
        const checkpoints = Array.from({ length: 60 }, (_, place) => ({
          name: `Look ${place}`,
          afterTasks: ['First'],
          notifyChannels: ['hangs'],
        }));
        await launch(under(), { tasks: [{ title: 'First', specialty: 'many' }], checkpoints });
        await workOff(under(), 'many', 1);
        // More than the pollers of the queue would take along at once.
        await expect.poll(() => hanging.length, { timeout: TIME_LIMIT_MS }).toBe(PLACES);

        await launch(under(), aDocument('prompt', 'prompt'));
        await workOff(under(), 'prompt', 1);

        await expect.poll(() => receivedAt('/prompt').length, { timeout: TIME_LIMIT_MS }).toBe(1);
        expect(hanging.map((response) => response.destroyed)).toEqual(Array(PLACES).fill(false));
        for (const response of hanging)
          answering(204)(response, { method: '', path: '', headers: {}, body: '' });
      },
      TIME_LIMIT_MS,
    );
  },
  () => ({ allowsPrivate: true }),
);
