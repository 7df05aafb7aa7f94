import { blockTask, reopenTask, retryTask, unblockTask } from '@muster/core/decide/task-commands';
import { describe, expect, it } from 'vitest';
import {
  ADA,
  aMission,
  BOB,
  claim,
  complete,
  fail,
  MINUTE,
  RITA,
  SECOND,
  submit,
} from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

const EXPECTATIONS = [{ type: 'test', command: 'npm test' }];
const FAILED = { expectationResults: [{ position: 0, hasPassed: false }] };
const PASSED = { expectationResults: [{ position: 0, hasPassed: true }] };

function aTestedTask(task: object = {}): MissionUnderTest {
  return aMission({ tasks: [{ title: 'A', expectations: EXPECTATIONS, ...task }, 'B'] });
}

/** Claims and submits until the task is no longer IN_PROGRESS, never meeting the expectation. */
function spendAttempt(mission: MissionUnderTest): void {
  claim(mission, ['A']);
  while (mission.task('A').status === 'IN_PROGRESS') submit(mission, 'A', FAILED);
}

describe('failed expectations', () => {
  it('give up to 2 fix rounds by the same agent, with no attempt spent (F1)', () => {
    const mission = aTestedTask();
    claim(mission, ['A']);
    const seen: object[] = [];

    for (let round = 1; round <= 3; round++) {
      submit(mission, 'A', FAILED);
      const { status, generation, attemptsSpent, lease } = mission.task('A');
      seen.push({ status, generation, attemptsSpent, agent: lease?.agent });
    }

    expect(seen).toEqual([
      { status: 'IN_PROGRESS', generation: 2, attemptsSpent: 0, agent: 'ada' },
      { status: 'IN_PROGRESS', generation: 3, attemptsSpent: 0, agent: 'ada' },
      { status: 'READY', generation: 3, attemptsSpent: 1, agent: undefined },
    ]);
    expect(mission.eventsOf('TaskFixRequested').map(({ data }) => data.round)).toEqual([1, 2]);
  });

  it('are mended by a fix round that meets them', () => {
    const mission = aTestedTask();
    claim(mission, ['A']);
    submit(mission, 'A', FAILED);

    submit(mission, 'A', PASSED);

    expect(mission.task('A')).toMatchObject({ status: 'DONE', attemptsSpent: 0 });
    expect([1, 2].map((generation) => mission.attempt('A', generation).status)).toEqual([
      'FAILED',
      'ACCEPTED',
    ]);
  });

  it('are kept with their attempt, and say which', () => {
    const mission = aTestedTask();
    claim(mission, ['A']);

    submit(mission, 'A', FAILED);

    expect(mission.attempt('A', 1)).toMatchObject({
      status: 'FAILED',
      submission: FAILED,
      failure: { reason: 'EXPECTATION', message: 'Expectations not met: number 0.' },
    });
  });

  it('never renew an attempt past its hard end by a fix round', () => {
    const mission = aTestedTask({ maxDuration: 'PT90S' });
    claim(mission, ['A']);
    const end = mission.now + 90 * SECOND;
    mission.wait(50 * SECOND);

    submit(mission, 'A', FAILED);

    expect(mission.task('A').lease).toMatchObject({ expiresAt: end, endsAt: end, claimedAt: mission.now });
  });

  it('give fix rounds anew with each attempt that is spent', () => {
    const mission = aTestedTask();
    spendAttempt(mission);
    mission.wait(10 * SECOND);

    claim(mission, ['A']);
    submit(mission, 'A', FAILED);

    expect(mission.task('A')).toMatchObject({ status: 'IN_PROGRESS', fixRounds: 1, attemptsSpent: 1 });
  });

  it('then give a new attempt after 10·2ⁿ s, at most 300 s (F2)', () => {
    const mission = aTestedTask({ maxAttempts: 8 });
    const waits: number[] = [];

    for (let attempt = 1; attempt <= 7; attempt++) {
      spendAttempt(mission);
      const waitMs = (mission.task('A').retryAt ?? mission.now) - mission.now;
      waits.push(waitMs / SECOND);
      mission.wait(waitMs);
    }

    expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300]);
  });

  it('wait as long as retryBackoff says, where the document says it', () => {
    const mission = aTestedTask({ retryBackoff: 'PT1H' });

    spendAttempt(mission);

    expect(mission.task('A').retryAt).toBe(mission.now + 60 * MINUTE);
  });

  it('then escalate to escalateTo, who has a round of attempts of its own (F3)', () => {
    const mission = aTestedTask({ maxAttempts: 1, escalateTo: 'bob' });

    spendAttempt(mission);
    const byAda = claim(mission, ['A']);
    const byBob = claim(mission, ['A'], { actor: BOB });

    expect({ byAda, byBob }).toEqual({ byAda: [], byBob: ['A'] });
    expect(mission.task('A')).toMatchObject({ escalatedTo: 'bob', attemptsSpent: 0 });
    expect(mission.eventsOf('TaskEscalated').map(({ data }) => data.to)).toEqual(['bob']);
  });

  it('then escalate to a person, who claims it by name (F3)', () => {
    const mission = aTestedTask({ maxAttempts: 1, escalateTo: 'user:rita' });

    spendAttempt(mission);
    const byAda = claim(mission, ['A']);
    const byRita = claim(mission, ['A'], { actor: RITA });

    expect({ byAda, byRita }).toEqual({ byAda: [], byRita: ['A'] });
    expect(mission.task('A').escalatedTo).toBe('rita');
    expect(mission.eventsOf('TaskEscalated').map(({ data }) => data.to)).toEqual(['rita']);
  });

  it('then fail the task, once escalateTo has spent its attempts too', () => {
    const mission = aTestedTask({ maxAttempts: 2, escalateTo: 'ada', onFailure: 'BLOCK' });

    for (let attempt = 1; attempt <= 4; attempt++) {
      spendAttempt(mission);
      mission.wait(5 * MINUTE);
    }

    expect(mission.task('A').status).toBe('FAILED');
    expect(mission.eventsOf('TaskEscalated')).toHaveLength(1);
  });

  it('ask for no fix round in a run that is going to fail: it waits for running attempts to end (F5)', () => {
    const mission = aMission({
      tasks: [
        { title: 'A', expectations: EXPECTATIONS },
        { title: 'Broken', maxAttempts: 1 },
      ],
    });
    claim(mission, ['A']);
    fail(mission, 'Broken');

    submit(mission, 'A', FAILED);

    expect(mission.run.status).toBe('FAILED');
  });
});

