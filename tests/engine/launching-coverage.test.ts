import type { MissionId } from '@muster/core/ids';
import type { Result } from '@muster/core/result';
import type { MissionAnswer } from '@muster/engine/engine';
import { describe, expect, it } from 'vitest';
import { aDocumentInput, type DocumentInput } from '../support/a-document.ts';
import { headOf } from '../support/a-launched-mission.ts';
import { HOUR } from '../support/a-schedule.ts';
import {
  ADA_IN_TESTS,
  anEngine,
  answerOf,
  type EngineUnderTest,
  errorOf,
  RITA_IN_TESTS,
  STRANGER,
} from '../support/an-engine.ts';

const HOURLY = { cron: '0 * * * *', timeZone: 'UTC' };
const CONTRACT = [{ id: 'VAL-A-001', title: 'It works.' }];

const COVERED: DocumentInput = {
  tasks: [{ title: 'A', fulfills: ['VAL-A-001'] }],
  contract: CONTRACT,
  contractPolicy: { unclaimed: 'BLOCK' },
};
const UNCOVERED: DocumentInput = { ...COVERED, tasks: ['A'] };
const WARNED: DocumentInput = { ...UNCOVERED, contractPolicy: { unclaimed: 'WARN' } };

interface Told {
  readonly document: DocumentInput;
  readonly governance?: 'PILOT';
}

async function aMissionInPlanning(under: EngineUnderTest, told: Told): Promise<MissionId> {
  const document = aDocumentInput(told.document);
  const input = { title: 'Site', ...told, document };
  const { mission } = answerOf(await under.engine.createMission(RITA_IN_TESTS, input));
  answerOf(await under.engine.planMission(RITA_IN_TESTS, { missionId: mission.id }));
  return mission.id;
}

type Way = (under: EngineUnderTest, missionId: MissionId) => Promise<Result<MissionAnswer>>;

/** Every command that leads a mission out of PLANNING, or to where nobody asks any more. */
const WAYS_OUT: Readonly<Record<string, Way>> = {
  completePlanning: ({ engine }, missionId) => engine.completePlanning(RITA_IN_TESTS, { missionId }),
  launchMission: ({ engine }, missionId) => engine.launchMission(RITA_IN_TESTS, { missionId }),
  scheduleMission: ({ engine }, missionId) =>
    engine.scheduleMission(RITA_IN_TESTS, { missionId, schedule: HOURLY }),
};

describe('a mission in PLANNING whose contract is not covered', () => {
  it.each(Object.entries(WAYS_OUT))('stays there under BLOCK, whoever asks for %s', async (_, way) => {
    const under = anEngine();
    const missionId = await aMissionInPlanning(under, { document: UNCOVERED });
    const before = await headOf(under, missionId);

    const error = errorOf(await way(under, missionId));

    expect(error).toMatchObject({
      code: 'CONTRACT_NOT_COVERED',
      path: ['missionId', 'document', 'contract'],
      detail: { coverage: { unclaimed: ['VAL-A-001'], percent: 0 } },
    });
    expect(await headOf(under, missionId)).toEqual(before);
  });

  it.each(Object.entries(WAYS_OUT))('is let out under WARN, by %s', async (_, way) => {
    const under = anEngine();
    const missionId = await aMissionInPlanning(under, { document: WARNED });

    const { mission } = answerOf(await way(under, missionId));

    expect(['ACTIVE', 'RECURRING']).toContain(mission.status);
    expect(await under.engine.coverage(RITA_IN_TESTS, missionId, 1)).toMatchObject({
      unclaimed: ['VAL-A-001'],
      isSufficient: false,
    });
  });

  it('stays there under a pilot too', async () => {
    const under = anEngine();
    const missionId = await aMissionInPlanning(under, { document: UNCOVERED, governance: 'PILOT' });

    const error = errorOf(
      await under.engine.setMissionStatus(RITA_IN_TESTS, { missionId, status: 'ACTIVE' }),
    );

    expect(error.code).toBe('CONTRACT_NOT_COVERED');
    expect(await headOf(under, missionId)).toMatchObject({ status: 'PLANNING', runCount: 0 });
  });

  it('gets out when its document is mended', async () => {
    const under = anEngine();
    const missionId = await aMissionInPlanning(under, { document: UNCOVERED });
    answerOf(
      await under.engine.saveDocument(RITA_IN_TESTS, { missionId, document: aDocumentInput(COVERED) }),
    );

    const { mission } = answerOf(await under.engine.completePlanning(RITA_IN_TESTS, { missionId }));

    expect(mission).toMatchObject({ status: 'ACTIVE', runCount: 1 });
  });
});

