/** What is too much. */
import { LIMITS } from '@muster/core/limits';
import { it } from 'vitest';
import { Conversation } from '../support/conversation.ts';
import { aMission, CANCEL, EVENTS, expelled, type To } from './conversation-parts.ts';

export function bounds(to: To): void {
  it('an id that is in use ends the socket', async () => {
    const talk = await Conversation.begin(to());
    const { missionId } = await aMission(talk);
    const payload = { query: EVENTS, variables: { missionId } };
    talk.send({ id: 'same', type: 'subscribe', payload });
    await talk.hears({ id: 'same', type: 'next' });

    talk.send({ id: 'same', type: 'subscribe', payload });

    await expelled(talk, 4409);
  });

  it('more subscriptions than allowed are refused, and one can begin when one has ended', async () => {
    const talk = await Conversation.begin(to());
    const payload = { query: 'subscription { tasksReady(agent: "nobody") { count } }' };
    for (let count = 0; count < LIMITS.subscriptionsPerSocketMax; count += 1) {
      talk.send({ id: `s${count}`, type: 'subscribe', payload });
      await talk.hears({ id: `s${count}`, type: 'next' });
    }

    talk.send({ id: 'more', type: 'subscribe', payload });
    const limit = 'subscriptionsPerSocketMax';
    const refused = [{ extensions: { code: 'LIMIT_EXCEEDED', limit } }];
    await talk.hears({ id: 'more', type: 'error', payload: refused });
    talk.send({ id: 's7', type: 'complete' });
    await talk.hearsNothing();
    talk.send({ id: 'again', type: 'subscribe', payload });

    await talk.hears({ id: 'again', type: 'next' });
  });

  it('a message of more than 32 KB in one frame', async () => {
    const talk = await Conversation.begin(to());
    const query = `{ service { version } } # ${'x'.repeat(33_000)}`;

    talk.send({ id: 'l', type: 'subscribe', payload: { query } });

    if (talk.differs('D7', { oneMachine: false, gateway: true })) return talk.ends(1009);
    await talk.hears({ id: 'l', type: 'next' });
  });

  it('a binary message', async () => {
    const talk = await Conversation.begin(to());

    talk.send(Buffer.from('{"type":"ping"}'));

    if (talk.differs('D13', { oneMachine: false, gateway: true })) return talk.ends(1003);
    await talk.hears({ type: 'pong' });
  });

  it('an answer of more than 128 KB', async () => {
    const talk = await Conversation.begin(to());
    const { missionId, sequence } = await aMission(talk, {}, 'o'.repeat(20_000));
    const objectives = Array.from({ length: 8 }, (_, at) => `o${at}: objective`).join(' ');
    const query = `subscription($missionId: ID!, $after: Int) { missionEvents(missionId: $missionId, after: $after) {
      ... on Event { sequence mission { ${objectives} } } } }`;
    const variables = { missionId, after: sequence - 1 };

    talk.send({ id: 'l', type: 'subscribe', payload: { query, variables } });

    const limit = { code: 'LIMIT_EXCEEDED', limit: 'socketMessageBytesMax', missionId, sequence };
    const told = talk.differs<object>('D8', {
      oneMachine: { data: { missionEvents: { sequence } } },
      gateway: { data: null, errors: [{ extensions: limit }] },
    });
    await talk.hears({ id: 'l', type: 'next', payload: told });
    // The subscription goes on.
    const writer = await Conversation.begin(to());
    await writer.ask(CANCEL, { id: missionId });
    await talk.hears({ id: 'l', type: 'next' });
  });
}
