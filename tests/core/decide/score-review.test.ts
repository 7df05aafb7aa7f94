import type { Actor } from '@muster/core/actor';
import { acceptTask, rejectTask } from '@muster/core/decide/review';
import { reviewTask } from '@muster/core/decide/score-review';
import { LIMITS } from '@muster/core/limits';
import { describe, expect, it } from 'vitest';
import { ADA, aMission, BOB, claim, complete, MINUTE, RITA } from '../../support/a-mission.ts';
import type { MissionUnderTest } from '../../support/mission-under-test.ts';

const CYD: Actor = { kind: 'AGENT', name: 'cyd' };
const REVIEW = {
  type: 'llm_review',
  dimensions: [{ name: 'truth', weight: 3 }, { name: 'style' }],
  threshold: 3,
};

function inReview(task: object = {}): MissionUnderTest {
  const mission = aMission({
    tasks: [{ title: 'A', expectations: [REVIEW], ...task }, { title: 'B', dependsOn: ['A'] }, 'C'],
  });
  complete(mission, ['A']);
  return mission;
}

function scoresOf(truth: number, style = truth) {
  return [
    { position: 0, dimension: 'truth', score: truth },
    { position: 0, dimension: 'style', score: style },
  ];
}

function review(mission: MissionUnderTest, actor: Actor, truth: number, feedback?: string): void {
  const said = feedback === undefined ? {} : { feedback };
  const command = { task: mission.ref('TASK', 'A'), scores: scoresOf(truth), ...said };
  mission.must(actor, (draft) => reviewTask(draft, command));
}

describe('llm_review asks reviewers', () => {
  it('whatever the task’s review says, and a task in REVIEW frees its agent', () => {
    const mission = inReview({ review: 'NONE' });

    expect(mission.task('A')).toMatchObject({ status: 'REVIEW' });
    expect(mission.task('A').lease).toBeUndefined();
  });

  it('of whom one decides where none is named (W2)', () => {
    const mission = inReview();

    review(mission, BOB, 4, 'Fine.');

    expect(mission.task('A')).toMatchObject({ status: 'DONE', score: 4 });
    expect(mission.attempt('A')).toMatchObject({
      status: 'ACCEPTED',
      review: { score: 4, feedback: 'Fine.' },
      reviews: [{ actor: BOB, feedback: 'Fine.' }],
    });
    expect(mission.namesIn('READY')).toEqual(['B', 'C']);
  });

  it('and waits for all who are named, but not for the implementer (W2)', () => {
    const mission = inReview({ reviewers: ['bob', 'cyd', 'ada'] });

    review(mission, BOB, 5);
    const before = mission.task('A').status;
    review(mission, CYD, 4);

    expect(before).toBe('REVIEW');
    expect(mission.task('A')).toMatchObject({ status: 'DONE', score: 4.5 });
  });

  it('each of whom counts once, with what he said last (W1)', () => {
    const mission = inReview({ reviewers: ['bob', 'cyd'] });

    review(mission, BOB, 1);
    review(mission, BOB, 5);
    review(mission, CYD, 5);

    expect(mission.attempt('A').reviews).toHaveLength(2);
    expect(mission.task('A').score).toBe(5);
  });
});

describe('a score below the threshold', () => {
  it('is a failed expectation: the same agent has a fix round, with no attempt spent (W3)', () => {
    const mission = inReview();

    review(mission, BOB, 2, 'Too vague.');

    expect(mission.task('A')).toMatchObject({ status: 'READY', attemptsSpent: 0, fixRounds: 1 });
    expect(mission.task('A').score).toBeUndefined();
    expect(mission.attempt('A')).toMatchObject({
      status: 'REJECTED',
      failure: {
        reason: 'EXPECTATION',
        message: 'Expectation number 0 scored 2.00; at least 3 is needed. Too vague.',
      },
    });
  });

  it('keeps the task for its implementer for ten minutes, then offers it to all', () => {
    const mission = inReview();
    review(mission, BOB, 2);

    const atOnce = claim(mission, ['A'], { actor: CYD });
    mission.wait(10 * MINUTE);
    const later = claim(mission, ['A'], { actor: CYD });

    expect({ atOnce, later }).toEqual({ atOnce: [], later: ['A'] });
  });

  it('after two fix rounds spends an attempt, then waits, then escalates, then fails', () => {
    const mission = inReview({ maxAttempts: 1, escalateTo: 'ada', onFailure: 'BLOCK' });

    for (let round = 1; round <= 6; round++) {
      review(mission, BOB, 2);
      if (round < 6) complete(mission, ['A']);
    }

    expect(mission.task('A').status).toBe('FAILED');
    expect(mission.eventsOf('TaskFixRequested')).toHaveLength(4);
    expect(mission.eventsOf('TaskEscalated')).toHaveLength(1);
  });
});

