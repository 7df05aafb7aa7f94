/** What the oracle (tests/oracle) has found, one rule each. */
import { retryFailed } from '@muster/core/decide/mission-commands';
import { failTask } from '@muster/core/decide/submit';
import { cancelTask, reopenTask, retryFromTask, retryTask } from '@muster/core/decide/task-commands';
import { describe, expect, it } from 'vitest';
import type { DocumentInput } from '../support/a-document.ts';
import { aMission, claim, complete, fail, MINUTE, RITA, reject, submit } from '../support/a-mission.ts';
import type { MissionUnderTest } from '../support/mission-under-test.ts';

describe('a task that is cancelled in review', () => {
  it('has no score: nobody accepted it, and no gate counts it', () => {
    const mission = aMission({
      tasks: [{ title: 'A', review: 'REQUIRED' }],
      qualityGates: [{ name: 'G', afterTasks: ['A'], minScore: 3 }],
    });
    complete(mission, ['A'], { selfScore: 5 });

    const task = mission.ref('TASK', 'A');
    mission.must(RITA, (draft) => cancelTask(draft, { task, reason: 'No need.' }));
    mission.settle();

    expect(mission.task('A').score).toBeUndefined();
    expect(mission.find('GATE', 'G').status).toBe('FAILED');
  });
});

describe('a rejection that sends back a task and one that stands behind it', () => {
  it.each([[['A', 'B']], [['B', 'A']]])('lets the second wait for the first, named as %s', (named) => {
    const mission = aMission({
      tasks: ['A', { title: 'B', dependsOn: ['A'] }],
      checkpoints: [{ name: 'C', afterTasks: ['A', 'B'] }],
    });
    complete(mission, ['A']);
    mission.settle();
    complete(mission, ['B']);
    mission.settle();

    reject(mission, 'C', named);
    mission.settle();

    expect(mission.namesIn('READY')).toEqual(['A']);
    expect(mission.namesIn('WAITING')).toEqual(['B']);
  });
});

describe('retryFailed', () => {
  it.each([
    ['A', 'B'],
    ['B', 'A'],
  ])('of %s and %s lets the one behind wait for the one before, whichever comes first', (first, second) => {
    const tasks = {
      A: { title: 'A', maxAttempts: 1, onFailure: 'CONTINUE' },
      B: { title: 'B', maxAttempts: 1, dependsOn: ['A'] },
    };
    const mission = aMission({ tasks: [tasks[first as 'A'], tasks[second as 'B']] });
    fail(mission, 'A');
    mission.settle();
    fail(mission, 'B');
    mission.settle();

    mission.must(RITA, retryFailed);
    mission.settle();

    expect(mission.namesIn('READY')).toEqual(['A']);
    expect(mission.namesIn('WAITING')).toEqual(['B']);
  });

  it('of a run that was not good enough lets what scored too low wait for a failed task before it', () => {
    const mission = aMission({
      qualityThreshold: 3,
      tasks: [
        { title: 'A', maxAttempts: 1, onFailure: 'CONTINUE' },
        { title: 'B', dependsOn: ['A'] },
      ],
    });
    fail(mission, 'A');
    mission.settle();
    complete(mission, ['B'], { selfScore: 2 });
    mission.settle();

    mission.must(RITA, retryFailed);
    mission.settle();

    expect(mission.namesIn('READY')).toEqual(['A']);
    expect(mission.namesIn('WAITING')).toEqual(['B']);
  });

  it('asks a checkpoint that expired anew only when the tasks before it have settled again', () => {
    const mission = aMission({
      tasks: [{ title: 'A', maxAttempts: 1, onFailure: 'CONTINUE' }],
      checkpoints: [{ name: 'C', afterTasks: ['A'], expiresAfter: 'PT1M', onExpiry: 'REJECT' }],
    });
    fail(mission, 'A');
    mission.settle().wait(MINUTE).settle();

    mission.must(RITA, retryFailed);
    mission.settle();

    expect(mission.find('CHECKPOINT', 'C').status).toBe('PENDING');
    complete(mission, ['A']);
    mission.settle();
    expect(mission.find('CHECKPOINT', 'C').status).toBe('OPEN');
  });
});

