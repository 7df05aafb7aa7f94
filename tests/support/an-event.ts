/** An event, with only what matters to a test said. */
import type { Event } from '@muster/core/event';
import { nodeIdOf } from '@muster/core/ids';
import { ADA, MISSION_ID, START } from './a-mission.ts';

export function anEvent(told: Partial<Event> = {}): Event {
  return {
    missionId: MISSION_ID,
    sequence: 7,
    type: 'TaskStatusChanged',
    occurredAt: START,
    actor: ADA,
    runNumber: 1,
    subject: nodeIdOf('TASK', { missionId: MISSION_ID, runNumber: 1, index: 0 }),
    data: { name: 'A', from: 'IN_PROGRESS', to: 'FAILED' },
    ...told,
  };
}
