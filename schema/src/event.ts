import type { EventType } from '@muster/core/event';
import { eventIdOf, type MissionId, parseEventId } from '@muster/core/ids';
import { Actor } from './actor.ts';
import { builder } from './builder.ts';
import { connectionOf, pageArguments, pageComplexity, pageOf } from './connection.ts';
import { type GraphContext, principalOf } from './context.ts';
import { unwrap } from './errors.ts';
import { live } from './live.ts';
import { Mission, missionIdIn } from './mission.ts';
import { type EventShape, eventShape } from './shapes.ts';

const EVENT_TYPE_TEXT: Record<EventType, string> = {
  MissionCreated: 'A mission was created.',
  TaskCreated: 'A task in no mission was created.',
  DocumentSaved: 'A new version of the document was saved.',
  MissionStatusChanged: 'The mission moved.',
  MissionProgressSet: 'Its pilot said how far it is.',
  RunStatusChanged: 'A run was launched, moved or ended.',
  RunStaged: 'A launch is being written out in pieces.',
  ScheduleSet: 'A schedule was set.',
  SchedulePaused: 'A schedule was paused: it fires nothing.',
  ScheduleResumed: 'A paused schedule goes on.',
  ScheduleEnded: 'A schedule was removed, or has no slot left.',
  SlotFired: 'A slot of a schedule has launched a run.',
  SlotQueued: 'Slots of a schedule have come, and wait for a run to end.',
  SlotSkipped: 'Slots of a schedule have come and will launch nothing.',
  RunFailing: 'The run will fail once running attempts have ended.',
  DeadlineWarned: '80 % of the time until a deadline have passed.',
  DeadlineBreached: 'A deadline has passed before its run or task had ended.',
  RunGrown:
    'Tasks, elements or dependencies were added to the run: `number` of the addition, and the `edges` made, ids of what goes before and of what waits, unless they are too many.',
  RunRecovered: 'What was going to fail the run was retried or skipped: it goes on.',
  TaskParked: 'A ready task was taken out of the claim queue for a while.',
  TaskUnparked: 'A ready task is back in the claim queue.',
  TaskStatusChanged: 'A task moved.',
  TaskFixRequested: 'Expectations were not met; the same agent is to mend it.',
  TaskEscalated: 'All attempts are spent; somebody else has a round of them.',
  ReviewRecorded: 'A reviewer gave scores.',
  ReviewEscalated: 'Nobody has reviewed in time; somebody should.',
  IssueDiscovered: 'Work that was accepted has turned up an issue; a blocking one became a task.',
  AttemptStatusChanged: 'An attempt began, moved or ended.',
  CheckpointStatusChanged: 'A checkpoint moved.',
  CheckpointApprovalRecorded: 'One approval of several was given.',
  CheckpointEscalated: 'Nobody decided in time; somebody should.',
  GateStatusChanged: 'A quality gate moved.',
  GateHeld: 'A quality gate holds, and says why.',
  DelayStatusChanged: 'A delay moved.',
  DelayParked: 'A delay is over, but releases nothing while the mission is paused.',
  MilestoneStatusChanged: 'A milestone moved.',
  AssertionStatusChanged: 'Something was said about an assertion of the contract, or is to be said anew.',
  ValidationStatusChanged: 'A validation of the contract moved.',
  ArtifactDelivered: 'An attempt delivered an artifact.',
  ReportWritten: 'The report of a run was written.',
  DeadLetterStatusChanged: 'Work could not be done however often it was tried, or is tried again since.',
};

export const EventTypeEnum = builder.enumType('EventType', {
  description:
    'What kind of fact an event tells. Rules for notifications write them like `TaskStatusChanged`.',
  values: Object.fromEntries(
    Object.entries(EVENT_TYPE_TEXT).map(([value, description]) => [
      value.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase(),
      // `entries` forgets which keys there are.
      { value: value as EventType, description },
    ]),
  ),
});

