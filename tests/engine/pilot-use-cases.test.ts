import type { MissionId } from '@muster/core/ids';
import type { Result } from '@muster/core/result';
import type { Engine, MissionAnswer } from '@muster/engine/engine';
import { type Principal, ROLES } from '@muster/engine/principal';
import { describe, expect, it } from 'vitest';
import { aDocumentInput } from '../support/a-document.ts';
import { headOf, workAll } from '../support/a-launched-mission.ts';
import { WORKSPACE_ID } from '../support/a-mission.ts';
import {
  anEngine,
  answerOf,
  type EngineUnderTest,
  errorOf,
  RITA_IN_TESTS,
  STRANGER,
} from '../support/an-engine.ts';

function somebody(name: string, role: Principal['role']): Principal {
  return { workspaceId: WORKSPACE_ID, actor: { kind: 'USER', name }, role };
}

const PILOT = somebody('petra', 'MEMBER');
const WRONG = { tasks: [{ title: 'A', dependsOn: ['A'] }] };

async function aPiloted(
  under: EngineUnderTest,
  told: { readonly document?: unknown; readonly steps?: readonly ('PLANNING' | 'ACTIVE')[] } = {},
): Promise<MissionId> {
  const { document = aDocumentInput({ tasks: ['A'] }), steps = [] } = told;
  const created = await under.engine.createMission(RITA_IN_TESTS, {
    title: 'Site',
    document,
    governance: 'PILOT',
    pilot: 'petra',
  });
  const missionId = answerOf(created).mission.id;
  for (const status of steps) answerOf(await under.engine.setMissionStatus(PILOT, { missionId, status }));
  await under.settle();
  return missionId;
}

type Move = (engine: Engine, principal: Principal, missionId: MissionId) => Promise<Result<MissionAnswer>>;

/** Every command that moves a mission, and where it is legal. */
const MOVES: Readonly<
  Record<string, { readonly steps: readonly ('PLANNING' | 'ACTIVE')[]; readonly move: Move }>
> = {
  planMission: { steps: [], move: (engine, who, missionId) => engine.planMission(who, { missionId }) },
  launchMission: {
    steps: ['PLANNING'],
    move: (engine, who, missionId) => engine.launchMission(who, { missionId }),
  },
  pauseMission: {
    steps: ['PLANNING', 'ACTIVE'],
    move: (engine, who, missionId) => engine.pauseMission(who, { missionId }),
  },
  cancelMission: {
    steps: ['PLANNING', 'ACTIVE'],
    move: (engine, who, missionId) => engine.cancelMission(who, { missionId, reason: 'Off.' }),
  },
  cancelRun: {
    steps: ['PLANNING', 'ACTIVE'],
    move: (engine, who, missionId) => engine.cancelRun(who, { missionId, reason: 'Off.' }),
  },
  setMissionStatus: {
    steps: ['PLANNING'],
    move: (engine, who, missionId) => engine.setMissionStatus(who, { missionId, status: 'ACTIVE' }),
  },
  setMissionProgress: {
    steps: [],
    move: (engine, who, missionId) => engine.setMissionProgress(who, { missionId, progress: 10 }),
  },
};

describe.each(Object.entries(MOVES))('%s of a mission that has a pilot', (_, { steps, move }) => {
  it('is allowed to the pilot', async () => {
    const under = anEngine();
    const missionId = await aPiloted(under, { steps });

    expect(await move(under.engine, PILOT, missionId)).toMatchObject({ ok: true });
  });

  it.each(ROLES)('by somebody else of role %s: to owners and administrators only', async (role) => {
    const under = anEngine();
    const missionId = await aPiloted(under, { steps });
    const before = await headOf(under, missionId);

    const result = await move(under.engine, somebody('quinn', role), missionId);

    if (role === 'OWNER' || role === 'ADMIN') expect(result).toMatchObject({ ok: true });
    else {
      expect(result).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
      expect(await headOf(under, missionId)).toEqual(before);
    }
  });

  it('of another workspace does not exist', async () => {
    const under = anEngine();
    const missionId = await aPiloted(under, { steps });

    expect(await move(under.engine, STRANGER, missionId)).toMatchObject({
      ok: false,
      error: { code: 'NOT_FOUND' },
    });
  });
});

