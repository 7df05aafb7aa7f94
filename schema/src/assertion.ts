import { attemptIdOf, type NodeRef } from '@muster/core/ids';
import type { AssertionResult, AssertionStatus } from '@muster/core/lifecycle/assertion-lifecycle';
import type { AssertionChange as ChangeShape } from '@muster/core/run/contract';
import { Actor } from './actor.ts';
import { Attempt } from './attempt.ts';
import { builder } from './builder.ts';
import { idOf, loadElements, runIdOfElement, specReader } from './element.ts';
import { enumOf } from './enums.ts';
import { LOADER_OPTIONS } from './loading.ts';
import { Mission } from './mission.ts';
import { Run } from './run.ts';
import type { AssertionShape } from './shapes.ts';

const RESULT_TEXT: Record<AssertionResult, string> = {
  PASSING: 'It is true.',
  FAILING: 'It is not: somebody has to mend it.',
  BLOCKED: 'It could not be found out: a person has to say.',
};
const ASSERTION_STATUS_TEXT: Record<AssertionStatus, string> = {
  PENDING: 'Nothing was found out yet, or it is to be found out anew.',
  ...RESULT_TEXT,
  WAIVED: 'A person said that it needn’t be true.',
};
export const AssertionResultEnum = enumOf(
  'AssertionResult',
  'What can be reported of an assertion.',
  RESULT_TEXT,
);
export const AssertionStatusEnum = enumOf(
  'AssertionStatus',
  'Where an assertion stands.',
  ASSERTION_STATUS_TEXT,
);

interface Change {
  readonly change: ChangeShape;
  readonly ref: NodeRef;
}

const AssertionChange = builder.objectRef<Change>('AssertionChange').implement({
  description: 'Something that was said about an assertion.',
  fields: (t) => ({
    status: t.field({
      type: AssertionStatusEnum,
      description: 'Where it stood from then on.',
      resolve: ({ change }) => change.status,
    }),
    at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ change }) => change.at }),
    actor: t.field({ type: Actor, description: 'Who said it.', resolve: ({ change }) => change.actor }),
    round: t.int({
      description: 'Number of the round of validation; 0 before the first one.',
      resolve: ({ change }) => change.round,
    }),
    evidence: t.string({
      nullable: true,
      description: 'What was seen; the reason of a waiver; null when nothing was said.',
      resolve: ({ change }) => change.evidence,
    }),
    attempt: t.field({
      type: Attempt,
      nullable: true,
      description:
        'The attempt at the validation task that reported it; null when a person or the engine did.',
      resolve: ({ change: { attempt }, ref }) => attempt && attemptIdOf({ ...ref, ...attempt }),
    }),
  }),
});

const TYPE = { kind: 'ASSERTION', name: 'Assertion', subject: 'assertion' } as const;
export const withAssertionSpec = specReader(TYPE);

/** Takes a shape, or the id of an assertion that is then loaded. */
export const Assertion = builder.loadableObjectRef<AssertionShape, string>('Assertion', {
  loaderOptions: LOADER_OPTIONS,
  load: loadElements(TYPE),
});

Assertion.implement({
  description: 'One testable claim of the contract, in one run.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id({ description: '`ast_…`', resolve: (assertion) => idOf('ASSERTION', assertion) }),
    mission: t.field({ type: Mission, description: 'Its mission.', resolve: ({ ref }) => ref.missionId }),
    run: t.field({ type: Run, description: 'Its run.', resolve: runIdOfElement }),
    name: t.string({
      description: 'Its id in the contract, for example VAL-AUTH-001.',
      resolve: ({ node }) => node.name,
    }),
    title: t.string({ description: 'What is to be true.', resolve: ({ node }) => node.title }),
    status: t.field({
      type: AssertionStatusEnum,
      description: 'Where it stands.',
      resolve: ({ node }) => node.status,
    }),
    changedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it came to stand there; null while nothing was ever said about it.',
      resolve: ({ node }) => node.changedAt,
    }),
    evidence: t.string({
      nullable: true,
      description: 'What was said with its status; null when nothing was.',
      resolve: ({ node }) => node.history.at(-1)?.evidence,
    }),
    history: t.field({
      type: [AssertionChange],
      description:
        'What was said about it, oldest first; the latest 20. Where that is very long, the oldest come without evidence.',
      resolve: ({ node, ref }) => node.history.map((change) => ({ change, ref })),
    }),
    behaviour: t.string({
      nullable: true,
      description: 'How to see that it is true; null when the contract says no more than the title.',
      resolve: (assertion, _args, context) =>
        withAssertionSpec(assertion, context, ({ definition }) => definition.behaviour),
    }),
    evidenceWanted: t.string({
      nullable: true,
      description: 'What is to show it; null when the contract does not say.',
      resolve: (assertion, _args, context) =>
        withAssertionSpec(assertion, context, ({ definition }) => definition.evidence),
    }),
  }),
});
