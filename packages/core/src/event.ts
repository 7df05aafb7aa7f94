import type { Actor } from './actor.ts';
import type { MissionId } from './ids.ts';
import type { Instant } from './instant.ts';

/** Facts, past tense. Every status change of anything is one of the `…StatusChanged`, with `from` and `to` in its data. */
export const EVENT_TYPES = [
  'MissionCreated',
  'TaskCreated',
  'DocumentSaved',
  'MissionStatusChanged',
  'MissionProgressSet',
  'RunStatusChanged',
  'RunStaged',
  'ScheduleSet',
  'SchedulePaused',
  'ScheduleResumed',
  'ScheduleEnded',
  'SlotFired',
  'SlotQueued',
  'SlotSkipped',
  'RunFailing',
  'DeadlineWarned',
  'DeadlineBreached',
  'RunGrown',
  'RunRecovered',
  'TaskParked',
  'TaskUnparked',
  'TaskStatusChanged',
  'TaskFixRequested',
  'TaskEscalated',
  'ReviewRecorded',
  'ReviewEscalated',
  'IssueDiscovered',
  'AttemptStatusChanged',
  'CheckpointStatusChanged',
  'CheckpointApprovalRecorded',
  'CheckpointEscalated',
  'GateStatusChanged',
  'GateHeld',
  'DelayStatusChanged',
  'DelayParked',
  'MilestoneStatusChanged',
  'AssertionStatusChanged',
  'ValidationStatusChanged',
  'ArtifactDelivered',
  'ReportWritten',
  'DeadLetterStatusChanged',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** As it stands in a commit record; mission, instant and actor are the commit's. */
export interface EventBody {
  readonly sequence: number;
  readonly type: EventType;
  /** Id of what it is about. */
  readonly subject: string;
  readonly runNumber?: number;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Event extends EventBody {
  readonly missionId: MissionId;
  readonly occurredAt: Instant;
  readonly actor: Actor;
}