describe('createMission with launch', () => {
  it('stores nothing while the contract is not covered under BLOCK', async () => {
    const under = anEngine();
    const document = aDocumentInput(UNCOVERED);

    const error = errorOf(
      await under.engine.createMission(RITA_IN_TESTS, { title: 'Site', document, launch: true }),
    );

    expect(error.code).toBe('CONTRACT_NOT_COVERED');
    expect((await under.engine.listMissions(RITA_IN_TESTS, { first: 1 })).items).toEqual([]);
  });
});

describe('a slot', () => {
  it('that meets a contract no longer covered under BLOCK is skipped, told, and the next one fires', async () => {
    const under = anEngine();
    const missionId = await aMissionInPlanning(under, { document: COVERED });
    answerOf(await under.engine.scheduleMission(RITA_IN_TESTS, { missionId, schedule: HOURLY }));
    answerOf(
      await under.engine.saveDocument(RITA_IN_TESTS, { missionId, document: aDocumentInput(UNCOVERED) }),
    );

    await under.wait(HOUR);
    const skipped = await headOf(under, missionId);
    answerOf(
      await under.engine.saveDocument(RITA_IN_TESTS, { missionId, document: aDocumentInput(COVERED) }),
    );
    await under.wait(HOUR);

    expect(skipped).toMatchObject({ status: 'RECURRING', runCount: 0 });
    expect(await headOf(under, missionId)).toMatchObject({ status: 'ACTIVE', runCount: 1 });
    const events = answerOf(
      await under.engine.listEvents(RITA_IN_TESTS, {
        missionId,
        after: 0,
        first: 100,
        types: ['SlotSkipped'],
      }),
    );
    expect(events.items).toHaveLength(1);
  });
});

describe('completePlanning', () => {
  it('is a launch out of PLANNING, and of nothing else', async () => {
    const under = anEngine();
    const document = aDocumentInput(COVERED);
    const { mission } = answerOf(
      await under.engine.createMission(RITA_IN_TESTS, { title: 'Site', document }),
    );
    const missionId = mission.id;

    const refused = errorOf(await under.engine.completePlanning(RITA_IN_TESTS, { missionId }));

    expect(refused).toMatchObject({
      code: 'ILLEGAL_MOVE',
      detail: { status: 'DRAFT', command: 'completePlanning' },
    });
  });

  it('launches once, however often it is asked with one key', async () => {
    const under = anEngine();
    const missionId = await aMissionInPlanning(under, { document: COVERED });
    const input = { missionId, idempotencyKey: 'out' };

    const first = answerOf(await under.engine.completePlanning(RITA_IN_TESTS, input));
    const second = answerOf(await under.engine.completePlanning(RITA_IN_TESTS, input));

    expect(second.sequence).toBe(first.sequence);
    expect(await headOf(under, missionId)).toMatchObject({ status: 'ACTIVE', runCount: 1 });
  });

  it('is for the pilot of a mission that has one, and administrators', async () => {
    const under = anEngine();
    const missionId = await aMissionInPlanning(under, { document: COVERED, governance: 'PILOT' });

    const refused = errorOf(await under.engine.completePlanning(ADA_IN_TESTS, { missionId }));
    const launched = answerOf(await under.engine.completePlanning(RITA_IN_TESTS, { missionId }));

    expect(refused.code).toBe('FORBIDDEN');
    expect(launched.mission.status).toBe('ACTIVE');
  });

  it('of another workspace finds nothing', async () => {
    const under = anEngine();
    const missionId = await aMissionInPlanning(under, { document: COVERED });

    expect(errorOf(await under.engine.completePlanning(STRANGER, { missionId })).code).toBe('NOT_FOUND');
    expect(await under.engine.coverage(STRANGER, missionId, 1)).toBeUndefined();
  });
});
