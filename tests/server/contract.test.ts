import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aCrew,
  aMissionBeingValidated,
  contractDocument,
  standing,
  untilStanding,
  validate,
} from './support/contracts.ts';
import { aLaunchedMission, claim, complete } from './support/missions.ts';
import { aServer, type TestServer } from './support/running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(() => server.stop());

describe('the contract of a run', () => {
  it('is there from its launch: assertions with the tasks that fulfil them, and what validates them', async () => {
    const missionId = await aLaunchedMission(server, contractDocument(aCrew('listed')));

    const { run, validation, assertion } = await standing(server, missionId);

    expect(assertion('VAL-INK-001')).toMatchObject({
      id: expect.stringMatching(/^ast_/),
      title: 'It is written in ink.',
      status: 'PENDING',
      evidence: null,
      history: [],
      tasks: { nodes: [{ key: 'write' }] },
      validation: { id: validation.id },
    });
    expect(assertion('VAL-INK-002').tasks.nodes).toEqual([]);
    expect(validation).toMatchObject({
      name: 'Build',
      status: 'PENDING',
      round: 0,
      roundsMax: 3,
      milestone: { name: 'Build' },
      validators: ['validator-listed'],
      guidance: 'Look twice.',
      rounds: [],
    });
    expect(run.milestones.nodes).toEqual([
      { name: 'Build', status: 'ACTIVE', validation: { id: validation.id } },
    ]);
  });

  it('is found by the ids of its parts', async () => {
    const missionId = await aLaunchedMission(server, contractDocument(aCrew('nodes')));
    const { validation, assertion } = await standing(server, missionId);

    const { body } = await server.ask(
      `query($ids: [ID!]!) { nodes(ids: $ids) { __typename
        ... on Assertion { name behaviour evidenceWanted run { number } mission { id } }
        ... on Validation { name assertions { nodes { name } } } } }`,
      { ids: [assertion('VAL-INK-001').id, validation.id] },
    );

    expect(body.data.nodes).toEqual([
      {
        __typename: 'Assertion',
        name: 'VAL-INK-001',
        behaviour: 'Wet it.',
        evidenceWanted: 'A photograph.',
        run: { number: 1 },
        mission: { id: missionId },
      },
      {
        __typename: 'Validation',
        name: 'Build',
        assertions: { nodes: [{ name: 'VAL-INK-001' }, { name: 'VAL-INK-002' }] },
      },
    ]);
  });
});

describe('a milestone whose tasks have settled', () => {
  it('is VALIDATING, and its validation is offered to the validator, who is told what to find out', async () => {
    const crew = aCrew('offered');
    const missionId = await aLaunchedMission(server, contractDocument(crew));
    await complete(server, await claim(server, crew.worker));
    await claim(server, crew.validator);

    const { run, validation } = await standing(server, missionId);
    const { body } = await server.ask(`{ node(id: "${validation.task.id}") { ... on Task { title priority
      purpose { kind round assertion { id } origin { id } validation { assertions { nodes { name status } } } } } } }`);

    expect(run.milestones.nodes[0].status).toBe('VALIDATING');
    expect(validation).toMatchObject({ status: 'RUNNING', round: 1, workers: [crew.worker] });
    expect(body.data.node).toMatchObject({
      purpose: {
        kind: 'VALIDATION',
        round: 1,
        assertion: null,
        origin: null,
        validation: {
          assertions: {
            nodes: [
              { name: 'VAL-INK-001', status: 'PENDING' },
              { name: 'VAL-INK-002', status: 'PENDING' },
            ],
          },
        },
      },
    });
  });

  it('is DONE when all pass, and the report covers the whole contract and its rounds', async () => {
    const crew = aCrew('passing');
    const validating = await aMissionBeingValidated(server, crew);

    await validate(server, validating);

    const done = await untilStanding(server, validating.missionId, ({ status }) => status === 'COMPLETED');
    expect(done.run.milestones.nodes[0].status).toBe('DONE');
    expect(done.validation).toMatchObject({ status: 'PASSED', rounds: [{ number: 1, outcome: 'PASSED' }] });
    expect(done.assertion('VAL-INK-001')).toMatchObject({
      status: 'PASSING',
      evidence: 'Seen: VAL-INK-001.',
      history: [{ status: 'PASSING', round: 1, attempt: { id: validating.attemptId } }],
    });
    const report = await reportOf(validating.missionId);
    expect(report).toMatchObject({
      hasAllPassed: true,
      contract: {
        assertions: [
          { name: 'VAL-INK-001', status: 'PASSING', tasks: ['write'], round: 1 },
          { name: 'VAL-INK-002', status: 'PASSING', tasks: [], round: 1 },
        ],
        validations: [
          {
            name: 'Build',
            rounds: [
              { outcome: 'PASSED', validator: crew.validator, passing: ['VAL-INK-001', 'VAL-INK-002'] },
            ],
          },
        ],
      },
    });
    expect(report.time.validatingMs).toBeGreaterThan(0);
    expect(report.markdown).toContain('- Contract: 2 assertions, 2 PASSING');
  });

  it('is not done while its validator has said nothing of some assertions', async () => {
    const { attemptId, standing: now } = await aMissionBeingValidated(server, aCrew('silent'));
    const { id: reported } = now.assertion('VAL-INK-001');
    await server.run('reportAssertion', {
      assertionId: reported,
      attemptId,
      status: 'PASSING',
      evidence: 'Wet.',
    });

    const answer = await server.run('completeTask', { attemptId, submission: { evidence: 'Done.' } });

    expect(answer).toMatchObject({
      __typename: 'AssertionsUnreportedError',
      code: 'ASSERTIONS_UNREPORTED',
      attemptId,
      assertions: ['VAL-INK-002'],
    });
  });
});

