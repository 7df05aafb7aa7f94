/**
 * How a rule names events: by type, as in `GateHeld`, or by type and the status that is reached, as in
 * `TaskStatusChanged:FAILED`.
 */
import { EVENT_TYPES, type EventBody, type EventType } from '../event.ts';
import { ASSERTION_STATUSES } from '../lifecycle/assertion-lifecycle.ts';
import { ATTEMPT_STATUSES } from '../lifecycle/attempt-lifecycle.ts';
import { CHECKPOINT_STATUSES } from '../lifecycle/checkpoint-lifecycle.ts';
import { DEAD_LETTER_STATUSES } from '../lifecycle/dead-letter-lifecycle.ts';
import { DELAY_STATUSES } from '../lifecycle/delay-lifecycle.ts';
import { GATE_STATUSES } from '../lifecycle/gate-lifecycle.ts';
import { MILESTONE_STATUSES } from '../lifecycle/milestone-lifecycle.ts';
import { MISSION_STATUSES } from '../lifecycle/mission-lifecycle.ts';
import { RUN_STATUSES } from '../lifecycle/run-lifecycle.ts';
import { TASK_STATUSES } from '../lifecycle/task-lifecycle.ts';
import { VALIDATION_STATUSES } from '../lifecycle/validation-lifecycle.ts';

const STATUSES: { readonly [Type in EventType]?: readonly string[] } = {
  MissionStatusChanged: MISSION_STATUSES,
  RunStatusChanged: RUN_STATUSES,
  TaskStatusChanged: TASK_STATUSES,
  AttemptStatusChanged: ATTEMPT_STATUSES,
  CheckpointStatusChanged: CHECKPOINT_STATUSES,
  GateStatusChanged: GATE_STATUSES,
  DelayStatusChanged: DELAY_STATUSES,
  MilestoneStatusChanged: MILESTONE_STATUSES,
  AssertionStatusChanged: ASSERTION_STATUSES,
  ValidationStatusChanged: VALIDATION_STATUSES,
  DeadLetterStatusChanged: DEAD_LETTER_STATUSES,
};

/** Why the text names no event; undefined when it does. */
export function eventNameProblem(text: string): string | undefined {
  const [type = '', status, ...rest] = text.split(':');
  const known = EVENT_TYPES.find((one) => one === type);
  if (known === undefined || rest.length > 0)
    return 'names no event: write a type such as TaskStatusChanged, or TaskStatusChanged:FAILED';
  if (status === undefined) return undefined;
  if (!known.endsWith('StatusChanged')) return `names a status, but ${known} is no change of one`;
  const statuses = STATUSES[known];
  return statuses === undefined || statuses.includes(status)
    ? undefined
    : `names no status that ${known} can tell of; these are: ${statuses.join(', ')}`;
}

export function namesEvent(name: string, event: Pick<EventBody, 'type' | 'data'>): boolean {
  return name === event.type || name === `${event.type}:${String(event.data.to)}`;
}
