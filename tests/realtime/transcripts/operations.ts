/** Queries, mutations, and what is refused. */
import { LIMITS } from '@muster/core/limits';
import { expect, it } from 'vitest';
import { Conversation } from '../support/conversation.ts';
import { aMission, CANCEL, CREATE, EVENTS, type To } from './conversation-parts.ts';

const KEY = `mutation($role: Role!) { createApiKey(input: { name: "guest", role: $role }) {
  ... on CreateApiKeySuccess { token apiKey { id } } } }`;
const REVOKE = `mutation($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) {
  ... on RevokeApiKeySuccess { apiKey { id } } } }`;

export function operations(to: To): void {
  it('a query and a mutation are answered with next and complete', async () => {
    const talk = await Conversation.begin(to());
    talk.send({ id: 'q', type: 'subscribe', payload: { query: '{ missions(first: 1) { nodes { id } } }' } });
    await talk.hears({ id: 'q', type: 'next', payload: { data: { missions: {} } } });
    await talk.hears({ id: 'q', type: 'complete' });

    const { createMission } = await talk.ask(CREATE, { input: { title: 'Said', document: { tasks: [] } } });

    expect(createMission.mission.id).toMatch(/^mis_/);
    await talk.hearsNothing();
  });

  it.each([
    ['a text that is no GraphQL', { query: 'nonsense {' }, 'GRAPHQL_PARSE_FAILED'],
    ['a field that is not there', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an operation that is not there',
      { query: 'query A { service { version } }', operationName: 'B' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['more tokens than allowed', { query: `{ ${'a '.repeat(LIMITS.queryTokensMax)} }` }, 'LIMIT_EXCEEDED'],
  ])('%s is refused with error', async (_, payload, code) => {
    const talk = await Conversation.begin(to());

    talk.send({ id: 'x', type: 'subscribe', payload });

    const { payload: errors } = await talk.hears({ id: 'x', type: 'error' });
    expect(errors[0].extensions.code).toBe(code);
    await talk.hearsNothing();
  });

  it('a query that is too deep is answered with the error of the limit', async () => {
    const talk = await Conversation.begin(to());
    const deep = `{ missions { nodes { ${'run { mission { '.repeat(10)} id ${'} }'.repeat(10)} } } }`;

    talk.send({ id: 'x', type: 'subscribe', payload: { query: deep } });

    const limit = { extensions: { code: 'LIMIT_EXCEEDED', limit: 'queryDepthMax' } };
    await talk.hears({ id: 'x', type: 'next', payload: { errors: [limit] } });
    await talk.hears({ id: 'x', type: 'complete' });
  });

  it('a role that may not ask for it is told so', async () => {
    const owner = await Conversation.begin(to());
    const { createApiKey } = await owner.ask(KEY, { role: 'VIEWER' });
    const talk = await Conversation.begin(to(), createApiKey.token);

    talk.send({ id: 'x', type: 'subscribe', payload: { query: 'subscription { tasksReady { count } }' } });

    const forbidden = { extensions: { code: 'FORBIDDEN' } };
    await talk.hears({ id: 'x', type: 'next', payload: { errors: [forbidden] } });
    await talk.hears({ id: 'x', type: 'complete' });
  });

  it('a key begins nothing new once it is revoked, and its subscriptions end', async () => {
    const owner = await Conversation.begin(to());
    const { createApiKey } = await owner.ask(KEY, { role: 'VIEWER' });
    const { missionId } = await aMission(owner);
    const talk = await Conversation.begin(to(), createApiKey.token);
    talk.send({ id: 'w', type: 'subscribe', payload: { query: EVENTS, variables: { missionId } } });
    await talk.hears({ id: 'w', type: 'next' });

    await owner.ask(REVOKE, { id: createApiKey.apiKey.id });
    talk.send({ id: 'q', type: 'subscribe', payload: { query: '{ service { version } }' } });
    const refused = [{ extensions: { code: 'UNAUTHENTICATED' } }];
    await talk.hears({ id: 'q', type: 'error', payload: refused });
    await owner.ask(CANCEL, { id: missionId });

    await talk.hears({ id: 'w', type: 'error', payload: refused });
    await talk.hearsNothing();
  });
}
