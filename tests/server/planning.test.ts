import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDraft } from './support/missions.ts';
import { aServer, type TestServer } from './support/running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(() => server.stop());

const MARKDOWN = `# What must be true

Signing in:
- **VAL-AUTH-001**: A right password signs in.
- [ ] **VAL-AUTH-002:** A wrong one does not.
`;
const CLAIMS_ONE = [{ title: 'Sign in', specialty: 'nobody-here', fulfills: ['VAL-AUTH-001'] }];
const UNCOVERED = { tasks: CLAIMS_ONE, contract: MARKDOWN, contractPolicy: { unclaimed: 'BLOCK' } };
const WARNED = { ...UNCOVERED, contractPolicy: { unclaimed: 'WARN' } };

async function aMissionInPlanning(document: object): Promise<string> {
  const missionId = await aDraft(server, document);
  await server.run('planMission', { missionId });
  return missionId;
}

describe('completePlanning', () => {
  it('refuses under BLOCK while an assertion is unclaimed, reports coverage, and changes nothing', async () => {
    const missionId = await aMissionInPlanning(UNCOVERED);

    const answer = await server.run('completePlanning', { missionId });

    expect(answer).toEqual({
      __typename: 'ContractNotCoveredError',
      code: 'CONTRACT_NOT_COVERED',
      message:
        'No task fulfils VAL-AUTH-002. Change `fulfills` of the tasks, or the contract and its policy.',
      path: ['missionId', 'document', 'contract'],
      coverage: {
        assertions: [
          { id: 'VAL-AUTH-001', tasks: ['Sign in'] },
          { id: 'VAL-AUTH-002', tasks: [] },
        ],
        unclaimed: ['VAL-AUTH-002'],
        multiClaimed: [],
        unknown: [],
        percent: 50,
        isSufficient: false,
      },
    });
    const { body } = await server.ask(`{ mission(id: "${missionId}") { status runCount } }`);
    expect(body.data.mission).toEqual({ status: 'PLANNING', runCount: 0 });
  });

  it('launches under WARN, and says what is not covered', async () => {
    const missionId = await aMissionInPlanning(WARNED);

    const answer = await server.run(
      'completePlanning',
      { missionId },
      {
        select: 'sequence mission { status run { number } } coverage { percent unclaimed isSufficient }',
      },
    );

    expect(answer).toMatchObject({
      mission: { status: 'ACTIVE', run: { number: 1 } },
      coverage: { percent: 50, unclaimed: ['VAL-AUTH-002'], isSufficient: false },
    });
  });

  it('tells every problem of the document before the contract', async () => {
    const missionId = await aMissionInPlanning({
      ...UNCOVERED,
      tasks: [{ title: 'A', fulfills: ['VAL-X-001'] }],
    });

    const answer = await server.run('completePlanning', { missionId });

    expect(answer).toMatchObject({
      __typename: 'InvalidDocumentError',
      problems: [{ code: 'UNKNOWN_ASSERTION', path: ['tasks', '0', 'fulfills', '0'] }],
    });
  });

  it('is told to somebody without the right, and of another workspace, like any command', async () => {
    const nobody = await server.run('completePlanning', { missionId: 'mis_01M7YK9945NEHEJJHJ6VKX2E7D' });

    expect(nobody).toMatchObject({ __typename: 'NotFoundError', subject: 'mission' });
  });
});

describe('coverage', () => {
  const COVERAGE = `unclaimed multiClaimed unknown percent isSufficient
    policy { unclaimed claims maxRounds } assertions { id tasks }`;

  it('is part of validateMission, for a document with problems too', async () => {
    const document = {
      tasks: [{ title: 'A', priority: 9, fulfills: ['VAL-X-001'] }],
      contract: MARKDOWN,
      contractPolicy: { claims: 'EXACTLY_ONE' },
    };

    const { body } = await server.ask(
      `query($document: JSON!) { validateMission(document: $document) {
        problems { code } plan { width } coverage { ${COVERAGE} } } }`,
      { document },
    );

    expect(body.data.validateMission).toEqual({
      problems: [{ code: 'OUT_OF_RANGE' }, { code: 'UNKNOWN_ASSERTION' }],
      plan: null,
      coverage: {
        assertions: [
          { id: 'VAL-AUTH-001', tasks: [] },
          { id: 'VAL-AUTH-002', tasks: [] },
        ],
        unclaimed: ['VAL-AUTH-001', 'VAL-AUTH-002'],
        multiClaimed: [],
        unknown: ['VAL-X-001'],
        percent: 0,
        isSufficient: false,
        policy: { unclaimed: 'WARN', claims: 'EXACTLY_ONE', maxRounds: 3 },
      },
    });
  });

  it('is a field of the mission, by version of its document', async () => {
    const missionId = await aDraft(server, UNCOVERED);
    await server.run('saveDocument', { missionId, document: { ...UNCOVERED, contract: [] } });

    const { body } = await server.ask(`{ mission(id: "${missionId}") {
      before: coverage(version: 1) { percent } now: coverage { percent unknown } never: coverage(version: 9) { percent }
    } }`);

    expect(body.data.mission).toEqual({
      before: { percent: 50 },
      now: { percent: 100, unknown: ['VAL-AUTH-001'] },
      never: null,
    });
  });
});

describe('a contract in Markdown', () => {
  it('is kept as it came by createMission and saveDocument, and launched', async () => {
    const missionId = await aDraft(server, { tasks: [], contract: MARKDOWN });
    await server.run('saveDocument', { missionId, document: WARNED });
    const launched = await server.run('launchMission', { missionId }, { select: 'mission { status }' });

    const { body } = await server.ask(`{ mission(id: "${missionId}") { document } }`);

    expect(launched.mission.status).toBe('ACTIVE');
    expect(body.data.mission.document.contract).toBe(MARKDOWN);
  });
});