describe('a task with side effects is never retried without a person’s approval (F4)', () => {
  function aRiskyTask(task: object = {}): MissionUnderTest {
    return aTestedTask({ sideEffects: true, expectations: [], ...task });
  }
  const HOW = [
    { how: 'it failed', lose: (mission: MissionUnderTest) => fail(mission, 'A') },
    {
      how: 'its lease ran out',
      lose(mission: MissionUnderTest) {
        claim(mission, ['A']);
        mission.wait(MINUTE);
      },
    },
    {
      how: 'it was blocked while worked on',
      lose(mission: MissionUnderTest) {
        claim(mission, ['A']);
        const task = mission.ref('TASK', 'A');
        mission.must(ADA, (draft) => blockTask(draft, { task, cause: 'OTHER', note: 'Hm.' }));
      },
    },
  ];

  it.each(HOW)('when $how', ({ lose }) => {
    const mission = aRiskyTask();

    lose(mission);
    const error = mission.refused(ADA, (draft) => unblockTask(draft, mission.ref('TASK', 'A')));
    const status = mission.task('A').status;
    mission.must(RITA, (draft) => unblockTask(draft, mission.ref('TASK', 'A')));

    expect({ status, code: error.code }).toEqual({ status: 'BLOCKED', code: 'FORBIDDEN' });
    expect(mission.namesIn('READY')).toEqual(['A', 'B']);
  });

  it('says that an authorisation is what it waits for', () => {
    const mission = aRiskyTask();

    fail(mission, 'A');

    expect(mission.task('A').blocked?.cause).toBe('AUTHORISATION');
  });

  it('when an expectation was not met: not even by a fix round', () => {
    const mission = aRiskyTask({ expectations: EXPECTATIONS });
    claim(mission, ['A']);

    submit(mission, 'A', FAILED);

    expect(mission.task('A')).toMatchObject({ status: 'BLOCKED', generation: 1 });
  });

  it('when it is escalated', () => {
    const mission = aRiskyTask({ maxAttempts: 1, escalateTo: 'bob' });

    fail(mission, 'A');
    mission.must(RITA, (draft) => unblockTask(draft, mission.ref('TASK', 'A')));

    expect(claim(mission, ['A'], { actor: BOB })).toEqual(['A']);
  });

  it('when an agent asks that it be retried or reopened', () => {
    const failed = aRiskyTask({ maxAttempts: 1, onFailure: 'BLOCK' });
    fail(failed, 'A');
    const done = aRiskyTask();
    complete(done, ['A']);

    const codes = [
      failed.refused(ADA, (draft) => retryTask(draft, failed.ref('TASK', 'A'))).code,
      done.refused(ADA, (draft) => reopenTask(draft, { task: done.ref('TASK', 'A'), reason: 'Again.' })).code,
    ];

    expect(codes).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  it('but is begun, blocked and unblocked by anybody before its first attempt', () => {
    const mission = aRiskyTask();
    const task = mission.ref('TASK', 'A');
    mission.must(ADA, (draft) => blockTask(draft, { task, cause: 'OTHER', note: 'Hm.' }));

    mission.must(ADA, (draft) => unblockTask(draft, task));

    expect(mission.task('A').status).toBe('READY');
  });
});
