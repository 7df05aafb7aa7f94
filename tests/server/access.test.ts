import { addMs, instantOf } from '@muster/core/instant';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLaunchedMission, aTaskFor, claim } from './support/missions.ts';
import { aServer, type TestServer } from './support/running-server.ts';

const HOUR_MS = 3_600_000;
const NOW = instantOf(Date.now());

let server: TestServer;
let stranger: string;
let expiring: string;
let viewer: string;
let agent: string;
let member: string;
beforeAll(async () => {
  const workspace = 'ws_local';
  const started = await aServer({
    keys: [
      { workspace: 'ws_other', role: 'OWNER', name: 'stranger' },
      { workspace, role: 'MEMBER', name: 'expiring', expiresAt: addMs(NOW, HOUR_MS) },
      { workspace, role: 'VIEWER', name: 'viewer' },
      { workspace, role: 'AGENT', name: 'robin' },
      { workspace, role: 'MEMBER', name: 'member' },
    ],
  });
  server = started;
  [stranger = '', expiring = '', viewer = '', agent = '', member = ''] = started.tokens;
});
afterAll(() => server.stop());

const WHO = '{ missions(first: 1) { nodes { id } } }';

describe('a credential', () => {
  it('is needed for everything but the version', async () => {
    const refused = await server.ask(WHO, {}, null);
    const version = await server.ask('{ service { version } }', {}, null);

    expect(refused.status).toBe(401);
    expect(refused.body.errors[0].extensions).toEqual({ code: 'UNAUTHENTICATED', path: [] });
    expect(version.body.data.service.version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it.each([
    ['nonsense', 'Bearer nonsense'],
    ['another scheme', 'Basic b3duZXI6'],
    ['an unknown key', `Bearer mk_ws_local_01M7YK9945NEHEJJHJ6VKX2E7D${'x'.repeat(43)}`],
  ])('is refused when it is %s, even where none is needed', async (_, authorization) => {
    const answer = await server.send({
      headers: { 'content-type': 'application/json', accept: 'application/json', authorization },
      body: JSON.stringify({ query: '{ service { version } }' }),
    });

    expect(answer.status).toBe(401);
    expect(answer.body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  it('is refused when only its secret is wrong', async () => {
    const forged = `${member.slice(0, -1)}${member.endsWith('A') ? 'B' : 'A'}`;

    expect((await server.ask(WHO, {}, forged)).status).toBe(401);
    expect((await server.ask(WHO, {}, member)).status).toBe(200);
  });

  it('comes before a look at the input', async () => {
    const answer = await server.ask(
      'mutation { createMission(input: { title: " ", document: {} }) { __typename } }',
      {},
      null,
    );

    expect(answer.body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('a role', () => {
  const CREATE = 'mutation { createMission(input: { title: "T", document: {} }) { __typename } }';
  const CLAIM = 'mutation { claimTasks(input: { agent: "robin" }) { __typename } }';
  const KEYS = '{ apiKeys { id } }';

  it.each([
    ['VIEWER', () => viewer, { read: true, create: false, claim: false, administer: false }],
    ['AGENT', () => agent, { read: true, create: false, claim: true, administer: false }],
    ['MEMBER', () => member, { read: true, create: true, claim: true, administer: false }],
    ['OWNER', () => server.key, { read: true, create: true, claim: true, administer: true }],
  ] as const)('%s may do what it may do', async (_, token, allowed) => {
    const isAllowed = async (query: string) => {
      const { body } = await server.ask(query, {}, token());
      const codes = (body.errors ?? []).map(
        ({ extensions }: { extensions: { code: string } }) => extensions.code,
      );
      expect(codes.filter((code: string) => code !== 'FORBIDDEN')).toEqual([]);
      return codes.length === 0;
    };

    expect({
      read: await isAllowed(WHO),
      create: await isAllowed(CREATE),
      claim: await isAllowed(CLAIM),
      administer: await isAllowed(KEYS),
    }).toEqual(allowed);
  });

  it('AGENT acts under its own name only', async () => {
    const answer = await server.ask(
      'mutation { claimTasks(input: { agent: "somebody" }) { __typename } }',
      {},
      agent,
    );

    expect(answer.body.errors[0].extensions.code).toBe('FORBIDDEN');
  });

  it('AGENT can not answer for an attempt of another agent, whose attempt goes on', async () => {
    await aLaunchedMission(server, { tasks: [aTaskFor('somebody')] });
    const attemptId = await claim(server, 'somebody');

    const answer = await server.ask(
      'mutation($input: HeartbeatInput!) { heartbeat(input: $input) { __typename } }',
      { input: { attemptId } },
      agent,
    );

    expect(answer.body.errors[0].extensions.code).toBe('FORBIDDEN');
    expect(await server.run('heartbeat', { attemptId })).toMatchObject({ __typename: 'HeartbeatSuccess' });
  });

  it('AGENT is the actor of what it does', async () => {
    await aLaunchedMission(server, { tasks: [aTaskFor('robin')] });

    const attemptId = await claim(server, 'robin', agent);
    const seen = await server.ask(
      'query($id: ID!) { node(id: $id) { ... on Attempt { claimedBy { kind name } } } }',
      {
        id: attemptId,
      },
    );

    expect(seen.body.data.node.claimedBy).toEqual({ kind: 'AGENT', name: 'robin' });
  });
});

describe('API keys', () => {
  it('are shown once, listed without their secret, and stop working when they are revoked', async () => {
    const made = await server.run(
      'createApiKey',
      { name: 'temp', role: 'VIEWER' },
      {
        select: 'token apiKey { id name role createdBy expiresAt revokedAt }',
      },
    );
    expect(made.apiKey).toMatchObject({ name: 'temp', role: 'VIEWER', createdBy: 'owner', revokedAt: null });
    expect((await server.ask(WHO, {}, made.token)).status).toBe(200);

    const revoke = () =>
      server.run('revokeApiKey', { apiKeyId: made.apiKey.id }, { select: 'apiKey { revokedAt }' });
    const revoked = await revoke();
    const again = await revoke();
    const listed = await server.ask('{ apiKeys { id name revokedAt } }');

    expect((await server.ask(WHO, {}, made.token)).status).toBe(401);
    expect(again.apiKey.revokedAt).toBe(revoked.apiKey.revokedAt);
    expect(
      listed.body.data.apiKeys.find(({ name }: { name: string }) => name === 'temp').revokedAt,
    ).not.toBeNull();
    expect(listed.text).not.toContain(made.token.slice(-43));
  });

  it('work until they expire', async () => {
    expect((await server.ask(WHO, {}, expiring)).status).toBe(200);
  });

  it('are refused with a blank name or an expiry in the past', async () => {
    const blank = await server.run('createApiKey', { name: ' ', role: 'AGENT' });
    const past = await server.run('createApiKey', {
      name: 'a',
      role: 'AGENT',
      expiresAt: '2020-01-01T00:00:00Z',
    });

    expect(blank).toMatchObject({ __typename: 'InvalidArgumentError', path: ['name'] });
    expect(past).toMatchObject({ __typename: 'InvalidArgumentError', path: ['expiresAt'] });
  });

  it('of nobody, or of another workspace, are not found', async () => {
    const keys = await server.ask('{ apiKeys { id } }', {}, stranger);

    for (const apiKeyId of [keys.body.data.apiKeys[0].id, 'key_x']) {
      const answer = await server.run('revokeApiKey', { apiKeyId });

      expect(answer).toMatchObject({ __typename: 'NotFoundError', id: apiKeyId });
    }
  });
});

describe('another workspace', () => {
  it('sees nothing: its questions about our ids are answered as if there was nothing', async () => {
    const missionId = await aLaunchedMission(server, { tasks: [aTaskFor('ours')] });
    const attemptId = await claim(server, 'ours');
    const body = missionId.slice(4);
    const ids = [missionId, `run_${body}_1`, `tsk_${body}_1_0`, attemptId, `evt_${body}_1`];

    const ours = await server.ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    const theirs = await server.ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }, stranger);
    const mission = await server.ask(
      'query($id: ID!) { mission(id: $id) { id } missions { nodes { id } } }',
      { id: missionId },
      stranger,
    );

    expect(ours.body.data.nodes.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(theirs.body.data.nodes).toEqual(ids.map(() => null));
    expect(mission.body.data).toEqual({ mission: null, missions: { nodes: [] } });
  });

  it('changes nothing: its commands on our ids are answered like those on ids that nobody has', async () => {
    const missionId = await aLaunchedMission(server, { tasks: [aTaskFor('untouched')] });
    const attemptId = await claim(server, 'untouched');
    const body = missionId.slice(4);
    const commands: readonly [string, Record<string, unknown>][] = [
      ['pauseMission', { missionId }],
      ['cancelMission', { missionId, reason: 'r' }],
      ['saveDocument', { missionId, document: {} }],
      ['completeTask', { attemptId, submission: { evidence: 'e' } }],
      ['heartbeat', { attemptId }],
      ['failTask', { attemptId, message: 'm' }],
      ['skipTask', { taskId: `tsk_${body}_1_0`, reason: 'r' }],
      ['approveCheckpoint', { checkpointId: `chk_${body}_1_0` }],
      ['addTasks', { missionId, tasks: [{ title: 'T' }] }],
      ['addElements', { missionId, delays: [{ name: 'D', duration: 'PT1S' }] }],
      ['addDependency', { taskId: `tsk_${body}_1_0`, dependsOnTaskId: `tsk_${body}_1_0` }],
    ];

    for (const [command, input] of commands) {
      const answer = await server.run(command, input, { token: stranger });

      const path = Object.keys(input).slice(0, 1);
      expect(answer, command).toMatchObject({ __typename: 'NotFoundError', code: 'NOT_FOUND', path });
    }
    const after = await server.ask(
      'query($id: ID!) { mission(id: $id) { status run { taskCounts { inProgress } } } }',
      { id: missionId },
    );
    expect(after.body.data.mission).toEqual({ status: 'ACTIVE', run: { taskCounts: { inProgress: 1 } } });
  });

  it('claims nothing of ours', async () => {
    await aLaunchedMission(server, { tasks: [aTaskFor('shared-name')] });

    const answer = await server.run(
      'claimTasks',
      { agent: 'shared-name' },
      { select: 'claims { attemptId }', token: stranger },
    );

    expect(answer.claims).toEqual([]);
  });
});
