/** GraphQL over HTTP, as its specification says; the short way and yoga have to answer alike. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, aServer, type Sent, type TestServer } from './support/running-server.ts';

let direct: TestServer;
let yoga: TestServer;
beforeAll(async () => {
  direct = await aServer({ isDirect: true });
  yoga = await aServer({ isDirect: false });
});
afterAll(async () => {
  await direct.stop();
  await yoga.stop();
});

const VERSION = '{ service { version } }';
const WITH_VARIABLES = 'query Q($first: Int!) { missions(first: $first) { nodes { id } } }';
const TWO = 'query A { service { version } } query B { b: service { version } }';
const JSON_TYPE = 'application/json';
const RESPONSE_TYPE = 'application/graphql-response+json';

interface Case {
  readonly it: string;
  readonly status: number;
  readonly request: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly isAnonymous?: true;
}

const CASES: readonly Case[] = [
  { it: 'a query', status: 200, request: { query: VERSION } },
  { it: 'a query with variables', status: 200, request: { query: WITH_VARIABLES, variables: { first: 2 } } },
  { it: 'one of several operations', status: 200, request: { query: TWO, operationName: 'B' } },
  {
    it: 'nulls for what is optional',
    status: 200,
    request: { query: VERSION, variables: null, operationName: null, extensions: null },
  },
  {
    it: 'a failure of a field',
    status: 200,
    request: { query: '{ missions(first: 1000) { nodes { id } } }' },
  },
  {
    it: 'a failure beside data',
    status: 200,
    request: { query: '{ service { version } node(id: "x") { id } }' },
  },
  {
    it: 'a mutation',
    status: 200,
    request: { query: 'mutation { planMission(input: { missionId: "x" }) { ... on Error { code } } }' },
  },
  {
    it: 'no credential',
    status: 401,
    request: { query: WITH_VARIABLES, variables: { first: 2 } },
    isAnonymous: true,
  },
  { it: 'no credential where none is needed', status: 200, request: { query: VERSION }, isAnonymous: true },
];

/** What differs by media type: errors before execution are 400 only where the client asked for the newer type. */
const REQUEST_ERRORS: readonly Case[] = [
  { it: 'a text that is no GraphQL', status: 400, request: { query: '{' } },
  { it: 'a field that is not there', status: 400, request: { query: '{ nothing }' } },
  {
    it: 'variables that do not fit',
    status: 400,
    request: { query: WITH_VARIABLES, variables: { first: 'many' } },
  },
  { it: 'a variable that is missing', status: 400, request: { query: WITH_VARIABLES } },
  { it: 'an operation that is not there', status: 400, request: { query: TWO, operationName: 'C' } },
  { it: 'no query', status: 400, request: { operationName: 'A' } },
  { it: 'several operations and no choice', status: 400, request: { query: TWO } },
];

const MALFORMED: readonly Case[] = [
  { it: 'no JSON', status: 400, request: '{"query":' },
  { it: 'an empty body', status: 400, request: '' },
  { it: 'a list', status: 400, request: [{ query: VERSION }] },
  { it: 'a query that is no text', status: 400, request: { query: 1 } },
  { it: 'variables that are a list', status: 400, request: { query: VERSION, variables: [] } },
  { it: 'a key that nobody knows', status: 400, request: { query: VERSION, surprise: 1 } },
];

function sentBy(server: TestServer, accept: string | undefined, sample: Case): Sent {
  const credential = sample.isAnonymous ? {} : { authorization: `Bearer ${server.key}` };
  const wanted = accept === undefined ? {} : { accept };
  const body = typeof sample.request === 'string' ? sample.request : JSON.stringify(sample.request);
  return { headers: { 'content-type': JSON_TYPE, ...wanted, ...credential, ...sample.headers }, body };
}

function visible({ status, headers, text, body }: Answer) {
  return { status, type: headers['content-type'], body: body ?? text };
}

async function bothAnswers(accept: string | undefined, sample: Case) {
  const [short, full] = await Promise.all([
    direct.send(sentBy(direct, accept, sample)),
    yoga.send(sentBy(yoga, accept, sample)),
  ]);
  expect(visible(short)).toEqual(visible(full));
  return short;
}

