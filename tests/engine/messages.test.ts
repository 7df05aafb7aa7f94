import type { Message } from '@muster/core/message';
import { UnreadableRecord } from '@muster/engine/codec';
import { handleMessage } from '@muster/engine/messages';
import { NotHandled } from '@muster/engine/not-handled';
import { describe, expect, it } from 'vitest';
import { claim, headOf, launchMission } from '../support/a-launched-mission.ts';
import { MISSION_ID, WORKSPACE_ID } from '../support/a-mission.ts';
import { ADA_IN_TESTS, anEngine, answerOf, RITA_IN_TESTS } from '../support/an-engine.ts';

const UNPARK: Message = { type: 'UNPARK', runNumber: 1 };

describe('handleMessage', () => {
  it('refuses what a newer release has left to be done, rather than pass it over', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const message: Message = JSON.parse('{ "type": "NEW", "runNumber": 1 }');

    const handling = handleMessage(under.context, { workspaceId: WORKSPACE_ID, missionId, message });

    await expect(handling).rejects.toThrow(UnreadableRecord);
  });

  it('says what stood in the way, and can be asked again', async () => {
    const under = anEngine();
    const missing = { workspaceId: WORKSPACE_ID, missionId: MISSION_ID, message: UNPARK };

    const handling = handleMessage(under.context, missing);

    await expect(handling).rejects.toThrow(NotHandled);
    await expect(handling).rejects.toMatchObject({ domain: { code: 'NOT_FOUND' } });
  });

  it('changes nothing where nothing is left to be done', async () => {
    const under = anEngine();
    const missionId = await launchMission(under);
    const before = await headOf(under, missionId);

    await handleMessage(under.context, { workspaceId: WORKSPACE_ID, missionId, message: UNPARK });
    await handleMessage(under.context, {
      workspaceId: WORKSPACE_ID,
      missionId,
      message: { type: 'RELEASE', runNumber: 7, from: 0, cursor: 0 },
    });

    expect(await headOf(under, missionId)).toEqual(before);
  });
});

describe('a message that asks for a report', () => {
  it('tells of it once, however often it comes, and again when the run has ended anew', async () => {
    const under = anEngine();
    const missionId = await launchMission(under, { tasks: [{ title: 'A', maxAttempts: 1 }] });
    const failOnce = async () => {
      const [attempt] = await claim(under);
      if (!attempt) throw new Error('nothing can be claimed');
      await under.engine.failTask(ADA_IN_TESTS, { attempt: attempt.ref, message: 'It broke.' });
      await under.settle();
    };
    const told = async () => {
      const page = { missionId, after: 0, first: 100, types: ['ReportWritten'] as const };
      return answerOf(await under.engine.listEvents(RITA_IN_TESTS, page)).items.length;
    };
    const report = {
      workspaceId: WORKSPACE_ID,
      missionId,
      message: { type: 'REPORT', runNumber: 1 } as const,
    };

    await failOnce();
    await handleMessage(under.context, report);
    const afterOnce = await told();
    await under.engine.retryFailed(RITA_IN_TESTS, { missionId });
    await under.settle();
    await failOnce();
    await handleMessage(under.context, report);

    expect([afterOnce, await told()]).toEqual([1, 2]);
  });
});
