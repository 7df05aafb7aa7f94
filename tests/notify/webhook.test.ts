import { sendWebhook } from '@muster/notify/webhook';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answering, aReceiver, type Received, type Receiver } from './a-receiver.ts';

const NEW_SECRET = `whsec_${Buffer.from('a secret of 32 bytes, the newest').toString('base64')}`;
const OLD_SECRET = `whsec_${Buffer.from('a secret of 32 bytes, the oldest').toString('base64')}`;
const BODY = '{"event":"CheckpointOpened","text":"Grüße"}';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await aReceiver();
});
afterEach(() => receiver.close());

async function send(more: Partial<Parameters<typeof sendWebhook>[0]> = {}, now = Date.now()) {
  const webhook = { id: 'dlv_1', url: receiver.url, secrets: [NEW_SECRET], body: BODY, ...more };
  return sendWebhook(webhook, { allowsPrivate: true, now: () => now });
}

/** As any receiver would, with the library of the specification. Throws when it is not good. */
function verified(secret: string, received: Received | undefined): unknown {
  if (received === undefined) throw new Error('nothing arrived');
  return new Webhook(secret).verify(received.body, received.headers as Record<string, string>);
}

describe('a webhook', () => {
  it('is signed as the specification says, so that its library can verify it', async () => {
    expect(await send()).toEqual({ kind: 'DELIVERED', status: 204 });

    const [received] = receiver.received;
    expect(verified(NEW_SECRET, received)).toEqual(JSON.parse(BODY));
    expect(received).toMatchObject({
      body: BODY,
      headers: { 'webhook-id': 'dlv_1', 'content-type': 'application/json' },
    });
    expect(() => verified(OLD_SECRET, received)).toThrow();
  });

  it('is signed with both secrets while one replaces the other', async () => {
    await send({ secrets: [NEW_SECRET, OLD_SECRET] });

    expect(verified(NEW_SECRET, receiver.received[0])).toBeTruthy();
    expect(verified(OLD_SECRET, receiver.received[0])).toBeTruthy();
  });

  it('that is sent again has the same id and body, and the time of the new try (W1)', async () => {
    const now = Date.now();
    await send({}, now - 60_000);
    await send({}, now);

    const [first, second] = receiver.received;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    const times = [first, second].map((one) => Number(one?.headers['webhook-timestamp']));
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBe(60);
    expect(verified(NEW_SECRET, first)).toEqual(verified(NEW_SECRET, second));
  });

  it.each([[[]], [['']], [['whsec_%%%']]])('with the secrets %j is not sent at all', async (secrets) => {
    expect(await send({ secrets })).toEqual({
      kind: 'REFUSED',
      reason: 'The secret of the channel is not usable.',
    });
    expect(receiver.connectionCount()).toBe(0);
  });
});

describe('what a receiver answers (W2)', () => {
  it.each([
    [200, {}, { kind: 'DELIVERED' }],
    [204, {}, { kind: 'DELIVERED' }],
    [299, {}, { kind: 'DELIVERED' }],
    [302, { location: '/' }, { kind: 'RETRY' }],
    [400, {}, { kind: 'RETRY' }],
    [401, {}, { kind: 'RETRY' }],
    [404, {}, { kind: 'RETRY' }],
    [410, {}, { kind: 'GONE' }],
    [429, {}, { kind: 'RETRY' }],
    [429, { 'retry-after': '30' }, { kind: 'RETRY', retryAfterMs: 30_000 }],
    [500, { 'retry-after': '30' }, { kind: 'RETRY' }],
    [503, { 'retry-after': '120' }, { kind: 'RETRY', retryAfterMs: 120_000 }],
    [503, { 'retry-after': 'soon' }, { kind: 'RETRY' }],
    [503, { 'retry-after': '999999999' }, { kind: 'RETRY', retryAfterMs: 86_400_000 }],
  ])('with %s %j counts as it should', async (status, headers, expected) => {
    receiver.answer(answering(status, headers));

    const { reason: _, ...outcome } = { reason: '', ...(await send()) };

    expect(outcome).toEqual({ ...expected, status });
  });

  it('may name the instant from which on it can be tried again', async () => {
    const now = Date.parse('2026-11-21T10:00:00Z');
    receiver.answer(answering(503, { 'retry-after': 'Sat, 21 Nov 2026 10:05:00 GMT' }));
    expect(await send({}, now)).toMatchObject({ retryAfterMs: 300_000 });

    receiver.answer(answering(503, { 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT' }));
    expect(await send({}, now)).toMatchObject({ retryAfterMs: 0 });
  });

  it('is nothing when nobody is there: it is tried again', async () => {
    await receiver.close();

    expect(await send()).toEqual({ kind: 'RETRY', reason: 'The connection was refused.' });
  });

  it('is nothing when nothing may be sent there: it is not tried again', async () => {
    const webhook = { id: 'dlv_1', url: receiver.url, secrets: [NEW_SECRET], body: BODY };

    expect((await sendWebhook(webhook, { now: Date.now })).kind).toBe('REFUSED');
    expect(receiver.connectionCount()).toBe(0);
  });
});
