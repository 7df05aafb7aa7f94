/** How a socket is opened, and how one is lost at once. */
import { expect, it } from 'vitest';
import { Conversation } from '../support/conversation.ts';
import { expelled, opened, type To } from './conversation-parts.ts';

export function openings(to: To): void {
  it('connection_init is acknowledged; ping is answered with its payload, pong with nothing', async () => {
    const talk = await opened(to());

    talk.send({ type: 'connection_init', payload: { authorization: `Bearer ${to().token}` } });
    const ack = await talk.hears({ type: 'connection_ack' });
    talk.send({ type: 'ping' });
    await talk.hears({ type: 'pong' });
    talk.send({ type: 'pong', payload: { any: 'thing' } });
    talk.send({ type: 'ping', payload: { who: 'me' } });
    await talk.hears({ type: 'pong', payload: { who: 'me' } });

    const hint = { keepAliveMs: 420_000 };
    expect(ack.payload).toEqual(talk.differs('D5', { oneMachine: undefined, gateway: hint }));
  });

  it('a credential in the header is as good as one in connection_init', async () => {
    const talk = await opened(to(), { headers: { authorization: `Bearer ${to().token}` } });

    talk.send({ type: 'connection_init' });
    await talk.hears({ type: 'connection_ack' });

    expect(await talk.ask('{ service { version } }')).toMatchObject({ service: {} });
  });

  it('the credential in connection_init may be named as the header is', async () => {
    const talk = await opened(to());

    talk.send({ type: 'connection_init', payload: { Authorization: `Bearer ${to().token}` } });
    await talk.hears({ type: 'connection_ack' });

    expect(await talk.ask('{ service { version } }')).toMatchObject({ service: {} });
  });

  it.each([
    ['none', {}],
    ['one that is not good', { payload: { authorization: 'Bearer mk_ws_local_nonsense' } }],
  ])('connection_init with %s for a credential lets nobody do anything', async (_, more) => {
    const talk = await opened(to());
    talk.send({ type: 'connection_init', ...more });

    if (talk.differs('D1', { oneMachine: true, gateway: false })) return talk.ends(4403);
    await talk.hears({ type: 'connection_ack' });
    talk.send({ id: '1', type: 'subscribe', payload: { query: '{ service { version } }' } });
    await talk.hears({
      id: '1',
      type: 'error',
      payload: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('a credential in the header that is not good lets nobody in', async () => {
    const talk = await Conversation.open(to(), { headers: { authorization: 'Bearer nonsense' } });

    if (typeof talk === 'number') return expect([to().kind, talk]).toEqual(['GATEWAY', 401]);
    talk.send({ type: 'connection_init' });
    await talk.ends(talk.differs('D1', { oneMachine: 4403, gateway: Number.NaN }));
  });

  it('another subprotocol is not spoken', async () => {
    const talk = await Conversation.open(to(), { protocols: [] });

    if (typeof talk === 'number') return expect([to().kind, talk]).toEqual(['GATEWAY', 400]);
    await talk.ends(talk.differs('D2', { oneMachine: 4406, gateway: Number.NaN }));
  });

  it.each([
    ['what is no message', ['{"type":"subscribe"}'], 4400],
    ['what is no JSON', ['hello'], 4400],
    ['a second connection_init', [{ type: 'connection_init' }], 4429],
  ])('%s ends the socket', async (_, messages, code) => {
    const talk = await Conversation.begin(to());

    for (const message of messages) talk.send(message);

    await expelled(talk, code);
  });

  it('subscribe before connection_ack ends the socket', async () => {
    const talk = await opened(to());

    talk.send({ id: '1', type: 'subscribe', payload: { query: '{ service { version } }' } });

    await expelled(talk, 4401);
  });
}