describe('scores are refused, with the place', () => {
  it.each([
    { scores: [], path: ['scores'] },
    { scores: scoresOf(3).slice(1), path: ['scores'] },
    { scores: [...scoresOf(3), { position: 0, score: 3 }], path: ['scores', 2] },
    { scores: [...scoresOf(3), ...scoresOf(3)], path: ['scores', 2] },
    { scores: [...scoresOf(3), { position: 1, dimension: 'truth', score: 3 }], path: ['scores', 2] },
    { scores: scoresOf(0.9), path: ['scores', 0, 'score'] },
    { scores: scoresOf(3, 5.1), path: ['scores', 1, 'score'] },
    { scores: scoresOf(Number.NaN), path: ['scores', 0, 'score'] },
  ])('%j', ({ scores, path }) => {
    const mission = inReview();
    const task = mission.ref('TASK', 'A');

    const error = mission.refused(BOB, (draft) => reviewTask(draft, { task, scores }));

    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', path });
  });

  it('where the task asks for none', () => {
    const mission = inReview({ expectations: [], review: 'REQUIRED' });
    const task = mission.ref('TASK', 'A');

    const error = mission.refused(BOB, (draft) => reviewTask(draft, { task, scores: scoresOf(3) }));

    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', path: ['scores'] });
  });

  it('from more reviewers than count', () => {
    const reviewers = Array.from({ length: LIMITS.reviewersMax + 1 }, (_, place) => `r${place}`);
    const mission = inReview({ reviewers: [...reviewers.slice(1), 'late'] });
    const say = (name: string) =>
      mission.act({ kind: 'USER', name }, (draft) =>
        reviewTask(draft, { task: mission.ref('TASK', 'A'), scores: scoresOf(3) }),
      );
    for (const name of reviewers.slice(0, -1)) say(name);

    const late = say('somebody else');

    expect(late).toMatchObject({ ok: false, error: { code: 'LIMIT_EXCEEDED' } });
  });

  it('with more words than there is room for', () => {
    const mission = inReview();
    const command = { task: mission.ref('TASK', 'A'), scores: scoresOf(3), feedback: 'x'.repeat(4_001) };

    const error = mission.refused(BOB, (draft) => reviewTask(draft, command));

    expect(error).toMatchObject({ code: 'LIMIT_EXCEEDED', path: ['feedback'] });
  });
});

describe('who may review', () => {
  const VERBS = [
    {
      verb: 'review',
      by: (mission: MissionUnderTest, actor: Actor) =>
        mission.act(actor, (draft) =>
          reviewTask(draft, { task: mission.ref('TASK', 'A'), scores: scoresOf(3) }),
        ),
    },
    {
      verb: 'reject',
      by: (mission: MissionUnderTest, actor: Actor) =>
        mission.act(actor, (draft) => rejectTask(draft, { task: mission.ref('TASK', 'A') })),
    },
  ];

  it.each(VERBS)('to $verb: never the implementer (V1)', ({ by }) => {
    const mission = inReview({ reviewers: ['ada', 'bob'] });

    expect(by(mission, ADA)).toMatchObject({ error: { code: 'IMPLEMENTER_CANNOT_REVIEW' } });
  });

  it.each(VERBS)('to $verb: of agents only those named, and any person (V2)', ({ by }) => {
    const mission = inReview({ reviewers: ['bob'] });

    const byCyd = by(mission, CYD);
    const byRita = by(mission, RITA);

    expect(byCyd).toMatchObject({ error: { code: 'NOT_A_REVIEWER', detail: { actor: 'cyd' } } });
    expect(byRita.ok).toBe(true);
  });

  it('a person may accept a task that asks for scores, an agent has to give them', () => {
    const mission = inReview();
    const task = mission.ref('TASK', 'A');

    const error = mission.refused(BOB, (draft) => acceptTask(draft, { task }));
    mission.must(RITA, (draft) => acceptTask(draft, { task, score: 5 }));

    expect(error.code).toBe('FORBIDDEN');
    expect(mission.task('A')).toMatchObject({ status: 'DONE', score: 5 });
  });
});

describe('a review has a deadline that escalates', () => {
  it('after a day, once', () => {
    const mission = inReview({ review: 'REQUIRED', expectations: [], escalateTo: 'cyd' });

    mission.wait(24 * 60 * MINUTE - 1);
    const before = mission.eventsOf('ReviewEscalated').length;
    mission.wait(1);
    mission.wait(24 * 60 * MINUTE);

    expect(before).toBe(0);
    expect(mission.eventsOf('ReviewEscalated').map(({ data }) => data.to)).toEqual(['cyd']);
    expect(mission.task('A').status).toBe('REVIEW');
  });

  it('after the time that the document gives', () => {
    const mission = inReview({ reviewWithin: 'PT5M' });

    mission.wait(5 * MINUTE);

    expect(mission.eventsOf('ReviewEscalated')).toHaveLength(1);
  });

  it('to every agent but the implementer, whoever was named (V2)', () => {
    const mission = inReview({ reviewers: ['bob'], reviewWithin: 'PT5M' });
    mission.wait(5 * MINUTE);

    review(mission, CYD, 4);

    expect(mission.task('A').status).toBe('DONE');
  });

  it('and is decided by those who have spoken, when there are some (W2)', () => {
    const mission = inReview({ reviewers: ['bob', 'cyd'], reviewWithin: 'PT5M' });
    review(mission, BOB, 4);

    mission.wait(5 * MINUTE);

    expect(mission.task('A')).toMatchObject({ status: 'DONE', score: 4 });
  });

  it('that starts anew with the next submission', () => {
    const mission = inReview({ reviewWithin: 'PT5M' });
    mission.wait(5 * MINUTE);
    review(mission, BOB, 1);

    complete(mission, ['A']);

    expect(mission.task('A')).toMatchObject({ status: 'REVIEW', reviewDueAt: mission.now + 5 * MINUTE });
    expect(mission.task('A').isReviewEscalated).toBeUndefined();
  });
});
