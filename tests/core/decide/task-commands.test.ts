import { blockTask, cancelTask, retryTask, skipTask, unblockTask } from '@muster/core/decide/task-commands';
import { progressOf } from '@muster/core/progress';
import { describe, expect, it } from 'vitest';
import { ADA, aMission, claim, complete, fail, RITA } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

const REASON = 'No need.';

function skip(mission: MissionUnderTest, name: string): void {
  const task = mission.ref('TASK', name);
  mission.must(RITA, (draft) => skipTask(draft, { task, reason: REASON }));
}

function cancel(mission: MissionUnderTest, name: string): void {
  const task = mission.ref('TASK', name);
  mission.must(RITA, (draft) => cancelTask(draft, { task, reason: REASON }));
}

function block(mission: MissionUnderTest, name: string): void {
  const task = mission.ref('TASK', name);
  mission.must(ADA, (draft) => blockTask(draft, { task, cause: 'HUMAN', note: 'Which colour?' }));
}

function unblock(mission: MissionUnderTest, name: string): void {
  mission.must(RITA, (draft) => unblockTask(draft, mission.ref('TASK', name)));
}

describe('blocking a task', () => {
  it('interrupts its attempt, which does not count against its attempts', () => {
    const mission = aMission({ tasks: ['A'] });
    claim(mission, ['A']);

    block(mission, 'A');

    expect(mission.task('A')).toMatchObject({
      status: 'BLOCKED',
      blocked: { cause: 'HUMAN', note: 'Which colour?' },
      attemptsSpent: 0,
    });
    expect(mission.attempt('A')).toMatchObject({ status: 'INTERRUPTED', failure: { reason: 'INTERRUPTED' } });
  });

  it('ends with unblocking: READY when nothing is waited for, else WAITING', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', dependsOn: ['A'] }] });
    block(mission, 'A');
    block(mission, 'B');

    unblock(mission, 'A');
    unblock(mission, 'B');

    expect([mission.task('A').status, mission.task('B').status]).toEqual(['READY', 'WAITING']);
  });

  it('does not keep it from learning that its predecessors have settled', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', dependsOn: ['A'] }] });
    block(mission, 'B');

    complete(mission, ['A']);
    const meanwhile = mission.task('B').status;
    unblock(mission, 'B');

    expect(meanwhile).toBe('BLOCKED');
    expect(mission.task('B').status).toBe('READY');
  });

  it('takes a parked task out of those that stand aside', () => {
    const mission = aMission({ tasks: ['A', 'B'], maxConcurrent: 1 });
    claim(mission, ['A', 'B']);

    block(mission, 'B');

    expect(mission.run.parkedCount).toBe(0);
  });
});

