/** What waits for a person: the list of it, and what comes and goes. */
import {
  APPROVAL_EVENTS,
  type ApprovalKind,
  approvalChangeOf,
  type ApprovalChange as Change,
} from '@muster/core/approval';
import type { Event as EventOfMission } from '@muster/core/event';
import type { Approval as Asked } from '@muster/engine/engine';
import { Assertion } from './assertion.ts';
import { builder } from './builder.ts';
import { Checkpoint } from './checkpoint.ts';
import { connectionOf, pageArguments, pageComplexity, pageOf } from './connection.ts';
import { principalOf } from './context.ts';
import { enumOf } from './enums.ts';
import { Event } from './event.ts';
import { live } from './live.ts';
import { Mission } from './mission.ts';
import { nodeSubjectOf } from './node-subject.ts';
import { QualityGate } from './quality-gate.ts';
import { eventShape, missionShape } from './shapes.ts';
import { Task } from './task.ts';
import { Validation } from './validation.ts';

const APPROVAL_KIND_TEXT: Record<ApprovalKind, string> = {
  CHECKPOINT: 'A checkpoint is open: approve or reject it.',
  GATE: 'A quality gate holds: have its tasks done better, or override it.',
  REVIEW: 'Submitted work: accept or reject it.',
  AUTHORISATION: 'A task must not go on, or be tried again, without consent: unblock or skip it.',
  QUESTION: 'A task can’t go on before a person has done something; its note says what.',
  ASSERTION: 'Nobody else can say whether an assertion holds: report or waive it.',
  VALIDATION: 'A validation has used up its rounds: grant another one, waive what fails, or fail it.',
};
const ApprovalKindEnum = enumOf('ApprovalKind', 'What a person is asked for.', APPROVAL_KIND_TEXT);

const ApprovalSubject = builder.unionType('ApprovalSubject', {
  description: 'What somebody has to decide about.',
  types: [Task, Checkpoint, QualityGate, Assertion, Validation],
  resolveType: ({ __typename }) => __typename,
});

const Approval = builder.objectRef<Asked>('Approval').implement({
  description: 'Something that waits for a person.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ApprovalKindEnum, description: 'What is asked for.' }),
    since: t.expose('since', { type: 'DateTime', description: 'Since when it waits.' }),
    subject: t.field({
      type: ApprovalSubject,
      description: 'What it is about.',
      resolve: ({ ref, node }) => nodeSubjectOf(ref, node),
    }),
    mission: t.field({
      type: Mission,
      description: 'The mission it belongs to.',
      resolve: ({ mission }) => missionShape(mission),
    }),
  }),
});

const ApprovalConnection = builder.connectionObject(
  { type: Approval, name: 'ApprovalConnection', description: 'A page of what waits for a person.' },
  { name: 'ApprovalEdge', description: 'One thing that waits, in a page.' },
);

const kindsArgument = () =>
  builder.args((t) => ({
    kinds: t.field({ type: [ApprovalKindEnum], description: 'Only what is asked for so; all unless told.' }),
  }));

builder.queryField('approvals', (t) =>
  t.field({
    type: ApprovalConnection,
    description: 'What waits for a person in the open runs of the workspace, longest waiting first.',
    authScopes: { may: 'READ' },
    complexity: pageComplexity,
    args: { ...pageArguments(), ...kindsArgument() },
    resolve: async (_root, args, context) => {
      const page = { ...pageOf(args, 'APPROVAL'), ...(args.kinds && { kinds: args.kinds }) };
      const listed = await context.engine.listApprovals(principalOf(context), page);
      return connectionOf(listed, args, (asked) => asked);
    },
  }),
);

interface ChangeShape extends Change {
  readonly event: EventOfMission;
}

const ApprovalChange = builder.objectRef<ChangeShape>('ApprovalChange').implement({
  description: 'Something has begun to wait for a person, or waits no longer.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ApprovalKindEnum, description: 'What is, or was, asked for.' }),
    isWaiting: t.exposeBoolean('isWaiting', {
      description: 'Whether it waits from now on; else it was decided, or nobody has to any more.',
    }),
    subjectId: t.id({
      description: 'Id of what it is about; ask `node` for it.',
      resolve: ({ event }) => event.subject,
    }),
    event: t.field({
      type: Event,
      description: 'What happened to it.',
      resolve: ({ event }) => eventShape(event),
    }),
  }),
});

builder.subscriptionField('approvals', (t) =>
  t.field({
    type: ApprovalChange,
    description:
      'What begins to wait for a person in the workspace, and what does no longer; nothing from before: ask `approvals` once it is watched.',
    authScopes: { may: 'READ' },
    args: kindsArgument(),
    subscribe: (_root, { kinds }, context) =>
      live(context, async (signal) => {
        const watched = { types: APPROVAL_EVENTS, signal };
        const events = context.engine.workspaceEvents(principalOf(context), watched);
        return changesIn(events, kinds ?? undefined);
      }),
    resolve: (change) => change,
  }),
);

async function* changesIn(
  events: AsyncIterable<EventOfMission>,
  kinds: readonly ApprovalKind[] | undefined,
): AsyncGenerator<ChangeShape> {
  for await (const event of events) {
    const change = approvalChangeOf(event);
    if (change && (!kinds || kinds.includes(change.kind))) yield { ...change, event };
  }
}
