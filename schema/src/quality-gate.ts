import { parseNodeId } from '@muster/core/ids';
import type { GateStatus } from '@muster/core/lifecycle/gate-lifecycle';
import type { NodeAnswer } from '@muster/engine/engine';
import * as z from 'zod/mini';
import { Verdict } from './actor.ts';
import { builder } from './builder.ts';
import { defineCommand } from './command.ts';
import { principalOf } from './context.ts';
import { idOf, loadElements, runIdOfElement, specReader } from './element.ts';
import { enumOf } from './enums.ts';
import { MISSION_FAILURES } from './error-types.ts';
import { existing } from './errors.ts';
import { given } from './given.ts';
import { idempotencyKeyField, rule } from './input-fields.ts';
import { LOADER_OPTIONS } from './loading.ts';
import { Mission } from './mission.ts';
import { Run } from './run.ts';
import { missionShape, type QualityGateShape } from './shapes.ts';

const GATE_STATUS_TEXT: Record<GateStatus, string> = {
  PENDING: 'Its tasks have not settled yet.',
  PASSED: 'What it asks for was reached.',
  FAILED: 'It holds; `reasons` says why.',
  OVERRIDDEN: 'A person let it pass.',
  SKIPPED: 'Left out, because what it came after was.',
};
export const QualityGateStatusEnum = enumOf(
  'QualityGateStatus',
  'Where a quality gate stands.',
  GATE_STATUS_TEXT,
);

const TYPE = { kind: 'GATE', name: 'QualityGate', subject: 'quality gate' } as const;
const withSpec = specReader(TYPE);

/** Takes a shape, or the id of a quality gate that is then loaded. */
export const QualityGate = builder.loadableObjectRef<QualityGateShape, string>('QualityGate', {
  loaderOptions: LOADER_OPTIONS,
  load: loadElements(TYPE),
});

QualityGate.implement({
  description: 'Stops the tasks it blocks until scores and a condition are met.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id({ description: '`gat_…`', resolve: (gate) => idOf('GATE', gate) }),
    mission: t.field({ type: Mission, description: 'Its mission.', resolve: ({ ref }) => ref.missionId }),
    run: t.field({ type: Run, description: 'Its run.', resolve: runIdOfElement }),
    name: t.string({ description: 'What it is called in the document.', resolve: ({ node }) => node.name }),
    status: t.field({
      type: QualityGateStatusEnum,
      description: 'Where it stands.',
      resolve: ({ node }) => node.status,
    }),
    reasons: t.stringList({
      description:
        'Why it holds, or held before its tasks were sent back, one sentence each; empty once it has passed.',
      resolve: ({ node }) => node.reasons,
    }),
    evaluatedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was last evaluated; null before.',
      resolve: ({ node }) => node.evaluatedAt,
    }),
    averageScore: t.float({
      nullable: true,
      description: 'Mean score of its tasks at the last evaluation, 1–5; null when none was scored.',
      resolve: ({ node }) => node.averageScore,
    }),
    override: t.field({
      type: Verdict,
      nullable: true,
      description: 'Who let it pass; null when nobody did.',
      resolve: ({ node }) => node.override,
    }),
    minScore: t.float({
      nullable: true,
      description: 'The mean score its tasks have to reach, 1–5; null when it asks for none.',
      resolve: (gate, _args, context) => withSpec(gate, context, ({ definition }) => definition.minScore),
    }),
    requireAllPassed: t.boolean({
      description: 'Whether all its tasks have to be DONE.',
      resolve: (gate, _args, context) =>
        withSpec(gate, context, ({ definition }) => definition.requireAllPassed),
    }),
    condition: t.string({
      nullable: true,
      description: 'A condition in CEL; null when it has none.',
      resolve: (gate, _args, context) => withSpec(gate, context, ({ definition }) => definition.condition),
    }),
    afterTasks: t.stringList({
      description: 'Keys of the tasks it comes after.',
      resolve: (gate, _args, context) => withSpec(gate, context, ({ definition }) => definition.afterTasks),
    }),
    blocksTasks: t.stringList({
      description: 'Keys of the tasks it blocks; empty: it holds the end of the run.',
      resolve: (gate, _args, context) => withSpec(gate, context, ({ definition }) => definition.blocksTasks),
    }),
  }),
});

const OverrideGateSuccess = builder.objectRef<NodeAnswer<'GATE'>>('OverrideGateSuccess').implement({
  description: 'The gate is overridden.',
  fields: (t) => ({
    qualityGate: t.field({
      type: QualityGate,
      description: 'As it stands now.',
      resolve: ({ ref, node }): QualityGateShape => ({ __typename: 'QualityGate', ref, node }),
    }),
    mission: t.field({
      type: Mission,
      description: 'Its mission.',
      resolve: ({ mission }) => missionShape(mission),
    }),
    sequence: t.exposeInt('sequence', { description: 'Of the last event committed with it.' }),
  }),
});

defineCommand('overrideGate', {
  description: 'Lets a failed quality gate pass, with a reason.',
  permission: 'DIRECT',
  input: (t) => ({
    qualityGateId: t.id({ required: true, description: '`gat_…`' }),
    reason: t.string({ required: true, description: 'Why; not blank.' }),
    idempotencyKey: idempotencyKeyField(t),
  }),
  rules: z.looseObject({ reason: rule.notBlank, idempotencyKey: rule.idempotencyKey }),
  success: OverrideGateSuccess,
  failures: MISSION_FAILURES,
  run: (context, { qualityGateId, ...input }) => {
    const node = existing(parseNodeId('GATE', qualityGateId), 'quality gate', qualityGateId);
    return context.engine.overrideGate(principalOf(context), { ...given(input), node });
  },
});
