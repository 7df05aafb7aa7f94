import type { Message } from '@muster/core/message';
import { UnreadableRecord } from '@muster/engine/codec';
import { handleMessage } from '@muster/engine/messages';
import { NotHandled } from '@muster/engine/not-handled';
import { describe, expect, it } from 'vitest';
import { headOf, launchMission } from '../support/a-launched-mission.ts';
import { MISSION_ID, WORKSPACE_ID } from '../support/a-mission.ts';
import { anEngine } from '../support/an-engine.ts';

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
