/** What people decide about a contract, and who may not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aCrew,
  aMissionBeingValidated,
  type Crew,
  standing,
  untilStanding,
  type Validating,
  validate,
} from './support/contracts.ts';
import { claim } from './support/missions.ts';
import { aServer, type TestServer } from './support/running-server.ts';

let server: TestServer;
let stranger = '';
let agent = '';
beforeAll(async () => {
  const started = await aServer({
    keys: [{ workspace: 'ws_other', role: 'OWNER', name: 'sam' }],
  });
  server = started;
  stranger = started.tokens[0] ?? '';
  const key = { name: 'ada', role: 'AGENT' };
  agent = (await server.run('createApiKey', key, { select: 'token' })).token;
});
afterAll(() => server.stop());

async function approvalsOf(missionId: string) {
  const { body } = await server.ask(`{ approvals(first: 100, kinds: [ASSERTION, VALIDATION]) { nodes { kind
    mission { id } subject { __typename ... on Assertion { id name status } ... on Validation { id name question { need } } } } } }`);
  return body.data.approvals.nodes.filter((one: { mission: { id: string } }) => one.mission.id === missionId);
}

/** All rounds are used up, and something still fails. */
async function aMissionOutOfRounds(crew: Crew): Promise<Validating> {
  const validating = await aMissionBeingValidated(server, crew, { contractPolicy: { maxRounds: 1 } });
  await validate(server, validating, { 'VAL-INK-001': 'FAILING' });
  const now = await untilStanding(server, validating.missionId, ({ status }) => status === 'PAUSED');
  return { ...validating, standing: now };
}

describe('an assertion that is BLOCKED', () => {
  it('asks a person, who reports it, and the milestone goes on', async () => {
    const { missionId, ...rest } = await aMissionBeingValidated(server, aCrew('blocked'));
    await validate(server, { missionId, ...rest }, { 'VAL-INK-002': 'BLOCKED' });
    const blocked = await untilStanding(server, missionId, ({ validation }) => validation.question !== null);

    expect(blocked.validation).toMatchObject({ status: 'ASKING', question: { need: 'BLOCKED' } });
    const { id } = blocked.assertion('VAL-INK-002');
    expect(await approvalsOf(missionId)).toMatchObject([
      { kind: 'ASSERTION', subject: { __typename: 'Assertion', id, name: 'VAL-INK-002', status: 'BLOCKED' } },
    ]);

    await server.run('reportAssertion', { assertionId: id, status: 'PASSING', evidence: 'I touched it.' });
    const done = await untilStanding(server, missionId, ({ status }) => status === 'COMPLETED');

    expect(done.assertion('VAL-INK-002')).toMatchObject({
      status: 'PASSING',
      evidence: 'I touched it.',
      history: [{ status: 'BLOCKED' }, { status: 'PASSING', attempt: null }],
    });
    expect(await approvalsOf(missionId)).toEqual([]);
  });
});

describe('a validation whose rounds are used up', () => {
  it('pauses the mission and asks a person, who grants another round', async () => {
    const crew = aCrew('granted');
    const { missionId, standing: asking } = await aMissionOutOfRounds(crew);

    expect(asking.validation).toMatchObject({
      status: 'ASKING',
      question: { need: 'ROUNDS' },
      roundsUsed: 1,
    });
    expect(await approvalsOf(missionId)).toMatchObject([
      { kind: 'VALIDATION', subject: { __typename: 'Validation', id: asking.validation.id } },
    ]);

    const granted = await server.run(
      'grantRound',
      { validationId: asking.validation.id, reason: 'Once more.' },
      { select: 'sequence validation { roundsMax status question { need } }' },
    );

    expect(granted).toMatchObject({
      __typename: 'GrantRoundSuccess',
      validation: { roundsMax: 2, question: null },
    });
    const going = await untilStanding(server, missionId, ({ status }) => status === 'ACTIVE');
    expect(going.status).toBe('ACTIVE');
    expect(await approvalsOf(missionId)).toEqual([]);
  });

  it('goes on when what fails is waived', async () => {
    const { missionId, standing: asking } = await aMissionOutOfRounds(aCrew('given-up'));

    const { id } = asking.assertion('VAL-INK-001');
    await server.run('waiveAssertion', { assertionId: id, reason: 'Pencil will do.' });

    const done = await untilStanding(server, missionId, ({ status }) => status === 'COMPLETED');
    expect(done.run.milestones.nodes[0].status).toBe('DONE');
  });

  it('is failed by a person, and the run with it', async () => {
    const { missionId, standing: asking } = await aMissionOutOfRounds(aCrew('failed'));

    const failed = await server.run(
      'failValidation',
      { validationId: asking.validation.id, reason: 'It will never dry.' },
      { select: 'validation { status }' },
    );

    expect(failed.validation.status).toBe('FAILED');
    const ended = await untilStanding(server, missionId, ({ status }) => status === 'FAILED');
    expect(ended.run.milestones.nodes[0].status).toBe('FAILED');
  });
});

