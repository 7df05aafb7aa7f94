/**
 * Any run that was not good enough is retried task by task, while people do all sorts of things between two pieces and
 * messages come late, twice and in any order. Rules Q1–Q5 of `retry-failed.ts`.
 */
import { claimTasks } from '@muster/core/decide/claim';
import { launch } from '@muster/core/decide/launch';
import { pauseMission, resumeMission, retryFailed } from '@muster/core/decide/mission-commands';
import { failTask, submitTask } from '@muster/core/decide/submit';
import {
  blockTask,
  cancelTask,
  reopenTask,
  retryFromTask,
  retryTask,
  skipTask,
} from '@muster/core/decide/task-commands';
import type { Document, OnFailure } from '@muster/core/document/document';
import { compile } from '@muster/core/graph/compile';
import type { Submission } from '@muster/core/run/attempt';
import type { Node } from '@muster/core/run/node';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADA, aDraftMission, aSubmission, MINUTE, RITA } from '../../support/a-mission.ts';
import { changeLimits } from '../../support/change-limits.ts';
import { MissionUnderTest } from '../../support/mission-under-test.ts';
import { numbersFrom } from '../../support/numbers.ts';
import { randomDocuments } from '../graph/random-document.ts';
import { deliverOne, expectPredecessorsSettled, resolve } from './random-walk.ts';

const ACTS_MAX = 200;

let restore: () => void;
beforeEach(() => {
  restore = changeLimits({ retriedTogetherMax: 1, joinWidthMax: 3, commitRecordsMax: 14 });
});
afterEach(() => restore());

describe('a run that is retried in pieces', () => {
  it.each([
    ['was not good enough', { failed: 0.15, tooLow: 1, policies: ['CONTINUE', 'SKIP_DEPENDENTS'] }],
    [
      'had tasks that failed',
      { failed: 0.6, tooLow: 0, policies: ['CONTINUE', 'CONTINUE', 'SKIP_DEPENDENTS', 'FAIL_RUN'] },
    ],
  ] as const)('because it %s begins nothing before the last, then all in order, and ends', (_, failure) => {
    const seeds = fc.integer({ min: 1, max: 2 ** 31 - 2 });
    let retriedInPieces = 0;
    fc.assert(
      fc.property(randomDocuments(12), seeds, (document, seed) => {
        const numbers = numbersFrom(seed);
        const mission = aFailedRun(document, failure, numbers);
        if (mission.run.status !== 'FAILED') return;
        const generations = generationsOf(mission);

        mission.must(RITA, retryFailed);
        if (mission.run.retrying) retriedInPieces++;
        actInBetween(mission, failure, numbers);
        expect(generationsOf(mission)).toEqual(generations);
        work(mission, {
          onClaim: (index) => expectPredecessorsSettled(mission, index),
          told: () => ({ selfScore: 4 }),
        });

        expect(mission.run.status, JSON.stringify(mission.nodes)).toBe('COMPLETED');
        expect(mission.run.retrying).toBeUndefined();
        for (const [at, generation] of generationsOf(mission).entries())
          expect(generation).toBeLessThanOrEqual((generations[at] ?? 0) + 1);
      }),
      { numRuns: 120 },
    );
    expect(retriedInPieces).toBeGreaterThan(10);
  });
});

interface Failure {
  /** Shares of the tasks. */
  readonly failed: number;
  readonly tooLow: number;
  readonly policies: readonly OnFailure[];
}

function aFailedRun(document: Document, failure: Failure, numbers: () => number): MissionUnderTest {
  const tasks = document.tasks.map((task) => ({
    ...task,
    onFailure: failure.policies[Math.floor(numbers() * failure.policies.length)] ?? 'CONTINUE',
    maxAttempts: 1,
  }));
  const { head } = aDraftMission({});
  const plan = compile({ ...document, tasks, qualityThreshold: 3 });
  const mission = new MissionUnderTest(head, plan);
  mission.must(RITA, (draft) => launch(draft, plan));
  mission.settle();
  work(mission, {
    onClaim: () => undefined,
    told: () => (numbers() < failure.failed ? 'FAILED' : { selfScore: numbers() < failure.tooLow ? 2 : 4 }),
  });
  return mission;
}

