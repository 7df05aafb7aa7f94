import { cancelTask, reopenTask, retryTask } from '@muster/core/decide/task-commands';
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import { aMission, claim, complete, fail, MINUTE, RITA, reject } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

const NAMES = Array.from({ length: 200 }, (_, at) => `T${at}`);

/** A task that failed and let 200 others begin nevertheless. */
function aWideContinuation(others: readonly string[] = []): MissionUnderTest {
  const mission = aMission({
    tasks: [
      { title: 'A', maxAttempts: 1, onFailure: 'CONTINUE' },
      ...NAMES.map((title) => ({ title, dependsOn: ['A'] })),
      ...others,
    ],
  }).checkingAtTheEnd();
  fail(mission, 'A');
  return mission.settle();
}

function retry(mission: MissionUnderTest, name: string): void {
  mission.must(RITA, (draft) => retryTask(draft, mission.ref('TASK', name)));
}

describe('rearming what stands behind a reopened task', () => {
  it.each([
    ['narrow', 2],
    ['wide', 2 * LIMITS.joinWidthMax],
  ])('pulls back what has begun without another one and was sent back, behind a %s join', (_, count) => {
    const before = Array.from({ length: count }, (_, at) => `T${at}`);
    const mission = aMission({ tasks: [...before, { title: 'End', dependsOn: before }] }).checkingAtTheEnd();
    const reopen = (name: string) => {
      const task = mission.ref('TASK', name);
      mission.must(RITA, (draft) => reopenTask(draft, { task, reason: 'Once more.' }));
      mission.settle();
    };
    complete(mission, before);
    mission.settle();
    claim(mission, ['End']);
    reopen('T0');
    fail(mission, 'End');
    expect(mission.task('End').status).toBe('READY');

    reopen('T1');

    expect(mission.task('End').status).toBe('WAITING');
  });

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

describe('rearming what stands behind a task that has failed since', () => {
  it.each(['BLOCK', 'FAIL_RUN'] as const)(
    'with %s makes it wait: the failure releases nobody',
    (onFailure) => {
      const mission = aMission({
        tasks: [
          { title: 'A', maxAttempts: 1, onFailure },
          ...NAMES.map((title) => ({ title, dependsOn: ['A'] })),
          'Aside',
        ],
      });
      claim(mission, ['Aside']);
      complete(mission, ['A']);
      mission.settle();
      mission.must(RITA, (draft) => reopenTask(draft, { task: mission.ref('TASK', 'A'), reason: 'Again.' }));

      fail(mission, 'A');
      mission.settle();

      expect(mission.namesIn('READY')).toEqual([]);
      retry(mission, 'A');
      complete(mission, ['A']);
      mission.settle();
      expect(mission.namesIn('READY')).toHaveLength(200);
    },
  );

  it('with CONTINUE brings back what was skipped and lets it go on', () => {
    const mission = aMission({
      tasks: [
        { title: 'X', maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' },
        {
          title: 'A',
          dependsOn: ['X'],
          onFailure: 'CONTINUE',
          deadline: '2026-11-21T09:00:00Z',
          onBreach: 'FAIL',
        },
        ...NAMES.map((title) => ({ title, dependsOn: ['A'] })),
        'Aside',
      ],
    }).checkingAtTheEnd();
    fail(mission, 'X');
    mission.settle();
    retry(mission, 'X');
    const late = mission.messages.splice(0);

    mission.wait(60 * MINUTE);
    mission.settle();
    for (const message of late) mission.deliver(message);
    mission.settle();

    expect(late).toMatchObject([{ type: 'REARM' }]);
    expect(mission.task('A').status).toBe('FAILED');
    expect(mission.namesIn('SKIPPED')).toEqual([]);
    expect(mission.namesIn('READY')).toEqual(['X', ...NAMES, 'Aside']);
  });
});

describe('while the message that rearms the rest is on its way', () => {
  it('nothing that it is to tell can be claimed (C4)', () => {
    const mission = aWideContinuation();

    retry(mission, 'A');
    const untold = mission.namesIn('READY').filter((name) => name !== 'A');

    expect(untold.length).toBeGreaterThan(LIMITS.claimTasksMax);
    expect(claim(mission, untold)).toEqual([]);
    expect(claim(mission, ['A'])).toEqual(['A']);
  });

  it('it can be claimed again once the message has found that nobody has to wait (C4)', () => {
    const mission = aWideContinuation();
    retry(mission, 'A');
    const late = mission.messages.splice(0);
    complete(mission, ['A']);
    mission.settle();

    const before = claim(mission, ['T199']);
    for (const message of late) mission.deliver(message);
    mission.settle();

    expect({ before, after: claim(mission, ['T199']) }).toEqual({ before: [], after: ['T199'] });
  });

  it('what was never behind it can be claimed', () => {
    const mission = aWideContinuation(['Aside']);

    retry(mission, 'A');

    expect(claim(mission, ['Aside'])).toEqual(['Aside']);
  });

  it('neither can what stands behind a junction that it is to tell (C4)', () => {
    const parts = NAMES.slice(0, LIMITS.joinWidthMax + 1).map((name) => `Part of ${name}`);
    const mission = aMission({
      tasks: [
        'A',
        ...parts,
        ...NAMES.map((title) => ({ title, dependsOn: ['A'] })),
        { title: 'Join', dependsOn: ['A', ...parts] },
      ],
    });
    complete(mission, ['A', ...parts]);
    mission.settle();

    mission.must(RITA, (draft) => reopenTask(draft, { task: mission.ref('TASK', 'A'), reason: 'Again.' }));
    const early = { status: mission.task('Join').status, claimed: claim(mission, ['Join']) };
    mission.settle();

    expect(early).toEqual({ status: 'READY', claimed: [] });
    expect(mission.task('Join').status).toBe('WAITING');
  });

  it('two such messages of one task are told apart: the end of the run waits for both (A3)', () => {
    const mission = aMission({
      tasks: ['A', ...NAMES.map((title) => ({ title, dependsOn: ['A'] }))],
      checkpoints: [{ name: 'C', afterTasks: ['A'], blocksTasks: [] }],
    });
    complete(mission, ['A']);
    mission.settle();
    reject(mission, 'C', ['A']);
    const late = mission.messages.splice(0);
    complete(mission, ['A']);
    mission.settle();
    mission.must(RITA, (draft) => reopenTask(draft, { task: mission.ref('TASK', 'A'), reason: 'Again.' }));

    const both = mission.run.rearming;
    mission.settle();
    const one = mission.run.rearming;
    for (const message of late) mission.deliver(message);
    mission.settle();

    expect(both).toHaveLength(2);
    expect(late).toMatchObject([{ type: 'REARM', ...one?.[0] }]);
    expect(mission.run.rearming).toEqual([]);
  });
});
