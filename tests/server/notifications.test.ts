/** Channels, rules and deliveries through the public API, and what reaches a receiver on this machine. */
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answering, aReceiver, type Received, type Receiver } from '../notify/a-receiver.ts';
import { aServer, type TestServer } from './support/running-server.ts';

const OWN = 'ws_own';
const CHANNEL = 'channel { id name kind status address actsFor disabledReason }';

let server: TestServer;
let receiver: Receiver;
let owner: string;
let member: string;
let viewer: string;
let stranger: string;

beforeAll(async () => {
  receiver = await aReceiver();
  const keys = [
    { workspace: OWN, role: 'OWNER', name: 'rita' },
    { workspace: OWN, role: 'MEMBER', name: 'otto' },
    { workspace: OWN, role: 'VIEWER', name: 'vera' },
    { workspace: 'ws_other', role: 'OWNER', name: 'sam' },
  ] as const;
  const running = await aServer({ keys, allowsPrivateTargets: true });
  server = running;
  [owner = '', member = '', viewer = '', stranger = ''] = running.tokens;
});
afterAll(async () => {
  await server.stop();
  await receiver.close();
});

/** What the receiver gets next. */
function nextReceived(): Promise<Received> {
  return new Promise((resolve) => {
    receiver.answer((response, received) => {
      receiver.answer(answering(204));
      response.writeHead(204).end();
      resolve(received);
    });
  });
}

function createChannel(name: string, more: object = {}, token = owner) {
  const input = { name, kind: 'WEBHOOK', url: receiver.url, ...more };
  return server.run('createChannel', input, { select: `${CHANNEL} newSecret`, token });
}

/** Launches a mission whose launch these channels are told of. */
async function launch(channels: readonly string[], more: object = {}): Promise<string> {
  const notifications = [{ events: ['RunStatusChanged:ACTIVE'], channels, ...more }];
  const input = { title: 'Release 3', document: { tasks: [{ title: 'A' }], notifications }, launch: true };
  return (await server.run('createMission', input, { select: 'mission { id }', token: owner })).mission.id;
}

const DELIVERY = `id status channelName scope severity eventType eventId mission { id } payload failureCode
  channel { id } tries { outcome status reason }`;

async function deliveriesOf(missionId: string) {
  const query = `query($id: ID!) { mission(id: $id) { deliveries { nodes { ${DELIVERY} } } } }`;
  const { body } = await server.ask(query, { id: missionId }, owner);
  return body.data.mission.deliveries.nodes;
}