describe('a task that failed while it waited', () => {
  it.each(['retryTask', 'retryFromTask'])(
    'is skipped when %s lets it wait for what has failed with SKIP_DEPENDENTS meanwhile',
    (verb) => {
      const late = { deadline: '2026-11-21T08:00:30Z', onBreach: 'FAIL', onFailure: 'BLOCK' };
      const mission = aMission({
        tasks: [
          { title: 'A', maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' },
          { title: 'B', dependsOn: ['A'], ...late },
        ],
      });
      mission.wait(MINUTE);
      fail(mission, 'A');
      mission.settle();
      expect(mission.namesIn('FAILED')).toEqual(['A', 'B']);

      const task = mission.ref('TASK', 'B');
      if (verb === 'retryTask') mission.must(RITA, (draft) => retryTask(draft, task));
      else mission.must(RITA, (draft) => retryFromTask(draft, { task, reason: 'Anew.' }));
      mission.settle();

      expect(mission.task('B').status).toBe('SKIPPED');
      expect(mission.run.status).toBe('COMPLETED');
    },
  );

  it.each(['retryTask', 'retryFromTask'])(
    'takes along what went on without it, when %s finds that it is to be skipped',
    (verb) => {
      const late = { deadline: '2026-11-21T08:00:30Z', onBreach: 'FAIL', onFailure: 'CONTINUE' };
      const mission = aMission({
        tasks: [
          { title: 'A', maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' },
          { title: 'B', dependsOn: ['A'], ...late },
          { title: 'C', dependsOn: ['B'] },
          'D',
          { title: 'E', dependsOn: ['C', 'D'] },
        ],
        checkpoints: [{ name: 'F', afterTasks: ['B', 'D'] }],
      });
      mission.wait(MINUTE);
      fail(mission, 'A');
      mission.settle();
      expect(mission.namesIn('READY')).toEqual(['C', 'D']);

      const task = mission.ref('TASK', 'B');
      if (verb === 'retryTask') mission.must(RITA, (draft) => retryTask(draft, task));
      else mission.must(RITA, (draft) => retryFromTask(draft, { task, reason: 'Anew.' }));
      mission.settle();

      expect(mission.namesIn('SKIPPED')).toEqual(['B', 'C', 'E']);
      expect(mission.find('CHECKPOINT', 'F').status).toBe('SKIPPED');
      expect(mission.namesIn('READY')).toEqual(['D']);
    },
  );
});

describe('a join of more than 64 that went on without a task', () => {
  it('is skipped when retryFromTask finds that the task is to be', () => {
    const wide = Array.from({ length: 64 }, (_, at) => `W${at}`);
    const late = { deadline: '2026-11-21T08:00:30Z', onBreach: 'FAIL', onFailure: 'CONTINUE' };
    const mission = aMission({
      tasks: [
        { title: 'A', maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' },
        { title: 'B', dependsOn: ['A'], ...late },
        ...wide,
        { title: 'C', dependsOn: ['B', ...wide] },
      ],
    });
    mission.wait(MINUTE);
    fail(mission, 'A');
    mission.settle();

    const task = mission.ref('TASK', 'B');
    mission.must(RITA, (draft) => retryFromTask(draft, { task, reason: 'Anew.' }));
    mission.settle();

    expect(mission.namesIn('SKIPPED')).toEqual(['B', 'C']);
  });
});

describe('what had begun without a task that was opened again, and came back unfinished', () => {
  it('waits for that task once it has failed and is retried', () => {
    const mission = aMission({
      tasks: [
        { title: 'A', onFailure: 'SKIP_DEPENDENTS', maxAttempts: 1 },
        { title: 'B', dependsOn: ['A'] },
      ],
    });
    complete(mission, ['A']);
    claim(mission, ['B']);
    const task = mission.ref('TASK', 'A');
    mission.must(RITA, (draft) => reopenTask(draft, { task, reason: 'Look again.' }));
    const attempt = { ...mission.ref('TASK', 'B'), generation: 1 };
    mission.must(RITA, (draft) => failTask(draft, { attempt, message: 'It broke.' }));
    fail(mission, 'A');
    mission.settle();
    expect([mission.task('A').status, mission.task('B').status]).toEqual(['FAILED', 'READY']);

    mission.must(RITA, (draft) => retryTask(draft, task));
    mission.settle();

    expect(mission.namesIn('READY')).toEqual(['A']);
    expect(mission.namesIn('WAITING')).toEqual(['B']);
  });

  it('waits for that task once it was skipped behind a failure and comes back', () => {
    const mission = whereBWasSkippedWhenCHadBegun({});
    const attempt = mission.attemptRef('C');
    mission.must(RITA, (draft) => failTask(draft, { attempt, message: 'It broke.' }));
    mission.settle();
    expect(mission.task('C').status).toBe('READY');

    const task = mission.ref('TASK', 'A');
    mission.must(RITA, (draft) => retryTask(draft, task));
    mission.settle();

    expect(mission.namesIn('READY')).toEqual(['A']);
    expect(mission.namesIn('WAITING')).toEqual(['B', 'C']);
  });
});

describe('what scored too low, done without a task that was skipped behind a failure', () => {
  it('waits for that task when retryFailed has both of them done again', () => {
    const mission = whereBWasSkippedWhenCHadBegun({ qualityThreshold: 3 });
    submit(mission, 'C', { selfScore: 2 });
    mission.settle();
    expect(mission.run.status).toBe('FAILED');

    mission.must(RITA, retryFailed);
    mission.settle();

    expect(mission.namesIn('READY')).toEqual(['A']);
    expect(mission.namesIn('WAITING')).toEqual(['B', 'C']);
  });
});

/** C is at work on what stands behind B. B was opened again since, as was A before it, whose failure has skipped B. */
function whereBWasSkippedWhenCHadBegun(input: Pick<DocumentInput, 'qualityThreshold'>): MissionUnderTest {
  const mission = aMission({
    ...input,
    tasks: [
      { title: 'A', onFailure: 'SKIP_DEPENDENTS', maxAttempts: 1 },
      { title: 'B', dependsOn: ['A'] },
      { title: 'C', dependsOn: ['B'] },
    ],
  });
  for (const title of ['A', 'B']) {
    complete(mission, [title]);
    mission.settle();
  }
  claim(mission, ['C']);
  for (const title of ['B', 'A']) {
    const task = mission.ref('TASK', title);
    mission.must(RITA, (draft) => reopenTask(draft, { task, reason: 'Look again.' }));
  }
  mission.settle();
  fail(mission, 'A');
  mission.settle();
  expect([mission.namesIn('SKIPPED'), mission.namesIn('IN_PROGRESS')]).toEqual([['B'], ['C']]);
  return mission;
}
