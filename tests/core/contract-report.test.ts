import { reportContract, reportTime } from '@muster/core/contract-report';
import { addMs } from '@muster/core/instant';
import type { Attempt } from '@muster/core/run/attempt';
import type { AssertionNode, ValidationNode } from '@muster/core/run/contract';
import type { CheckpointNode, Node, TaskNode } from '@muster/core/run/node';
import { describe, expect, it } from 'vitest';
import { ADA, aMission, MINUTE, RITA, SECOND, START } from '../support/a-mission.ts';

const VERA = { kind: 'AGENT', name: 'vera' } as const;
const MILESTONE = 1;
const [SEEN, UNSEEN, VALIDATION] = [2, 3, 4];
const ROUND_ONE = 5;

const SEEN_ASSERTION: AssertionNode = {
  index: SEEN,
  kind: 'ASSERTION',
  name: 'VAL-A-001',
  title: 'It works.',
  waitsFor: [],
  status: 'PASSING',
  validation: VALIDATION,
  history: [
    { status: 'FAILING', at: START, actor: VERA, round: 1, evidence: 'It does not.' },
    { status: 'PASSING', at: addMs(START, MINUTE), actor: RITA, round: 2, evidence: 'Seen.' },
  ],
  remediations: [6],
};
const UNSEEN_ASSERTION: AssertionNode = {
  ...SEEN_ASSERTION,
  index: UNSEEN,
  name: 'VAL-A-002',
  title: 'It is fast.',
  status: 'PENDING',
  history: [{ status: 'PENDING', at: START, actor: VERA, round: 1 }],
  remediations: [],
};
const VALIDATION_NODE: ValidationNode = {
  index: VALIDATION,
  kind: 'VALIDATION',
  name: 'one',
  waitsFor: [],
  status: 'RUNNING',
  milestone: MILESTONE,
  round: 2,
  roundsUsed: 1,
  roundsMax: 3,
  rounds: [
    {
      number: 1,
      startedAt: START,
      taskIndex: ROUND_ONE,
      asked: [SEEN, UNSEEN],
      endedAt: addMs(START, MINUTE),
      outcome: 'FAILING',
      passing: [],
      failing: [SEEN],
      waived: [],
    },
    { number: 2, startedAt: addMs(START, MINUTE), taskIndex: 7, asked: [SEEN] },
  ],
  workers: [],
};

function taskOf(index: number, told: Partial<TaskNode> = {}): TaskNode {
  const [task] = aMission({ tasks: ['A'] }).nodes;
  if (task?.kind !== 'TASK') throw new Error('the first node is a task');
  return { ...task, index, ...told };
}

const NODES: readonly Node[] = [
  taskOf(0),
  SEEN_ASSERTION,
  UNSEEN_ASSERTION,
  VALIDATION_NODE,
  taskOf(ROUND_ONE, {
    implementer: 'vera',
    purpose: { kind: 'VALIDATION', validation: VALIDATION, round: 1 },
  }),
];

describe('what a report says about the contract', () => {
  it('covers all of it, also what nobody has asserted anything about (R1)', () => {
    const contract = reportContract({ nodes: NODES, fulfilledBy: new Map([[SEEN, [0]]]) });

    expect(contract?.assertions).toEqual([
      {
        index: SEEN,
        name: 'VAL-A-001',
        title: 'It works.',
        status: 'PASSING',
        tasks: ['A'],
        remediationCount: 1,
        evidence: 'Seen.',
        decidedBy: RITA,
        round: 2,
      },
      {
        index: UNSEEN,
        name: 'VAL-A-002',
        title: 'It is fast.',
        status: 'PENDING',
        tasks: [],
        remediationCount: 0,
      },
    ]);
  });

  it('tells every round that was kept: who validated, what was asked, what came of it (R2)', () => {
    const contract = reportContract({ nodes: NODES });

    expect(contract?.validations).toEqual([
      {
        name: 'one',
        status: 'RUNNING',
        rounds: [
          {
            number: 1,
            validator: 'vera',
            outcome: 'FAILING',
            tookMs: MINUTE,
            asked: ['VAL-A-001', 'VAL-A-002'],
            passing: [],
            failing: ['VAL-A-001'],
            waived: [],
          },
          { number: 2, asked: ['VAL-A-001'], passing: [], failing: [], waived: [] },
        ],
      },
    ]);
  });

  it('is nothing where there is no contract', () => {
    expect(reportContract({ nodes: [taskOf(0)] })).toBeUndefined();
  });
});

describe('where the time went', () => {
  const attemptAt = (taskIndex: number, ms: number, told: Partial<Attempt> = {}): Attempt => ({
    taskIndex,
    generation: 1,
    status: 'ACCEPTED',
    agent: 'ada',
    actor: ADA,
    claimedAt: START,
    endedAt: addMs(START, ms),
    artifactCount: 0,
    ...told,
  });

  it('counts attempts at validation tasks as validating, all others as implementing', () => {
    const attempts = new Map([
      [0, [attemptAt(0, 3 * SECOND), attemptAt(0, 4 * SECOND, { status: 'FAILED' })]],
      [ROUND_ONE, [attemptAt(ROUND_ONE, 2 * SECOND)]],
    ]);

    expect(reportTime(NODES, attempts)).toEqual({
      implementingMs: 7 * SECOND,
      validatingMs: 2 * SECOND,
      waitingForPeopleMs: 0,
    });
  });

  it('counts decided checkpoints and reviews by people as waiting for them, reviews by agents not', () => {
    const checkpoint: CheckpointNode = {
      index: 1,
      kind: 'CHECKPOINT',
      name: 'Go?',
      waitsFor: [],
      status: 'APPROVED',
      approvals: [],
      openedAt: START,
      decidedAt: addMs(START, MINUTE),
    };
    const reviewedBy = (actor: typeof RITA) => ({ review: { actor, at: addMs(START, 5 * SECOND) } });
    const attempts = new Map([
      [0, [attemptAt(0, SECOND, reviewedBy(RITA)), attemptAt(0, SECOND, reviewedBy(ADA))]],
    ]);

    expect(
      reportTime([taskOf(0), checkpoint, { ...checkpoint, index: 2, status: 'OPEN' }], attempts),
    ).toEqual({
      implementingMs: 2 * SECOND,
      validatingMs: 0,
      waitingForPeopleMs: 2 * MINUTE + 4 * SECOND,
    });
  });
});
