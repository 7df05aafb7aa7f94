/** What of a mission needs somebody, and what to do about it. */
import { type AttentionKind, adviceOn, waitsForPerson } from '@muster/core/attention';
import { isRunEnded } from '@muster/core/lifecycle/run-lifecycle';
import { LIMITS } from '@muster/core/limits';
import type { MissionHead } from '@muster/core/run/mission';
import type { MissionAttention as Found, AttentionItem as Item } from '@muster/engine/attention';
import { Assertion } from './assertion.ts';
import { builder } from './builder.ts';
import { Checkpoint } from './checkpoint.ts';
import { principalOf } from './context.ts';
import { DeadLetter } from './dead-letter.ts';
import { enumOf } from './enums.ts';
import { Mission } from './mission.ts';
import { nodeSubjectOf } from './node-subject.ts';
import { QualityGate } from './quality-gate.ts';
import { deadLetterShape, missionShape } from './shapes.ts';
import { Task } from './task.ts';
import { Validation } from './validation.ts';

const KIND_TEXT: Record<AttentionKind, string> = {
  DEAD_LETTER: 'Work of the engine failed however often it was tried, and was put aside.',
  FAILED: 'The run, or a task that holds the rest of it.',
  AUTHORISATION: 'A task must not go on, or be tried again, without consent.',
  QUESTION: 'A task can’t go on before a person has done something.',
  ASSERTION: 'Nobody else can say whether an assertion holds.',
  VALIDATION: 'A validation has used up its rounds.',
  CHECKPOINT: 'A checkpoint is open.',
  GATE: 'A quality gate holds.',
  REVIEW: 'Submitted work.',
  OVERDUE: 'A deadline has passed.',
  BLOCKED: 'A task is blocked, by another task or for some other reason.',
  PAUSED: 'The mission is paused.',
  ESCALATED: 'A task is kept for whoever it was handed to, and not taken yet.',
  LEASE_LOST: 'Whoever had the task last went silent.',
  UNCLAIMED: `Nobody has taken a task for ${LIMITS.unclaimedMsMin / 60_000} minutes.`,
  RETRYING: 'A task is tried again.',
};
const AttentionKindEnum = enumOf('AttentionKind', 'Why something needs somebody.', KIND_TEXT);

const AttentionSubject = builder.unionType('AttentionSubject', {
  description: 'What needs somebody: the mission itself, or something of it.',
  types: [Mission, DeadLetter, Task, Checkpoint, QualityGate, Assertion, Validation],
  resolveType: ({ __typename }) => __typename,
});

const AttentionItem = builder.objectRef<Item>('AttentionItem').implement({
  description: 'Something that needs somebody.',
  fields: (t) => ({
    kind: t.expose('kind', { type: AttentionKindEnum, description: 'Why.' }),
    isForPerson: t.boolean({
      description: 'Whether it waits for a person to decide; then `approvals` lists it too.',
      resolve: ({ kind }) => waitsForPerson(kind),
    }),
    since: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when; null where nothing tells.',
      resolve: (item) => item.since,
    }),
    subject: t.field({
      type: AttentionSubject,
      description: 'What it is about.',
      resolve: ({ mission, letter, ref, node }) => {
        if (letter) return deadLetterShape(letter);
        return ref && node ? nodeSubjectOf(ref, node) : missionShape(mission);
      },
    }),
    action: t.string({
      nullable: true,
      description: 'The mutation that is recommended; null where nothing but looking helps.',
      resolve: (item) => adviceOn(item.kind, item.node ? 'NODE' : 'MISSION').action,
    }),
    advice: t.string({
      description: 'What to do, in a sentence.',
      resolve: (item) => adviceOn(item.kind, item.node ? 'NODE' : 'MISSION').text,
    }),
  }),
});

const MissionAttention = builder.objectRef<Found>('MissionAttention').implement({
  description: 'What waits for a person, and what is stuck.',
  fields: (t) => ({
    items: t.field({
      type: [AttentionItem],
      description: `Most urgent first; at most ${LIMITS.attentionItemsMax}.`,
      complexity: { field: 1, multiplier: 20 },
      resolve: ({ items }) => [...items],
    }),
    count: t.exposeInt('count', {
      description: `How much there is, also beyond \`items\`. Of dead letters at most ${LIMITS.attentionItemsMax} are counted.`,
    }),
    next: t.field({
      type: AttentionItem,
      nullable: true,
      description: 'What to see to first; null when nothing needs anybody.',
      resolve: ({ items }) => items[0],
    }),
  }),
});

const AttentionCounts = builder.objectRef<MissionHead>('AttentionCounts').implement({
  description: 'How much of a mission needs somebody, as far as it is counted all along.',
  fields: (t) => ({
    waitingForPeople: t.int({
      description: 'What waits for a person, as in `approvals`.',
      resolve: ({ run }) => (run && !isRunEnded(run.status) ? (run.askingCount ?? 0) : 0),
    }),
    failed: t.int({
      description: 'Tasks of the latest run that have failed.',
      resolve: ({ run }) => run?.taskCounts.FAILED ?? 0,
    }),
    blocked: t.int({
      description: 'Tasks of the latest run that are blocked.',
      resolve: ({ run }) => run?.taskCounts.BLOCKED ?? 0,
    }),
    isFailing: t.boolean({
      description: 'Whether the latest run has failed, or is going to.',
      resolve: ({ run }) => run !== undefined && (run.status === 'FAILED' || run.failing !== undefined),
    }),
    isOverdue: t.boolean({
      description: 'Whether the latest run is open past its deadline.',
      resolve: ({ run }) => run?.deadline?.breachedAt !== undefined && !isRunEnded(run.status),
    }),
  }),
});

builder.objectFields(Mission, (t) => ({
  attention: t.field({
    type: MissionAttention,
    description:
      'What waits for a person, what is stuck, and what to do about it. Looks at every node of an open run: ask for it ' +
      'when somebody looks, and watch `attentionCounts`.',
    complexity: { field: 500 },
    resolve: async ({ head }, _args, context) => {
      const found = await context.engine.attention(principalOf(context), head.id);
      return found ?? { items: [], count: 0 };
    },
  }),
  attentionCounts: t.field({
    type: AttentionCounts,
    description: 'How much of it needs somebody. Costs nothing: `missionProgress` can carry it.',
    resolve: ({ head }) => head,
  }),
}));
