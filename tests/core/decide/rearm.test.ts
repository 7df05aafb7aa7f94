import { cancelTask, retryTask } from '@muster/core/decide/task-commands';
import { describe, expect, it } from 'vitest';
import { aMission, claim, complete, fail, RITA } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

const NAMES = Array.from({ length: 200 }, (_, at) => `T${at}`);

/** A task that failed and let 200 others begin nevertheless. */
function aWideContinuation(): MissionUnderTest {
  const mission = aMission({
    tasks: [
      { title: 'A', maxAttempts: 1, onFailure: 'CONTINUE' },
      ...NAMES.map((title) => ({ title, dependsOn: ['A'] })),
    ],
  }).checkingAtTheEnd();
  fail(mission, 'A');
  return mission.settle();
}

function retry(mission: MissionUnderTest, name: string): void {
  mission.must(RITA, (draft) => retryTask(draft, mission.ref('TASK', name)));
}

describe('rearming what stands behind a reopened task', () => {
  it('goes on in pieces, each of which may come twice (A1)', () => {
    const mission = aWideContinuation();

    retry(mission, 'A');
    const pending = [...mission.messages, ...mission.messages];
    mission.messages = [];
    for (const message of pending) mission.deliver(message);
    mission.settle();

    expect(mission.namesIn('WAITING')).toHaveLength(200);
  });

  it('that comes after the task has settled once more makes nothing wait for it (A1)', () => {
    const mission = aWideContinuation();
    retry(mission, 'A');
    const late = mission.messages;
    mission.messages = [];

    complete(mission, ['A']);
    mission.settle();
    for (const message of late) mission.deliver(message);
    mission.settle();

    expect(mission.namesIn('READY')).toHaveLength(200);
  });

  it('that comes after the task was cancelled makes nothing wait for it (A1)', () => {
    const mission = aWideContinuation();
    retry(mission, 'A');
    const late = mission.messages;
    mission.messages = [];

    const task = mission.ref('TASK', 'A');
    mission.must(RITA, (draft) => cancelTask(draft, { task, reason: 'No need.' }));
    mission.settle();
    for (const message of late) mission.deliver(message);
    mission.settle();

    expect(mission.namesIn('READY')).toHaveLength(200);
  });

  it('brings back elements that were skipped, and makes a running delay start again', () => {
    const mission = aMission({
      tasks: [{ title: 'A', maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' }, 'B', 'Other'],
      checkpoints: [{ name: 'C', afterTasks: ['A'], blocksTasks: ['B'] }],
      delays: [{ name: 'D', afterTasks: ['A'], blocksTasks: [], duration: 'PT1M' }],
    });
    fail(mission, 'A');
    const skipped = mission.nodes.slice(3).map((node) => node.status);

    retry(mission, 'A');
    complete(mission, ['A']);

    expect(skipped).toEqual(['SKIPPED', 'SKIPPED']);
    expect(mission.find('CHECKPOINT', 'C').status).toBe('OPEN');
    expect(mission.find('DELAY', 'D').status).toBe('RUNNING');
    expect(mission.task('B').status).toBe('WAITING');
  });

  it('takes a parked task out of those that stand aside', () => {
    const mission = aMission({
      tasks: [{ title: 'A', maxAttempts: 1, onFailure: 'CONTINUE' }, { title: 'B', dependsOn: ['A'] }, 'C'],
      maxConcurrent: 1,
    });
    fail(mission, 'A');
    claim(mission, ['C', 'B']);

    retry(mission, 'A');

    expect(mission.task('B')).toMatchObject({ status: 'WAITING', waitsFor: [0] });
    expect(mission.run.parkedCount).toBe(0);
  });
});
