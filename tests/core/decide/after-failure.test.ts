import { failTask } from '@muster/core/decide/submit';
import { retryTask, skipTask } from '@muster/core/decide/task-commands';
import { describe, expect, it } from 'vitest';
import {
  ADA,
  aMission,
  claim,
  complete,
  fail,
  MINUTE,
  RITA,
  SECOND,
  submit,
} from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

function failHeld(mission: MissionUnderTest, name: string): void {
  const attempt = mission.attemptRef(name);
  mission.must(ADA, (draft) => failTask(draft, { attempt, message: 'It broke too.' }));
}

describe('a failed attempt', () => {
  it('leaves the task READY at once while attempts remain', () => {
    const mission = aMission({ tasks: [{ title: 'A', maxAttempts: 3 }] });

    fail(mission, 'A');

    expect(mission.task('A')).toMatchObject({ status: 'READY', attemptsSpent: 1, generation: 1 });
    expect(mission.task('A').retryAt).toBeUndefined();
  });

  it('is kept, with its reason', () => {
    const mission = aMission({ tasks: ['A'] });

    fail(mission, 'A');

    expect(mission.attempt('A', 1)).toMatchObject({
      status: 'FAILED',
      agent: 'ada',
      failure: { reason: 'REPORTED', message: 'It broke.' },
      endedAt: mission.now,
    });
    expect(mission.run.attemptCount).toBe(1);
  });

  it('with a backoff waits: once for the first, twice as long for each further one', () => {
    const mission = aMission({ tasks: [{ title: 'A', maxAttempts: 4, retryBackoff: 'PT10S' }] });
    const waits: number[] = [];

    for (let attempt = 1; attempt <= 3; attempt++) {
      fail(mission, 'A');
      const waitMs = (mission.task('A').retryAt ?? mission.now) - mission.now;
      waits.push(waitMs);
      expect(claim(mission, ['A'])).toEqual([]);
      mission.wait(waitMs);
    }

    expect(waits).toEqual([10 * SECOND, 20 * SECOND, 40 * SECOND]);
    expect(claim(mission, ['A'])).toEqual(['A']);
  });
});

/** Every policy, with every kind of node behind the failed task. */
const POLICIES = [
  {
    onFailure: 'FAIL_RUN',
    run: 'FAILED',
    behind: { TASK: 'WAITING', CHECKPOINT: 'PENDING', GATE: 'PENDING', DELAY: 'PENDING' },
  },
  {
    onFailure: 'BLOCK',
    run: 'ACTIVE',
    behind: { TASK: 'WAITING', CHECKPOINT: 'PENDING', GATE: 'PENDING', DELAY: 'PENDING' },
  },
  {
    onFailure: 'SKIP_DEPENDENTS',
    run: 'COMPLETED',
    behind: { TASK: 'SKIPPED', CHECKPOINT: 'SKIPPED', GATE: 'SKIPPED', DELAY: 'SKIPPED' },
  },
  {
    onFailure: 'CONTINUE',
    run: 'ACTIVE',
    behind: { TASK: 'READY', CHECKPOINT: 'OPEN', GATE: 'FAILED', DELAY: 'RUNNING' },
  },
] as const;

