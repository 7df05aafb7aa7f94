import { acceptTask, rejectTask } from '@muster/core/decide/review';
import { describe, expect, it } from 'vitest';
import { ADA, aMission, claim, complete, launchAgain, RITA } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

function aMissionInReview(task: object = {}): MissionUnderTest {
  const mission = aMission({
    tasks: [
      { title: 'A', review: 'REQUIRED', ...task },
      { title: 'B', dependsOn: ['A'] },
    ],
  });
  complete(mission, ['A'], { selfScore: 2 });
  return mission;
}

describe('accepting a task', () => {
  it('settles it, and the reviewer’s score replaces the implementer’s own', () => {
    const mission = aMissionInReview();
    const task = mission.ref('TASK', 'A');

    mission.must(RITA, (draft) => acceptTask(draft, { task, score: 5, feedback: 'Fine.' }));

    expect(mission.task('A')).toMatchObject({ status: 'DONE', score: 5 });
    expect(mission.attempt('A')).toMatchObject({
      status: 'ACCEPTED',
      review: { actor: RITA, at: mission.now, feedback: 'Fine.', score: 5 },
    });
    expect(mission.namesIn('READY')).toEqual(['B']);
  });

  it('without a score keeps the implementer’s own', () => {
    const mission = aMissionInReview();

    mission.must(RITA, (draft) => acceptTask(draft, { task: mission.ref('TASK', 'A') }));

    expect(mission.task('A').score).toBe(2);
  });
});

describe('rejecting a task', () => {
  it('spends the attempt and makes the task READY again, without the score', () => {
    const mission = aMissionInReview();
    const task = mission.ref('TASK', 'A');

    mission.must(RITA, (draft) => rejectTask(draft, { task, feedback: 'Too short.' }));

    expect(mission.task('A')).toMatchObject({ status: 'READY', attemptsSpent: 1 });
    expect(mission.task('A').score).toBeUndefined();
    expect(mission.attempt('A')).toMatchObject({
      status: 'REJECTED',
      failure: { reason: 'REVIEW', message: 'Too short.' },
    });
  });

  it('that its reviewers were to score is a fix round, as after scores that were too low: no attempt is spent', () => {
    const mission = aMissionInReview({ expectations: [{ type: 'llm_review', criteria: 'Is it true?' }] });
    const task = mission.ref('TASK', 'A');

    mission.must(RITA, (draft) => rejectTask(draft, { task, feedback: 'Too short.' }));

    expect(mission.task('A')).toMatchObject({ status: 'READY', attemptsSpent: 0, fixRounds: 1 });
    expect(mission.task('A').keptFor).toMatchObject({ agent: 'ada' });
    expect(mission.attempt('A')).toMatchObject({ status: 'REJECTED', failure: { reason: 'EXPECTATION' } });
  });

  it('that its reviewers were to score spends an attempt after two fix rounds', () => {
    const mission = aMissionInReview({ expectations: [{ type: 'llm_review', criteria: 'Is it true?' }] });
    const task = mission.ref('TASK', 'A');

    for (let round = 1; round <= 3; round++) {
      if (round > 1) complete(mission, ['A']);
      mission.must(RITA, (draft) => rejectTask(draft, { task, feedback: 'Too short.' }));
    }

    expect(mission.task('A')).toMatchObject({ status: 'READY', attemptsSpent: 1 });
    expect(mission.task('A').fixRounds).toBeUndefined();
  });

  it('fails the task when it was the last attempt', () => {
    const mission = aMissionInReview({ maxAttempts: 1 });

    mission.must(RITA, (draft) => rejectTask(draft, { task: mission.ref('TASK', 'A') }));

    expect(mission.task('A')).toMatchObject({ status: 'FAILED', reason: 'Rejected in review.' });
    expect(mission.run.status).toBe('FAILED');
  });
});

describe.each([
  { verb: 'accept', decide: acceptTask },
  { verb: 'reject', decide: rejectTask },
])('to $verb', ({ verb, decide }) => {
  it('is refused to the implementer', () => {
    const mission = aMissionInReview();
    const task = mission.ref('TASK', 'A');

    const error = mission.refused(ADA, (draft) => decide(draft, { task }));

    expect(error).toMatchObject({ code: 'IMPLEMENTER_CANNOT_REVIEW', detail: { actor: 'ada' } });
  });

  it('is refused while the task is worked on', () => {
    const mission = aMission({ tasks: [{ title: 'A', review: 'REQUIRED' }] });
    claim(mission, ['A']);

    const error = mission.refused(RITA, (draft) => decide(draft, { task: mission.ref('TASK', 'A') }));

    expect(error).toMatchObject({
      code: 'ILLEGAL_MOVE',
      detail: { status: 'IN_PROGRESS', command: `${verb}Task` },
    });
  });

  it('is refused for a task of an earlier run', () => {
    const mission = aMission({ tasks: ['A'] });
    complete(mission, ['A']);
    const task = mission.ref('TASK', 'A');
    launchAgain(mission);

    const error = mission.refused(RITA, (draft) => decide(draft, { task }));

    expect(error).toMatchObject({ code: 'ILLEGAL_MOVE', detail: { status: 'in a run that has ended' } });
  });
});