function generationsOf(mission: MissionUnderTest): readonly number[] {
  return mission.nodes.map((node) => (node.kind === 'TASK' ? node.generation : 0));
}

/** Until no piece is left: what people may do, and what agents try. */
function actInBetween(mission: MissionUnderTest, failure: Failure, numbers: () => number): void {
  for (let act = 0; act < ACTS_MAX && mission.run.retrying; act++) {
    if (numbers() < 0.5) deliverOne(mission, numbers);
    else actAtRandom(mission, failure, numbers);
    if (mission.run.retrying) claimReady(mission);
  }
  mission.settle();
}

function actAtRandom(mission: MissionUnderTest, { tooLow }: Failure, numbers: () => number): void {
  const tasks = mission.nodes.filter(({ kind }) => kind === 'TASK');
  const index = tasks[Math.floor(numbers() * tasks.length)]?.index ?? 0;
  const task = { missionId: mission.head.id, runNumber: mission.run.number, index };
  const reason = 'So it is.';
  const acts = [
    () => mission.act(RITA, (draft) => pauseMission(draft, undefined)),
    () => mission.act(RITA, resumeMission),
    () => mission.act(RITA, (draft) => skipTask(draft, { task, reason })),
    () => mission.act(RITA, (draft) => cancelTask(draft, { task, reason })),
    () => mission.act(RITA, (draft) => retryTask(draft, task)),
    () => mission.act(RITA, (draft) => blockTask(draft, { task, cause: 'HUMAN', note: reason })),
    () => mission.wait(Math.round(numbers() * MINUTE)),
    // What is left DONE waits for nobody when a person has it done again (A2): where all is reset, nothing is left.
    () => tooLow === 1 && mission.act(RITA, (draft) => reopenTask(draft, { task, reason })),
    () => tooLow === 1 && mission.act(RITA, (draft) => retryFromTask(draft, { task, reason })),
  ];
  acts[Math.floor(numbers() * acts.length)]?.();
}

function claimReady(mission: MissionUnderTest, candidates = indexesOfReady(mission)) {
  const command = { agent: ADA.name, leaseMs: MINUTE, limit: 100, candidates };
  return mission.must(ADA, (draft) => claimTasks(draft, command));
}

function indexesOfReady(mission: MissionUnderTest): readonly number[] {
  return mission.nodes.filter(({ status }) => status === 'READY').map(({ index }) => index);
}

interface Worker {
  readonly onClaim: (index: number) => void;
  readonly told: () => Partial<Submission> | 'FAILED';
}

/** One thing after the other, until the run has ended or nothing can be done. */
function work(mission: MissionUnderTest, worker: Worker): void {
  const roundsMax = 20 * mission.nodes.length + 50;
  for (let round = 0; round < roundsMax && mission.run.endedAt === undefined; round++) {
    mission.settle();
    if (mission.run.status === 'PAUSED') mission.must(RITA, resumeMission);
    else if (!mission.nodes.some((node) => goOnWith(mission, node, worker))) mission.wait(MINUTE);
  }
}

/** Answers whether there was something to do about the node. */
function goOnWith(mission: MissionUnderTest, node: Node, worker: Worker): boolean {
  const { index } = node;
  const ref = { missionId: mission.head.id, runNumber: mission.run.number, index };
  if (node.kind !== 'TASK' || node.status !== 'READY')
    return node.status !== 'FAILED' || node.kind === 'GATE' ? resolve(mission, node) : false;
  const [claimed] = claimReady(mission, [index]);
  if (!claimed) return false;
  worker.onClaim(index);
  const told = worker.told();
  const attempt = { ...ref, generation: claimed.task.generation };
  if (told === 'FAILED') mission.must(ADA, (draft) => failTask(draft, { attempt, message: 'It broke.' }));
  else mission.must(ADA, (draft) => submitTask(draft, { attempt, submission: aSubmission(told) }));
  return true;
}