describe('a task whose last attempt failed', () => {
  it.each(POLICIES)(
    'with $onFailure leaves the run $run and what stands behind it as it should',
    (policy) => {
      const mission = aMission({
        tasks: [
          { title: 'A', maxAttempts: 1, onFailure: policy.onFailure },
          { title: 'B', dependsOn: ['A'] },
        ],
        checkpoints: [{ name: 'C', afterTasks: ['A'], blocksTasks: [] }],
        qualityGates: [{ name: 'G', afterTasks: ['A'], blocksTasks: [], requireAllPassed: true }],
        delays: [{ name: 'D', afterTasks: ['A'], blocksTasks: [], duration: 'PT1M' }],
      });

      fail(mission, 'A');

      expect(mission.task('A')).toMatchObject({ status: 'FAILED', reason: 'It broke.' });
      expect(mission.run.status).toBe(policy.run);
      expect({
        TASK: mission.task('B').status,
        CHECKPOINT: mission.find('CHECKPOINT', 'C').status,
        GATE: mission.find('GATE', 'G').status,
        DELAY: mission.find('DELAY', 'D').status,
      }).toEqual(policy.behind);
    },
  );

  it.each(POLICIES)('with $onFailure leaves other work alone', ({ onFailure }) => {
    const mission = aMission({ tasks: [{ title: 'A', maxAttempts: 1, onFailure }, 'Other', 'Running'] });
    claim(mission, ['Running']);

    fail(mission, 'A');

    expect([mission.task('Other').status, mission.task('Running').status]).toEqual(['READY', 'IN_PROGRESS']);
  });

  it('with FAIL_RUN lets running attempts finish, claims nothing new, then ends the run once (E1)', () => {
    const mission = aMission({ tasks: [{ title: 'A', maxAttempts: 1 }, 'Running', 'Other'] });
    claim(mission, ['Running']);

    fail(mission, 'A');
    const { status } = mission.run;
    const claimed = claim(mission, ['Other']);
    complete(mission, ['Running']);

    expect({ status, claimed }).toEqual({ status: 'ACTIVE', claimed: [] });
    expect(mission.run).toMatchObject({ status: 'FAILED', reason: 'The task "A" failed: It broke.' });
    expect(mission.eventsOf('RunFailing')).toHaveLength(1);
  });

  it('with SKIP_DEPENDENTS skips everything behind it, however far', () => {
    const mission = aMission({
      tasks: [
        { title: 'A', maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS' },
        { title: 'B', dependsOn: ['A'] },
        { title: 'C', dependsOn: ['B'] },
        { title: 'Joined', dependsOn: ['B', 'Other'] },
        'Other',
      ],
    });

    fail(mission, 'A');

    expect(mission.namesIn('SKIPPED')).toEqual(['B', 'C', 'Joined']);
    expect(mission.task('C').reason).toMatch(/failed and its dependents are skipped/);
    expect(mission.namesIn('READY')).toEqual(['Other']);
  });

  it('does not skip what stands behind a milestone: the phase has settled', () => {
    const mission = aMission({
      tasks: [
        { title: 'A', maxAttempts: 1, onFailure: 'SKIP_DEPENDENTS', milestone: 'One' },
        { title: 'B', milestone: 'Two' },
      ],
      milestones: [{ name: 'One' }, { name: 'Two' }],
    });

    fail(mission, 'A');

    expect(mission.find('MILESTONE', 'One').status).toBe('DONE');
    expect(mission.namesIn('READY')).toEqual(['B']);
  });

  it('with CONTINUE may still end in a completed run', () => {
    const mission = aMission({
      tasks: [
        { title: 'A', maxAttempts: 1, onFailure: 'CONTINUE' },
        { title: 'B', dependsOn: ['A'] },
      ],
    });

    fail(mission, 'A');
    complete(mission, ['B']);

    expect(mission.run.status).toBe('COMPLETED');
  });
});

describe('retrying or skipping what made a run fail', () => {
  it.each([
    { verb: 'retrying', undo: retryTask, after: 'READY' },
    {
      verb: 'skipping',
      undo: (...[draft, task]: Parameters<typeof retryTask>) => skipTask(draft, { task, reason: 'No need.' }),
      after: 'SKIPPED',
    },
  ])('by $verb it, before running attempts have ended, lets the run go on', ({ undo, after }) => {
    const mission = aMission({ tasks: [{ title: 'A', maxAttempts: 1 }, 'Running', 'Other'] });
    claim(mission, ['Running']);
    fail(mission, 'A');
    const parked = claim(mission, ['Other']);

    mission.must(RITA, (draft) => undo(draft, mission.ref('TASK', 'A')));
    mission.settle();
    const { failing, failureCount } = mission.run;
    const status = mission.task('A').status;
    complete(mission, ['Other', ...mission.namesIn('READY')]);
    submit(mission, 'Running');

    expect({ parked, status, failing, failureCount }).toEqual({
      parked: [],
      status: after,
      failing: undefined,
      failureCount: 0,
    });
    expect(mission.run.status).toBe('COMPLETED');
    expect(mission.eventsOf('RunRecovered')).toHaveLength(1);
  });

  it('leaves it failing while another failure stands', () => {
    const once = { maxAttempts: 1 };
    const mission = aMission({ tasks: [{ title: 'A', ...once }, { title: 'B', ...once }, 'Running'] });
    claim(mission, ['Running']);
    claim(mission, ['B']);
    fail(mission, 'A');
    failHeld(mission, 'B');

    mission.must(RITA, (draft) => retryTask(draft, mission.ref('TASK', 'A')));
    submit(mission, 'Running');

    expect(mission.run).toMatchObject({ status: 'FAILED', failureCount: 1 });
  });
});

describe('a retry backoff', () => {
  it('never waits longer than 366 days', () => {
    const mission = aMission({ tasks: [{ title: 'A', maxAttempts: 5, retryBackoff: 'P200D' }] });

    fail(mission, 'A');
    mission.wait(200 * 24 * 60 * MINUTE);
    fail(mission, 'A');

    expect(mission.task('A').retryAt).toBe(mission.now + 366 * 24 * 60 * MINUTE);
  });
});
