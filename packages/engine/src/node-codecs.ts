/** Which fields the records of nodes and of their specs have. */
import type {
  CheckpointNode,
  DelayNode,
  GateNode,
  JunctionNode,
  MilestoneNode,
  Node,
  NodeSpec,
  SpecOf,
  TaskNode,
} from '@muster/core/run/node';
import { type Codec, codecOf } from './codec.ts';

const o = 'optional';
const r = 'required';

const base = { index: r, kind: r, name: r, status: r, waitsFor: r } as const;
export const NODE_CODECS: { readonly [K in Node['kind']]: Codec<Extract<Node, { kind: K }>> } = {
  TASK: codecOf<TaskNode>('task', 1, {
    ...base,
    title: r,
    priority: r,
    remainingPath: r,
    lane: r,
    weight: r,
    generation: r,
    attemptsSpent: r,
    fixRounds: o,
    escalatedTo: o,
    readyAt: o,
    retryAt: o,
    isParked: o,
    lease: o,
    implementer: o,
    startedAt: o,
    settledAt: o,
    score: o,
    reason: o,
    isSkippedByFailure: o,
    blocked: o,
    keptFor: o,
    deadline: o,
    reviewDueAt: o,
    isReviewEscalated: o,
    asksSince: o,
    sentBack: o,
    failsRun: o,
  }),
  CHECKPOINT: codecOf<CheckpointNode>('checkpoint', 1, {
    ...base,
    openedAt: o,
    expiresAt: o,
    approvals: r,
    rejection: o,
    escalatedAt: o,
    isParked: o,
    reopened: o,
    decidedAt: o,
    failsRun: o,
  }),
  GATE: codecOf<GateNode>('gate', 1, {
    ...base,
    reasons: r,
    told: o,
    evaluatedAt: o,
    averageScore: o,
    override: o,
  }),
  DELAY: codecOf<DelayNode>('delay', 1, {
    ...base,
    startedAt: o,
    endsAt: o,
    isParked: o,
    settledAt: o,
    skip: o,
  }),
  MILESTONE: codecOf<MilestoneNode>('milestone', 1, { ...base, startedAt: o, settledAt: o }),
  JUNCTION: codecOf<JunctionNode>('junction', 1, { ...base, skippedFor: o }),
};
const spec = { index: r, kind: r, successors: r } as const;
export const SPEC_CODECS: { readonly [K in NodeSpec['kind']]: Codec<Extract<NodeSpec, { kind: K }>> } = {
  TASK: codecOf<SpecOf<'TASK'>>('task spec', 1, { ...spec, definition: r }),
  CHECKPOINT: codecOf<SpecOf<'CHECKPOINT'>>('checkpoint spec', 1, { ...spec, definition: r, after: r }),
  GATE: codecOf<SpecOf<'GATE'>>('gate spec', 1, { ...spec, definition: r, after: r }),
  DELAY: codecOf<SpecOf<'DELAY'>>('delay spec', 1, { ...spec, definition: r, after: r }),
  MILESTONE: codecOf<SpecOf<'MILESTONE'>>('milestone spec', 1, { ...spec, definition: r }),
  JUNCTION: codecOf<SpecOf<'JUNCTION'>>('junction spec', 1, spec),
};