describe('a validation that a person has failed in the middle of a round', () => {
  it('begins another round when the run is retried', async () => {
    const crew = aCrew('given-up-early');
    const { missionId, attemptId, standing: now } = await aMissionBeingValidated(server, crew);
    await server.run('failValidation', { validationId: now.validation.id, reason: 'Too dark.' });
    await untilStanding(server, missionId, ({ status }) => status === 'FAILED');

    await server.run('retryFailed', { missionId });
    const again = await claim(server, crew.validator);
    await validate(server, { missionId, attemptId: again });

    const done = await untilStanding(server, missionId, ({ status }) => status === 'COMPLETED');
    expect(again).not.toBe(attemptId);
    expect(done.validation.rounds).toMatchObject([
      { number: 1, outcome: 'CALLED_OFF' },
      { number: 2, outcome: 'PASSED' },
    ]);
  });
});

describe('what is said about an assertion is refused', () => {
  it('when an agent says it without the attempt at its validation', async () => {
    const { standing: now } = await aMissionBeingValidated(server, aCrew('alone'));
    const input = { assertionId: now.assertion('VAL-INK-001').id, status: 'PASSING', evidence: 'Trust me.' };

    expect(await server.run('reportAssertion', input, { token: agent })).toMatchObject({
      __typename: 'ForbiddenError',
      code: 'FORBIDDEN',
    });
  });

  it('when the attempt holds nothing any more', async () => {
    const { attemptId, standing: now } = await aMissionBeingValidated(server, aCrew('late'));
    await server.run('failTask', { attemptId, message: 'No light.' });
    const input = { assertionId: now.assertion('VAL-INK-001').id, status: 'PASSING', evidence: 'Seen.' };

    expect(await server.run('reportAssertion', { ...input, attemptId })).toMatchObject({
      __typename: 'StaleAttemptError',
      attemptId,
    });
    expect(
      (await standing(server, await missionIdOf(input.assertionId))).assertion('VAL-INK-001').status,
    ).toBe('PENDING');
  });

  it('when it is PASSING to who worked at it', async () => {
    // The owner works and validates under his own name.
    const { standing: now } = await aMissionBeingValidated(server, { worker: 'owner', validator: 'v-own' });
    const input = { assertionId: now.assertion('VAL-INK-001').id, evidence: 'I wrote it.' };

    const passing = await server.run('reportAssertion', { ...input, status: 'PASSING' });
    const failing = await server.run('reportAssertion', { ...input, status: 'FAILING' });

    expect(passing).toMatchObject({
      __typename: 'ImplementerCannotValidateError',
      assertionId: input.assertionId,
      actor: 'owner',
    });
    expect(failing.__typename).toBe('ReportAssertionSuccess');
  });

  it.each([
    ['blank', '  '],
    ['too long', 'x'.repeat(4_001)],
  ])('when its evidence is %s', async (_, evidence) => {
    const { standing: now } = await aMissionBeingValidated(server, aCrew(`evidence-${evidence.length}`));
    const assertionId = now.assertion('VAL-INK-001').id;

    expect(await server.run('reportAssertion', { assertionId, status: 'PASSING', evidence })).toMatchObject({
      __typename: 'InvalidArgumentError',
      path: ['evidence'],
    });
    expect(await server.run('waiveAssertion', { assertionId, reason: evidence })).toMatchObject({
      __typename: 'InvalidArgumentError',
      path: ['reason'],
    });
  });

  it('when a round is granted that nobody asks for', async () => {
    const { standing: now } = await aMissionBeingValidated(server, aCrew('unasked'));
    const input = { validationId: now.validation.id, reason: 'Have one.' };

    expect(await server.run('grantRound', input)).toMatchObject({
      __typename: 'IllegalMoveError',
      status: 'RUNNING',
    });
  });

  it('when it is another workspace’s, exactly as if there were none', async () => {
    const { standing: now, attemptId } = await aMissionBeingValidated(server, aCrew('foreign'));
    const [assertionId, validationId] = [now.assertion('VAL-INK-001').id, now.validation.id];
    const token = stranger;
    const calls = [
      ['reportAssertion', { assertionId, status: 'PASSING', evidence: 'Seen.' }],
      ['reportAssertion', { assertionId, attemptId, status: 'PASSING', evidence: 'Seen.' }],
      ['waiveAssertion', { assertionId, reason: 'So.' }],
      ['grantRound', { validationId, reason: 'So.' }],
      ['failValidation', { validationId, reason: 'So.' }],
    ] as const;

    for (const [command, input] of calls) {
      expect(await server.run(command, input, { token })).toMatchObject({
        __typename: 'NotFoundError',
        id: 'assertionId' in input ? assertionId : validationId,
      });
    }
    const { body } = await server.ask(
      `{ nodes(ids: ["${assertionId}", "${validationId}"]) { id } }`,
      {},
      token,
    );
    expect(body.data.nodes).toEqual([null, null]);
    const nobody = 'ast_01M7YK9945NEHEJJHJ6VKX2E7D_1_3';
    expect(
      await server.run('waiveAssertion', { assertionId: nobody, reason: 'So.' }, { token }),
    ).toMatchObject({ __typename: 'NotFoundError', subject: 'assertion', id: nobody });
  });
});

async function missionIdOf(assertionId: string): Promise<string> {
  const { body } = await server.ask(`{ node(id: "${assertionId}") { ... on Assertion { mission { id } } } }`);
  return body.data.node.mission.id;
}
