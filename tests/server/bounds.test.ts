import { LIMITS } from '@muster/core/limits';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLaunchedMission, aTaskFor } from './support/missions.ts';
import { aServer, type TestServer } from './support/running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(() => server.stop());

async function limitOf(query: string, variables: object = {}): Promise<object> {
  const { body } = await server.ask(query, variables);
  const { code, limit, max } = body.errors[0].extensions;
  return { code, limit, max };
}

function exceeded(limit: keyof typeof LIMITS) {
  return { code: 'LIMIT_EXCEEDED', limit, max: LIMITS[limit] };
}

describe('a request', () => {
  it('asks for pages of 1 to 100', async () => {
    const query = 'query($first: Int) { missions(first: $first) { nodes { id } } }';

    const { body } = await server.ask(query, { first: 1_000 });
    const none = await server.ask(query, { first: 0 });

    expect(body.errors[0]).toMatchObject({
      path: ['missions'],
      extensions: { code: 'LIMIT_EXCEEDED', limit: 'pageSizeMax', max: 100, actual: 1_000, path: ['first'] },
    });
    expect(none.body.errors[0].extensions).toMatchObject({ code: 'INVALID_ARGUMENT', path: ['first'] });
    expect((await server.ask(query, { first: 100 })).body.errors).toBeUndefined();
  });

  it('goes on only from a cursor that a page of the same list has given', async () => {
    const id = await aLaunchedMission(server, { tasks: [aTaskFor('nobody')] });
    const lists = [
      '{ missions(after: $after) { edges { cursor } } }',
      '{ standaloneTasks(after: $after) { edges { cursor } } }',
      '{ approvals(after: $after) { edges { cursor } } }',
      '{ deadLetters(after: $after) { edges { cursor } } }',
      '{ deliveries(after: $after) { edges { cursor } } }',
      ...['runs', 'events', 'deadLetters', 'deliveries'].map(
        (list) => `{ mission(id: "${id}") { ${list}(after: $after) { edges { cursor } } } }`,
      ),
      ...['tasks', 'milestones', 'assertions', 'additions'].map(
        (list) => `{ mission(id: "${id}") { run { ${list}(after: $after) { edges { cursor } } } } }`,
      ),
      ...['attempts', 'artifacts'].map(
        (list) =>
          `{ mission(id: "${id}") { run { tasks { nodes { ${list}(after: $after) { edges { cursor } } } } } } }`,
      ),
    ];

    for (const list of lists) {
      const { body } = await server.ask(`query($after: String) ${list}`, { after: 'elsewhere' });

      expect(body.errors?.[0]?.extensions, list).toMatchObject({ code: 'INVALID_ARGUMENT', path: ['after'] });
    }
  });

  it('asks for pages of 1 to 100 inside of things, too', async () => {
    const id = await aLaunchedMission(server, { tasks: [aTaskFor('nobody')] });

    const answer = await limitOf(
      'query($id: ID!) { mission(id: $id) { run { tasks(first: 101) { nodes { id } } } } }',
      { id },
    );

    expect(answer).toEqual(exceeded('pageSizeMax'));
  });

  it('asks for at most 100 nodes', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `mis_${index}`);

    expect(await limitOf('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })).toEqual(
      exceeded('pageSizeMax'),
    );
  });

  it('is not nested too deep', async () => {
    const deep = `${'mission { run { '.repeat(9)}id${' } }'.repeat(9)}`;

    expect(await limitOf(`{ missions { nodes { run { ${deep} } } } }`)).toEqual(exceeded('queryDepthMax'));
  });

  it('does not ask for the same again and again under other names', async () => {
    const aliases = Array.from({ length: LIMITS.queryFieldsMax + 1 }, (_, index) => `a${index}: __typename`);

    expect(await limitOf(`{ service { version } ${aliases.join(' ')} }`)).toEqual(exceeded('queryFieldsMax'));
  });

  it('does not multiply pages by pages', async () => {
    const query = `{ missions(first: 100) { nodes { runs(first: 100) { nodes {
      tasks(first: 100) { nodes { id title status } } } } } } }`;

    expect(await limitOf(query)).toEqual(exceeded('queryComplexityMax'));
  });

  it('is not a long text', async () => {
    const query = `{ ${'service { version } '.repeat(LIMITS.queryTokensMax)} }`;

    expect(await limitOf(query)).toMatchObject(exceeded('queryTokensMax'));
  });

  it('has no body of 2 MiB', async () => {
    const body = JSON.stringify({
      query: '{ service { version } }',
      variables: { x: 'x'.repeat(2 * 1_048_576) },
    });

    const answer = await server.send({ headers: { 'content-type': 'application/json' }, body });

    expect(answer.status).toBe(413);
    expect(answer.body.errors[0].extensions).toMatchObject({
      ...exceeded('requestBytesMax'),
      actual: Buffer.byteLength(body),
    });
    expect((await server.ask('{ service { version } }')).status).toBe(200);
  });

  it('has no body of 2 MiB in pieces either', async () => {
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };

    const answer = await server.send({ headers, body: Buffer.alloc(2 * 1_048_576, 'x') });

    expect(answer.status).toBe(413);
    expect(answer.body.errors[0].extensions.code).toBe('LIMIT_EXCEEDED');
  });

  it('carries JSON that is not nested too deep', async () => {
    const nested = JSON.parse(`${'['.repeat(65)}${']'.repeat(65)}`);
    const query = 'query($d: JSON!) { validateMission(document: $d) { problems { code } } }';

    const { body } = await server.ask(query, { d: nested });

    expect(body.data).toBeUndefined();
    expect(body.errors[0].message).toContain('nested at most 64 deep');
  });

  it('may be the introspection that tools ask for', async () => {
    const { getIntrospectionQuery } = await import('graphql');

    const { body } = await server.ask(getIntrospectionQuery(), {}, null);

    expect(body.errors).toBeUndefined();
    expect(body.data.__schema.types.length).toBeGreaterThan(100);
  });
});
