import { pauseMission, retryFailed } from '@muster/core/decide/mission-commands';
import { retryTask, skipTask } from '@muster/core/decide/task-commands';
import { formatInstant, instantOf } from '@muster/core/instant';
import { describe, expect, it } from 'vitest';
import { aMission, claim, complete, fail, MINUTE, RITA, START } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

const DEADLINE = formatInstant(instantOf(START + 10 * MINUTE));

function withDeadline(task: object = {}): MissionUnderTest {
  return aMission({
    tasks: [
      { title: 'A', deadline: DEADLINE, ...task },
      { title: 'B', dependsOn: ['A'] },
    ],
  });
}

function toldOf(mission: MissionUnderTest) {
  return { warned: mission.eventsOf('DeadlineWarned'), breached: mission.eventsOf('DeadlineBreached') };
}

describe('the deadline of a task', () => {
  it('is warned of at 80 % of the time, once (Y1)', () => {
    const mission = withDeadline();

    mission.wait(8 * MINUTE - 1);
    const before = toldOf(mission).warned.length;
    mission.wait(1);
    mission.wait(MINUTE);

    expect(before).toBe(0);
    expect(toldOf(mission).warned).toMatchObject([
      { subject: expect.stringMatching(/^tsk_/), data: { deadline: DEADLINE, onBreach: 'NOTIFY' } },
    ]);
  });

  it('is told to be breached once, and with NOTIFY changes nothing (Y1, Y3)', () => {
    const mission = withDeadline();
    claim(mission, ['A'], { leaseMs: 60 * MINUTE });

    mission.wait(10 * MINUTE);
    mission.wait(10 * MINUTE);

    expect(toldOf(mission).breached).toHaveLength(1);
    expect(mission.task('A').status).toBe('IN_PROGRESS');
  });

  it('that has passed at the start is breached at once, without a warning (Y1)', () => {
    const mission = withDeadline({ deadline: '2020-01-01T00:00:00Z' });

    mission.wait(0);

    expect(toldOf(mission)).toMatchObject({ warned: [], breached: [{}] });
  });

  it('is not told of a task that has settled (Y2)', () => {
    const mission = withDeadline();
    complete(mission, ['A']);

    mission.wait(20 * MINUTE);

    expect(toldOf(mission)).toEqual({ warned: [], breached: [] });
  });

  it('is told while the mission is paused: its time keeps running', () => {
    const mission = withDeadline();
    mission.must(RITA, (draft) => pauseMission(draft, undefined));

    mission.wait(8 * MINUTE);

    expect(toldOf(mission).warned).toHaveLength(1);
  });

  it('that passes while the run has ended is told when the run is retried (Y2)', () => {
    const mission = aMission({
      tasks: [
        { title: 'A', deadline: DEADLINE, dependsOn: ['Broken'] },
        { title: 'Broken', maxAttempts: 1 },
      ],
    });
    fail(mission, 'Broken');
    mission.wait(20 * MINUTE);
    const meanwhile = toldOf(mission).breached.length;

    mission.must(RITA, retryFailed);
    mission.wait(0);

    expect(meanwhile).toBe(0);
    expect(toldOf(mission).breached).toHaveLength(1);
  });
});

describe('a breach with FAIL fails the task (Y3)', () => {
  it.each([
    { from: 'WAITING', task: 'B', prepare: () => undefined },
    { from: 'READY', task: 'A', prepare: () => undefined },
    {
      from: 'IN_PROGRESS',
      task: 'A',
      prepare: (mission: MissionUnderTest) => claim(mission, ['A'], { leaseMs: 60 * MINUTE }),
    },
    {
      from: 'REVIEW',
      task: 'A',
      prepare: (mission: MissionUnderTest) => complete(mission, ['A'], { selfScore: 5 }),
    },
  ])('that is $from', ({ from, task, prepare }) => {
    const late = { deadline: DEADLINE, onBreach: 'FAIL', onFailure: 'BLOCK' };
    const mission = aMission({
      tasks: [
        { title: 'A', review: 'REQUIRED', ...(task === 'A' ? late : {}) },
        { title: 'B', dependsOn: ['A'], ...(task === 'B' ? late : {}) },
      ],
    });
    prepare(mission);
    const before = mission.task(task).status;

    mission.wait(10 * MINUTE);

    expect(before).toBe(from);
    expect(mission.task(task)).toMatchObject({
      status: 'FAILED',
      reason: `Its deadline of ${DEADLINE} has passed.`,
    });
    expect(mission.task(task).score).toBeUndefined();
  });

  it('and the attempt that was running, which then is stale', () => {
    const mission = withDeadline({ onBreach: 'FAIL', onFailure: 'BLOCK' });
    claim(mission, ['A'], { leaseMs: 60 * MINUTE });

    mission.wait(10 * MINUTE);

    expect(mission.attempt('A')).toMatchObject({ status: 'FAILED', failure: { reason: 'DEADLINE' } });
  });

  it.each([
    { onFailure: 'FAIL_RUN', run: 'FAILED', behind: 'WAITING' },
    { onFailure: 'BLOCK', run: 'ACTIVE', behind: 'WAITING' },
    { onFailure: 'SKIP_DEPENDENTS', run: 'COMPLETED', behind: 'SKIPPED' },
    { onFailure: 'CONTINUE', run: 'ACTIVE', behind: 'READY' },
  ])('as $onFailure says: the run is $run, what depends on it $behind', ({ onFailure, run, behind }) => {
    const mission = withDeadline({ onBreach: 'FAIL', onFailure });

    mission.wait(10 * MINUTE);

    expect([mission.run.status, mission.task('B').status]).toEqual([run, behind]);
  });

  it('which, retried, waits for what it still waits for, and is told of no deadline again', () => {
    const mission = aMission({
      tasks: [
        'A',
        { title: 'B', dependsOn: ['A'], deadline: DEADLINE, onBreach: 'FAIL', onFailure: 'BLOCK' },
      ],
    });
    mission.wait(10 * MINUTE);

    mission.must(RITA, (draft) => retryTask(draft, mission.ref('TASK', 'B')));
    const status = mission.task('B').status;
    mission.wait(10 * MINUTE);
    complete(mission, ['A', 'B']);

    expect(status).toBe('WAITING');
    expect(toldOf(mission).breached).toHaveLength(1);
    expect(mission.run.status).toBe('COMPLETED');
  });

  it('which can be skipped instead', () => {
    const mission = withDeadline({ onBreach: 'FAIL', onFailure: 'BLOCK' });
    mission.wait(10 * MINUTE);

    mission.must(RITA, (draft) => skipTask(draft, { task: mission.ref('TASK', 'A'), reason: 'Too late.' }));

    expect(mission.namesIn('READY')).toEqual(['B']);
  });
});