export const Event = builder.objectRef<EventShape>('Event').implement({
  description: 'One committed fact.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id({
      description: '`evt_…`',
      resolve: ({ event }) => eventIdOf(event.missionId, event.sequence),
    }),
    sequence: t.int({
      description: 'Dense from 1 within the mission.',
      resolve: ({ event }) => event.sequence,
    }),
    occurredAt: t.field({
      type: 'DateTime',
      description: 'When it was committed.',
      resolve: ({ event }) => event.occurredAt,
    }),
    actor: t.field({ type: Actor, description: 'Who caused it.', resolve: ({ event }) => event.actor }),
    type: t.field({
      type: EventTypeEnum,
      description: 'What kind of fact it is.',
      resolve: ({ event }) => event.type,
    }),
    subject: t.id({ description: 'Id of what it is about.', resolve: ({ event }) => event.subject }),
    missionId: t.id({
      nullable: true,
      description: 'Id of the mission; null for a task in no mission.',
      resolve: ({ event }) => missionIdIn(event.missionId),
    }),
    mission: t.field({
      type: Mission,
      nullable: true,
      description: 'The mission as it stands now; null for a task in no mission.',
      resolve: ({ event }) => missionIdIn(event.missionId),
    }),
    runNumber: t.int({
      nullable: true,
      description: 'The run it belongs to; null when it belongs to none.',
      resolve: ({ event }) => event.runNumber,
    }),
    data: t.field({
      type: 'JSON',
      description: 'What changed; a status change says `from` and `to`.',
      resolve: ({ event }) => event.data,
    }),
  }),
});

export const EventConnection = builder.connectionObject(
  { type: Event, name: 'EventConnection', description: 'A page of events.' },
  { name: 'EventEdge', description: 'An event in a page.' },
);

builder.objectField(Mission, 'events', (t) =>
  t.field({
    type: EventConnection,
    description: 'What has happened, oldest first. A cursor is the sequence of its event in decimal.',
    complexity: pageComplexity,
    args: {
      ...pageArguments(),
      types: t.arg({ type: [EventTypeEnum], description: 'Only events of these types; all unless told.' }),
    },
    resolve: ({ head }, args, context) => eventsPage(head.id, args, context),
  }),
);

export async function eventsPage(missionId: MissionId, args: EventsArguments, context: GraphContext) {
  const { first, after = '0' } = pageOf(args, 'NUMBER');
  const types = args.types ? { types: args.types } : {};
  const page = { missionId, first, after: Number(after), ...types };
  const listed = unwrap(await context.engine.listEvents(principalOf(context), page));
  return connectionOf(listed, args, eventShape);
}

type EventsArguments = Parameters<typeof pageOf>[0] & {
  readonly types?: readonly EventType[] | null | undefined;
};

builder.subscriptionField('workspaceEvents', (t) =>
  t.field({
    type: Event,
    description: 'Events of all missions of the workspace as they happen; nothing from before.',
    authScopes: { may: 'READ' },
    args: {
      types: t.arg({ type: [EventTypeEnum], description: 'Only events of these types; all unless told.' }),
    },
    subscribe: (_root, { types }, context) =>
      live(context, async (signal) => {
        const filter = types ? { types } : {};
        return context.engine.workspaceEvents(principalOf(context), { ...filter, signal });
      }),
    resolve: (event) => eventShape(event),
  }),
);

/** Undefined when the id names none. */
export async function loadEvent(id: string, context: GraphContext): Promise<EventShape | undefined> {
  const ref = parseEventId(id);
  if (ref === undefined || ref.sequence === 0) return undefined;
  const page = { missionId: ref.missionId, after: ref.sequence - 1, first: 1 };
  const listed = await context.engine.listEvents(principalOf(context), page);
  const event = listed.ok ? listed.value.items[0]?.node : undefined;
  return event?.sequence === ref.sequence ? eventShape(event) : undefined;
}
