/** Events and boards for the views, with everything fixed that a test does not name. */
import { type BoardTask, MissionBoard } from '../../packages/cli/src/view/mission-board.ts';
import type { EventType } from '../../packages/client/src/generated/operations.ts';
import type { MissionEvent } from '../../packages/client/src/watch-mission.ts';

export function aTask(id: string, more: Partial<BoardTask> = {}): BoardTask {
  return { id, title: `Title of ${id}`, status: 'WAITING', milestone: null, specialty: null, ...more };
}

export function aBoard(...tasks: readonly BoardTask[]): MissionBoard {
  return new MissionBoard({ title: 'A mission', status: 'ACTIVE' }, tasks);
}

export function anEvent(
  type: EventType,
  data: Readonly<Record<string, unknown>>,
  more: Partial<MissionEvent> = {},
): MissionEvent {
  return {
    __typename: 'Event',
    id: 'evt_1',
    sequence: 1,
    occurredAt: '2026-11-21T08:00:00.000Z',
    type,
    subject: 'tsk_1',
    runNumber: 1,
    actor: { kind: 'AGENT', name: 'mara' },
    ...more,
    data,
  };
}
