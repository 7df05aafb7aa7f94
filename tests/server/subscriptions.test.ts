import { once } from 'node:events';
import { LIMITS } from '@muster/core/limits';
import { createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { aDraft, aLaunchedMission, aTaskFor, claim, complete } from './support/missions.ts';
import { aServer, type TestServer } from './support/running-server.ts';
import { overSse, overWebSocket, type Watch } from './support/watching.ts';

let server: TestServer;
let stranger: string | undefined;
const open: Watch[] = [];
beforeAll(async () => {
  const started = await aServer({ keys: [{ workspace: 'ws_other', role: 'OWNER', name: 'stranger' }] });
  server = started;
  [stranger] = started.tokens;
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((watch) => watch.stop()));
});
afterAll(() => server.stop());

const EVENTS = `subscription($missionId: ID!, $after: Int, $types: [EventType!]) {
  missionEvents(missionId: $missionId, after: $after, types: $types) { __typename
    ... on MissionSnapshot { sequence mission { id status } }
    ... on Event { sequence type runNumber }
    ... on Lagged { sequence missed } } }`;
const NOBODY = 'mis_01M7YK9945NEHEJJHJ6VKX2E7D';

describe.each([
  ['WebSocket', overWebSocket],
  ['SSE', overSse],
])('over %s', (_, watcher) => {
  function watch(query: string, variables: Record<string, unknown> = {}, token = server.key): Watch {
    const watching = watcher({ url: server.url, token, query, variables });
    open.push(watching);
    return watching;
  }

  async function sequences(watching: Watch, last: number): Promise<readonly number[]> {
    const seen: number[] = [];
    while (seen.at(-1) !== last) {
      const answer = await watching.next();
      expect(answer?.errors).toBeUndefined();
      seen.push(answer?.data.missionEvents.sequence);
    }
    return seen;
  }

  function range(from: number, to: number): readonly number[] {
    return Array.from({ length: to - from + 1 }, (_item, index) => from + index);
  }

  it('missionEvents begins with a snapshot, then tells every later event once and in order', async () => {
    const missionId = await aDraft(server, { tasks: [aTaskFor('events')] });
    const watching = watch(EVENTS, { missionId });
    const first = await watching.next();
    const snapshot = first?.data.missionEvents;
    expect(snapshot).toMatchObject({
      __typename: 'MissionSnapshot',
      mission: { id: missionId, status: 'DRAFT' },
    });

    await server.run('launchMission', { missionId });
    await complete(server, await claim(server, 'events'));
    const done = await server.ask('query($id: ID!) { mission(id: $id) { sequence } }', { id: missionId });

    const last = done.body.data.mission.sequence;
    expect(await sequences(watching, last)).toEqual(range(snapshot.sequence + 1, last));
  });

  it('missionEvents with a cursor tells what came after it, then what comes', async () => {
    const missionId = await aLaunchedMission(server, { tasks: [aTaskFor('backfill')] });
    const watching = watch(EVENTS, { missionId, after: 1 });
    const paused = await server.run('pauseMission', { missionId }, { select: 'sequence' });

    expect(await sequences(watching, paused.sequence)).toEqual(range(2, paused.sequence));
  });

  it('missionEvents tells only the types that are asked for', async () => {
    const missionId = await aLaunchedMission(server, { tasks: [aTaskFor('types')] });
    const watching = watch(EVENTS, { missionId, after: 0, types: ['MISSION_STATUS_CHANGED'] });

    const first = await watching.next();

    expect(first?.data.missionEvents.type).toBe('MISSION_STATUS_CHANGED');
  });

  it.each([
    ['a mission that is not there', { missionId: NOBODY }, 'NOT_FOUND'],
    ['an id that is malformed', { missionId: 'nonsense' }, 'NOT_FOUND'],
  ])('missionEvents of %s is refused', async (_case, variables, code) => {
    const answer = await watch(EVENTS, variables).next();

    expect(answer?.errors?.[0].extensions.code).toBe(code);
  });

  it('missionEvents refuses a cursor from the future, and from another workspace everything', async () => {
    const missionId = await aDraft(server);

    const ahead = await watch(EVENTS, { missionId, after: 1_000_000 }).next();
    const foreign = await watch(EVENTS, { missionId, after: 1 }, stranger).next();

    expect(ahead?.errors?.[0].extensions).toMatchObject({ code: 'CURSOR_AHEAD', after: 1_000_000 });
    expect(foreign?.errors?.[0].extensions.code).toBe('NOT_FOUND');
  });

  it('missionProgress tells how far a mission is, and the end', async () => {
    const missionId = await aLaunchedMission(server, { tasks: [aTaskFor('progress')] });
    const query = `subscription($missionId: ID!) { missionProgress(missionId: $missionId) {
      status progress taskCounts { done } run { number } } }`;
    const watching = watch(query, { missionId });
    const first = await watching.next();
    await complete(server, await claim(server, 'progress'));

    const seen = [first?.data.missionProgress];
    while (seen.at(-1).status !== 'COMPLETED') seen.push((await watching.next())?.data.missionProgress);

    expect(seen[0]).toMatchObject({ status: 'ACTIVE', progress: 0 });
    expect(seen.at(-1)).toEqual({
      status: 'COMPLETED',
      progress: 100,
      taskCounts: { done: 1 },
      run: { number: 1 },
    });
  });

  it('tasksReady wakes a worker at the start and when something is ready for it', async () => {
    const query = 'subscription($agent: String) { tasksReady(agent: $agent) { count } }';
    const watching = watch(query, { agent: 'sleeper' });
    expect((await watching.next())?.data.tasksReady).toBeDefined();

    await aLaunchedMission(server, { tasks: [aTaskFor('sleeper')] });

    expect((await watching.next())?.data.tasksReady.count).toBeGreaterThanOrEqual(1);
    await claim(server, 'sleeper');
  });

  it('workspaceEvents tells what happens from now on, in this workspace', async () => {
    const query =
      'subscription { workspaceEvents(types: [MISSION_CREATED]) { type missionId mission { title } } }';
    const watching = watch(query);
    const told = watching.next();
    const made: string[] = [];

    // Nothing tells when listening has begun: one of these comes after that.
    let seen: Awaited<typeof told>;
    void told.then((answer) => {
      seen = answer;
    });
    while (seen === undefined && made.length < 500) made.push(await aDraft(server));

    const event = seen?.data.workspaceEvents;
    expect(event).toMatchObject({ type: 'MISSION_CREATED', mission: { title: 'A draft' } });
    expect(made).toContain(event.missionId);
  });

  it('a subscription ends before the next event once its key is revoked', async () => {
    const made = await server.run(
      'createApiKey',
      { name: 'gone', role: 'VIEWER' },
      { select: 'token apiKey { id }' },
    );
    const missionId = await aDraft(server);
    const watching = watch(EVENTS, { missionId }, made.token);
    await watching.next();

    await server.run('revokeApiKey', { apiKeyId: made.apiKey.id });
    await server.run('cancelMission', { missionId, reason: 'Told to nobody.' });

    expect((await watching.next())?.errors?.[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  it('a subscription that does not fit the schema is refused', async () => {
    const answer = await watch('subscription { nothing }')
      .next()
      .catch((error: unknown) => ({ errors: [error] }));

    expect(answer?.errors).toHaveLength(1);
  });
});

describe('a WebSocket', () => {
  it.each([
    ['without a credential', undefined],
    ['with one that is not good', 'mk_ws_local_nonsense'],
  ])('%s is closed with 4403', async (_, token) => {
    const watching = overWebSocket({ url: server.url, token, query: '{ service { version } }' });

    await expect(watching.next()).rejects.toMatchObject({ code: 4403 });
  });

  it('carries queries and mutations, with the same failures', async () => {
    const watching = overWebSocket({
      url: server.url,
      token: server.key,
      query: 'mutation { planMission(input: { missionId: "x" }) { ... on Error { code } } }',
    });
    open.push(watching);

    expect(await watching.next()).toEqual({ data: { planMission: { code: 'NOT_FOUND' } } });
  });

  it('is closed for a frame that is too large, and nothing is written to the console', async () => {
    const told = vi.spyOn(console, 'error');
    const socket = new WebSocket(server.url.replace(/^http/, 'ws'), 'graphql-transport-ws');
    await once(socket, 'open');

    socket.send('x'.repeat(LIMITS.requestBytesMax + 1));
    const [code] = await once(socket, 'close');

    expect(code).toBe(1009);
    expect(told).not.toHaveBeenCalled();
    told.mockRestore();
  });

  it('runs a bounded number of operations at a time', async () => {
    const socket = createClient({
      url: server.url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${server.key}` },
    });
    const query = 'subscription { workspaceEvents { id } }';
    const running = Array.from({ length: LIMITS.subscriptionsPerSocketMax }, () => socket.iterate({ query }));
    for (const one of running) one.next().catch(() => undefined);

    const excess = socket.iterate({ query }).next();

    const limit = 'subscriptionsPerSocketMax';
    await expect(excess).rejects.toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', limit } }]);
    await socket.dispose();
  });

  it('begins nothing new once its key is revoked', async () => {
    const input = { name: 'brief', role: 'VIEWER' };
    const made = await server.run('createApiKey', input, { select: 'token apiKey { id }' });
    const socket = createClient({
      url: server.url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      lazy: false,
      connectionParams: { authorization: `Bearer ${made.token}` },
    });
    const ask = () => socket.iterate({ query: '{ missions(first: 1) { nodes { id } } }' }).next();
    expect((await ask()).value?.data).toBeDefined();

    await server.run('revokeApiKey', { apiKeyId: made.apiKey.id });

    await expect(ask()).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    await socket.dispose();
  });
});
