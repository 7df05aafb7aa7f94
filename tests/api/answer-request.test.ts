/** What functions answer is held against what the server on one machine answers to the same request. */
import { createAnswerer, type PlainAnswer, type PlainRequest } from '@muster/api/answer-request';
import { createServices } from '@muster/api/create-services';
import { engineContext } from '@muster/api/engine-context';
import { LIMITS } from '@muster/core/limits';
import { MemoryStore } from '@muster/embedded/memory-store';
import type { AccessContext } from '@muster/engine/access/create-access';
import type { EngineContext } from '@muster/engine/context';
import { StoreUnavailable } from '@muster/engine/ports/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aServer, SILENT, type TestServer } from '../server/support/running-server.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const NEWER = { ...JSON_TYPE, accept: 'application/graphql-response+json' };

let server: TestServer;
let answer: (request: PlainRequest) => Promise<PlainAnswer>;
beforeAll(async () => {
  server = await aServer();
  answer = createAnswerer(createServices(aContext()));
});
afterAll(() => server.stop());

function aContext(): EngineContext & AccessContext {
  return engineContext({ store: new MemoryStore({ now: Date.now }), log: SILENT });
}

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function ask({
  method = 'POST',
  path = '/graphql',
  headers = JSON_TYPE,
  body = '',
}: Sent): Promise<PlainAnswer> {
  return answer({ method, url: `https://api.example${path}`, headers: { accept: '*/*', ...headers }, body });
}

function text(query: string, variables: object = {}): string {
  return JSON.stringify({ query, variables });
}

describe('a request to a function', () => {
  it.each<[string, Sent]>([
    ['asks for the schema', { body: text('{ __type(name: "Mission") { name description } }') }],
    ['asks for it as the newer media type', { headers: NEWER, body: text('{ __typename }') }],
    ['asks with GET', { method: 'GET', path: '/graphql?query={__typename}', headers: { accept: '*/*' } }],
    ['would change something with GET', { method: 'GET', path: '/graphql?query=mutation{__typename}' }],
    ['has no key where it needs one', { body: text('{ missions { nodes { id } } }') }],
    [
      'has a wrong key',
      { headers: { ...JSON_TYPE, authorization: 'Bearer mk_x' }, body: text('{ __typename }') },
    ],
    ['can not be read', { body: text('{ missions {') }],
    ['can not be read, in the newer media type', { headers: NEWER, body: text('{ missions {') }],
    ['asks for what is not there', { body: text('{ dragons }') }],
    [
      'has variables that do not fit',
      { body: text('query($n: Int!) { missions(first: $n) { nodes { id } } }') },
    ],
    ['is no JSON', { body: '{' }],
    ['has no query', { body: '{}' }],
    ['has too many tokens', { body: text(`{ ${'__typename '.repeat(LIMITS.queryTokensMax)}}`) }],
    ['is too large', { body: text('{ __typename }', { x: 'x'.repeat(LIMITS.requestBytesMax) }) }],
    ['asks for another page', { method: 'GET', path: '/elsewhere', headers: {} }],
    ['asks whether it is there', { method: 'GET', path: '/health', headers: {} }],
  ])('that %s is answered as on one machine', async (_what, sent) => {
    const own = await ask(sent);
    const { method = 'POST', path = '/graphql', headers = JSON_TYPE, body } = sent;
    const theirs = await fetch(new URL(path, server.url), { method, headers, ...(body ? { body } : {}) });

    expect({ status: own.status, body: own.body, type: own.headers['content-type'] }).toEqual({
      status: theirs.status,
      body: await theirs.text(),
      type: theirs.headers.get('content-type'),
    });
  });

  it('is not kept waiting when it subscribes: that is for WebSocket', async () => {
    const { status, body } = await ask({
      headers: { ...JSON_TYPE, accept: 'text/event-stream' },
      body: text('subscription { workspaceEvents { type } }'),
    });

    expect(status).toBe(400);
    expect(body).toContain('over WebSocket');
  });

  it.each([
    ['a mistake of ours', new Error('the password is swordfish'), 500, 'INTERNAL'],
    ['a store that is out of reach', new StoreUnavailable('ask swordfish'), 503, 'UNAVAILABLE'],
  ])('finds out no more than it needs about %s', async (_, cause, expected, code) => {
    const failing = createServices(aContext());
    const documents = Object.assign(failing.documents, {
      prepare: () => {
        throw cause;
      },
    });
    const answerBadly = createAnswerer({ ...failing, documents });

    const { status, body } = await answerBadly({
      method: 'POST',
      url: 'https://api.example/graphql',
      headers: JSON_TYPE,
      body: text('{ __typename }'),
    });

    expect(status).toBe(expected);
    expect(body).not.toContain('swordfish');
    expect(JSON.parse(body).errors[0].extensions.code).toBe(code);
  });
});
