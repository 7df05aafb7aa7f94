/** Of the stored shapes, those that notifications need. */
import type { StoredRecord } from '@muster/engine/ports/store';
import { commitRecord, formerRunRecord } from '@muster/engine/records';
import { ADA, MISSION_ID, START, WORKSPACE_ID } from '../support/a-mission.ts';
import { RUN } from './stored-run.ts';

const PLACE = { workspaceId: WORKSPACE_ID, missionId: MISSION_ID, runNumber: 2 };

export function notifySamples(): Readonly<Record<string, StoredRecord>> {
  return {
    'run-notifying-v1': formerRunRecord(PLACE, { ...RUN, notifies: ['MISSION', 'TASKS', 'ELEMENTS'] }),
    'commit-notifying-v1': commitRecord(
      {
        ...PLACE,
        sequence: 42,
        at: START,
        actor: ADA,
        events: [
          { sequence: 42, type: 'TaskStatusChanged', subject: 'tsk_x', runNumber: 2, data: { to: 'DONE' } },
        ],
        messages: [],
        notifies: { documentVersion: 3, parts: ['MISSION'] },
      },
      7,
    ),
  };
}