describe('an assertion that is FAILING', () => {
  it('makes one task to mend it, linked to its origin, and is validated anew; rounds are kept', async () => {
    const crew = aCrew('failing');
    const validating = await aMissionBeingValidated(server, crew);
    await validate(server, validating, { 'VAL-INK-001': 'FAILING' });
    const failing = await untilStanding(
      server,
      validating.missionId,
      ({ assertion }) => assertion('VAL-INK-001').remediations.nodes.length > 0,
    );

    expect(failing.run.milestones.nodes[0].status).toBe('ACTIVE');
    const [remediation] = failing.assertion('VAL-INK-001').remediations.nodes;
    const { body } = await server.ask(`{ node(id: "${remediation.id}") { ... on Task { priority description
      definition { fulfills } purpose { kind assertion { name } origin { key } } } } }`);
    expect(body.data.node).toMatchObject({
      priority: 1,
      description: expect.stringContaining('Seen: VAL-INK-001.'),
      purpose: { kind: 'REMEDIATION', assertion: { name: 'VAL-INK-001' }, origin: { key: 'write' } },
    });

    await complete(server, await claim(server, crew.worker));
    const attemptId = await claim(server, crew.validator);
    await validate(server, { missionId: validating.missionId, attemptId });
    const done = await untilStanding(server, validating.missionId, ({ status }) => status === 'COMPLETED');

    expect(done.validation.rounds).toMatchObject([
      {
        number: 1,
        outcome: 'FAILING',
        task: { implementer: crew.validator },
        failing: { nodes: [{ name: 'VAL-INK-001' }] },
        passing: { nodes: [{ name: 'VAL-INK-002' }] },
      },
      { number: 2, outcome: 'PASSED', asked: { nodes: [{ name: 'VAL-INK-001' }] } },
    ]);
    expect(done.assertion('VAL-INK-001').remediations.nodes).toMatchObject([{ status: 'DONE' }]);
  });

  it('is waived by a person, and then nothing has to be mended', async () => {
    const crew = aCrew('waived');
    const { missionId, standing: now } = await aMissionBeingValidated(server, crew);
    const { id } = now.assertion('VAL-INK-002');

    const answer = await server.run(
      'waiveAssertion',
      { assertionId: id, reason: 'Nobody minds.' },
      { select: 'sequence assertion { name status evidence } mission { id }' },
    );

    expect(answer).toMatchObject({
      assertion: { name: 'VAL-INK-002', status: 'WAIVED', evidence: 'Nobody minds.' },
      mission: { id: missionId },
    });
  });
});

async function reportOf(missionId: string) {
  for (;;) {
    const { body } = await server.ask(`{ mission(id: "${missionId}") { run { report { hasAllPassed markdown
      time { implementingMs validatingMs waitingForPeopleMs }
      contract { assertions { name status tasks round remediationCount decidedBy { name } assertion { id } }
        validations { name status rounds { number outcome validator asked passing failing waived } } } } } } }`);
    if (body.data.mission.run.report) return body.data.mission.run.report;
  }
}
