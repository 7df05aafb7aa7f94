import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import { claim, complete, headOf, launchMission } from '../support/a-launched-mission.ts';
import { anEngine, answerOf, errorOf, RITA_IN_TESTS } from '../support/an-engine.ts';

describe('a commit that loses against somebody else', () => {
  it.each([1, 2, LIMITS.commitConflictRetriesMax - 1])(
    '%i times is decided again and succeeds',
    async (count) => {
      const under = anEngine();
      const missionId = await launchMission(under);
      under.conflicts.left = count;

      const paused = answerOf(await under.engine.pauseMission(RITA_IN_TESTS, { missionId }));

      expect(paused.mission.status).toBe('PAUSED');
    },
  );

  it('too often is a CONFLICT, which trying again can help, and writes nothing (G1)', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const before = await headOf(under, missionId);
    under.conflicts.left = LIMITS.commitConflictRetriesMax;

    const error = errorOf(await under.engine.pauseMission(RITA_IN_TESTS, { missionId }));

    expect(error).toEqual({
      code: 'CONFLICT',
      path: [],
      detail: { attempts: LIMITS.commitConflictRetriesMax },
    });
    expect(await headOf(under, missionId)).toEqual(before);
    expect((await under.engine.pauseMission(RITA_IN_TESTS, { missionId })).ok).toBe(true);
  });

  it('is decided on what the other one left, not on what was read before (G1)', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    under.meanwhile.act = async () => {
      answerOf(await under.engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'x' }));
    };

    const error = errorOf(await under.engine.pauseMission(RITA_IN_TESTS, { missionId }));

    expect(error).toMatchObject({ code: 'ILLEGAL_MOVE', detail: { status: 'CANCELLED' } });
  });
});

describe('a refused decision', () => {
  it('writes nothing (G2)', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const before = await headOf(under, missionId);

    errorOf(await under.engine.resumeMission(RITA_IN_TESTS, { missionId }));

    expect(await headOf(under, missionId)).toEqual(before);
    expect(under.pending).toEqual([]);
  });
});

describe('a decision that changes nothing', () => {
  it('commits nothing (G3)', async () => {
    const under = anEngine();
    await launchMission(under);
    const claims = await claim(under);
    await complete(under, claims);

    await complete(under, claims);

    expect(under.pending).toEqual([]);
  });
});

describe('forty commands on one mission at once', () => {
  it('are all done, with dense sequences', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: Array.from({ length: 40 }, (_, at) => `T${at}`) });
    const claims = await claim(under);

    for (let at = 0; at < claims.length; at += 8) {
      await Promise.all(claims.slice(at, at + 8).map((one) => complete(under, [one])));
    }

    const { items } = answerOf(
      await under.engine.listEvents(RITA_IN_TESTS, { missionId, after: 0, first: 1_000 }),
    );
    expect(items.map(({ node }) => node.sequence)).toEqual(items.map((_, position) => position + 1));
    expect((await headOf(under, missionId)).run?.taskCounts.DONE).toBe(40);
  });
});