describe('setMissionStatus', () => {
  it('leads a mission from DRAFT to COMPLETED, step by step, and a report is written', async () => {
    const under = anEngine();
    const missionId = await aPiloted(under, { steps: ['PLANNING', 'ACTIVE'] });
    await workAll(under);
    expect((await headOf(under, missionId)).status).toBe('ACTIVE');

    answerOf(await under.engine.setMissionStatus(PILOT, { missionId, status: 'VALIDATING' }));
    answerOf(await under.engine.setMissionStatus(PILOT, { missionId, status: 'COMPLETED' }));
    await under.settle();

    expect(await headOf(under, missionId)).toMatchObject({
      status: 'COMPLETED',
      run: { status: 'COMPLETED' },
    });
    expect(await under.engine.report(PILOT, { missionId, runNumber: 1 })).toMatchObject({
      status: 'COMPLETED',
    });
  });

  it('to ACTIVE with a document that can not be launched tells the problems and leaves nothing behind', async () => {
    const under = anEngine();
    const missionId = await aPiloted(under, { document: WRONG, steps: ['PLANNING'] });

    const error = errorOf(await under.engine.setMissionStatus(PILOT, { missionId, status: 'ACTIVE' }));

    expect(error.code).toBe('INVALID_DOCUMENT');
    expect(await headOf(under, missionId)).toMatchObject({ status: 'PLANNING', runCount: 0 });
  });

  it('repeated with the same key answers the first answer, also when it launched', async () => {
    const under = anEngine();
    const missionId = await aPiloted(under, { steps: ['PLANNING'] });
    const input = { missionId, status: 'ACTIVE', idempotencyKey: 'k1' } as const;

    const first = answerOf(await under.engine.setMissionStatus(PILOT, input));
    const again = answerOf(await under.engine.setMissionStatus(PILOT, input));

    expect(again.sequence).toBe(first.sequence);
    expect((await headOf(under, missionId)).runCount).toBe(1);
  });

  it('without a key, twice, launches once', async () => {
    const under = anEngine();
    const missionId = await aPiloted(under, { steps: ['PLANNING'] });

    const both = await Promise.all(
      [1, 2].map(() => under.engine.setMissionStatus(PILOT, { missionId, status: 'ACTIVE' })),
    );

    expect(both.some(({ ok }) => ok)).toBe(true);
    expect((await headOf(under, missionId)).runCount).toBe(1);
  });

  it('back with a blank reason is refused', async () => {
    const under = anEngine();
    const missionId = await aPiloted(under, { steps: ['PLANNING'] });

    const error = errorOf(
      await under.engine.setMissionStatus(PILOT, { missionId, status: 'DRAFT', reason: ' ' }),
    );

    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', path: ['reason'] });
  });
});

describe('createMission with the governance PILOT', () => {
  it('makes its creator the pilot, unless told', async () => {
    const under = anEngine();

    const { mission } = answerOf(
      await under.engine.createMission(PILOT, { title: 'x', document: {}, governance: 'PILOT' }),
    );

    expect(mission).toMatchObject({ governance: 'PILOT', pilot: 'petra' });
    expect(await under.engine.missionInfos(PILOT, [mission.id])).toMatchObject([{ pilot: 'petra' }]);
  });

  it('can not be launched at once by somebody who may not move it', async () => {
    const under = anEngine();
    const document = aDocumentInput({ tasks: ['A'] });
    const input = { title: 'x', document, governance: 'PILOT', pilot: 'petra', launch: true } as const;

    const error = errorOf(await under.engine.createMission(somebody('quinn', 'MEMBER'), input));

    expect(error.code).toBe('FORBIDDEN');
    expect((await under.engine.listMissions(PILOT, { first: 10 })).items).toEqual([]);
  });
});
