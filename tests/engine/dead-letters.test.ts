import type { MissionId } from '@muster/core/ids';
import { UnreadableRecord } from '@muster/engine/codec';
import { buryMessage, NoAnswer, tryLast } from '@muster/engine/dead-letters';
import { headKey } from '@muster/engine/keys';
import { NotHandled } from '@muster/engine/not-handled';
import type { QueuedMessage } from '@muster/engine/ports/queue';
import { describe, expect, it } from 'vitest';
import { headOf, launchMission } from '../support/a-launched-mission.ts';
import { WORKSPACE_ID } from '../support/a-mission.ts';
import { anEngine, answerOf, type EngineUnderTest, RITA_IN_TESTS } from '../support/an-engine.ts';
import { UNREADABLE } from '../support/an-engine-with-queues.ts';

function aMessageOf(missionId: MissionId, revision = 5): QueuedMessage {
  const message = { type: 'UNPARK', runNumber: 1 } as const;
  return { id: `${missionId}#4#${revision}#0`, workspaceId: WORKSPACE_ID, missionId, message };
}

async function letters(under: EngineUnderTest, missionId: MissionId) {
  const listed = await under.engine.listDeadLetters(RITA_IN_TESTS, { missionId, first: 100 });
  return listed.items.map(({ node }) => node);
}

async function deathsTold(under: EngineUnderTest, missionId: MissionId) {
  const types = ['DeadLetterStatusChanged'] as const;
  const page = { missionId, after: 0, first: 100, types };
  return answerOf(await under.engine.listEvents(RITA_IN_TESTS, page)).items.map(({ node }) => node);
}

describe('a last try', () => {
  const never = () => new Promise<void>(() => {});

  it('is not made again when one has ended its process (B5)', async () => {
    const under = anEngine();
    const what = { workspaceId: WORKSPACE_ID, missionId: await launchMission(under), name: 'm-4-5-0' };
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    void tryLast(under.context, what, () => {
      begin();
      return never();
    });
    await begun;
    let isMade = false;

    const trying = tryLast(under.context, what, async () => {
      isMade = true;
    });

    await expect(trying).rejects.toThrow(NoAnswer);
    expect(isMade).toBe(false);
  });

  it('is made again when the last one came back, well or not', async () => {
    const under = anEngine();
    const what = { workspaceId: WORKSPACE_ID, missionId: await launchMission(under), name: 'm-4-5-0' };
    const fault = new Error('a fault');

    await tryLast(under.context, what, async () => {});
    await expect(tryLast(under.context, what, () => Promise.reject(fault))).rejects.toBe(fault);

    await expect(tryLast(under.context, what, async () => {})).resolves.toBeUndefined();
  });
});

describe('a dead letter', () => {
  it('is stored, and told of by an event of its mission, in one commit (B1)', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const { sequence } = await headOf(under, missionId);

    await buryMessage(under.context, aMessageOf(missionId), new UnreadableRecord('task: damaged'));

    expect(await letters(under, missionId)).toMatchObject([
      {
        missionId,
        name: 'm-4-5-0',
        status: 'DEAD',
        origin: 'MESSAGE',
        content: { type: 'UNPARK', runNumber: 1 },
        reason: 'task: damaged',
        deathCount: 1,
        diedAt: under.clock.now,
      },
    ]);
    expect(await deathsTold(under, missionId)).toMatchObject([
      {
        sequence: sequence + 1,
        subject: `dlt_${missionId.slice(4)}_m-4-5-0`,
        data: { to: 'DEAD', origin: 'MESSAGE', reason: 'task: damaged' },
      },
    ]);
  });

  it('is recorded once, however often it is told, and by two at once (B2)', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const bury = () => buryMessage(under.context, aMessageOf(missionId), new Error('a fault'));

    await Promise.all([bury(), bury()]);
    await bury();

    expect(await letters(under, missionId)).toMatchObject([{ deathCount: 1 }]);
    expect(await deathsTold(under, missionId)).toHaveLength(1);
  });

  it('is recorded of a mission that can not even be read (B3)', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const [head] = await under.store.get([headKey(WORKSPACE_ID, missionId)]);
    if (head) await under.store.commit({ puts: [{ record: { ...head, value: UNREADABLE } }] });

    await buryMessage(under.context, aMessageOf(missionId), new UnreadableRecord('head: damaged'));

    expect(await letters(under, missionId)).toMatchObject([{ reason: 'head: damaged' }]);
  });

  it('says to people what a refusal says, and of a fault of ours only where to ask', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const conflict = new NotHandled({ code: 'CONFLICT', path: [], detail: { attempts: 12 } });

    await buryMessage(under.context, aMessageOf(missionId, 6), conflict);
    await buryMessage(under.context, aMessageOf(missionId, 7), new TypeError('x of undefined'));

    const [fault, refusal] = await letters(under, missionId);
    expect(refusal?.reason).toMatch(/^Others changed the mission 12 times/);
    expect(fault?.reason).toMatch(/^Something went wrong on our side\. Quote \w+ when/);
    expect(fault?.reason).not.toContain('undefined');
  });

  it('of an id that some other release gave has a name all the same', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);

    const message = { ...aMessageOf(missionId), id: 'an-id/of another kind' };
    await buryMessage(under.context, message, new Error('a fault'));

    expect((await letters(under, missionId))[0]?.name).toMatch(/^m-\d{1,9}$/);
  });
});