/** Asks until it has ended: a delivery is no event, there is nothing to watch. */
async function endedDelivery(missionId: string) {
  for (;;) {
    const [delivery] = await deliveriesOf(missionId);
    if (delivery && delivery.status !== 'PENDING') return delivery;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('a channel', () => {
  it('is made with a secret that is shown once, and told what happens, signed with it', async () => {
    const { channel, newSecret } = await createChannel('signed');
    const arrived = nextReceived();

    const missionId = await launch(['signed'], { severity: 'INFO' });
    const { headers, body } = await arrived;
    const delivery = await endedDelivery(missionId);

    const payload = new Webhook(newSecret).verify(body, headers as Record<string, string>);
    expect(channel).toMatchObject({
      id: 'chn_signed',
      kind: 'WEBHOOK',
      status: 'ENABLED',
      address: `${new URL(receiver.url).origin}/…`,
    });
    expect(payload).toEqual(delivery.payload);
    expect(headers['webhook-id']).toBe(delivery.id);
    expect(delivery).toMatchObject({
      status: 'DELIVERED',
      channelName: 'signed',
      channel: { id: 'chn_signed' },
      scope: 'MISSION',
      severity: 'INFO',
      eventType: 'RunStatusChanged',
      mission: { id: missionId },
      tries: [{ outcome: 'DELIVERED' }],
    });
  });

  it('never shows its secret in anything that can be asked', async () => {
    const { newSecret } = await createChannel('hidden', { url: `${receiver.url}/p4th?token=s3cret` });
    const query = `{ channels { id name address } node(id: "chn_hidden") { ... on Channel { name address } } }`;

    const { body, text } = await server.ask(query, {}, owner);

    expect(body.data.node).toEqual({ name: 'hidden', address: `${new URL(receiver.url).origin}/…` });
    expect(text).not.toContain('p4th');
    expect(text).not.toContain('s3cret');
    expect(text).not.toContain(newSecret);
  });

  it('is disabled by a receiver that is gone, and says so', async () => {
    await createChannel('leaving');
    receiver.answer(answering(410));

    const delivery = await endedDelivery(await launch(['leaving']));
    receiver.answer(answering(204));
    const { body } = await server.ask(
      '{ node(id: "chn_leaving") { ... on Channel { status disabledReason } } }',
      {},
      owner,
    );

    expect(delivery).toMatchObject({ status: 'FAILED', failureCode: 'CHANNEL_GONE' });
    expect(body.data.node).toEqual({
      status: 'DISABLED',
      disabledReason: expect.stringContaining('The receiver is gone'),
    });
  });

  it('can be tried out, changed, disabled, enabled and deleted', async () => {
    await createChannel('busy');
    const on = { channelId: 'chn_busy' };
    const options = { select: CHANNEL, token: owner };
    const arrived = nextReceived();

    const tested = await server.run('testChannel', on, { select: `delivery { ${DELIVERY} }`, token: owner });
    const { body } = await arrived;
    const changed = await server.run('updateChannel', { ...on, actsFor: 'otto' }, options);
    const off = await server.run('disableChannel', { ...on, reason: 'Holidays.' }, options);
    const refused = await server.run('testChannel', on, { token: owner });
    const enabled = await server.run('enableChannel', on, options);
    const gone = await server.run('deleteChannel', on, options);
    const again = await server.run('deleteChannel', on, options);

    expect(JSON.parse(body)).toMatchObject({ type: 'ChannelTested' });
    expect(tested.delivery).toMatchObject({ scope: 'TEST', mission: null, eventId: null });
    expect(changed.channel.actsFor).toBe('otto');
    expect(off.channel).toMatchObject({ status: 'DISABLED', disabledReason: 'Holidays.' });
    expect(refused).toMatchObject({ code: 'ILLEGAL_MOVE', legal: expect.arrayContaining(['enableChannel']) });
    expect([enabled.channel.status, gone.channel.name]).toEqual(['ENABLED', 'busy']);
    expect(again.code).toBe('NOT_FOUND');
  });

  it('leads to public addresses only where the server was not told otherwise', async () => {
    const strict = await aServer();
    const input = { name: 'inside', kind: 'WEBHOOK', url: receiver.url };

    const refused = await strict.run('createChannel', input);
    await strict.stop();

    expect(refused).toMatchObject({ code: 'INVALID_ARGUMENT', path: ['url'] });
  });
});

describe('rules of the workspace', () => {
  it('are set, shown, and hold', async () => {
    await createChannel('board');
    const rules = [{ events: ['MissionCreated'], channels: ['board'], cooldown: 'PT10M', condition: null }];
    const select =
      'notificationRules { rules { events channels cooldown condition inherit } changedBy { name } }';

    const set = await server.run('setNotificationRules', { rules }, { select, token: owner });
    const arrived = nextReceived();
    await launch([]);
    const { body } = await arrived;
    await server.run('setNotificationRules', { rules: [] }, { token: owner });

    expect(set.notificationRules).toEqual({
      rules: [
        {
          events: ['MissionCreated'],
          channels: ['board'],
          cooldown: 'PT10M',
          condition: null,
          inherit: false,
        },
      ],
      changedBy: { name: 'rita' },
    });
    expect(JSON.parse(body)).toMatchObject({ type: 'MissionCreated' });
  });

  it('with problems are refused with all of them', async () => {
    const rules = [{ events: ['RunFailed'], channels: ['a b'] }];

    const refused = await server.run('setNotificationRules', { rules }, { token: owner });

    expect(refused).toMatchObject({
      __typename: 'InvalidRulesError',
      problems: [
        { code: 'UNKNOWN_NAME', path: ['rules', '0', 'events', '0'] },
        { code: 'UNKNOWN_NAME', path: ['rules', '0', 'channels', '0'] },
      ],
    });
  });
});

describe('a delivery', () => {
  it('that failed is sent again by a person, under the same id', async () => {
    await createChannel('mended');
    await server.run('disableChannel', { channelId: 'chn_mended' }, { token: owner });
    const missionId = await launch(['mended']);
    const failed = await endedDelivery(missionId);
    await server.run('enableChannel', { channelId: 'chn_mended' }, { token: owner });
    const arrived = nextReceived();

    const input = { deliveryId: failed.id, idempotencyKey: 'once' };
    const again = await server.run('redeliver', input, { select: 'delivery { id status }', token: member });
    const { headers } = await arrived;

    expect(failed).toMatchObject({ status: 'FAILED', failureCode: 'CHANNEL_DISABLED' });
    expect(again.delivery).toEqual({ id: failed.id, status: 'PENDING' });
    expect(headers['webhook-id']).toBe(failed.id);
    expect((await endedDelivery(missionId)).status).toBe('DELIVERED');
  });

  it('is listed by mission, channel and status, in pages, and found by its id', async () => {
    await createChannel('listed');
    const missions = [await launch(['listed', 'nobody']), await launch(['listed'])];
    for (const missionId of missions) await endedDelivery(missionId);
    const query = `query($mission: ID!, $id: ID!) {
      ofChannel: deliveries(channelId: "chn_listed", first: 1) { nodes { mission { id } } pageInfo { hasNextPage } }
      failed: deliveries(missionId: $mission, status: [FAILED]) { nodes { channelName channel { id } } }
      node(id: $id) { ... on Delivery { channelName } }
    }`;
    const id = `dlv_${missions[0]?.slice(4)}_2_listed`;
    const { body: found } = await server.ask(query, { mission: missions[0], id }, viewer);

    expect(found.data.ofChannel).toEqual({
      nodes: [{ mission: { id: missions[1] } }],
      pageInfo: { hasNextPage: true },
    });
    expect(found.data.failed.nodes).toEqual([{ channelName: 'nobody', channel: null }]);
    expect(found.data.node).toEqual({ channelName: 'listed' });
  });
});

describe('channels, rules and deliveries', () => {
  it('are changed by administrators alone', async () => {
    const query = `mutation { createChannel(input: { name: "x", kind: WEBHOOK, url: "https://x.example" }) { __typename } }`;

    for (const token of [member, viewer]) {
      const { body } = await server.ask(query, {}, token);
      expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
    }
  });

  it('are nobody else’s', async () => {
    await createChannel('ours');
    const missionId = await launch(['ours']);
    const { id } = await endedDelivery(missionId);
    const query = `query($id: ID!) {
      channels { id } notificationRules { changedAt } deliveries { nodes { id } }
      channel: node(id: "chn_ours") { id } delivery: node(id: $id) { id }
    }`;

    const { body } = await server.ask(query, { id }, stranger);
    const commands = [
      await server.run('redeliver', { deliveryId: id }, { token: stranger }),
      await server.run('testChannel', { channelId: 'chn_ours' }, { token: stranger }),
      await server.run('updateChannel', { channelId: 'chn_ours', actsFor: 'sam' }, { token: stranger }),
    ];

    expect(body.data).toEqual({
      channels: [],
      notificationRules: null,
      deliveries: { nodes: [] },
      channel: null,
      delivery: null,
    });
    expect(commands.map(({ code }) => code)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
  });
});