describe.each([JSON_TYPE, RESPONSE_TYPE])('asked for %s', (accept) => {
  it.each(CASES)('$it is answered $status, on both ways alike', async (sample) => {
    const answer = await bothAnswers(accept, sample);

    expect(answer.status).toBe(sample.status);
    expect(answer.headers['content-type']).toBe(`${accept}; charset=utf-8`);
    expect(answer.body.data === undefined && answer.body.errors === undefined).toBe(false);
  });

  it.each(MALFORMED)('$it is answered $status, on both ways alike', async (sample) => {
    const answer = await bothAnswers(accept, sample);

    expect(answer.status).toBe(sample.status);
    expect(answer.body.errors[0].extensions).toEqual({ code: 'BAD_REQUEST' });
  });

  it.each(REQUEST_ERRORS)('$it executes nothing, on both ways alike', async (sample) => {
    const answer = await bothAnswers(accept, sample);

    expect(answer.body.errors).not.toHaveLength(0);
    expect(answer.body).not.toHaveProperty('data');
    expect(answer.status).toBe(accept === RESPONSE_TYPE ? 400 : answer.status);
    expect(answer.body.errors[0].extensions.code).toEqual(expect.any(String));
  });
});

describe('the media type of the answer', () => {
  it.each([
    [undefined, JSON_TYPE],
    ['*/*', JSON_TYPE],
    [`${RESPONSE_TYPE}, ${JSON_TYPE}`, RESPONSE_TYPE],
    [`${JSON_TYPE}, ${RESPONSE_TYPE}`, JSON_TYPE],
    [`${RESPONSE_TYPE};charset=utf-8, ${JSON_TYPE};charset=utf-8`, RESPONSE_TYPE],
    [`${RESPONSE_TYPE};q=0.9, ${JSON_TYPE};q=0.8`, RESPONSE_TYPE],
  ])('for %s is %s, on both ways alike', async (accept, expected) => {
    const answer = await bothAnswers(accept, { it: '', status: 200, request: { query: VERSION } });

    expect(answer.headers['content-type']).toBe(`${expected}; charset=utf-8`);
  });

  it('is refused when it is not one of ours', async () => {
    const answer = await bothAnswers('image/png', { it: '', status: 406, request: { query: VERSION } });

    expect(answer.status).toBe(406);
  });
});

describe('other ways to ask', () => {
  it('GET carries queries, not mutations', async () => {
    const query = (text: string) => `/graphql?query=${encodeURIComponent(text)}`;
    const accept = { accept: JSON_TYPE };

    const answer = await direct.send({ method: 'GET', path: query(VERSION), headers: accept });
    const refused = await direct.send({
      method: 'GET',
      path: query('mutation { __typename }'),
      headers: accept,
    });

    expect(answer.body.data.service).toBeDefined();
    expect(refused.status).toBe(405);
  });

  it('a content type that is not ours is refused, and told which one is', async () => {
    const answer = await direct.send({ headers: { 'content-type': 'text/plain' }, body: VERSION });

    expect(answer.status).toBe(415);
    expect(answer.body.errors[0]).toMatchObject({
      message: expect.stringContaining('application/json'),
      extensions: { code: 'BAD_REQUEST' },
    });
  });

  it('a page of another origin may ask, and read every answer', async () => {
    const origin = 'http://localhost:5173';
    const ask = (headers: Readonly<Record<string, string>>, request: object) =>
      direct.send({
        headers: { origin, 'content-type': JSON_TYPE, ...headers },
        body: JSON.stringify(request),
      });

    const preflight = await direct.send({
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    });
    const answers = [
      await ask({}, { query: VERSION }),
      await ask({}, { query: '{' }),
      await ask({}, { query: WITH_VARIABLES, variables: { first: 2 } }),
      await ask({ accept: 'text/event-stream' }, { query: VERSION }),
    ];

    expect(preflight).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-allow-headers': expect.stringContaining('authorization'),
      },
    });
    for (const { headers } of answers) expect(headers['access-control-allow-origin']).toBe('*');
  });

  it('GraphiQL comes whole, without another host', async () => {
    const answer = await direct.send({ method: 'GET', path: '/graphql', headers: { accept: 'text/html' } });

    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Muster');
    expect(answer.text).not.toMatch(/(src|href)="https?:/);
  });

  it('the root leads to it, health is told without a credential, and nothing else is there', async () => {
    const get = (path: string) => direct.send({ method: 'GET', path });

    expect((await get('/')).headers.location).toBe('/graphql');
    expect((await get('/health')).body).toMatchObject({ status: 'ok' });
    expect((await get('/elsewhere')).status).toBe(404);
  });
});
