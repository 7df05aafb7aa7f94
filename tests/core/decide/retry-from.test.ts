import { skipDelay } from '@muster/core/decide/element-commands';
import { retryFromTask, skipTask } from '@muster/core/decide/task-commands';
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import { ADA, aMission, approve, claim, complete, fail, MINUTE, RITA } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

function retryFrom(mission: MissionUnderTest, name: string): void {
  const task = mission.ref('TASK', name);
  mission.must(RITA, (draft) => retryFromTask(draft, { task, reason: 'Wrong figures.' }));
  mission.settle();
}

const CHAIN = {
  tasks: [
    'Before',
    { title: 'A', dependsOn: ['Before'] },
    { title: 'B', dependsOn: ['A'] },
    { title: 'C', dependsOn: ['B'] },
    'Beside',
  ],
};

describe('retrying from a task', () => {
  it('resets what depends on it, however far, and keeps what it depends on and what stands beside it', () => {
    const mission = aMission(CHAIN);
    complete(mission, ['Before', 'A', 'B', 'Beside'], { selfScore: 4 });
    claim(mission, ['C']);

    retryFrom(mission, 'A');

    expect(mission.namesIn('DONE')).toEqual(['Before', 'Beside']);
    expect(mission.namesIn('READY')).toEqual(['A']);
    expect(mission.namesIn('WAITING')).toEqual(['B', 'C']);
    expect(mission.attempt('C')).toMatchObject({ status: 'INTERRUPTED' });
    expect(mission.task('B').score).toBeUndefined();
  });

  it('has all of it done again, in order, with new attempts; the former ones are kept', () => {
    const mission = aMission(CHAIN);
    complete(mission, ['Before', 'A', 'B']);
    retryFrom(mission, 'A');

    expect(claim(mission, ['B', 'C'])).toEqual([]);
    complete(mission, ['A', 'B', 'C', 'Beside']);

    expect(mission.run.status).toBe('COMPLETED');
    expect(mission.attempt('B', 1).status).toBe('ACCEPTED');
    expect(mission.attempt('B', 2).status).toBe('ACCEPTED');
  });

  it('asks again at checkpoints, evaluates gates anew and lets delays run again', () => {
    const mission = aMission({
      tasks: ['A', { title: 'B' }],
      checkpoints: [{ name: 'C', afterTasks: ['A'], blocksTasks: ['B'] }],
      qualityGates: [{ name: 'G', afterTasks: ['A'], blocksTasks: ['B'], requireAllPassed: true }],
      delays: [{ name: 'D', afterTasks: ['A'], blocksTasks: ['B'], duration: 'PT1M' }],
    });
    const standing = () => [
      mission.find('CHECKPOINT', 'C').status,
      mission.find('GATE', 'G').status,
      mission.find('DELAY', 'D').status,
      mission.task('B').status,
    ];
    complete(mission, ['A']);
    approve(mission, 'C');
    mission.wait(MINUTE);
    const before = standing();

    retryFrom(mission, 'A');
    const reset = standing();
    complete(mission, ['A']);

    expect(before).toEqual(['APPROVED', 'PASSED', 'ELAPSED', 'READY']);
    expect(reset).toEqual(['PENDING', 'PENDING', 'PENDING', 'WAITING']);
    expect(standing()).toEqual(['OPEN', 'PASSED', 'RUNNING', 'WAITING']);
  });

  it('opens its milestone again and locks those after it', () => {
    const mission = aMission({
      milestones: [{ name: 'One' }, { name: 'Two' }],
      tasks: [
        { title: 'A', milestone: 'One' },
        { title: 'B', milestone: 'Two' },
        { title: 'B2', milestone: 'Two' },
      ],
    });
    complete(mission, ['A', 'B']);

    retryFrom(mission, 'A');
    const reset = ['One', 'Two'].map((name) => mission.find('MILESTONE', name).status);
    complete(mission, ['A']);
    const again = ['One', 'Two'].map((name) => mission.find('MILESTONE', name).status);
    complete(mission, ['B', 'B2']);

    expect({ reset, again }).toEqual({ reset: ['ACTIVE', 'LOCKED'], again: ['DONE', 'ACTIVE'] });
    expect(mission.run.status).toBe('COMPLETED');
  });

  it('leaves skipped, also behind an element, what another failure still stands in front of', () => {
    const mission = aMission({
      tasks: [{ title: 'A', maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' }, 'B', 'End', 'Beside'],
      checkpoints: [{ name: 'C', afterTasks: ['A', 'B'], blocksTasks: ['End'] }],
    });
    complete(mission, ['B']);
    claim(mission, ['Beside']);
    fail(mission, 'A');
    mission.settle();

    retryFrom(mission, 'B');
    complete(mission, ['B', 'Beside']);
    mission.settle();

    expect(mission.find('CHECKPOINT', 'C').status).toBe('SKIPPED');
    expect(mission.task('End').status).toBe('SKIPPED');
    expect(mission.run.status).toBe('COMPLETED');
  });

  it('goes through wide joins', () => {
    const wide = Array.from({ length: LIMITS.joinWidthMax + 6 }, (_, place) => `T${place}`);
    const mission = aMission({ tasks: [...wide, { title: 'Join', dependsOn: wide }, 'Last'] });
    complete(mission, [...wide, 'Join']);
    mission.settle();

    retryFrom(mission, 'T0');
    const waiting = mission.namesIn('WAITING');
    complete(mission, ['T0', 'Join', 'Last']);

    expect(waiting).toEqual(['Join']);
    expect(mission.run.status).toBe('COMPLETED');
  });

  it('of a FAILED task gives it its attempts again, and lets a run go on that was going to fail', () => {
    const mission = aMission({ tasks: [{ title: 'A', maxAttempts: 1 }, 'Running'] });
    claim(mission, ['Running']);
    fail(mission, 'A');

    retryFrom(mission, 'A');

    expect(mission.run.failing).toBeUndefined();
    expect(mission.task('A')).toMatchObject({ status: 'READY', attemptsSpent: 0 });
  });

  it('keeps what a person skipped (B2)', () => {
    const mission = aMission({
      ...CHAIN,
      delays: [{ name: 'D', afterTasks: ['A'], blocksTasks: [], duration: 'P1D' }],
    });
    complete(mission, ['Before', 'A']);
    const task = mission.ref('TASK', 'B');
    mission.must(RITA, (draft) => skipTask(draft, { task, reason: 'No need.' }));
    mission.must(RITA, (draft) => skipDelay(draft, { node: mission.ref('DELAY', 'D'), reason: 'No need.' }));

    retryFrom(mission, 'A');

    expect([mission.task('B').status, mission.find('DELAY', 'D').status]).toEqual(['SKIPPED', 'SKIPPED']);
  });

  it('has a person asked before what depends on it repeats side effects (B2)', () => {
    const mission = aMission({ tasks: ['A', { title: 'B', dependsOn: ['A'], sideEffects: true }, 'Other'] });
    complete(mission, ['A', 'B']);

    retryFrom(mission, 'A');
    complete(mission, ['A']);

    expect(mission.task('B')).toMatchObject({ status: 'BLOCKED', blocked: { cause: 'AUTHORISATION' } });
  });

  it('is refused where more depends on it than fits into one step, and changes nothing (B1)', () => {
    const many = Array.from({ length: LIMITS.retryFromNodesMax }, (_, place) => ({
      title: `T${place}`,
      dependsOn: ['A'],
    }));
    const mission = aMission({ tasks: ['A', ...many] }).checkingAtTheEnd();
    complete(mission, ['A']);
    const command = { task: mission.ref('TASK', 'A'), reason: 'Wrong.' };

    const error = mission.refused(RITA, (draft) => retryFromTask(draft, command));

    expect(error).toMatchObject({ code: 'LIMIT_EXCEEDED', detail: { limit: 'retryFromNodesMax' } });
  });

  it('is refused of a task that has not begun', () => {
    const mission = aMission(CHAIN);
    const command = { task: mission.ref('TASK', 'A'), reason: 'Wrong.' };

    const error = mission.refused(ADA, (draft) => retryFromTask(draft, command));

    expect(error).toMatchObject({ code: 'ILLEGAL_MOVE', detail: { command: 'retryFromTask' } });
  });
});
