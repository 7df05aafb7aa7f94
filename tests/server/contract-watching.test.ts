/** What subscriptions tell of a contract, and how large a question about one may be. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aCrew,
  aMissionBeingValidated,
  contractDocument,
  untilStanding,
  validate,
} from './support/contracts.ts';
import { aLaunchedMission } from './support/missions.ts';
import { aServer, type TestServer } from './support/running-server.ts';
import { overSse, overWebSocket } from './support/watching.ts';

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(() => server.stop());

const EVENTS = `subscription($id: ID!) { missionEvents(missionId: $id, after: 0,
    types: [ASSERTION_STATUS_CHANGED, VALIDATION_STATUS_CHANGED, MILESTONE_STATUS_CHANGED]) {
  ... on Event { type subject data } } }`;

describe('the events of a mission', () => {
  it.each([
    ['WebSocket', overWebSocket, 'ws'],
    ['SSE', overSse, 'sse'],
  ])('tell over %s of every assertion, validation and milestone that moved', async (_, watcher, name) => {
    const validating = await aMissionBeingValidated(server, aCrew(name));
    const { missionId, standing } = validating;
    await validate(server, validating);
    await untilStanding(server, missionId, ({ status }) => status === 'COMPLETED');

    const variables = { id: missionId };
    const watching = watcher({ url: server.url, token: server.key, query: EVENTS, variables });
    const told: string[] = [];
    while (told.at(-1) !== 'MILESTONE DONE') {
      const { type, data } = (await watching.next())?.data.missionEvents ?? {};
      told.push(`${type.replace('_STATUS_CHANGED', '')} ${data.to}`);
    }
    await watching.stop();

    expect(told).toEqual(
      expect.arrayContaining(['MILESTONE VALIDATING', 'VALIDATION RUNNING', 'VALIDATION PASSED']),
    );
    expect(told.filter((one) => one === 'ASSERTION PASSING')).toHaveLength(2);
    expect(standing.validation.id).toMatch(/^val_/);
  });
});

describe('approvals', () => {
  it('tell whoever watches that a contract asks, and that it was answered', async () => {
    const query = `subscription { approvals(kinds: [ASSERTION]) { kind isWaiting subjectId event { type } } }`;
    const watching = overWebSocket({ url: server.url, token: server.key, query });
    let seen: Awaited<ReturnType<typeof watching.next>>;
    void watching.next().then((answer) => {
      seen = answer;
    });
    // Nothing tells when listening has begun: one of these comes after that.
    for (let made = 0; seen === undefined && made < 50; made += 1) {
      const validating = await aMissionBeingValidated(server, aCrew(`asked-${made}`));
      await validate(server, validating, { 'VAL-INK-002': 'BLOCKED' });
    }
    const asked = seen?.data.approvals;

    await server.run('waiveAssertion', { assertionId: asked.subjectId, reason: 'Nobody minds.' });
    let answered = (await watching.next())?.data.approvals;
    while (answered.isWaiting) answered = (await watching.next())?.data.approvals;
    await watching.stop();

    expect(asked).toMatchObject({ kind: 'ASSERTION', isWaiting: true });
    expect(answered).toEqual({
      kind: 'ASSERTION',
      isWaiting: false,
      subjectId: asked.subjectId,
      event: { type: 'ASSERTION_STATUS_CHANGED' },
    });
  });
});

describe('a question about a contract', () => {
  it('is refused when it asks for too much at once', async () => {
    const missionId = await aLaunchedMission(server, contractDocument(aCrew('large')));
    const all = (field: string, inner: string) => `${field}(first: 100) { nodes { ${inner} } }`;
    const query = `{ mission(id: "${missionId}") { run {
      ${all('validations', all('assertions', all('tasks', 'id title')))} } } }`;

    const { body } = await server.ask(query);

    expect(body.errors[0].extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'queryComplexityMax' });
  });

  it.each(['assertions', 'validations'])('is refused when its page of %s is too large', async (field) => {
    const missionId = await aLaunchedMission(server, contractDocument(aCrew(`page-${field}`)));

    const { body } = await server.ask(
      `{ mission(id: "${missionId}") { run { ${field}(first: 101) { nodes { id } } } } }`,
    );

    expect(body.errors[0].extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'pageSizeMax' });
  });

  it('goes through lists in pages', async () => {
    const missionId = await aLaunchedMission(server, contractDocument(aCrew('paged')));
    const ask = (after: string | null) =>
      server.ask(
        `query($after: String) { mission(id: "${missionId}") { run { validations { nodes {
          assertions(first: 1, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } } } } } }`,
        { after },
      );
    const page = async (after: string | null) =>
      (await ask(after)).body.data.mission.run.validations.nodes[0].assertions;

    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);

    expect(first).toMatchObject({ nodes: [{ name: 'VAL-INK-001' }], pageInfo: { hasNextPage: true } });
    expect(second).toMatchObject({ nodes: [{ name: 'VAL-INK-002' }], pageInfo: { hasNextPage: false } });
    const { body } = await ask('nonsense');
    expect(body.errors[0].extensions).toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});