describe('retrying a task', () => {
  it('gives it all its attempts again', () => {
    const mission = aMission({ tasks: [{ title: 'A', maxAttempts: 1, onFailure: 'BLOCK' }] });
    fail(mission, 'A');

    mission.must(RITA, (draft) => retryTask(draft, mission.ref('TASK', 'A')));

    expect(mission.task('A')).toMatchObject({ status: 'READY', attemptsSpent: 0, generation: 1 });
    expect(mission.task('A').reason).toBeUndefined();
  });

  it('brings back what its failure had skipped, however far (A2)', () => {
    const mission = aMission({
      tasks: [
        { title: 'A', maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' },
        { title: 'B', dependsOn: ['A'] },
        { title: 'C', dependsOn: ['B'] },
        'Other',
      ],
    });
    fail(mission, 'A');

    mission.must(RITA, (draft) => retryTask(draft, mission.ref('TASK', 'A')));
    mission.settle();
    const back = mission.namesIn('WAITING');
    complete(mission, ['A', 'B', 'C', 'Other']);

    expect(back).toEqual(['B', 'C']);
    expect(mission.run.status).toBe('COMPLETED');
  });

  it('leaves skipped what another failure still stands in front of (N1)', () => {
    const twice = { maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' };
    const mission = aMission({
      tasks: [
        { title: 'A', ...twice },
        { title: 'B', ...twice },
        { title: 'C', dependsOn: ['A', 'B'] },
        'Other',
      ],
    });
    fail(mission, 'A');
    fail(mission, 'B');

    mission.must(RITA, (draft) => retryTask(draft, mission.ref('TASK', 'A')));
    complete(mission, ['A']);
    const afterOne = mission.task('C').status;
    mission.must(RITA, (draft) => retryTask(draft, mission.ref('TASK', 'B')));
    const afterBoth = mission.task('C').status;
    complete(mission, ['B']);

    expect([afterOne, afterBoth, mission.task('C').status]).toEqual(['SKIPPED', 'WAITING', 'READY']);
  });

  it('pulls back what CONTINUE had released but nobody began, and leaves begun work alone (A2)', () => {
    const mission = aMission({
      tasks: [
        { title: 'A', maxAttempts: 1, onFailure: 'CONTINUE' },
        { title: 'Begun', dependsOn: ['A'] },
        { title: 'Released', dependsOn: ['A'] },
      ],
    });
    fail(mission, 'A');
    claim(mission, ['Begun']);

    mission.must(RITA, (draft) => retryTask(draft, mission.ref('TASK', 'A')));

    expect(mission.task('Begun').status).toBe('IN_PROGRESS');
    expect(mission.task('Released').status).toBe('WAITING');
  });

  it('is refused unless it has FAILED', () => {
    const mission = aMission({ tasks: ['A'] });

    const error = mission.refused(RITA, (draft) => retryTask(draft, mission.ref('TASK', 'A')));

    expect(error).toMatchObject({
      code: 'ILLEGAL_MOVE',
      detail: { status: 'READY', legal: ['claimTasks', 'blockTask', 'skipTask', 'cancelTask'] },
    });
  });
});

describe('skipping a task', () => {
  it('counts as settled well: what waits for it goes on', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', dependsOn: ['A'] }] });

    skip(mission, 'A');

    expect(mission.task('A')).toMatchObject({ status: 'SKIPPED', reason: REASON });
    expect(mission.namesIn('READY')).toEqual(['B']);
    expect(progressOf(mission.run)).toBe(50);
  });

  it('of a failure that blocks lets the run end', () => {
    const mission = aMission({ tasks: [{ title: 'A', maxAttempts: 1, onFailure: 'BLOCK' }] });
    fail(mission, 'A');

    skip(mission, 'A');

    expect(mission.run.status).toBe('COMPLETED');
  });

  it('of a failure brings back what that had skipped', () => {
    const mission = aMission({
      tasks: [
        { title: 'A', maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' },
        { title: 'B', dependsOn: ['A'] },
        'Other',
      ],
    });
    fail(mission, 'A');

    skip(mission, 'A');
    mission.settle();

    expect(mission.task('B').status).toBe('READY');
  });
});

describe('cancelling a task', () => {
  it('takes it out of the plan: it no longer counts, and what waits for it goes on', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', dependsOn: ['A'] }] });

    cancel(mission, 'A');
    complete(mission, ['B']);

    expect(mission.task('A').status).toBe('CANCELLED');
    expect(progressOf(mission.run)).toBe(100);
    expect(mission.run.status).toBe('COMPLETED');
  });

  it('interrupts a running attempt', () => {
    const mission = aMission({ tasks: ['A', 'B'] });
    claim(mission, ['A']);

    cancel(mission, 'A');

    expect(mission.attempt('A')).toMatchObject({ status: 'INTERRUPTED' });
  });

  it('interrupts an attempt that waits for its review', () => {
    const mission = aMission({ tasks: [{ title: 'A', review: 'REQUIRED' }, 'B'] });
    complete(mission, ['A']);

    cancel(mission, 'A');

    expect(mission.attempt('A').status).toBe('INTERRUPTED');
  });

  it('can not be undone by a late RELEASE: a settled task is never dispatched again', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', dependsOn: ['A'] }] });
    cancel(mission, 'B');

    complete(mission, ['A']);
    mission.deliver({ type: 'RELEASE', runNumber: 1, from: 0, cursor: 0 });

    expect(mission.task('B').status).toBe('CANCELLED');
  });
});

describe('a command on a task', () => {
  it('of a run that has ended is refused with nothing legal', () => {
    const mission = aMission({ tasks: ['A'] });
    complete(mission, ['A']);
    const command = { task: mission.ref('TASK', 'A'), reason: REASON };

    const error = mission.refused(RITA, (draft) => cancelTask(draft, command));

    expect(error).toMatchObject({
      code: 'ILLEGAL_MOVE',
      detail: { status: 'in a run that has ended', legal: [] },
    });
  });

  it('that is not there is refused with NOT_FOUND', () => {
    const mission = aMission({ tasks: ['A'] });
    const away = { ...mission.ref('TASK', 'A'), index: 44 };
    const later = { ...mission.ref('TASK', 'A'), runNumber: 2 };

    const codes = [away, later].map(
      (task) => mission.refused(RITA, (draft) => skipTask(draft, { task, reason: REASON })).code,
    );

    expect(codes).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  });
});
